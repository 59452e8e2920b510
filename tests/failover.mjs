// PostgreSQL fails over: a primary with a synchronous standby, programs that write, the primary is killed, the standby
// promoted.  What was answered is there, the program finds the new primary by itself, and verify finds nothing amiss.
//	node tests/failover.mjs [times]
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, start } from './person.mjs';

const times = Number(process.argv[2] ?? 1), root = process.getuid() === 0, bin = '/usr/lib/postgresql';
const pgbin = join(bin, readdirSync(bin).sort((a, b) => a - b).pop(), 'bin');
const dir = mkdtempSync(join(tmpdir(), 'wkover.'));
chmodSync(dir, 0o755);
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const wait = ms => new Promise(done => setTimeout(done, ms));
const owner = root ? execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).trim() : null;
const as = root ? ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--init-groups', 'env', 'HOME=/tmp'] : ['env'];
const pg = (program, ...argv) => execFileSync(as[0], [...as.slice(1), join(pgbin, program), ...argv], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: '/tmp' });
const place = name => {
	const at = join(dir, name);
	execFileSync('mkdir', [at]);
	if (root) chownSync(at, Number(owner), Number(owner));
	return at;
};
const port = { a: 20000 + process.pid % 20000, b: 20001 + process.pid % 20000 };
const settings = (at, n) => `listen_addresses = ''\nunix_socket_directories = '${at}'\nport = ${n}\nfsync = off\nshared_buffers = 32MB\nmax_connections = 60\nlog_min_messages = fatal\n`;
const sql = (name, text) => pg('psql', '-qAt', '-h', join(dir, name), '-p', String(port[name]), '-U', 'wardkeep', '-d', 'postgres', '-c', text).trim();
const up = name => pg('pg_ctl', '-D', join(dir, name, 'data'), '-l', join(dir, name, 'log'), '-w', '-t', '60', 'start');

function ask(url, token, method, path, body) {
	return new Promise((resolve, reject) => {
		const r = http.request(url + path, { method, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) } }, reply => {
			let text = '';
			reply.on('data', d => { text += d; });
			reply.on('end', () => reply.complete ? resolve({ status: reply.statusCode, text }) : reject(new Error('cut short')));
		});
		r.setTimeout(20000, () => r.destroy(new Error('no answer')));
		r.on('error', reject);
		r.end(body);
	});
}

async function once() {
	for (const name of ['a', 'b']) place(name);
	pg('initdb', '-D', join(dir, 'a', 'data'), '-U', 'wardkeep', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
	appendFileSync(join(dir, 'a', 'data', 'postgresql.conf'), settings(join(dir, 'a'), port.a));
	up('a');
	sql('a', 'CREATE DATABASE w');
	pg('pg_basebackup', '-h', join(dir, 'a'), '-p', String(port.a), '-U', 'wardkeep', '-D', join(dir, 'b', 'data'), '-R', '-X', 'stream', '-c', 'fast');
	appendFileSync(join(dir, 'b', 'data', 'postgresql.conf'), settings(join(dir, 'b'), port.b));
	up('b');
	const db = `postgresql:///w?host=${dir}/a,${dir}/b&port=${port.a},${port.b}&user=wardkeep&target_session_attrs=read-write`, more = ['--key', join(dir, 'key')];
	cli('demo', '--db', db, ...more, '--scale=1');
	sql('a', "ALTER SYSTEM SET synchronous_standby_names = '*'");
	sql('a', 'SELECT pg_reload_conf()');
	for (let i = 0; i < 50 && sql('a', "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") !== '1'; i++) await wait(100);
	check(sql('a', "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") === '1', 'the standby is synchronous');
	const token = cli('token', 'add', '--db', db, ...more, '--email', 'specialist@measured.example', '--org', 'RM00001', '--name', 'over').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	const server = await start(db, { more }), said = new Map(), state = { over: false };
	let asked = 0, after = 0, killed = 0;
	try {
		const writer = async () => {
			while (!state.over) {
				const title = `Kept ${++asked}`, begun = Date.now();
				try {
					const r = await ask(server.url, token, 'POST', '/api/v1/agreement', JSON.stringify({ title, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', review_on: '2027-03-01' }));
					if (r.status === 201) {
						said.set(JSON.parse(r.text).id, title);
						after += killed > 0 && begun > killed;
					} else if (r.status !== 503) check(false, `a write was refused with ${r.status}: ${r.text.slice(0, 200)}`);
					else await wait(20);
				} catch (e) { check(false, `the program did not answer: ${e.message}`); return; }
			}
		};
		const all = Array.from({ length: 6 }, writer);
		await wait(1500);
		const before = said.size;
		check(before > 10, `${before} changes before the primary was killed`);
		const postmaster = Number(readFileSync(join(dir, 'a', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
		process.kill(postmaster, 'SIGKILL');
		killed = Date.now();
		pg('pg_ctl', '-D', join(dir, 'b', 'data'), '-w', 'promote');
		sql('b', "ALTER SYSTEM SET synchronous_standby_names = ''");
		sql('b', 'SELECT pg_reload_conf()');
		for (let i = 0; i < 150 && after < 10; i++) await wait(100);
		const took = Date.now() - killed;
		state.over = true;
		await Promise.all(all);
		check(after >= 10, `it writes on the new primary: ${after} changes after`);
		let lost = 0;
		for (const [id, title] of said) {
			const r = await ask(server.url, token, 'GET', `/api/v1/agreement/${id}`);
			lost += r.status !== 200 || JSON.parse(r.text).title !== title;
		}
		check(lost === 0, `${lost} answered changes are lost`);
		console.log(`${before} changes before and ${said.size - before} after the primary was killed, none lost; ten more ${took} ms later`);
	} finally {
		state.over = true;
		server.child.kill('SIGTERM');
		await server.child.gone;
	}
	const v = spawnSync('build/wardkeep', ['verify', '--db', db, ...more], { encoding: 'utf8' });
	check(v.status === 0, `verify: ${v.stdout}${v.stderr}`);
}

try {
	for (let i = 0; i < times; i++) {
		await once();
		for (const name of ['a', 'b']) {
			try { pg('pg_ctl', '-D', join(dir, name, 'data'), '-m', 'immediate', '-w', 'stop'); } catch { /* it was killed */ }
			rmSync(join(dir, name), { recursive: true, force: true });
		}
		rmSync(join(dir, 'key'), { force: true });
	}
} catch (e) {
	check(false, `${e.stack} ${e.stderr ?? ''}`);
} finally {
	for (const name of ['a', 'b'])
		try { pg('pg_ctl', '-D', join(dir, name, 'data'), '-m', 'immediate', '-w', 'stop'); } catch { /* gone */ }
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
