// Evidence files and a real virus scanner: clamd with a folder, a socket and a one-line signature of its own.  What it finds is
// refused in words, what it has not seen waits, and what goes out is an attachment that no browser guesses about.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, region, words } from './person.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wkclamd.')), db = `sqlite:${dir}/w.db`, socket = join(dir, 'clamd.sock');
const bad = '%PDF-1.7 wardkeep-test-virus-0f3a91 in here';
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const pause = ms => new Promise(done => setTimeout(done, ms));
async function until(what, seconds) {
	for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(500)) {
		const r = await what();
		if (r) return r;
	}
	return null;
}

mkdirSync(join(dir, 'db'));
// name:target (0: any file):offset:hexadecimal signature
writeFileSync(join(dir, 'db', 'own.ndb'), `Wardkeep.Test:0:*:${Buffer.from('wardkeep-test-virus-0f3a91').toString('hex')}\n`);
writeFileSync(join(dir, 'clamd.conf'), `DatabaseDirectory ${dir}/db\nLocalSocket ${socket}\nForeground yes\nLogFile ${dir}/clamd.log\nStreamMaxLength 25M\nMaxThreads 2\n` +
	`User ${execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()}\n`);
function scanner() {
	const child = spawn('/usr/sbin/clamd', ['--config-file', join(dir, 'clamd.conf')], { stdio: 'ignore' });
	child.gone = new Promise(done => child.on('exit', done));
	return child;
}
const ready = () => until(() => existsSync(socket), 60);

const form = (me, bytes, title) => {
	const f = new FormData();
	for (const [k, v] of Object.entries({ csrf: me.csrf, title, kind: 'board_minutes', class: 'output', held: 'file', 'period_from-day': '1',
		'period_from-month': '5', 'period_from-year': '2026' }))
		f.append(k, v);
	f.append('document', new Blob([bytes], { type: 'application/pdf' }), `${title}.pdf`);
	return f;
};
async function upload(me, bytes, title) {
	await me.get('/evidence/new');
	const r = await me.send('POST', '/evidence/new', form(me, bytes, title));
	return { ...r, words: words(r.text) };
}
// The file of that piece of evidence as the browser would fetch it.
async function download(me, page) {
	const to = (await me.get(page)).text.match(/href="(\/[^"]*file[^"]*)"/)?.[1];
	if (!to) return { status: 0, bytes: '', to };
	const r = await fetch(me.url + to, { headers: { cookie: [...me.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
	return { status: r.status, headers: r.headers, bytes: await r.text(), to };
}

let clamd, server;
try {
	region(`${dir}/w.db`);
	server = spawn('build/wardkeep', ['serve', '--db', db, '--listen', '0', '--clamd', `unix:${socket}`], { stdio: ['ignore', 'ignore', 'pipe'] });
	const url = await new Promise((resolve, reject) => {
		let all = '';
		server.stderr.on('data', d => {
			all += d;
			const m = all.match(/answers at (http:\/\/\S+?)\/\n/);
			if (m) resolve(m[1].replace('localhost', '127.0.0.1'));
		});
		server.on('exit', () => reject(new Error(all)));
	});
	const me = await Person.signIn(url, (await Person.accounts(url)).find(a => /Start here/.test(a.who)).email);

	// Away: kept, but shut.
	let r = await upload(me, '%PDF-1.7 minutes of May', 'early');
	check(r.status === 303, `kept while the scanner is away: ${r.status} ${r.words.slice(0, 200)}`);
	const early = r.to;
	const shown = words((await me.get(early)).text);
	check(/not been scanned/i.test(shown), `the page says that it waits: ${shown.slice(0, 400)}`);
	let d = await download(me, early);
	check(d.status === 0 || d.status === 503, `and it stays shut: ${d.status}`);
	check(!d.bytes.includes('minutes of May'), 'nothing of it goes out');
	r = await upload(me, bad, 'earlybad');
	const earlybad = r.to;
	check(r.status === 303, `so is one that would be refused: ${r.status}`);

	// There: what is clean goes in and out, what it finds is refused.
	clamd = scanner();
	check(await ready(), 'clamd is up');
	r = await upload(me, '%PDF-1.7 minutes of June', 'clean');
	check(r.status === 303, `a clean file: ${r.status} ${r.words.slice(0, 200)}`);
	d = await download(me, r.to);
	check(d.status === 200 && d.bytes === '%PDF-1.7 minutes of June', `comes back: ${d.status} ${d.to}`);
	check(/^attachment/.test(d.headers?.get('content-disposition') ?? ''), `as an attachment: ${d.headers?.get('content-disposition')}`);
	check(d.headers?.get('x-content-type-options') === 'nosniff', 'that is not guessed about');
	r = await upload(me, bad, 'bad');
	check(r.status === 422 && /virus|scanner/i.test(r.words), `what the scanner finds is refused in words: ${r.status} ${r.words.slice(0, 400)}`);

	// What waited is looked at within a minute or so.
	d = await until(async () => { const x = await download(me, early); return x.status === 200 ? x : null; }, 100);
	check(d && d.bytes === '%PDF-1.7 minutes of May', 'what waited is open once the scanner is back');
	d = await until(async () => { const x = await me.get(earlybad); return /virus/i.test(words(x.text)) ? x : null; }, 70);
	check(d !== null, 'what waited and is infected is said to be so');
	d = await download(me, earlybad);
	check(d.status !== 200 && !d.bytes.includes('virus-0f3a91'), `and stays shut: ${d.status}`);

	// Away again.
	clamd.kill('SIGTERM');
	await clamd.gone;
	clamd = null;
	r = await upload(me, bad, 'later');
	check(r.status === 303, `away again: kept and shut: ${r.status}`);
	d = await download(me, r.to);
	check(d.status !== 200 && !d.bytes.includes('virus-0f3a91'), 'it does not go out');
} finally {
	clamd?.kill('SIGKILL');
	server?.removeAllListeners('exit');
	server?.kill('SIGTERM');
	await pause(300);
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
