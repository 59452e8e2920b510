// A nurse's part at 320 pixels and without scripts, then the specialist's: from six questions to the word back.
import { serve, browser, sit, signIn, look, check, done } from './browser.mjs';

const server = await serve();
const b = await browser();
// A short list is radios, a long one a select.
const choose = async (p, name, value) => await p.locator(`select[name=${name}]`).count() > 0 ? p.selectOption(`select[name=${name}]`, value) : p.check(`input[name=${name}][value=${value}]`);
const go = p => p.click('main form button[type=submit]');

async function report(p, email) {
	await signIn(p, email);
	await p.goto('/report');
	await look(p, 'report start');
	await go(p);
	await look(p, 'report danger');
	await choose(p, 'danger', 'no');
	await go(p);
	await look(p, 'report what');
	await go(p);	// nothing chosen: said, and not lost
	check(await p.locator('.nhsuk-error-summary').count() === 1, 'an empty question is refused in words');
	await look(p, 'report what refused');
	await choose(p, 'type', 'physical_assault');
	await choose(p, 'kind', 'incident');
	await p.fill('textarea[name=summary]', 'A chair was thrown in the waiting room.');
	await go(p);
	await look(p, 'report when');
	await go(p);
	await look(p, 'report where');
	await choose(p, 'place_kind', 'reception');
	await p.selectOption('[name=unit]', { index: 1 }).catch(() => {});
	await go(p);
	await look(p, 'report hurt');
	await choose(p, 'hurt', 'mind');
	await choose(p, 'hurt_who', 'me');
	await go(p);
	await look(p, 'report who');
	await go(p);
	check(p.url().endsWith('/check'), 'six questions lead to the check');
	await look(p, 'report check');
	await go(p);
	await p.waitForURL('**/reported/**');
	await look(p, 'report receipt');
	return new URL(p.url()).pathname;
}

async function deal(p, receipt) {
	await p.goto('/incidents/new-reports');
	await look(p, 'incidents new');
	await p.locator('main h2 a').last().click();
	await p.waitForLoadState();
	await look(p, 'incident view');
	await p.goto(`${p.url()}/triage`);
	await look(p, 'incident triage');
	await p.goto('/incidents');
	await look(p, 'incidents list');
	await p.locator('main tbody a').first().click();
	await p.waitForLoadState();
	await look(p, 'incident of the list');
	const at = p.url();
	for (const part of ['person', 'property', 'handover', 'police', 'merge', 'access', 'history']) {
		await p.goto(`${at}/${part}`);
		await look(p, `incident ${part}`);
	}
	await p.goto('/incidents/settings');
	await look(p, 'incident settings');
	await p.goto('/incident-types');
	await look(p, 'incident types');
	await p.goto('/report/mine');
	await look(p, 'report mine');
	await p.goto('/report/all');
	await look(p, 'report all');
	await p.goto(receipt);
	check((await p.textContent('main')).includes('New'), 'the receipt says where the report stands');
}

try {
	const email = 'kwame.ridgeway@fellmoor-hospitals.example';
	const phone = await sit(b, server, { width: 320, scripts: false });
	const receipt = await report(phone, email);
	await deal(phone, receipt);
	const anybody = await sit(b, server, { width: 320, scripts: false });
	await anybody.goto(receipt);
	check((await anybody.textContent('main')).includes('Thank you'), 'a receipt opens without signing in');
	check(!(await anybody.textContent('main')).includes('chair'), 'and shows nothing of what happened');
	await anybody.goto('/reported');
	await look(anybody, 'report find');
	const desk = await sit(b, server, { width: 1280 });
	await desk.waitForTimeout(31000);	// a code works once
	await signIn(desk, email);
	await deal(desk, receipt);
} finally {
	await b.close();
	server.stop();
}
process.exit(done());
