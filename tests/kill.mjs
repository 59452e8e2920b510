// Ends the server with kill -9 while eight programs write through HTTP, again and again: each change that was answered is
// there, with its entry in the trail and its file, when it starts again; nothing stands there by half, and verify finds
// nothing amiss.  The same on a disk that loses writes must be found out, or this proves nothing.
//	node tests/kill.mjs [--cycles N] [--pg | --points]
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const args = process.argv.slice(2), value = name => { const i = args.indexOf(name); return i >= 0 ? args[i + 1] : undefined; };
const pg = args.includes('--pg'), cycles = Number(value('--cycles') ?? (pg ? 20 : 200)), writers = 8;
const dir = mkdtempSync(join(tmpdir(), 'wkkill.')), cluster = pg ? mkdtempSync(join(tmpdir(), 'wkkillpg.')) : null;
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
mkdirSync('build/kill', { recursive: true });
for (const name of ['lostwrites', 'dieat'])
	execFileSync('gcc', ['-O1', '-D_GNU_SOURCE', '-shared', '-fPIC', `tests/preload/${name}.c`, '-ldl', '-o', `build/kill/${name}.so`]);

// One request; rejects where no whole answer came.
function ask(url, agent, token, method, path, body, type = 'application/json') {
	return new Promise((resolve, reject) => {
		const r = http.request(url + path, { method, agent, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) } }, reply => {
			const parts = [];
			reply.on('data', d => parts.push(d));
			reply.on('end', () => reply.complete ? resolve({ status: reply.statusCode, text: Buffer.concat(parts).toString() }) : reject(new Error('cut short')));
			reply.on('error', reject);
		});
		r.setTimeout(8000, () => r.destroy(new Error('no answer')));
		r.on('error', reject);
		r.end(body);
	});
}

// Every fourth write brings a file, so that its pieces and its record are one change or none.
const fileOf = n => `File ${n}\n`.repeat(3000);
function request(n) {
	if (n % 4 !== 0)
		return ['/api/v1/agreement', JSON.stringify({ title: `Kept ${n}`, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', review_on: '2027-03-01' })];
	const field = (k, v) => `--cut\r\nContent-Disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`;
	return ['/api/v1/evidence', field('title', `Kept ${n}`) + field('kind', 'board_minutes') + field('class', 'output') + field('held', 'file') +
		field('period_from', '2026-05-01') + `--cut\r\nContent-Disposition: form-data; name="document"; filename="f${n}.txt"\r\nContent-Type: text/plain\r\n\r\n${fileOf(n)}\r\n--cut--\r\n`,
	'multipart/form-data; boundary=cut'];
}

async function write(server, agent, token, state, all) {
	while (!state.over) {
		const n = ++all.asked, [path, body, type] = request(n);
		state.flying++;
		try {
			const r = await ask(server.url, agent, token, 'POST', path, body, type);
			if (r.status === 201) all.said.set(JSON.parse(r.text).id, { n, path });
			else if (r.status !== 429 && r.status !== 503 && !state.over) all.refused.push(`${r.status} ${r.text.slice(0, 160)}`);
		} catch { /* the server is gone */ }
		state.flying--;
	}
}

// What was answered and is not there whole; what is there by half.
async function judge(server, token, all, from) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 16 }), bad = [];
	const one = async ([id, x]) => {
		const r = await ask(server.url, agent, token, 'GET', `${x.path}/${id}`);
		if (r.status !== 200 || JSON.parse(r.text).title !== `Kept ${x.n}`) { bad.push(`${x.path} ${id}: ${r.status}`); return; }
		if (x.path.endsWith('evidence')) {
			const f = await ask(server.url, agent, token, 'GET', `${x.path}/${id}/download`);
			if (f.status !== 200 || createHash('sha256').update(f.text).digest('hex') !== createHash('sha256').update(fileOf(x.n)).digest('hex'))
				bad.push(`the file of ${id}: ${f.status}, ${f.text.length} bytes`);
		}
		const h = await ask(server.url, agent, token, 'GET', `${x.path}/${id}/history`);
		if (h.status !== 200 || JSON.parse(h.text).changes.length < 1) bad.push(`the history of ${id}: ${h.status}`);
	};
	const list = [...all.said].slice(from);
	for (let i = 0; i < list.length; i += 16) await Promise.all(list.slice(i, i + 16).map(one));
	agent.destroy();
	return bad;
}
function verified(db, more) {
	const r = spawnSync('build/wardkeep', ['verify', '--db', db, ...more], { encoding: 'utf8' });
	return r.status === 0 && /as it was written/.test(r.stdout) ? '' : `${r.stdout}${r.stderr}`.slice(0, 300) || `verify ended with ${r.status}`;
}

