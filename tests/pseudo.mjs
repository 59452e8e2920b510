// Every page in the pseudo-language: words of ours that are not marked did not go through the catalogue.
import { check, sit, signIn } from './browser.mjs';

const ours = 'label, legend, button, th[scope=col], .nhsuk-hint, .nhsuk-error-message, .nhsuk-header__navigation-link, .nhsuk-footer__list-item-link, main > p, dt, option[value=""]';

export async function pseudo(b, server, email, paths) {
	const page = await sit(b, server);
	await page.goto('/sign-in');
	await signIn(page, email);
	for (const path of paths) {
		await page.goto(path);
		const bare = await page.locator(ours).evaluateAll(all => all.map(e => e.innerText.trim()).filter(t => /[a-z]{3}/i.test(t) && !t.includes('\u27e6')));
		check(bare.length === 0, `${path}: not in the catalogue: ${bare.slice(0, 5).join(' | ')}`);
	}
	await page.context().close();
}
