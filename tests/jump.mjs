// The clock on the wall is set forward by a day and back by an hour while people work, and descriptors run out in the midst of
// actions: nobody meets a broken page, what was answered is there once, references have no doubles, the trail holds.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start, words } from './person.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wkjump.')), db = `sqlite:${dir}/w.db`, plan = join(dir, 'by');
let passed = 0, failed = 0, server;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
mkdirSync('build/kill', { recursive: true });
execFileSync('gcc', ['-O1', '-D_GNU_SOURCE', '-shared', '-fPIC', 'tests/preload/jump.c', '-ldl', '-o', 'build/kill/jump.so']);
writeFileSync(plan, Buffer.alloc(4096));
const fd = openSync(plan, 'r+'), HOUR = 3600;
function jump(seconds) {
	const b = Buffer.alloc(8);
	b.writeBigInt64LE(BigInt(seconds));
	writeSync(fd, b, 0, 8, 0);
}
const titles = [];
async function add(me, title) {
	const form = await me.get('/agreements/new');
	const r = await me.post('/agreements/new', { title, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', scope: 'All sites',
		'review_on-day': '1', 'review_on-month': '3', 'review_on-year': '2027' });
	if (r.status === 303 && !r.to.includes('sign-in')) titles.push(title);
	return { ...r, form: form.status, in: r.status === 303 && !r.to.includes('sign-in') };
}

try {
	region(`${dir}/w.db`);
	jump(0);
	let said = '';
	server = await start(db, { env: { ...process.env, LD_PRELOAD: `${process.cwd()}/build/kill/jump.so`, JUMP: plan }, log: l => { said = `${said}\n${l}`.slice(-3000); } });
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	let me = await Person.signIn(server.url, email);
	check((await add(me, 'Before any jump')).in, 'saved before any jump');
	// Forward a day: whoever was signed in is asked to sign in again, and nothing worse.
	jump(24 * HOUR);
	let r = await me.get('/agreements');
	check(r.status === 303 && r.to.includes('sign-in'), `a day later the session has ended: ${r.status} ${r.to}`);
	me = await Person.signIn(server.url, email);
	check((await add(me, 'A day ahead')).in, 'saved a day ahead');
	// Back, to an hour before the beginning.
	jump(-HOUR);
	r = await me.get('/agreements');
	check(r.status === 200 || (r.status === 303 && r.to.includes('sign-in')), `back an hour: ${r.status} ${words(r.text).slice(0, 200)}`);
	if (r.status !== 200) me = await Person.signIn(server.url, email);
	const back = await add(me, 'An hour back');
	check(back.in, `saved an hour back: ${back.status} ${back.to} ${words(back.text).slice(0, 200)}`);
	const other = await Person.signIn(server.url, email).catch(e => { check(false, `nobody can sign in when the clock was set back: ${e.message}`); return null; });
	if (other) check((await add(other, 'Signed in anew an hour back')).in, 'saved by who signed in when the clock was back');
	jump(0);
	r = await add(me, 'The right time again');
	check(r.in, `saved at the right time again: ${r.status} ${words(r.text).slice(0, 200)}`);

	// Descriptors run out: as many as are open now may be, and fewer, while actions come.
	let refused = 0;
	const limit = n => execFileSync('prlimit', ['--pid', String(server.child.pid), `--nofile=${n}:`]);
	const open = Number(execFileSync('sh', ['-c', `ls /proc/${server.child.pid}/fd | wc -l`], { encoding: 'utf8' }));
	for (const few of [open, open + 1, open + 2, open - 2, 10]) {
		limit(few);
		const some = await Promise.all(Array.from({ length: 6 }, (_, i) => Promise.race([
			add(me, `Few descriptors ${few} ${i}`).catch(() => ({ in: false })),
			new Promise(done => setTimeout(done, 1500, { in: false })) ])));
		refused += some.filter(x => !x.in).length;
		limit(4096);
		let next = null;
		for (let t = 0; t < 5 && next?.status !== 200; t++)
			next = await me.get('/agreements').catch(() => null);
		check(next?.status === 200, `after no more than ${few} descriptors the next page comes: ${next?.status} ${said.slice(-300)}`);
	}
	await new Promise(done => setTimeout(done, 1600));
	console.log(`${titles.length} saved, ${refused} refused or late for want of descriptors`);

	server.child.kill('SIGTERM');
	const end = await server.child.gone;
	check(end.code === 0, `it stops as it should: ${JSON.stringify(end)}`);
	const rows = cli('call', 'agreement.export', 'format=csv', '--db', db, '--as', email, '--org', 'QZ1').trim().split(/\r?\n/);
	const kept = rows.slice(1).map(r => r.split(',')), at = rows[0].split(',').findIndex(h => /reference/i.test(h));
	const refs = kept.map(r => r[at]);
	for (const t of titles) check(kept.filter(k => k.includes(t)).length === 1, `"${t}" was answered and is there ${kept.filter(k => k.includes(t)).length} times`);
	check(at >= 0 && refs.length >= titles.length && new Set(refs).size === refs.length, `references are given once: ${refs}`);
	const v = spawnSync('build/wardkeep', ['verify', '--db', db], { encoding: 'utf8' });
	check(v.status === 0 && /as it was written/.test(v.stdout), `verify: ${v.stdout}${v.stderr}`.slice(0, 300));
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	closeSync(fd);
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
