// The time of day jumps while programs write through the API: back an hour, forward a day, back again, also over a restart.
// Nothing is refused or lost, references and the trail keep their order, work behind the pages goes on, a session lasts as
// long as it says, days that were typed stay.  And descriptors run out in the midst of requests: nothing by half, and on it goes.
//	node tests/clock.mjs [points of each call]
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const dir = mkdtempSync(join(tmpdir(), 'wkclock.')), db = `sqlite:${dir}/w.db`, points = Number(process.argv[2] ?? 8), DAY = 86400, HOUR = 3600;
let passed = 0, failed = 0, server, token;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const pause = ms => new Promise(done => setTimeout(done, ms));
mkdirSync('build/kill', { recursive: true });
function preload(name) {
	execFileSync('gcc', ['-O1', '-D_GNU_SOURCE', '-shared', '-fPIC', `tests/preload/${name}.c`, '-ldl', '-o', `build/kill/${name}.so`]);
	writeFileSync(join(dir, name), Buffer.alloc(4096));
	return { fd: openSync(join(dir, name), 'r+'), env: { ...process.env, LD_PRELOAD: `${process.cwd()}/build/kill/${name}.so`, [name.toUpperCase()]: join(dir, name) } };
}
function put(plan, ...numbers) {
	const b = Buffer.alloc(4 * numbers.length);
	numbers.forEach((n, i) => b.writeInt32LE(n, 4 * i));
	writeSync(plan.fd, b, 0, b.length, 0);
}
const read = (plan, at) => { const b = Buffer.alloc(4); readSync(plan.fd, b, 0, 4, at); return b.readInt32LE(0); };

// One request, on a connection of its own unless there is an agent; no answer is status 0.
function ask(method, path, body, type = 'application/json', agent = false) {
	return new Promise(resolve => {
		const r = http.request(server.url + path, { method, agent, timeout: 5000, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) } }, reply => {
			let text = '';
			reply.on('data', d => { text += d; });
			reply.on('end', () => resolve({ status: reply.statusCode, text }));
			reply.on('error', e => resolve({ status: 0, text: e.message }));
		});
		r.on('timeout', () => r.destroy(new Error('no answer')));
		r.on('error', e => resolve({ status: 0, text: e.message }));
		r.end(body);
	});
}
const agreement = title => JSON.stringify({ title, kind: 'protocol', partner_kind: 'police', partner: 'Fellmoor Police', review_on: '2027-03-01' });
const form = (fields, file, name) => Object.entries(fields).map(([k, v]) => `--cut\r\nContent-Disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`).join('') +
	`--cut\r\nContent-Disposition: form-data; name="${name}"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\n${file}\r\n--cut--\r\n`;
const formed = 'multipart/form-data; boundary=cut';
async function stop() {
	server.child.kill('SIGTERM');
	const gone = await server.child.gone;
	check(gone.code === 0, `it ends as asked: ${JSON.stringify(gone)}`);
}
function verified(when, env = process.env) {
	const v = spawnSync('build/wardkeep', ['verify', '--db', db], { encoding: 'utf8', env });
	check(v.status === 0 && /as it was written/.test(v.stdout), `verify ${when}: ${v.stdout}${v.stderr}`.slice(0, 400));
}

async function clocks() {
	const clock = preload('clock'), kept = [];
	server = await start(db, { env: clock.env });
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	token = cli('token', 'add', '--db', db, '--email', email, '--org', 'QZ1', '--name', 'clock').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	const me = await Person.signIn(server.url, email), inside = async () => (await me.get('/agreements')).status === 200;
	// What is asked for behind the pages while the clock stands so is done within seconds.
	const works = async when => {
		const asked = await ask('POST', '/api/v1/agreement/import', form({}, 'Title\r\nA row\r\n', 'file'), formed), id = JSON.parse(asked.text).work;
		let r = { text: asked.text };
		for (let i = 0; i < 60; i++) {
			r = await ask('GET', `/api/v1/work/view?work=${id}`);
			if (r.status === 200 && !/"state":"(waits|waiting|runs|running)"/.test(r.text)) break;
			await pause(100);
		}
		check(/"state":"(done|failed)"/.test(r.text), `work asked for ${when} is done: ${r.status} ${r.text.slice(0, 300)}`);
	};
	const state = { over: false, restarting: false }, writing = [0, 1, 2, 3].map(async w => {
		for (let n = 0; !state.over; n++) {
			const away = state.restarting, r = await ask('POST', '/api/v1/agreement', agreement(`Clock ${w} ${n}`));
			if (r.status === 201) kept.push(JSON.parse(r.text));
			else check(away || state.restarting, `a write was refused: ${r.status} ${r.text.slice(0, 200)}`);
			await pause(25);
		}
	});
	for (const [jump, when] of [[-HOUR, 'an hour back'], [0, 'forward again'], [DAY, 'a day on'], [DAY - HOUR, 'a day on, an hour back'], [0, 'back to today']]) {
		put(clock, jump);
		await pause(300);
		await works(when);
		check(await inside() === (jump < HOUR), `the session ${when}`);
		check((await ask('GET', '/api/v1/agreement')).status === 200, `a list ${when}`);
	}
	// A person can sign in anew after it all, and the same over a restart with an earlier clock.
	check(await (await Person.signIn(server.url, 'kwame.ridgeway@fellmoor-hospitals.example')).get('/').then(r => r.status === 200), 'somebody signs in after the jumps');
	state.restarting = true;
	put(clock, -HOUR);
	await stop();
	server = await start(db, { env: clock.env });
	state.restarting = false;
	await works('after a restart an hour earlier');
	state.over = true;
	await Promise.all(writing);
	check(kept.length > 200, `${kept.length} were written`);
	check(new Set(kept.map(k => k.id)).size === kept.length && new Set(kept.map(k => k.ref)).size === kept.length, 'each has a reference of its own');
	const bad = [];
	for (const k of kept.filter((_, i) => i % 7 === 0)) {
		const r = await ask('GET', `/api/v1/agreement/${k.id}`), h = await ask('GET', `/api/v1/agreement/${k.id}/history`);
		if (r.status !== 200 || JSON.parse(r.text).ref !== k.ref || JSON.parse(r.text).review_on !== '2027-03-01' || JSON.parse(h.text).changes?.length !== 1)
			bad.push(`${k.id}: ${r.status} ${h.status} ${r.text.slice(0, 200)}`);
	}
	check(bad.length === 0, `${bad.length} are not as they were answered: ${bad[0]}`);
	await stop();
	verified('by the clock an hour back', clock.env);
	verified('by the right clock');
	closeSync(clock.fd);
	console.log(`${kept.length} changes were kept over six jumps`);
}

