// Many at once against a server built with the thread sanitizer: every call of the API from eight programs, and every page that
// links lead to from four people who are signed in.  Nothing may touch what another thread changes without a lock.
//	node tests/threads.mjs [seconds]
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, region, start } from './person.mjs';

const seconds = Number(process.argv[2] ?? 20), dir = mkdtempSync(join(tmpdir(), 'wkthreads.')), db = `sqlite:${dir}/w.db`;
let passed = 0, failed = 0;
function check(ok, what) {
	if (ok) passed++;
	else { failed++; console.log(`not ok: ${what}`); }
}

let server;
try {
	region(`${dir}/w.db`);
	server = await start(db, { program: 'build/tsan/wardkeep', env: { ...process.env,
		TSAN_OPTIONS: `die_after_fork=0:suppressions=tests/races.txt:log_path=${dir}/report` } });
	const email = (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email;
	const token = cli('token', 'add', '--db', db, '--email', email, '--org', 'QZ1', '--name', 'threads').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const ask = async (method, path, body) => {
		const r = await fetch(server.url + path, { method, headers, body });
		return { status: r.status, text: await r.text() };
	};
	const calls = [], ids = new Map(), wrong = new Set();
	for (const [path, methods] of Object.entries(JSON.parse((await ask('GET', '/api/openapi.json')).text).paths))
		for (const method of Object.keys(methods)) calls.push([method.toUpperCase(), path]);
	const person = await Person.signIn(server.url, email), pages = ['/'], known = new Set(pages);
	const until = Date.now() + 1000 * seconds;
	let asked = 0, seen = 0;
	const program = async k => {
		for (let i = k * 53; Date.now() < until; i++) {
			const [method, path] = calls[i % calls.length], kind = path.split('/')[3];
			if (path.includes('{') && !ids.has(kind)) {
				const list = await ask('GET', `/api/v1/${kind}`);
				ids.set(kind, list.status === 200 ? JSON.parse(list.text).items?.[0]?.id ?? '1' : '1');
			}
			const r = await ask(method, path.replace(/\{[^}]*\}/g, ids.get(kind)), method === 'GET' ? undefined : `{"title":"Many at once ${i}","name":"Many at once ${i}"}`);
			if (r.status >= 500 && r.status !== 503) wrong.add(`${method} ${path}: ${r.status}`);
			asked++;
		}
	};
	const reader = async () => {
		while (Date.now() < until) {
			const path = pages[seen++ % pages.length], r = await person.get(path);
			if (r.status >= 500 && r.status !== 503) wrong.add(`${path}: ${r.status}`);
			for (const [, to] of r.text.matchAll(/href="(\/[^"#]*)"/g)) {
				const next = to.replace(/&amp;/g, '&');
				if (!known.has(next) && pages.length < 3000) { known.add(next); pages.push(next); }
			}
		}
	};
	await Promise.all([...Array(8).keys()].map(program).concat(Array.from({ length: 4 }, reader)));
	server.child.kill('SIGTERM');
	const end = await server.child.gone;
	check(end.code === 0, `the server ended with ${end.signal ?? end.code}`);
	check(asked > 100 && seen > 20, `${asked} calls and ${seen} pages are too few`);
	check(wrong.size === 0, [...wrong].slice(0, 10).join(', '));
	const reports = readdirSync(dir).filter(f => f.startsWith('report')).map(f => readFileSync(join(dir, f), 'utf8'));
	check(reports.length === 0, reports.join('\n').slice(0, 20000));
	console.log(`${asked} of the ${calls.length} calls of the API and ${seen} pages of ${pages.length}, in ${seconds} s`);
} catch (e) {
	check(false, e.stack);
} finally {
	server?.child.kill('SIGKILL');
	if (!process.env.KEEP) rmSync(dir, { recursive: true, force: true }); else console.log(dir);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
