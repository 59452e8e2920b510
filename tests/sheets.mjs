// SPDX-License-Identifier: MIT
// Spreadsheets as people use them: downloaded in a browser, opened and saved again by LibreOffice, brought in again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accounts, browser, check, done, look, serve, signIn, sit } from './browser.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wksheets.'));
const office = (to, file) => execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${dir}/office`, '--convert-to', to, '--outdir', join(dir, 'out'), file],
	{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// Sends the file, waits for the check, gives what its page says.
async function send(page, list, file) {
	await page.goto(`${list}/import`);
	await page.setInputFiles('input[type=file]', file);
	await page.click('main form button[type=submit]');
	await page.waitForURL('**/work/*');
	for (let turn = 0; turn < 30 && await page.locator('[data-app-refresh]').count() > 0; turn++) {
		await page.waitForTimeout(1000);
		await page.goto(page.url());
	}
	return page.locator('main').innerText();
}

async function download(page, link) {
	const [file] = await Promise.all([page.waitForEvent('download'), page.click(`text=${link}`)]);
	const to = join(dir, file.suggestedFilename());
	await file.saveAs(to);
	return to;
}

const server = await serve();
const b = await browser();
try {
	const page = await sit(b, server);
	const who = (await accounts(page)).find(a => /Start here/.test(a.who)).email;
	await signIn(page, who);
	await page.goto('/agreements');
	await look(page, 'sheets-list');
	const rows = await page.locator('main tbody tr').count();
	check(rows > 0, 'the example region has agreements');
	const xlsx = await download(page, 'Download as XLSX'), csv = await download(page, 'Download as CSV');

	check(!/warning|error|repair/i.test(office('csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false', xlsx).replace(/javaldx.*/g, '')), 'LibreOffice opens the workbook without a word');
	const seen = readFileSync(join(dir, 'out', 'agreement.csv'), 'utf8');
	check(seen.startsWith('Id,Version,Reference,Title') && seen.trim().split('\n').length >= rows + 1, 'LibreOffice sees all rows');

	await page.goto('/agreements/import');
	await look(page, 'sheets-import');
	for (const [file, what] of [[xlsx, 'as it came'], [csv, 'as CSV']])
		check(/New: 0\. Changed: 0\. Unchanged: [1-9]\d*\. Refused: 0\./.test(await send(page, '/agreements', file)), `a download sent back changes nothing: ${what}`);
	office('xlsx', xlsx);
	let said = await send(page, '/agreements', join(dir, 'out', 'agreement.xlsx'));
	check(/New: 0\. Changed: 0\. Unchanged: [1-9]\d*\. Refused: 0\./.test(said), `saved again by LibreOffice it changes nothing: ${said}`);
	await look(page, 'sheets-checked');

	await page.goto('/work');
	await look(page, 'sheets-work');
	const phone = await sit(b, server, { width: 320, scripts: false });
	await signIn(phone, who);
	await phone.goto('/agreements');
	await look(phone, 'sheets-list-320');
	await phone.goto('/work');
	await look(phone, 'sheets-work-320');
} finally {
	await b.close();
	server.stop();
	rmSync(dir, { recursive: true, force: true });
}
process.exit(done());