async function made(db, more) {
	if (db.startsWith('sqlite:')) region(db.slice(7)); else cli('demo', '--db', db, ...more);
	const server = await start(db, { more });
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	server.child.kill('SIGTERM');
	await server.child.gone;
	return cli('token', 'add', '--db', db, ...more, '--email', email, '--org', 'QZ1', '--name', 'kill').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
}

// So many kills, judged now and then; what is wrong, as sentences.
async function kills(db, token, more, n, env) {
	const all = { said: new Map(), asked: 0, refused: [] }, wrong = [];
	let inFlight = 0, judged = 0;
	for (let cycle = 0; cycle < n; cycle++) {
		let server;
		try { server = await start(db, { more, env: { ...process.env, ...env } }); } catch (e) { wrong.push(`it does not start again: ${e.message.slice(0, 200)}`); break; }
		const agent = new http.Agent({ keepAlive: true }), state = { over: false, flying: 0 };
		const writing = Array.from({ length: writers }, () => write(server, agent, token, state, all));
		await new Promise(done => setTimeout(done, 25 + (cycle * 37) % 90));
		if (state.flying > 0) inFlight++;
		server.child.kill('SIGKILL');
		state.over = true;
		await server.child.gone;
		await Promise.all(writing);
		agent.destroy();
		if (cycle % 25 === 24 || cycle === n - 1) {
			let s;
			try {
				s = await start(db, { more });
				wrong.push(...(await judge(s, token, all, judged)).slice(0, 5));
				judged = all.said.size;
			} catch (e) { wrong.push(`it does not start again: ${e.message.slice(0, 200)}`); break; } finally {
				s?.child.kill('SIGTERM');
				await s?.child.gone;
			}
			const v = verified(db, more);
			if (v) wrong.push(v);
			if (env && wrong.length > 0) break;
		}
	}
	return { all, wrong, inFlight };
}

// ---- named points: a command that dies there is run once more, and then all is as it should be ----

