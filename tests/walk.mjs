// The eight steps as people walk them, twice: wide with scripts, and on a phone's width without; then every other page
// that the roles can reach, and the pseudo-language.  Leaves pictures in build/shots.
import { accounts, browser, check, confirmAgain, done, look, serve, signIn, sit, tabThrough } from './browser.mjs';
import { pseudo } from './pseudo.mjs';
import { tour } from './tour.mjs';

const b = await browser();

async function press(page, name) {
	await page.locator('main').getByRole('button', { name, exact: false }).first().click();
	await page.waitForLoadState();
}
const heading = page => page.locator('h1').first().innerText();
const has = async (page, text) => (await page.locator('main').innerText()).toLowerCase().includes(text.toLowerCase());

// Who does what: found by the words beside the accounts on the sign-in page.
async function cast(page) {
	const all = await accounts(page);
	const find = (...words) => {
		const one = all.find(a => words.every(w => a.who.includes(w)));
		if (!one) throw new Error(`no example account for ${words.join(', ')}`);
		return one.email;
	};
	const start = all.find(a => /Start here/.test(a.who));
	const board = start.who.match(/NHS .*? Board/)[0];
	return {
		specialist: start.email, lead: find(board, 'Board-level lead'), administrator: find(board, 'Administrator'),
		auditor: find(board, 'Audit committee'), monitor: find(board, 'Provider monitoring lead'), contributor: find(board, 'Contributor'),
		inspector: find('National inspector'), programme: find('National programme'),
		trust: find('A trust: security standards', 'specialist'), trustLead: find('Board-level lead of that trust'), all,
	};
}

// Rates one standard so that it can be handed in; what stands there already is kept.
async function rate(page, wanted) {
	const choice = page.locator(`input[name=rating][value=${wanted}]`);
	if (!(await choice.count())) return false;
	await choice.check();
	for (const name of ['comment', 'reason', 'corrective_action'])
		if (!(await page.locator(`[name=${name}]`).inputValue()))
			await page.fill(`[name=${name}]`, 'Looked at again with the people who do the work; the records bear it out.');
	await press(page, 'Save');
	return true;
}

