// Slow clients by slowhttptest, hundreds at once: slow heads, slow bodies, slow reading, ranges.  Ordinary requests are
// answered meanwhile, the program's memory stays bounded, and afterwards it is as before.
//	node tests/slow.mjs [seconds of each mode]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const seconds = Number(process.argv[2] ?? 4), dir = mkdtempSync(join(tmpdir(), 'wkslow.')), db = `sqlite:${dir}/w.db`;
const LIMIT_MS = 1000, GROWTH_KB = 128 << 10;
let passed = 0, failed = 0, server, attack;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}
const pause = ms => new Promise(done => setTimeout(done, ms));
const memory = () => Number(readFileSync(`/proc/${server.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
const files = () => readdirSync(`/proc/${server.child.pid}/fd`).length;

const ask = (path, cookie) => new Promise((resolve, reject) => {
	const r = http.get(server.url + path, { agent: false, timeout: 5000, headers: { cookie } }, reply => { reply.resume(); reply.on('end', () => resolve(reply.statusCode)); });
	r.on('timeout', () => r.destroy(new Error('no answer')));
	r.on('error', reject);
});

// How long ordinary requests took while it lasted, each on a connection of its own.
async function meanwhile(cookie, state) {
	const took = [], wrong = [];
	let most = 0, open = 0;
	for (let n = 0; !state.over; n++) {
		const begun = performance.now(), path = ['/', '/agreements', '/sign-in'][n % 3];
		try {
			const status = await ask(path, cookie);
			if (status !== 200 && status !== 303) wrong.push(`${path}: ${status}`);
		} catch (e) { wrong.push(`${path}: ${e.message}`); }
		took.push(performance.now() - begun);
		most = Math.max(most, memory());
		open = Math.max(open, files());
		await pause(20);
	}
	took.sort((a, b) => a - b);
	return { n: took.length, p99: took[Math.floor(took.length * 0.99)], longest: took.at(-1), wrong, most, open };
}

try {
	region(`${dir}/w.db`);
	server = await start(db);
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email, me = await Person.signIn(server.url, email);
	const { text } = await me.get('/'), style = text.match(/href="([^"]+\.css[^"]*)"/)[1];
	const cookie = [...me.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
	for (let i = 0; i < 30; i++) await me.get('/');
	const files0 = files(), memory0 = memory();
	const modes = [
		['slow heads', 600, ['-H', '-i', '1', '-x', '24', '-u', `${server.url}/sign-in`]],
		['slow bodies', 600, ['-B', '-i', '1', '-s', '8192', '-x', '10', '-u', `${server.url}/sign-in`]],
		['slow reading', 600, ['-X', '-k', '4', '-n', '1', '-z', '16', '-w', '256', '-y', '512', '-u', server.url + style]],
		['slow reading of a page with a session', 300, ['-X', '-k', '4', '-n', '1', '-z', '16', '-w', '256', '-y', '512', '-j', cookie, '-u', `${server.url}/agreements`]],
		['ranges', 600, ['-R', '-a', '1', '-b', '3000', '-u', server.url + style]],
		['more slow heads than connections', 1400, ['-H', '-i', '1', '-x', '24', '-u', `${server.url}/sign-in`]],
	];
	for (const [what, connections, args] of modes) {
		attack = spawn('slowhttptest', [...args, '-c', String(connections), '-r', '400', '-l', String(seconds), '-p', '3'], { stdio: ['ignore', 'pipe', 'pipe'] });
		const state = { over: false }, gone = new Promise(done => attack.on('exit', done));
		let said = '';
		attack.stdout.on('data', d => { said += d; });
		attack.stderr.on('data', d => { said += d; });
		const watch = meanwhile(cookie, state);
		await Promise.race([gone, pause(seconds * 1000)]);
		attack.kill('SIGKILL');
		state.over = true;
		const r = await watch;
		console.log(`${what}: ${r.open - files0} connections at most, ${r.n} ordinary requests, p99 ${Math.round(r.p99)} ms, longest ${Math.round(r.longest)} ms, memory ${memory0 >> 10} to ${r.most >> 10} MB`);
		check(r.n > 20 && r.wrong.length === 0, `${what}: ${r.wrong.length} of ${r.n} ordinary requests: ${r.wrong[0]} ${said.slice(-300)}`);
		check(r.p99 < LIMIT_MS, `${what}: an ordinary request took ${Math.round(r.p99)} ms`);
		// With every place taken, slow ones are waited for some two seconds.
		check(r.longest < (connections > 1000 ? 4000 : 2000), `${what}: one took ${Math.round(r.longest)} ms`);
		check(r.most - memory0 < GROWTH_KB, `${what}: memory grew from ${memory0} to ${r.most} KB`);
		if (what !== 'ranges') check(r.open - files0 > connections / 4, `${what}: only ${r.open - files0} connections were held`);
		for (let i = 0; i < 50 && files() > files0 + 4; i++) await pause(100);
		check(files() <= files0 + 4, `${what}: ${files() - files0} descriptors are still open afterwards`);
	}
	check((await me.get('/')).status === 200, 'afterwards it answers as before');
	server.child.kill('SIGTERM');
	check((await server.child.gone).code === 0, 'it ends as asked');
	check(/as it was written/.test(cli('verify', '--db', db)), 'verify finds nothing amiss');
} catch (e) {
	check(false, e.stack);
} finally {
	attack?.kill('SIGKILL');
	server?.child.kill('SIGKILL');
	await server?.child.gone;
	rmSync(dir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
