// A disk that is full, and one that may only be read: the page says plainly what is the matter, nothing is saved by half,
// reading goes on, and once there is room again so does writing.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start, words } from './person.mjs';

// Who may not mount may do so in a namespace of their own.
if (process.getuid() !== 0) {
	const r = spawnSync('unshare', ['-Urm', process.execPath, process.argv[1]], { stdio: 'inherit' });
	process.exit(r.status ?? 1);
}
const dir = mkdtempSync(join(tmpdir(), 'wkdisk.')), small = join(dir, 'small');
let passed = 0, failed = 0, server, mounted = false;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const add = async (me, title) => {
	await me.get('/agreements/new');
	const r = await me.post('/agreements/new', { title, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', scope: 'x'.repeat(3000),
		'review_on-day': '1', 'review_on-month': '3', 'review_on-year': '2027' });
	return { ...r, words: words(r.text) };
};

try {
	region(`${dir}/w.db`);
	mkdirSync(small);
	execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', small]);
	mounted = true;
	for (const f of ['', '.key']) copyFileSync(`${dir}/w.db${f}`, `${small}/w.db${f}`);
	server = await start(`sqlite:${small}/w.db`);
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	const me = await Person.signIn(server.url, email);
	let r = await add(me, 'Before the disk was full');
	check(r.status === 303, `with room it is saved: ${r.status} ${r.words.slice(0, 200)}`);
	const free = statfsSync(small);
	writeFileSync(`${small}/filler`, Buffer.alloc(Math.max(0, free.bavail * free.bsize)));
	let refused = null, saved = 1;
	for (let i = 0; i < 400 && !refused; i++) {
		r = await add(me, `Number ${i}`);
		if (r.status === 303) saved++;
		else refused = r;
	}
	check(refused?.status === 503, `a full disk: ${refused?.status} ${refused?.words.slice(0, 300)}`);
	check(/There is a problem/.test(refused?.words) && /Nothing was saved/.test(refused?.words), 'the page says that it was not saved');
	check((await me.get('/agreements')).status === 503, 'no personal data without an entry of who saw them');
	check(refused?.text.includes('Number '), 'what was typed is still there');
	// What shows personal data is recorded before it is shown, so it waits as writing does.
	for (const path of ['/', '/reviews', '/organisation']) {
		r = await me.get(path);
		check(r.status === 200, `reading goes on at ${path}: ${r.status} ${words(r.text).slice(0, 200)}`);
	}
	rmSync(`${small}/filler`);
	r = await add(me, 'After there was room again');
	check(r.status === 303, `with room again it is saved: ${r.status} ${r.words.slice(0, 300)}`);
	saved++;
	server.child.kill('SIGTERM');
	await server.child.gone;
	check(/as it was written/.test(cli('verify', '--db', `sqlite:${small}/w.db`)), 'verify finds nothing amiss');
	// The same disk, to be read only.
	execFileSync('mount', ['-o', 'remount,ro', small]);
	let said = '';
	try {
		execFileSync('timeout', ['5', 'build/wardkeep', 'serve', '--db', `sqlite:${small}/w.db`, '--listen', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
	} catch (e) { said = `${e.status} ${e.stderr}`; }
	console.log(said.trim().slice(0, 240));
	check(/^1 wardkeep: .*(read|written|writ)/.test(said), `a disk that may only be read: ${said}`);
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	await server?.child.gone;
	if (mounted) execFileSync('umount', [small]);
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
