// Mail through a real server that takes, refuses, is away, is slow or never answers: each person is sent what is due once in
// a period, with nothing in it that must not leave, and an example sends nothing.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, region, start } from './person.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wkmail.')), file = join(dir, 'w.db'), got = join(dir, 'got'), mode = join(dir, 'mode');
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const pause = ms => new Promise(done => setTimeout(done, ms));
async function until(what, seconds) {
	for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
		const r = await what();
		if (r) return r;
	}
	return null;
}
const python = (text, ...args) => execFileSync('/usr/bin/python3', ['-c', text, ...args], { encoding: 'utf8' });
const sql = text => JSON.parse(python('import sqlite3,sys,json\nd=sqlite3.connect(sys.argv[1],timeout=8)\nr=d.execute(sys.argv[2]).fetchall()\nd.commit()\nprint(json.dumps(r))', file, text));

// What the server does with a message is read from a file each time.
writeFileSync(join(dir, 'sink.py'), `
import asyncio, base64, sys, json
from aiosmtpd.controller import Controller
class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        how = open(${JSON.stringify(mode)}).read()
        if how == 'refuse': return '550 no such person ' + address
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        how = open(${JSON.stringify(mode)}).read()
        if how == 'busy': return '451 later'
        with open(${JSON.stringify(got)}, 'a') as f:
            f.write(json.dumps({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'text': envelope.content.decode()}) + chr(10))
        if how == 'slow': await asyncio.sleep(3)
        if how == 'silent': await asyncio.sleep(60)
        return '250 OK'
c = Controller(Sink(), hostname='127.0.0.1', port=int(sys.argv[1]))
c.start()
print('up', flush=True)
sys.stdin.read()
`);
const port = await new Promise(done => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); }); });
async function sink() {
	const child = spawn('/usr/bin/python3', [join(dir, 'sink.py'), String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
	await new Promise((up, no) => { child.stdout.on('data', up); child.on('exit', no); });
	return child;
}
const ended = child => new Promise(done => { child.removeAllListeners('exit'); child.on('exit', done); child.kill('SIGKILL'); });
const mails = () => { try { return readFileSync(got, 'utf8').trim().split('\n').filter(Boolean).map(JSON.parse); } catch { return []; } };
const fresh = how => { rmSync(got, { force: true }); writeFileSync(mode, how); sql('DELETE FROM mail'); plan(); };
const plan = () => sql(`UPDATE job SET due_at = 1, leased_until = NULL WHERE name = 'reminder.plan'`);
const row = () => sql('SELECT state, why, tries FROM mail')[0];
const state = (what, seconds = 6) => until(() => { const r = row(); return r?.[0] === what && r; }, seconds);
const serve = (how = 'smtp') => start(`sqlite:${file}`, { more: ['--mail', `${how}://127.0.0.1:${port}`, '--mail-from', 'wardkeep@fellmoor.example', '--base-url', 'http://wardkeep.example'], log: l => log.push(l) });
const log = [];
const stop = async s => { s.child.kill('SIGTERM'); await s.child.gone; };

let server, relay;
try {
	region(file);
	writeFileSync(mode, 'ok');
	relay = await sink();
	server = await serve();
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	const me = await Person.signIn(server.url, email);
	const page = await me.get('/account/reminders');
	check(page.status === 200 && /No mail leaves it/.test(page.text), 'the example says that it sends nothing');
	const chosen = await me.post('/account/reminders', { often: 'daily' });
	check(chosen.status === 303, `chosen: ${chosen.status}`);
	const titles = [...(await me.get('/due')).text.matchAll(/app-due__item"><a [^>]*>([^<]*)</g)].map(m => m[1].replace(/^[A-Z]{2,4}-\d\d-\d+ /, ''));
	check(titles.length > 2, `things are due: ${titles.length}`);
	// Begun by hand: the first turn of a repeating job comes five minutes after the start.
	await until(() => sql(`SELECT COUNT(*) FROM job WHERE name = 'reminder.plan'`)[0][0] > 0, 8);
	plan();
	await pause(2200);
	check(mails().length === 0 && row() === undefined, 'nothing leaves the example');

	// The same as an installation in earnest.
	await stop(server);
	sql(`UPDATE setting SET value = 'no' WHERE name = 'example'`);
	server = await serve();
	me.url = server.url;
	fresh('ok');
	check(await state('sent'), `sent: ${row()}`);
	let m = mails();
	check(m.length === 1 && m[0].to.length === 1 && m[0].to[0] === email && m[0].from === 'wardkeep@fellmoor.example', `to the one who chose it: ${JSON.stringify(m.map(x => x.to))}`);
	const parts = m[0].text.replace(/\r\n/g, '\n').split(/\n--=_[^\n]*\n/).slice(1).filter(p => p.includes('\n\n')).map(p => ({ head: p.split('\n\n')[0], text: Buffer.from(p.split('\n\n')[1].split('\n--')[0], 'base64').toString() }));
	check(parts.length === 2 && /text\/plain/.test(parts[0].head) && /text\/html/.test(parts[1].head), 'plain text with an HTML part');
	check(/due from you/.test(parts[0].text) && /http:\/\/wardkeep\.example\/\w+/.test(parts[0].text) && /\d \w+ 20\d\d/.test(parts[0].text), `says what and when: ${parts[0].text.slice(0, 200)}`);
	const secret = [...sql('SELECT ref FROM incident WHERE circle IS NOT NULL'), ...sql('SELECT ref FROM investigation WHERE circle IS NOT NULL'), ...sql('SELECT name FROM account')].map(r => r[0]).filter(Boolean);
	for (const word of [...titles.filter(t => t.length > 8 && !/standard/i.test(t)), ...secret])
		check(!parts.some(p => p.text.includes(word)) && !m[0].text.includes(word), `"${word}" leaves in a mail`);
	plan();
	await pause(2200);
	check(mails().length === 1, 'once, though the job runs again');

	fresh('refuse');
	check((await state('failed'))?.[1] === '550' && mails().length === 0, `refused: ${row()}`);
	check((await (await fetch(`${server.url}/metrics`)).text()).includes('wardkeep_mail{state="failed"} 1'), 'whoever runs it sees it');
	check(log.some(l => /refused for good, answer 550/.test(l)) && !log.some(l => l.includes(email)), 'and in the log, without the address');

	fresh('busy');
	check(await until(() => row()?.[0] === 'waiting' && row()[1] === '451', 6), `busy: ${row()}`);
	writeFileSync(mode, 'ok');
	sql('UPDATE mail SET due_at = 1');
	check(await state('sent') && mails().length === 1, 'tried again');

	await ended(relay);
	fresh('slow');
	check(await until(() => row()?.[0] === 'waiting' && row()[2] === 1, 8), `away: ${row()}`);
	relay = await sink();
	sql('UPDATE mail SET due_at = 1');
	check(await until(() => mails().length === 1, 5), 'up again');
	const began = Date.now(), page2 = await me.get('/due');
	check(page2.status === 200 && Date.now() - began < 1500, 'a slow server keeps nobody waiting');
	check(await state('sent'), `slow: ${row()}`);

	// Ended between sending and noting.
	fresh('silent');
	check(await until(() => mails().length === 1, 6), 'it went out');
	server.child.kill('SIGKILL');
	await server.child.gone;
	writeFileSync(mode, 'ok');
	sql('UPDATE mail SET due_at = due_at - 600000');
	plan();
	server = await serve();
	check(await state('unknown'), `not known: ${row()}`);
	await pause(1500);
	check(mails().length === 1, 'and not sent again');

	// Encryption that is wanted and not offered: nothing goes out in the clear.
	await stop(server);
	server = await serve('smtp+starttls');
	fresh('ok');
	check(await until(() => row()?.[0] === 'waiting' && row()[2] === 1, 6) && mails().length === 0, `not in the clear: ${row()}`);
	await stop(server);
	server = await serve();

	// What lies in an address stays there.
	sql(`UPDATE account SET email = email || char(13) || char(10) || 'RCPT TO:<evil@example.org>' WHERE email = '${email}'`);
	fresh('ok');
	check(await state('failed') && mails().length === 0, `no command in an address: ${row()} ${JSON.stringify(mails())}`);
} finally {
	if (relay) await ended(relay);
	server?.child.kill('SIGTERM');
	await pause(300);
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
