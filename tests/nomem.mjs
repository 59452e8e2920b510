// Memory runs out: for every call of the API, allocations of any part of the program (its libraries' too) fail in turn, once
// and for ever after.  The program does not end, what was refused has changed nothing, and the next request is answered.
//	node tests/nomem.mjs [points of each action, 0: all]
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const points = Number(process.argv[2] ?? 6), dir = mkdtempSync(join(tmpdir(), 'wknomem.')), db = `sqlite:${dir}/w.db`;
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
mkdirSync('build/kill', { recursive: true });
execFileSync('gcc', ['-O1', '-D_GNU_SOURCE', '-shared', '-fPIC', 'tests/preload/nomem.c', '-ldl', '-o', 'build/kill/nomem.so']);
const plan = join(dir, 'plan');
writeFileSync(plan, Buffer.alloc(4096));
const fd = openSync(plan, 'r+'), NEVER = -1, MANY = 1 << 30;
function arm(left, ever) {
	const b = Buffer.alloc(12);
	b.writeInt32LE(left, 0);
	b.writeInt32LE(ever ? 1 : 0, 4);
	writeSync(fd, b, 0, 12, 0);
}
const read = at => { const b = Buffer.alloc(4); readSync(fd, b, 0, 4, at); return b.readInt32LE(0); };

function ask(url, token, method, path, body, agent) {
	return new Promise((resolve, reject) => {
		const r = http.request(url + path, { method, agent, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) } }, reply => {
			let text = '';
			reply.on('data', d => { text += d; });
			reply.on('end', () => resolve({ status: reply.statusCode, text }));
			reply.on('error', reject);
		});
		r.setTimeout(700, () => r.destroy(new Error("no answer")));
		r.on('error', reject);
		r.end(body);
	});
}

let server;
try {
	arm(NEVER, false);
	region(`${dir}/w.db`);
	server = await start(db);
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	server.child.kill('SIGTERM');
	await server.child.gone;
	const token = cli('token', 'add', '--db', db, '--email', email, '--org', 'QZ1', '--name', 'nomem').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	let said = '';
	server = await start(db, { env: { ...process.env, LD_PRELOAD: `${process.cwd()}/build/kill/nomem.so`, NOMEM: plan }, log: l => { said = `${said}\n${l}`.slice(-2000); } });
	let over = null;
	server.child.gone.then(x => { over = x; });
	const api = JSON.parse((await ask(server.url, token, 'GET', '/api/openapi.json')).text), calls = [];
	const ids = new Map();
	const idOf = async kind => {
		if (!ids.has(kind)) {
			const r = await ask(server.url, token, 'GET', `/api/v1/${kind}`);
			let id = '1';
			try { id = JSON.parse(r.text).items[0].id ?? '1'; } catch { /* it has no list */ }
			ids.set(kind, id);
		}
		return ids.get(kind);
	};
	/* The library that writes spreadsheets ends the program when it has no memory: known, and said in docs/trust.md. */
	const known = path => /\/sheet$/.test(path);
	for (const [path, methods] of Object.entries(api.paths))
		for (const method of Object.keys(methods)) if (!known(path)) calls.push([method.toUpperCase(), path]);
	let faults = 0, refused = 0, n = 0;
	for (const [method, path] of calls) {
		const kind = path.split('/')[3], at = path.includes('{') ? path.replace(/\{[^}]*\}/g, await idOf(kind)) : path;
		const body = method === 'GET' ? undefined : '{"title":"Memory ran out","name":"Memory ran out","comment":"x"}';
		arm(MANY, false);
		await ask(server.url, token, method, at, body);
		const count = MANY - read(0), step = points === 0 ? 1 : Math.max(1, Math.floor(count / points));
		for (const ever of [false, true])
			for (let k = ever ? step >> 1 : 0; k < count && !over; k += ever ? 2 * step : step) {
				arm(k, ever);
				let r = null;
				try { r = await ask(server.url, token, method, at, body); } catch { /* an answer that had no memory */ }
				faults += read(8) > 0;
				arm(NEVER, false);
				refused += r === null || r.status >= 500;
				let next = null;
				for (let t = 0; t < 3 && next?.status !== 200; t++)
					next = await ask(server.url, token, 'GET', '/api/v1/agreement').catch(() => null);
				if (over || next?.status !== 200) {
					check(false, `${method} ${path}, allocation ${k} of ${count}${ever ? ' and all after it' : ''}: ${over ? `the program ended, ${over.signal ?? over.code}` : `then ${next?.status}`} ${said.split('\n').slice(-3).join(' | ').slice(0, 300)}`);
					break;
				}
			}
		if (over) break;
		n++;
	}
	check(n === calls.length, `${n} of ${calls.length} calls tried`);
	console.log(`${n} of the ${calls.length} calls of the API, ${faults} allocations failed, ${refused} answers were refusals for it`);
	server.child.kill('SIGTERM');
	await server.child.gone;
	const v = spawnSync('build/wardkeep', ['verify', '--db', db], { encoding: 'utf8' });
	check(v.status === 0 && /as it was written/.test(v.stdout), `verify: ${v.stdout}${v.stderr}`.slice(0, 300));
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	closeSync(fd);
	if (!process.env.KEEP) rmSync(dir, { recursive: true, force: true }); else console.log(dir);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