// Each call that would make a descriptor fails in turn, once and for ever after, in requests that want some.
async function files() {
	const plan = preload('nofiles'), MANY = 1 << 30;
	put(plan, -1, 0);
	server = await start(db, { env: plan.env });
	const evidence = form({ title: 'Out of descriptors', kind: 'board_minutes', class: 'output', held: 'file', period_from: '2026-05-01' }, 'a,b\r\n', 'document');
	const calls = [['POST', '/api/v1/agreement', agreement('Out of descriptors')], ['POST', '/api/v1/evidence', evidence, formed], ['GET', '/api/v1/agreement/export'],
		['POST', '/api/v1/agreement/import', form({}, 'Title\r\nA row\r\n', 'file'), formed], ['GET', '/api/v1/agreement'],
		['GET', `/api/v1/review/trend_file?format=pdf`], ['GET', `/api/v1/review/trend_file?format=odt`]];
	// A connection that is there already, so that the first descriptor is the request's own; and one that is not.
	const kept = new http.Agent({ keepAlive: true, maxSockets: 1 });
	const count = async () => (await Promise.all(['agreement', 'evidence'].map(k => ask('GET', `/api/v1/${k}`)))).map(r => JSON.parse(r.text).total ?? JSON.parse(r.text).items.length).join(' ');
	let faults = 0, refused = 0, tried = 0;
	for (const agent of [kept, false]) for (const [method, path, body, type = 'application/json'] of calls) {
		await ask(method, path, body, type, agent);
		put(plan, MANY, 0);
		const right = await ask(method, path, body, type, agent);
		check(right.status === 200 || right.status === 201 || right.status === 202, `${method} ${path}: ${right.status} ${right.text.slice(0, 200)}`);
		const n = Math.min(points, MANY - read(plan, 0));
		for (const ever of [0, 1]) for (let k = 0; k < n; k++, tried++) {
			const before = await count();
			put(plan, k, ever, 0);
			const asked = ask(method, path, body, type, agent);
			await Promise.race([asked, pause(400)]);
			faults += read(plan, 8) > 0;
			put(plan, -1, 0);
			const r = await asked;
			refused += r.status >= 500 || r.status === 0;
			if (r.status >= 500) check(before === await count(), `${method} ${path} was refused with ${k}${ever ? ' and all after' : ''} and changed something`);
			const next = await ask('GET', '/api/v1/agreement');
			if (next.status !== 200) check(false, `after ${method} ${path} without descriptor ${k}: ${next.status} ${next.text.slice(0, 200)}`);
		}
	}
	check(faults > tried / 2, `only ${faults} of ${tried} met a fault`);
	kept.destroy();
	await stop();
	verified('after descriptors ran out');
	// So few that connections alone use them up.
	execFileSync('sh', ['-c', 'printf \'#!/bin/sh\\nulimit -n 80\\nexec build/wardkeep "$@"\\n\' > "$1/few" && chmod +x "$1/few"', 'sh', dir]);
	server = await start(db, { program: join(dir, 'few') });
	const many = await Promise.all(Array.from({ length: 120 }, (_, i) => ask('POST', '/api/v1/agreement', agreement(`Few ${i}`))));
	check(many.every(r => [201, 429, 503, 0].includes(r.status)) && many.some(r => r.status === 201), `with 80 descriptors: ${[...new Set(many.map(r => r.status))]}`);
	check((await ask('GET', '/api/v1/agreement')).status === 200, 'and then it answers');
	await stop();
	verified('after a program with 80 descriptors');
	closeSync(plan.fd);
	console.log(`${tried} points, ${faults} met a fault, ${refused} were refused; with 80 descriptors ${many.filter(r => r.status === 201).length} of 120 at once were answered`);
}

try {
	region(`${dir}/w.db`);
	await clocks();
	await files();
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	await server?.child.gone;
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
