// A backup made while programs write through HTTP, restored elsewhere: everything answered before it began is there with
// its history and its file, its trail is the original's up to where it ends, and verify finds nothing amiss.  And one made
// while nobody writes is the same, row by row.
//	node tests/backup.mjs [rounds] [--pg]
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const pg = process.argv.includes('--pg'), rounds = Number(process.argv.slice(2).find(a => /^\d+$/.test(a)) ?? 2);
const dir = mkdtempSync(join(tmpdir(), 'wkback.')), cluster = pg ? mkdtempSync(join(tmpdir(), 'wkbackpg.')) : null;
let passed = 0, failed = 0, server, token;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const agent = new http.Agent({ keepAlive: true });
function ask(method, path, body, type = 'application/json') {
	return new Promise((resolve, reject) => {
		const r = http.request(server.url + path, { method, agent, timeout: 10000, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) } }, reply => {
			let text = '';
			reply.on('data', d => { text += d; });
			reply.on('end', () => resolve({ status: reply.statusCode, text }));
		});
		r.on('timeout', () => r.destroy(new Error('no answer')));
		r.on('error', reject);
		r.end(body);
	});
}
const fileOf = n => `File ${n}\n`.repeat(3000);
function request(n) {
	if (n % 4 !== 0)
		return ['/api/v1/agreement', JSON.stringify({ title: `Kept ${n}`, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', review_on: '2027-03-01' })];
	const field = (k, v) => `--cut\r\nContent-Disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`;
	return ['/api/v1/evidence', field('title', `Kept ${n}`) + field('kind', 'board_minutes') + field('class', 'output') + field('held', 'file') +
		field('period_from', '2026-05-01') + `--cut\r\nContent-Disposition: form-data; name="document"; filename="f${n}.txt"\r\nContent-Type: text/plain\r\n\r\n${fileOf(n)}\r\n--cut--\r\n`,
	'multipart/form-data; boundary=cut'];
}

// Rows as lines, past the program: all of them in order, or those that a query gives.
const sqlite = `import sqlite3, sys
c = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
if len(sys.argv) > 2:
	for r in c.execute(sys.argv[2]): print(*r, sep="|")
else:
	for (t,) in c.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name").fetchall():
		for r in sorted(repr(r) for r in c.execute('SELECT * FROM "' + t + '"')): print(t, r)
`;
function rows(db, query) {
	if (pg) return execFileSync('psql', ['-qAtX', db, '-c', query], { encoding: 'utf8', maxBuffer: 1 << 30 });
	return execFileSync('python3', ['-c', sqlite, db.slice(7), ...query ? [query] : []], { encoding: 'utf8', maxBuffer: 1 << 30 });
}
function all(db) {
	if (!pg) return rows(db);
	return execFileSync('sh', ['-c', 'pg_dump -a --column-inserts "$1" | grep "^INSERT" | LC_ALL=C sort', 'sh', db], { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
}
const trail = db => rows(db, 'SELECT lane, seq, hash FROM audit_entry ORDER BY lane, seq').split('\n').filter(Boolean);

try {
	let db = `sqlite:${dir}/w.db`, there = `sqlite:${dir}/r.db`, more = [];
	if (pg) {
		[db, there] = execFileSync('sh', ['tests/pg.sh', 'start', cluster], { encoding: 'utf8' }).split('\n');
		more = ['--key', join(dir, 'key')];
		cli('demo', '--db', db, ...more);
	} else region(`${dir}/w.db`);
	const wipe = () => {
		if (pg) execFileSync('psql', ['-qX', there, '-c', 'DROP SCHEMA public CASCADE', '-c', 'CREATE SCHEMA public'], { stdio: ['ignore', 'ignore', 'ignore'] });
		else for (const end of ['', '-wal', '-shm', '.key']) rmSync(`${dir}/r.db${end}`, { force: true });
	};
	const restore = file => {
		wipe();
		const r = spawnSync('build/wardkeep', ['restore', file, '--db', there, ...more], { encoding: 'utf8' });
		check(r.status === 0, `it can be restored: ${r.stdout}${r.stderr}`);
		if (!pg) copyFileSync(`${dir}/w.db.key`, `${dir}/r.db.key`);
		const v = spawnSync('build/wardkeep', ['verify', '--db', there, ...more], { encoding: 'utf8' });
		check(v.status === 0 && /as it was written/.test(v.stdout), `verify of what was restored: ${v.stdout}${v.stderr}`.slice(0, 300));
	};
	server = await start(db, { more });
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	token = cli('token', 'add', '--db', db, ...more, '--email', email, '--org', 'QZ1', '--name', 'backup').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	const said = new Map();
	let asked = 0, during = 0;
	for (let round = 0; round < rounds; round++) {
		const state = { over: false }, writing = Array.from({ length: 6 }, async () => {
			while (!state.over) {
				const n = ++asked, [path, body, type] = request(n), r = await ask('POST', path, body, type);
				if (r.status !== 201) check(false, `a write beside a backup: ${r.status} ${r.text.slice(0, 200)}`);
				else said.set(JSON.parse(r.text).id, { n, path });
				await new Promise(done => setTimeout(done, 20));
			}
		});
		await new Promise(done => setTimeout(done, 300));
		const before = [...said], head = trail(db).length, file = join(dir, `copy${round}`);
		const begun = performance.now();
		const made = await new Promise(done => {
			const child = spawn('build/wardkeep', ['backup', file, '--db', db, ...more], { stdio: 'ignore' });
			child.on('exit', done);
		});
		check(made === 0, `a backup while others write ended with ${made}`);
		const took = performance.now() - begun;
		check(took < (pg ? 30000 : 5000), `it took ${Math.round(took)} ms, so it does not begin again for each write`);
		during += said.size - before.length;
		state.over = true;
		await Promise.all(writing);
		restore(file);
		const old = trail(db), copy = trail(there), known = new Set(old);
		check(copy.length >= head && copy.every(e => known.has(e)), `the trail of the copy, ${copy.length} entries, is that of the original, which had ${head} before`);
		const lanes = new Map();
		for (const e of copy) lanes.set(e.split('|')[0], Number(e.split('|')[1]));
		check(old.filter(e => Number(e.split('|')[1]) <= (lanes.get(e.split('|')[0]) ?? 0)).length === copy.length, 'and has no gap up to its end');
		const first = server;
		server = await start(there, { more });
		const bad = [];
		const one = async ([id, x]) => {
			const r = await ask('GET', `${x.path}/${id}`), h = await ask('GET', `${x.path}/${id}/history`);
			if (r.status !== 200 || JSON.parse(r.text).title !== `Kept ${x.n}` || h.status !== 200 || JSON.parse(h.text).changes.length < 1) bad.push(`${x.path} ${id}: ${r.status} ${h.status}`);
			if (x.path.endsWith('evidence') && (await ask('GET', `${x.path}/${id}/download`)).text !== fileOf(x.n)) bad.push(`the file of ${id}`);
		};
		for (let i = 0; i < before.length; i += 16) await Promise.all(before.slice(i, i + 16).map(one));
		check(bad.length === 0, `${bad.length} of ${before.length} answered before it are not in the backup: ${bad[0]}`);
		server.child.kill('SIGTERM');
		await server.child.gone;
		server = first;
	}
	check(during > 0, 'something was written during the backups');
	server.child.kill('SIGTERM');
	await server.child.gone;
	cli('backup', join(dir, 'quiet'), '--db', db, ...more);
	const one = all(db);
	restore(join(dir, 'quiet'));
	check(one.length > 100000 && all(there) === one, 'a backup while nobody writes is the same, row by row');
	console.log(`${rounds} backups, ${during} changes answered while they were made, ${said.size} in all`);
} catch (e) {
	check(false, e.stack);
} finally {
	agent.destroy();
	server?.child.kill('SIGKILL');
	await server?.child.gone;
	if (pg) execFileSync('sh', ['tests/pg.sh', 'stop', cluster]);
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