function points() {
	const base = join(dir, 'points.db');
	cli('demo', '--db', `sqlite:${base}`, '--scale=3');
	const fresh = name => {
		for (const f of ['', '.key']) copyFileSync(base + f, join(dir, name) + f);
		return join(dir, name);
	};
	const run = (env, ...argv) => spawnSync('build/wardkeep', argv, { encoding: 'utf8', env: { ...process.env, ...env && { LD_PRELOAD: `${process.cwd()}/build/kill/dieat.so`, ...env } } });
	const gone = name => { for (const f of ['', '-wal', '-shm', '.key']) rmSync(join(dir, name) + f, { force: true }); };
	const calls = [['sync', ''], ['write', ''], ['cut', ''], ['rename', ''], ['unlink', ''], ['write', '-wal'], ['sync', '-wal']];
	let died = 0;
	for (const [call, file] of calls) for (const after of [false, true]) for (const n of [1, 2, 3, 5, 9, 20]) {
		const env = { DIE_CALL: call, DIE_FILE: file, DIE_N: String(n), ...after && { DIE_AFTER: '1' } }, at = `${after ? 'after' : 'before'} ${call} ${n} ${file}`;
		// A change and its commit.
		const w = fresh('w.db'), count = () => Number(JSON.parse(run(null, 'call', 'organisation.list', '--db', `sqlite:${w}`).stdout || '{"items":[]}').items.length);
		const before = count();
		let r = run(env, 'call', 'organisation.create', 'name=Killed Trust', 'kind=provider', 'ods_code=RK000', '--db', `sqlite:${w}`);
		const now = count();
		died += r.signal === 'SIGKILL';
		check(r.signal === 'SIGKILL' ? now === before || now === before + 1 : now === before + 1 || now === 50, `a change killed ${at}: ${before} to ${now}`);
		check(verified(`sqlite:${w}`, []) === '', `verify after a change killed ${at}`);
		// A backup, and its restoring.
		rmSync(join(dir, 'copy'), { force: true });
		r = run(env, 'backup', join(dir, 'copy'), '--db', `sqlite:${w}`);
		died += r.signal === 'SIGKILL';
		if (!existsSync(join(dir, 'copy'))) run(null, 'backup', join(dir, 'copy'), '--db', `sqlite:${w}`);
		gone('r.db');
		r = run(env, 'restore', join(dir, 'copy'), '--db', `sqlite:${dir}/r.db`);
		died += r.signal === 'SIGKILL';
		if (!existsSync(`${dir}/r.db`)) r = run(null, 'restore', join(dir, 'copy'), '--db', `sqlite:${dir}/r.db`);
		copyFileSync(`${w}.key`, `${dir}/r.db.key`);
		check(verified(`sqlite:${dir}/r.db`, []) === '', `verify after a backup and a restore killed ${at}: ${verified(`sqlite:${dir}/r.db`, [])}`);
		gone('w.db');
	}
	// A migration from nothing.
	for (const call of ['sync', 'write']) for (let n = 1; n < 400; n = Math.ceil(n * 1.7)) {
		gone('m.db');
		const r = run({ DIE_CALL: call, DIE_N: String(n) }, 'migrate', '--db', `sqlite:${dir}/m.db`);
		died += r.signal === 'SIGKILL';
		const again = run(null, 'migrate', '--db', `sqlite:${dir}/m.db`);
		check(again.status === 0, `a migration killed at ${call} ${n} goes on: ${again.stderr.slice(0, 200)}`);
		check(verified(`sqlite:${dir}/m.db`, []) === '', `verify after a migration killed at ${call} ${n}`);
	}
	check(died > 60, `only ${died} runs were killed`);
	console.log(`${died} runs of commands were killed at a named point`);
}

try {
	if (args.includes('--points')) points();
	else {
		const db = pg ? execFileSync('sh', ['tests/pg.sh', 'start', cluster], { encoding: 'utf8' }).split('\n')[0] : `sqlite:${dir}/w.db`, more = pg ? ['--key', join(dir, 'key')] : [];
		const token = await made(db, more), { all, wrong, inFlight } = await kills(db, token, more, cycles);
		for (const w of wrong) console.log(w);
		check(wrong.length === 0, `${wrong.length} things are wrong after ${cycles} kills`);
		check(all.refused.length === 0, `writes were refused: ${all.refused[0]}`);
		check(all.said.size >= cycles, 'there were writes to lose');
		check(inFlight * 100 >= cycles * 95, `${inFlight} of ${cycles} kills met a write`);
		console.log(`${cycles} kills, ${inFlight} of them with writes in flight, ${all.said.size} changes were answered of ${all.asked} asked for`);
		if (!pg) {
			const lost = `sqlite:${dir}/lost.db`, t = await made(lost, []);
			const control = await kills(lost, t, [], 25, { LD_PRELOAD: `${process.cwd()}/build/kill/lostwrites.so` });
			check(control.wrong.length > 0, 'a disk that loses writes is found out');
			console.log(`on a disk that loses writes: ${control.wrong[0]}`);
		}
	}
} catch (e) {
	check(false, e.stack);
} finally {
	if (pg) execFileSync('sh', ['tests/pg.sh', 'stop', cluster]);
	if (!process.env.KEEP) rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