async function steps(server, how) {
	const tag = how.scripts ? 'with scripts' : 'without scripts';
	const shot = n => `walk ${n} ${how.scripts ? 'js' : 'plain'}`;
	const page = await sit(b, server, how);
	await page.goto('/sign-in');
	const who = await cast(page);
	await look(page, shot('0 sign in'));

	// 2. The specialist signs in: where we stand, what is due, what is not supported.
	await signIn(page, who.specialist);
	await look(page, shot('2 home'));
	check(await has(page, 'What is due from you'), `${tag}: the home page says what is due`);
	check(/red|amber|green/i.test(await page.locator('main').innerText()), `${tag}: the home page says where the organisation stands`);
	if (how.scripts) await tabThrough(page, 'home');

	// 3. This year's self-review: a task list; rating 1.1 has no amber and says why.
	await page.goto('/reviews');
	await look(page, shot('3 reviews'));
	await page.locator('main a[href*="/reviews/"]').filter({ hasNotText: /today|trend|years|Open/i }).first().click();
	await page.waitForLoadState();
	const review = new URL(page.url()).pathname;
	await look(page, shot('3 task list'));
	const tasks = await page.locator('.nhsuk-task-list__link').evaluateAll(a => a.map(x => ({ to: x.getAttribute('href'), text: x.innerText })));
	check(tasks.length >= 12, `${tag}: the task list has its standards (${tasks.length})`);
	await page.goto(tasks.find(t => /^1\.1\b/.test(t.text)).to);
	check(await page.locator('input[name=rating][value=amber]').count() === 0 && await has(page, 'no amber'), `${tag}: 1.1 offers no amber and says why`);
	await page.goto(tasks.find(t => /^1\.4\b/.test(t.text)).to);
	await look(page, shot('3 rating 1.4'));
	for (const words of ['Red', 'Amber', 'Green', 'Last time', 'Evidence'])
		check(await has(page, words), `${tag}: rating 1.4 shows ${words}`);
	await rate(page, 'green');
	check(await page.locator('#findings').count() === 1 || await has(page, 'is supported'), `${tag}: a rating that is not supported says so at once`);
	await look(page, shot('3 rated 1.4'));
	// A file as evidence, and one that is not allowed.
	await page.locator('a', { hasText: 'Add evidence' }).first().click();
	await page.waitForLoadState();
	await look(page, shot('3 add evidence'));
	// Everything that is not rated yet.
	for (const t of tasks) {
		await page.goto(t.to);
		if (await page.locator('input[name=rating]').count() && !(await page.locator('input[name=rating]:checked').count()))
			await rate(page, 'green');
		else if (await has(page, 'Needs a fresh look'))
			await press(page, 'Save');
	}
	await page.goto(review);
	check(!(await has(page, 'cannot be signed yet')), `${tag}: with everything rated it can be signed`);
	await look(page, shot('3 all rated'));

	// 4. The result and how it came about.
	await page.goto(`${review}/result`);
	await look(page, shot('4 result'));
	check(await has(page, 'how'), `${tag}: the result explains itself`);
	await page.goto(`${review}/print`);
	await look(page, shot('4 print'));

	// 5. The lead reads and signs with fresh authentication; the specialist submits; the national body returns it.
	const lead = await sit(b, server, how);
	await signIn(lead, who.lead);
	const sign = async () => {
		await lead.goto(`${review}/sign`);
		if (lead.url().includes('/again')) await confirmAgain(lead, who.lead);
		if (!lead.url().includes('/sign')) await lead.goto(`${review}/sign`);
		await look(lead, shot('5 sign'));
		await lead.fill('#post', 'Director of Finance');
		for (const box of ['board', 'agreed'])
			await lead.locator(`input[name=${box}]`).last().check();
		await press(lead, 'Sign and seal');
		if (lead.url().includes('/again')) {
			await confirmAgain(lead, who.lead);
			if (await lead.locator('#post').count()) {
				await lead.fill('#post', 'Director of Finance');
				for (const box of ['board', 'agreed'])
					await lead.locator(`input[name=${box}]`).last().check();
				await press(lead, 'Sign and seal');
			}
		}
		check(await has(lead, 'Signed') || await has(lead, 'sealed'), `${tag}: the review is signed (${await heading(lead)})`);
	};
	await sign();
	await look(lead, shot('5 signed'));
	const send = async () => {
		await page.goto(`${review}/send`);
		await look(page, shot('5 send'));
		await press(page, 'Submit now');
		check(await has(page, 'Receipt'), `${tag}: there is a receipt`);
		await look(page, shot('5 receipt'));
	};
	await send();
	const inspector = await sit(b, server, how);
	await signIn(inspector, who.inspector);
	await inspector.goto('/received');
	await look(inspector, shot('5 received'));
	await inspector.locator('main tbody a').first().click();
	await inspector.waitForLoadState();
	await look(inspector, shot('5 received one'));
	const arrived = new URL(inspector.url()).pathname;
	await inspector.goto(`${arrived}/return`);
	await look(inspector, shot('5 return'));
	await press(inspector, 'Return it');		// without a reason
	check(await inspector.locator('.nhsuk-error-summary').count() === 1, `${tag}: a return wants reasons`);
	await look(inspector, shot('5 return refused'));
	await inspector.fill('[name=reasons]', 'Standard 1.4 is green, and nothing shows that seniors follow the plan.');
	await press(inspector, 'Return it');
	// The return reaches the sender's records within seconds.
	for (let i = 0; i < 30; i++) {
		await page.goto(review);
		if (await has(page, 'Returned')) break;
		await page.waitForTimeout(1000);
	}
	check(await has(page, 'Returned'), `${tag}: the organisation sees that it came back`);
	await look(page, shot('5 returned'));
	await page.goto(tasks.find(t => /^1\.4\b/.test(t.text)).to);
	await rate(page, 'amber');
	await sign();
	await send();
	await page.goto(`${review}/submissions`);
	check(await page.locator('main a[href*="/documents/"]').count() >= 2, `${tag}: both versions stay readable`);
	await look(page, shot('5 both versions'));

	// 6. Next year's review from a newer edition, along its change map.
	await page.goto('/reviews/new');
	await look(page, shot('6 open'));
	const bring = page.getByRole('button', { name: /bring answers over/i }).first();
	if (check(await bring.count() === 1, `${tag}: a newer edition brings answers over`)) {
		await bring.click();
		await page.waitForLoadState();
		check(await has(page, 'fresh look'), `${tag}: what changed is marked for a fresh look`);
		await look(page, shot('6 carried'));
	}

	// 7. A trust: the provider framework and violence prevention in both forms.
	const trust = await sit(b, server, how);
	await signIn(trust, who.trust);
	await trust.goto('/reviews');
	await look(trust, shot('7 trust reviews'));
	check(await has(trust, 'violence'), `${tag}: a trust reviews itself against violence prevention`);
	await trust.goto('/reviews/new');
	await look(trust, shot('7 trust open'));

	// 8. Evaluations have a page of their own.
	await page.goto('/evaluations');
	await look(page, shot('8 evaluations'));
	check(await has(page, 'awareness') && await has(page, 'lone'), `${tag}: the arrangements that standards ask to be evaluated stand there`);

	// Refused, not found, and without the right.
	await page.goto('/reviews/1234567890');
	await look(page, shot('9 not found'));
	await page.goto('/rounds/new');
	await look(page, shot('9 refused'));
	for (const p of [page, lead, inspector, trust]) await p.context().close();
	return who;
}

const servers = [];
const open = async options => { const s = await serve(options); servers.push(s); return s; };
try {
	const [wide, narrow, others, marked] = [await open(), await open(), await open(), await open({ language: 'en-x-pseudo' })];
	const [who] = await Promise.all([steps(wide, { width: 1280, scripts: true }), steps(narrow, { width: 320, scripts: false })]);
	const seen = new Set();
	const lane = async roles => { for (const short of roles) await tour(b, others, { short, email: who[short] }, 120, seen); };
	await Promise.all([lane(['specialist', 'programme', 'lead', 'inspector']), lane(['administrator', 'trust', 'monitor']),
		pseudo(b, marked, who.auditor, ['/', '/due', '/search?q=a', '/agreements', '/organisation', '/evaluations', '/evidence', '/reviews', '/trail', '/account', '/help'])]);
} catch (e) {
	check(false, String(e.stack ?? e).split('Browser logs')[0]);
}
for (const s of servers) s.stop();
await b.close();
process.exit(done());
