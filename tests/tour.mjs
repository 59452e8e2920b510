// The tour: every page that a role can reach by links, each kind of page once, looked at wide and narrow.
import { look, check, sit, signIn } from './browser.mjs';

const kind = path => path.replace(/\?.*/, '').replace(/\/\d{6,}/g, '/ID').replace(/\/[\d]+\.[\d]+/g, '/STANDARD').replace(/\/[0-9a-z]{26}/g, '/CODE');

export async function tour(b, server, who, most, seen) {
	const wide = await sit(b, server), narrow = await sit(b, server, { width: 320 });
	await signIn(wide, who.email);
	const cookies = await wide.context().cookies();
	await narrow.context().addCookies(cookies);
	const queue = ['/'], queued = new Set(queue.map(kind));
	let n = 0;
	while (queue.length > 0 && n < most) {
		const path = queue.shift();
		const name = `${who.short} ${kind(path)}`;
		let answer;
		try {
			answer = await wide.goto(path);
		} catch (e) {
			if (!String(e).includes('Download is starting')) check(false, `${name}: ${e}`);
			continue;
		}
		if (!answer || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
		n++;
		check(answer.status() < 400, `${name}: a link leads to ${answer.status()}`);
		if (!seen.has(kind(path))) {
			seen.add(kind(path));
			await look(wide, name);
			await narrow.goto(path);
			await look(narrow, name, { axe: true });
		}
		const links = await wide.locator('a[href^="/"]').evaluateAll(a => a.map(x => x.getAttribute('href').replace(/#.*/, '')));
		for (const l of links)
			if (l && !l.startsWith('/assets') && !queued.has(kind(l))) {
				queued.add(kind(l));
				queue.push(l);
			}
	}
	await wide.context().close();
	await narrow.context().close();
	return n;
}
