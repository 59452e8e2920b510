// Ends the server with kill -9 while eight programs write, again and again: each change that was answered is there when
// it starts again, nothing stands there by half, and the trail is as it was written.   node tests/kill.mjs [cycles]
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const cycles = Number(process.argv[2] ?? 30), writers = 8;
const dir = mkdtempSync(join(tmpdir(), 'wkkill.')), db = `sqlite:${dir}/w.db`;
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}

// One request; rejects where no whole answer came.
function ask(url, agent, token, method, path, body) {
	return new Promise((resolve, reject) => {
		const r = http.request(url + path, { method, agent, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) } }, reply => {
			let text = '';
			reply.on('data', d => { text += d; });
			reply.on('end', () => reply.complete ? resolve({ status: reply.statusCode, text }) : reject(new Error('cut short')));
			reply.on('error', reject);
		});
		r.on('error', reject);
		r.end(body && JSON.stringify(body));
	});
}

const said = new Map();		// id to title, of what was answered
let asked = 0;
async function write(server, agent, token, state) {
	while (!state.over) {
		const title = `Kept ${++asked}`;
		state.flying++;
		try {
			const r = await ask(server.url, agent, token, 'POST', '/api/v1/agreement', { title, kind: 'protocol', partner_kind: 'police',
				partner: 'Fellmoor Police', review_on: '2027-03-01' });
			if (r.status === 201) said.set(JSON.parse(r.text).id, title);
			else if (!state.over) check(r.status === 429 || r.status === 503, `a write was refused with ${r.status}: ${r.text.slice(0, 200)}`);
		} catch { /* the server is gone */ }
		state.flying--;
	}
}

// Each title on each page of the list.
async function kept(server, agent, token) {
	const all = new Map();
	for (let after = ''; ;) {
		const r = await ask(server.url, agent, token, 'GET', `/api/v1/agreement?sort=title_sort${after && `&after=${encodeURIComponent(after)}`}`);
		if (r.status !== 200) throw new Error(`the list answers ${r.status}: ${r.text.slice(0, 200)}`);
		const page = JSON.parse(r.text);
		for (const x of page.items) all.set(x.id, x.title);
		if (!page.next) return all;
		after = page.next;
	}
}

let server = null;
try {
	region(`${dir}/w.db`);
	server = await start(db);
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	server.child.kill('SIGTERM');
	await server.child.gone;
	const token = cli('token', 'add', '--db', db, '--email', email, '--org', 'QZ1', '--name', 'kill').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	let inFlight = 0;
	for (let cycle = 0; cycle < cycles; cycle++) {
		server = await start(db);
		const agent = new http.Agent({ keepAlive: true }), state = { over: false, flying: 0 };
		const all = Array.from({ length: writers }, () => write(server, agent, token, state));
		await new Promise(done => setTimeout(done, 60 + (cycle * 37) % 190));
		if (state.flying > 0) inFlight++;
		server.child.kill('SIGKILL');
		state.over = true;
		await server.child.gone;
		await Promise.all(all);
		agent.destroy();
		if (cycle % 10 === 9 || cycle === cycles - 1) {
			server = await start(db);
			const one = new http.Agent({ keepAlive: true }), there = await kept(server, one, token);
			check([...said].every(([id, title]) => there.get(id) === title), `${[...said].filter(([id]) => !there.has(id)).length} answered changes are lost`);
			check([...there.values()].filter(t => t.startsWith('Kept ')).length >= said.size, 'the list holds them all');
			one.destroy();
			server.child.kill('SIGTERM');
			await server.child.gone;
			check(/as it was written/.test(cli('verify', '--db', db)), 'verify finds nothing amiss');
		}
	}
	console.log(`${cycles} kills, ${inFlight} of them with writes in flight, ${said.size} changes were answered of ${asked} asked for`);
	check(said.size >= cycles, 'there were writes to lose');
	check(inFlight * 100 >= cycles * 95, 'at least 95 of 100 kills met a write');
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
