// Uploads that go wrong, sent with the browser's own form by somebody who is signed in; and a disk that takes no more.
// What a person reads says what is allowed and that nothing was saved, the server serves on and gives the memory back.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start, words } from './person.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wkload.')), db = `sqlite:${dir}/w.db`;
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const memory = pid => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);

function form(me, file, name, type) {
	const f = new FormData();
	for (const [k, v] of Object.entries({ csrf: me.csrf, title: 'Minutes of May', kind: 'board_minutes', class: 'output', held: 'file',
		'period_from-day': '1', 'period_from-month': '5', 'period_from-year': '2026' }))
		f.append(k, v);
	f.append('document', new Blob([file], { type }), name);
	return f;
}
const upload = async (me, file, name, type) => {
	const r = await me.send('POST', '/evidence/new', form(me, file, name, type)).catch(e => ({ status: 0, text: String(e.cause ?? e), to: '' }));
	return { ...r, words: r.text.includes('<main') ? words(r.text) : r.text };
};

// The head of an upload, n bytes of it at most, then nothing more; gives what comes back.
function raw(me, length, send, { end = true } = {}) {
	return new Promise(resolve => {
		const u = new URL(me.url), s = net.connect(Number(u.port), u.hostname);
		let text = '', sent = 0;
		s.on('data', d => { text += d; });
		s.on('close', () => resolve(text));
		s.on('error', () => resolve(text));
		s.write(`POST /evidence/new HTTP/1.1\r\nHost: ${u.host}\r\nCookie: ${[...me.cookies].map(([k, v]) => `${k}=${v}`).join('; ')}\r\n` +
			`Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=cut\r\nContent-Length: ${length}\r\n\r\n`);
		const some = Buffer.alloc(65536, 'x');
		const more = () => {
			while (sent < send && !s.destroyed) {
				sent += some.length;
				if (!s.write(some)) { s.once('drain', more); return; }
			}
			if (end) s.end();
		};
		more();
		setTimeout(() => s.destroy(), 8000);
	});
}

let server;
try {
	region(`${dir}/w.db`);
	server = await start(db);
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	const me = await Person.signIn(server.url, email);
	const pages = async () => (await me.get('/evidence')).text.match(/<main[\s\S]*/)[0];
	await me.get('/evidence/new');
	const before = await pages();
	await me.get('/evidence/new');
	const calm = memory(server.child.pid);
	let r = await upload(me, 'MZ\x90\x00 not a document', 'minutes.exe', 'application/octet-stream');
	check(r.status === 422 && /PDF/.test(r.words) && /Word/.test(r.words), `a type that is not allowed: ${r.status} ${r.words.slice(0, 300)}`);
	r = await upload(me, '<html><script>alert(1)</script>', 'minutes.pdf', 'application/pdf');
	check(r.status === 422 && /PDF/.test(r.words), `a page under the name of a document: ${r.status} ${r.words.slice(0, 300)}`);
	const cut = await raw(me, 4 << 20, 1 << 20);
	check(cut === '' || /cut short/.test(cut) && /Nothing was saved/.test(cut), `an upload cut short: ${cut.slice(0, 300)}`);
	const large = await raw(me, 200 << 20, 200 << 20, { end: false });
	check(/ 413 /.test(large.slice(0, 20)) && /20 MB/.test(large) && /PDF/.test(large), `200 MB: ${large.slice(0, 200)}`);
	await Promise.all(Array.from({ length: 12 }, () => raw(me, 15 << 20, 12 << 20)));
	check((await pages()) === before, 'nothing of all this was saved');
	await me.get('/evidence/new');
	r = await upload(me, '%PDF-1.7 minutes', 'minutes.pdf', 'application/pdf');
	check(r.status === 303, `an upload that is right: ${r.status} ${r.words.slice(0, 300)}`);
	await new Promise(done => setTimeout(done, 500));
	const after = memory(server.child.pid);
	console.log(`memory ${calm} kB before, ${after} kB after`);
	check(after < calm + 40000, `the memory comes back: ${calm} kB before, ${after} kB after`);
	check(after < 100000, 'and stays small');
	server.child.kill('SIGTERM');
	await server.child.gone;
	check(/as it was written/.test(cli('verify', '--db', db)), 'verify finds nothing amiss');
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
