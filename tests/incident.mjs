// A nurse's part at 320 pixels and without scripts, then the specialist's: from six questions to the word back.
import { serve, browser, sit, signIn, look, check, done } from './browser.mjs';
import { flaky } from './flaky.mjs';

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
	// From the incident on: investigate, decide, learn, bring in.
	const step = async (path, name) => {
		const answer = await p.goto(path);
		check(answer.status() === 200, `${name} opens (${answer.status()})`);
		await look(p, name);
	};
	await step(`${at}/investigation`, 'incident to investigation');
	await step('/investigations', 'investigations');
	const one = p.locator('main tbody a').first();
	if (await one.count() > 0) {
		await one.click();
		await p.waitForLoadState();
		await look(p, 'investigation');
		await step(`${p.url()}/timeline`, 'investigation timeline');
	}
	await step('/sanctions/waiting', 'sanctions waiting');
	await step('/sanctions/range', 'sanctions range');
	await step('/measures', 'measures');
	await step('/incidents/import', 'incidents import');
	await p.goto(receipt);
	check((await p.textContent('main')).includes('New'), 'the receipt says where the report stands');
}

// On a telephone that has opened the page once: without a network, saved, sent later, once.
async function offline(server, email) {
	const net = await flaky(server.url);
	const p = await sit(b, { url: net.url }, { width: 320 });
	const waits = (state, n = 1) => p.waitForFunction(([s, k]) => document.querySelectorAll(`[data-state=${s}]`).length === k, [state, n], { timeout: 20000 }).then(() => true, () => false);
	const gone = async away => { net.away = away; await p.context().setOffline(away); };
	const answer = async (summary) => {
		await choose(p, 'danger', 'no');
		await choose(p, 'type', 'physical_assault');
		await choose(p, 'kind', 'incident');
		await p.fill('textarea[name=summary]', summary);
		await choose(p, 'place_kind', 'reception');
		await choose(p, 'hurt', 'no');
		await go(p);
	};
	const count = async () => { await p.goto('/report/mine'); return p.locator('main li').count(); };
	await signIn(p, email);
	const before = await count();
	await p.goto('/report');
	await p.locator('p:text-is("On this phone you can report without a network too.")').waitFor();

	await gone(true);
	await p.goto('/report');
	await p.locator('#report-form').waitFor();
	await look(p, 'report offline');
	await go(p);
	check(await p.locator('.nhsuk-error-summary a').count() >= 4, 'without a network the questions that are missing are named');
	await look(p, 'report offline refused');
	await answer('A lamp was thrown.');
	await p.locator('.app-phone__saved').waitFor();
	check(await waits('waiting'), 'it waits on the phone');
	await look(p, 'report offline saved');
	await p.goto('/report');
	check(await waits('waiting'), 'it waits there after the page was closed too');
	check(!(await p.locator('section.app-phone').innerText()).includes('lamp'), 'the list of what waits says nothing of what happened');
	// Opened, changed, saved again: one report still.
	await p.locator('[data-state=waiting] a').click();
	await p.waitForFunction(() => document.querySelector('textarea[name=summary]').value === 'A lamp was thrown.');
	await p.fill('textarea[name=summary]', 'A lamp and a chair were thrown.');
	await go(p);
	check(await waits('waiting'), 'opened and saved again it is still one');
	// A second one, deleted.
	await p.goto('/report');
	await p.locator('#report-form').waitFor();
	await answer('By mistake.');
	check(await waits('waiting', 2), 'two wait');
	p.once('dialog', d => d.accept());
	await p.locator('[data-state=waiting] button').last().click();
	check(await waits('waiting', 1), 'one was deleted');

	// The network is back, and the answer to the first sending is lost on its way.
	net.lose = '/report/all';
	await gone(false);
	check(await waits('unsure'), 'a report whose answer was lost is still there, and says so');
	check(net.lost.length >= 1, 'it had been sent');
	net.lose = null;
	await p.evaluate(() => dispatchEvent(new Event('online')));
	check(await waits('sent'), 'the second try succeeds');
	await look(p, 'report offline sent');
	const receipt = await p.locator('[data-state=sent] a').getAttribute('href');
	await p.goto(receipt);
	check((await p.textContent('main')).includes('New'), 'the receipt that the phone chose leads to what became of it');
	check(await count() === before + 1, 'and there is one report');

	// Refused when it is sent: kept, with the reason, to be put right.
	await gone(true);
	await p.goto('/report');
	await p.locator('#report-form').waitFor();
	await p.fill('[name=happened_time]', 'late');
	await answer('A door was kicked.');
	await gone(false);
	check(await waits('refused'), 'what was not accepted stays');
	check(await p.locator('.app-phone__saved').count() === 0, 'and nothing says that it will be sent');
	check((await p.locator('[data-state=refused] ul').innerText()).includes('Enter the time'), 'with the reason');
	await look(p, 'report offline not accepted');
	await p.locator('[data-state=refused] a').click();
	await p.locator('.nhsuk-error-summary').waitFor();
	check(await p.inputValue('textarea[name=summary]') === 'A door was kicked.', 'and opens with all that was written');
	await p.fill('[name=happened_time]', '14:30');
	await go(p);
	check(await waits('sent', 2), 'put right, it is sent');

	// Signed out meanwhile: it waits for who wrote it, and for nobody else.
	await gone(true);
	await p.goto('/report');
	await p.locator('#report-form').waitFor();
	await answer('Somebody shouted.');
	const cookies = await p.context().cookies();
	await p.context().clearCookies();
	await gone(false);
	check(await waits('sign_in'), 'signed out, it asks to sign in');
	await p.context().addCookies(cookies);
	await p.goto('/report');
	check(await waits('sent', 3), 'signed in, it is sent by itself');
	check(await count() === before + 3, 'each report is there once');

	// Nothing but the empty form is kept, and no other page comes without a network.
	for (const path of ['/', '/due', '/report/mine', receipt]) await p.goto(path);
	await p.goto('/report');
	const kept = await p.evaluate(async () => {
		const all = [];
		for (const name of await caches.keys()) for (const r of await (await caches.open(name)).keys()) all.push([new URL(r.url).pathname, await (await caches.match(r)).text()]);
		return all;
	});
	check(kept.every(([path]) => path === '/report/offline' || path.startsWith('/assets/')), `kept are the form and what it is drawn with: ${kept.map(k => k[0])}`);
	const name = await p.locator('.nhsuk-header__account-link').innerText();
	check(name.length > 3 && kept.every(([, text]) => !text.includes(name.trim()) && !/name="csrf"|INC-\d/.test(text)), 'and nobody is named in it');
	await gone(true);
	check(await p.goto('/report/mine').then(() => false, () => true), 'without a network a page of data does not come');
	await gone(false);
	await p.context().close();
	net.stop();
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
	await offline(server, 'maeve.castellan@fellmoor-icb.example');
	const desk = await sit(b, server, { width: 1280 });
	await desk.waitForTimeout(31000);	// a code works once
	await signIn(desk, email);
	await deal(desk, receipt);
} finally {
	await b.close();
	server.stop();
}
process.exit(done());
