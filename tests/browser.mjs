// What the browser's tests share: a server with the example region, a browser, checks that are counted.
import { chromium } from 'playwright-core';
import { spawn, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { region } from './person.mjs';

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
export const shots = 'build/shots';
let passed = 0, failed = 0;

export function check(ok, what) {
	if (ok) { passed++; return true; }
	failed++;
	console.log(`not ok: ${what}`);
	return false;
}
export function done() {
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
}

// A server on a port of its own with a copy of the example region; a second one begins empty.
export async function serve(options = {}) {
	const dir = mkdtempSync(join(tmpdir(), 'wkwalk.'));
	const db = `sqlite:${dir}/w.db`;
	if (options.example !== false)
		region(`${dir}/w.db`);
	else
		execFileSync('build/wardkeep', ['migrate', '--db', db], { stdio: 'ignore' });
	const child = spawn('build/wardkeep', ['serve', '--db', db, '--listen', '0', '--language', options.language ?? 'en'], { stdio: ['ignore', 'ignore', 'pipe'] });
	const url = await new Promise((resolve, reject) => {
		let text = '';
		child.stderr.on('data', d => {
			text += d;
			const m = text.match(/answers at (http:\/\/\S+?)\/\n/);
			if (m) resolve(m[1]);
		});
		child.on('exit', () => reject(new Error(`the server ended: ${text}`)));
	});
	return { url, db, dir, stop() { child.removeAllListeners('exit'); child.kill('SIGTERM'); rmSync(dir, { recursive: true, force: true }); } };
}

export async function browser() {
	mkdirSync(shots, { recursive: true });
	return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

// A person at a screen: width, scripts on or off.  Everything that goes elsewhere or fails is noted.
export async function sit(b, server, { width = 1280, scripts = true } = {}) {
	const context = await b.newContext({ baseURL: server.url, viewport: { width, height: width < 600 ? 640 : 900 }, javaScriptEnabled: scripts, bypassCSP: false });
	const page = await context.newPage();
	page.faults = [];
	page.scripts = scripts;
	page.on('console', m => { if (m.type() === 'error' && !/status of (4\d\d|503)/.test(m.text())) page.faults.push(m.text()); });
	page.on('pageerror', e => page.faults.push(String(e)));
	page.on('request', r => { if (!r.url().startsWith(server.url) && !r.url().startsWith('data:')) page.faults.push(`asked elsewhere: ${r.url()}`); });
	return page;
}

// Signs in as one of the example accounts: the page lists them with password and current code.
export async function signIn(page, email) {
	for (let tries = 0; tries < 4; tries++) {
		await page.goto('/sign-in');
		const password = await page.locator('main p strong').first().innerText();
		await page.fill('#email', email);
		await page.fill('#password', password);
		await page.click('main form button[type=submit]:not([aria-controls])');
		await page.waitForURL('**/sign-in/code**');
		const code = await freshCode(page, email);
		if (/^\d{6}$/.test(code)) {
			await page.fill('#code', code);
			await page.click('main form button[type=submit]:not([aria-controls])');
			await page.waitForLoadState();
			if (!page.url().includes('/sign-in')) return;
		}
		await page.waitForTimeout(31000);	// a code works once
	}
	throw new Error(`cannot sign in as ${email}: ${page.url()}`);
}

// Gives password and code once more, where an action asks for it.
export async function confirmAgain(page, email) {
	for (let tries = 0; tries < 4 && page.url().includes('/sign-in/again'); tries++) {
		const where = page.url();
		const other = await page.context().browser().newContext({ baseURL: new URL(where).origin });
		const p = await other.newPage();
		await p.goto('/sign-in');
		const password = await p.locator('main p strong').first().innerText();
		await other.close();
		const code = await freshCode(page, email);
		if (/^\d{6}$/.test(code)) {
			await page.fill('input[type=password]', password);
			await page.fill('#code', code);
			await page.click('main form button[type=submit]:not([aria-controls])');
			await page.waitForLoadState();
			if (!page.url().includes('/sign-in/again')) return;
		}
		await page.waitForTimeout(31000);
		await page.goto(where);
	}
}

async function freshCode(page, email) {
	const other = await page.context().browser().newContext({ baseURL: new URL(page.url()).origin });
	const p = await other.newPage();
	await p.goto('/sign-in');
	// What stands in closed details has text and is not shown.
	const code = await p.locator('tr', { hasText: email }).first().locator('td').last().textContent();
	await other.close();
	return code.trim();
}

// The example's accounts as the sign-in page lists them: role words, name, e-mail.
export async function accounts(page) {
	await page.goto('/sign-in');
	return page.locator('main tbody tr').evaluateAll(rows => rows.map(r => ({ who: (r.cells[0].innerText || r.cells[0].textContent).trim(), email: r.cells[1].textContent.trim() })));
}

// The rules are a script: where scripts are off they look at the same words in a second page, whose own scripts are kept out.
async function twin(page) {
	if (!page.twin) {
		const context = await page.context().browser().newContext({ viewport: page.viewportSize() });
		page.twin = await context.newPage();
		await page.twin.route('**/*.js', r => r.abort());
		await page.twin.route(u => !u.pathname.startsWith('/assets/'), r => r.fulfill({ contentType: 'text/html', body: page.words }));
	}
	page.words = await page.content();
	await page.twin.goto(page.url());
	return page.twin;
}

const seen = new Set();
// Looks at the page as it stands: rules for everybody (WCAG 2.2 AA), no sideways scrolling, one heading, a picture.
export async function look(page, name, { axe = true } = {}) {
	const width = page.viewportSize().width;
	const label = `${name} at ${width}`;
	if (seen.has(label)) return;
	seen.add(label);
	check(page.faults.length === 0, `${label}: ${page.faults.join(' | ')}`);
	page.faults.length = 0;
	const facts = await page.evaluate(() => ({ over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		// Where there is room: on a phone a table may well be a little wider than the page.
		nearly: innerWidth < 640 ? 0 : [...document.querySelectorAll('.nhsuk-scroll__content, .app-scroll')].filter(e => { const by = e.scrollWidth - e.clientWidth; return by > 0 && by <= 4; }).length,
		places: document.querySelectorAll('nav [aria-current=true]').length,
		h1: document.querySelectorAll('h1').length, title: document.title, lang: document.documentElement.lang })).catch(() => null);
	if (facts) {
		check(facts.over <= 0, `${label}: scrolls sideways by ${facts.over}`);
		check(facts.nearly === 0, `${label}: ${facts.nearly} tables are shaded as if there were more to see`);
		check(facts.places <= 1, `${label}: ${facts.places} entries of the menu say that one is there`);
		check(facts.h1 === 1, `${label}: ${facts.h1} main headings`);
		check(facts.title.length > 3 && facts.lang === 'en', `${label}: title or language is missing`);
	}
	if (axe && facts) {
		// In a world of its own, which the page's content security policy does not reach.
		const client = await (page.scripts ? page : await twin(page)).context().newCDPSession(page.scripts ? page : page.twin);
		const { frameTree } = await client.send('Page.getFrameTree');
		const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
		await client.send('Runtime.evaluate', { expression: axeSource, contextId: executionContextId });
		const r = await client.send('Runtime.evaluate', { contextId: executionContextId, awaitPromise: true, returnByValue: true,
			expression: `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))` });
		await client.detach();
		const bad = r.result.value ?? ['axe did not run'];
		check(bad.length === 0, `${label}: ${bad.join(' | ')}`);
	}
	// The whole page, packed quickly rather than small.
	const eye = await page.context().newCDPSession(page);
	const { cssContentSize: size } = await eye.send('Page.getLayoutMetrics');
	const { data } = await eye.send('Page.captureScreenshot', { captureBeyondViewport: true, optimizeForSpeed: true,
		clip: { x: 0, y: 0, width, height: size.height, scale: 1 } });
	await eye.detach();
	writeFileSync(`${shots}/${name.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`, data, 'base64');
}

// With the keyboard alone: each stop of Tab is seen and shows where it is.
export async function tabThrough(page, name) {
	await page.evaluate(() => document.activeElement?.blur());
	let hidden = 0, stops = 0;
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const e = document.activeElement;
			if (!e || e === document.body) return null;
			const r = e.getBoundingClientRect(), s = getComputedStyle(e);
			return { seen: r.width > 0 && r.height > 0, mark: s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.backgroundColor !== 'rgba(0, 0, 0, 0)' };
		});
		if (!at) break;
		stops++;
		if (!at.seen || !at.mark) hidden++;
	}
	check(stops > 3 && hidden === 0, `${name}: ${hidden} of ${stops} stops of the keyboard cannot be seen`);
}
