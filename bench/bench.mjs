// How fast it is: every figure a ratio, taken in one run against something that is built and run beside it, so that another
// machine or a busy one gives the same.  Writes docs/performance.md.
//	node bench/bench.mjs [--short] [--out FILE] [row …]
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync, cpSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { cli, Person } from '../tests/person.mjs';

const args = process.argv.slice(2), short = args.includes('--short');
const out = args.includes('--out') ? args[args.indexOf('--out') + 1] : null;
const wanted = args.filter((a, i) => !a.startsWith('--') && args[i - 1] !== '--out');
const seconds = short ? 1.5 : 8, turns = short ? 3 : 5;
const bin = 'build/bench', dir = mkdtempSync(join(os.tmpdir(), 'wkbench.')), program = process.env.PROGRAM ?? 'build/wardkeep';
const wait = ms => new Promise(done => setTimeout(done, ms));
const middle = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const running = new Set();
const say = text => process.stderr.write(`${text}\n`);

// ---- programs ----

async function up(port) {
	for (let i = 0; i < 400; i++) {
		const ok = await new Promise(done => {
			const s = net.connect(port, '127.0.0.1', () => { s.destroy(); done(true); }).on('error', () => done(false));
		});
		if (ok) return;
		await wait(25);
	}
	throw new Error(`nothing answers at port ${port}`);
}
let ports = 20000 + process.pid % 10000;
async function run(file, argv, env = {}) {
	const child = spawn(file, argv, { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, ...env } });
	child.gone = new Promise(done => child.on('exit', done));
	running.add(child);
	child.gone.then(() => running.delete(child));
	return child;
}
async function serve(db, env = {}) {
	const port = ++ports;
	const child = await run(program, ['serve', '--db', db, '--listen', String(port), '--rate', '100000000'], env);
	await up(port);
	return { child, port, url: `http://127.0.0.1:${port}` };
}
async function bare(file, sql, reply) {
	const port = ++ports;
	const child = await run(`${bin}/bare`, [String(port), file, sql, reply]);
	await up(port);
	return { child, port };
}
async function stop(s) {
	s.child.kill('SIGTERM');
	await Promise.race([s.child.gone, wait(8000)]);
	s.child.kill('SIGKILL');
	await s.child.gone;
}
// Nanoseconds of processor, from the scheduler.
function cpu(pid) {
	let sum = 0;
	for (const t of readdirSync(`/proc/${pid}/task`))
		try { sum += Number(readFileSync(`/proc/${pid}/task/${t}/schedstat`, 'utf8').split(' ')[0]); } catch { /* it has ended */ }
	return sum;
}
const memory = pid => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s*(\d+)/)[1]) / 1024;
function load(port, connections, rate, secs, requests) {
	return new Promise((resolve, reject) => {
		const child = spawn(`${bin}/load`, [port, connections, rate, secs, ...requests].map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', d => { text += d; });
		child.on('close', code => code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`load ended with ${code}`)));
	});
}
async function measure(s, connections, requests, { rate = 0, secs = seconds } = {}) {
	const before = cpu(s.child.pid);
	const r = await load(s.port, connections, rate, secs, requests);
	if (r.errors > 0) throw new Error(`${r.errors} of ${r.requests} answers were refusals`);
	return { ...r, us: (cpu(s.child.pid) - before) / 1000 / r.requests };
}
// Each program in turn, some turns: what it gave, turn by turn.
async function beside(list, connections, opts = {}) {
	const got = list.map(() => []);
	for (const x of list) await measure(x.server, connections, x.requests, { secs: 0.5 });
	for (let t = 0; t < turns; t++)
		for (const [i, x] of list.entries()) got[i].push(await measure(x.server, connections, x.requests, opts));
	return got;
}
const ratio = (a, b, key) => middle(a.map((x, i) => x[key] / b[i][key]));

// ---- what is asked for ----

let files = 0;
function request(text) {
	const f = join(dir, `request${++files}`);
	writeFileSync(f, text);
	return f;
}
const getting = (path, cookie) => request(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`);
function raw(port, file) {
	return new Promise((resolve, reject) => {
		const s = net.connect(port, '127.0.0.1', () => s.write(readFileSync(file)));
		const parts = [];
		s.on('error', reject);
		s.on('data', d => {
			parts.push(d);
			const all = Buffer.concat(parts), at = all.indexOf('\r\n\r\n');
			const n = Number(all.toString('latin1').match(/Content-Length: (\d+)/i)?.[1] ?? 0);
			if (at > 0 && all.length >= at + 4 + n) { s.destroy(); resolve(all); }
		});
	});
}
const sql = (file, text) => execFileSync(`${bin}/sql`, [file], { input: text, encoding: 'utf8' }).trim();

// A page, its request as that person and the bare program that answers with its bytes.
async function page(s, file, cookie, path, queries) {
	const req = getting(path, cookie), reply = join(dir, `reply${++files}`), q = join(dir, `sql${files}`);
	const bytes = await raw(s.port, req);
	if (!bytes.toString('latin1', 0, 15).includes(' 200')) throw new Error(`${path}: ${bytes.toString('latin1', 0, 200)}`);
	writeFileSync(reply, bytes);
	writeFileSync(q, queries.join(';\n'));
	return { path, requests: [req], bytes: bytes.length, bare: () => bare(file, q, reply) };
}

const data = {};
async function made(bodies) {
	if (data[bodies]) return data[bodies];
	const file = join(dir, `d${bodies}.db`), db = `sqlite:${file}`, begun = Date.now(), kept = process.env.DATA && join(process.env.DATA, `d${bodies}.db`);
	if (kept && existsSync(kept)) for (const f of ['', '.key']) cpSync(kept + f, file + f);	/* while working on one row */
	else cli('demo', '--db', db, `--scale=${bodies}`);
	if (kept && !existsSync(kept)) for (const f of ['', '.key']) cpSync(file + f, kept + f);
	const s = await serve(db), who = {};
	for (const name of ['specialist', 'contributor', 'administrator']) {
		const p = await Person.signIn(s.url, `${name}@measured.example`);
		who[name] = [...p.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
	}
	await stop(s);
	const token = cli('token', 'add', '--db', db, '--email', 'specialist@measured.example', '--org', 'RM00001', '--name', 'bench').match(/wk\S+|[A-Za-z0-9_-]{22,}/)[0];
	const org = sql(file, "SELECT id FROM organisation WHERE ods_code='RM00001'");
	const review = sql(file, `SELECT id FROM review WHERE org=${org}`);
	const answers = sql(file, `SELECT id FROM answer WHERE org=${org} ORDER BY standard_sort, id`).split('\n');
	say(`${bodies} bodies in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
	return data[bodies] = { file, db, who, token, org, review, answers };
}

// The statements as the program runs them, with their values.
const pageOfAnswers = d => `SELECT a.id, a.standard, a.standard_sort, a.title, a.rating, a.fresh_look, r.id, r.title, r.state FROM answer a
	JOIN review r ON r.org=${d.org} AND r.org=a.org AND r.id=a.review WHERE a.org=${d.org} AND r.withdrawn_at IS NULL AND a.standard_sort>=''
	AND (a.standard_sort>'' OR a.id>0) ORDER BY a.standard_sort, a.id LIMIT 51`;
const answersOfReview = d => `SELECT * FROM answer a WHERE a.org=${d.org} AND a.review=${d.review} AND a.withdrawn_at IS NULL ORDER BY a.standard_sort, a.id LIMIT 400`;
const people = d => `SELECT * FROM person a WHERE a.org=${d.org} AND a.withdrawn_at IS NULL ORDER BY a.job_title_sort, a.id LIMIT 26`;
const list = (s, d, who = 'specialist') => page(s, d.file, d.who[who], '/reviews/standards', [pageOfAnswers(d)]);
const rating = (s, d, who = 'specialist') => page(s, d.file, d.who[who], `/reviews/standards/${d.answers[20]}`, [answersOfReview(d)]);
const personal = (s, d) => page(s, d.file, d.who.administrator, '/people', [people(d)]);

// ---- the table ----

const table = [];
function row(what, reach, got, ok, detail = '') {
	table.push({ what, reach, got, ok });
	say(`${ok ? '      ' : 'MISSED'} ${what}: ${got} (to reach: ${reach})${detail ? `  ${detail}` : ''}`);
}
const n2 = x => x.toFixed(2);

async function against(name, p, s, most) {
	const b = await p.bare();
	for (const c of [8, 64]) {
		const [ours, theirs] = await beside([{ server: s, requests: p.requests }, { server: b, requests: p.requests }], c);
		const r = ratio(ours, theirs, 'rate'), u = ratio(ours, theirs, 'us'), least = most.rate[c];
		row(`${name}, ${c} connections: requests a second against the bare program`, `at least ${least}`, n2(r), r >= least,
			`${middle(ours.map(x => x.rate)).toFixed(0)}/s, ${(p.bytes / 1024).toFixed(0)} KB`);
		if (most.us) row(`${name}, ${c} connections: processor time a request`, `at most ${most.us} times the bare program's`, n2(u), u <= most.us,
			`${middle(ours.map(x => x.us)).toFixed(0)} us against ${middle(theirs.map(x => x.us)).toFixed(0)} us`);
	}
	await stop(b);
}

const rows = {
	async pages() {
		const d = await made(1000), s = await serve(d.db);
		await against('List of 50 out of 200,000 rated standards', await list(s, d), s, { rate: { 8: 0.9, 64: 0.9 }, us: 1.6 });
		await against('Rating page', await rating(s, d), s, { rate: { 8: 0.9, 64: 0.9 }, us: 1.6 });
		await against('Page of personal data, its look recorded first', await personal(s, d), s, { rate: { 8: 0.4, 64: 0.6 } });
		await stop(s);
	},
	async restricted() {
		const d = await made(1000), s = await serve(d.db);
		for (const [name, make] of [['List', list], ['Rating page', rating]]) {
			const a = await make(s, d), b = await make(s, d, 'contributor');
			const [full, less] = await beside([{ server: s, requests: a.requests }, { server: s, requests: b.requests }], 8);
			const r = ratio(less, full, 'us');
			row(`${name} for a contributor: processor time`, "at most 1.2 times that of the person with all rights", n2(r), r <= 1.2);
		}
		await stop(s);
	},
	async growth() {
		const small = await made(10), large = await made(1000), a = await serve(small.db), b = await serve(large.db);
		for (const [name, make] of [['List', list], ['Rating page', rating]]) {
			const x = await make(a, small), y = await make(b, large);
			const [few, many] = await beside([{ server: a, requests: x.requests }, { server: b, requests: y.requests }], 8);
			const r = ratio(many, few, 'us');
			row(`${name} with 200,000 rows: processor time`, 'at most 1.3 times that with 2,000', n2(r), r <= 1.3);
		}
		await stop(a);
		await stop(b);
	},
	async slow() {
		const d = await made(1000), s = await serve(d.db, { LD_PRELOAD: `${process.cwd()}/${bin}/slowsync.so`, SLOWSYNC_US: '2000' });
		const p = await personal(s, d);
		const look = middle((await beside([{ server: s, requests: p.requests }], 8))[0].map(x => x.p50)) / 1000;
		row('Page of personal data, a sync takes 2 ms longer: half of the answers within', 'at most two syncs and 3 ms (7.2 ms)', `${look.toFixed(1)} ms`, look <= 7.2);
		const rate = d.answers.slice(0, 17).map(id => {
			const body = '{"rating":"green","comment":"Number @@@@@@@@@@","ticks":[{"id":"N1"},{"id":"N2"},{"id":"G1"}]}';
			return request(`POST /api/v1/answer/${id}/rate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${d.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
		});
		const one = [], many = [];
		for (let t = 0; t < turns; t++) {
			one.push(await measure(s, 1, rate.slice(16)));
			many.push(await measure(s, 16, rate.slice(0, 16)));
		}
		const r = middle(many.map((x, i) => x.rate / one[i].rate));
		row('Rating one standard, 16 connections, that disk: ratings a second', 'at least 4 times those with one commit each', n2(r), r >= 4,
			`${middle(many.map(x => x.rate)).toFixed(0)}/s against ${middle(one.map(x => x.rate)).toFixed(0)}/s`);
		await stop(s);
	},
	async reports() {
		const d = await made(10), requests = [];
		/* Thirty a minute are taken from one person: enough people for the whole time. */
		for (let i = 0; i < 60; i++) {
			const email = `nurse${i}@measured.example`, body = '{"kind":"incident","type":"non_physical_assault","happened_on":"2026-11-20","hurt":"no","place_kind":"ward","summary":"Number @@@@@@@@@@"}';
			cli('user', 'add', '--db', d.db, '--email', email, '--name', `Nurse ${i}`, '--org', 'RM00001', '--role', 'reporter');
			const token = cli('token', 'add', '--db', d.db, '--email', email, '--org', 'RM00001', '--name', 'bench').match(/wk\S+/)[0];
			requests.push(request(`POST /api/v1/report/all HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
		}
		const s = await serve(d.db, { LD_PRELOAD: `${process.cwd()}/${bin}/slowsync.so`, SLOWSYNC_US: '2000' });
		const before = Number(sql(d.file, 'SELECT count(*) FROM incident'));
		const r = await measure(s, 60, requests, { rate: 200, secs: 5 });
		await stop(s);
		const there = Number(sql(d.file, 'SELECT count(*) FROM incident')) - before;
		row('200 reports of incidents a second, that disk: 99 of 100 durable within', 'at most 100 ms, each answered one there', `${(r.p99 / 1000).toFixed(0)} ms`,
			r.p99 <= 100000 && there >= r.requests, `${r.requests} answered, ${there} there`);
	},
	async busy() {
		const d = await made(1000), s = await serve(d.db), p = await list(s, d), secs = short ? 4 : 15;
		const quiet = [], busy = [];
		await measure(s, 16, p.requests, { rate: 200, secs: 1 });
		for (let t = 0; t < (short ? 3 : 5); t++) {
			quiet.push((await measure(s, 16, p.requests, { rate: 200, secs })).p99);
			let over = false;
			const jobs = [async () => {		/* a backup */
				const to = join(dir, 'backup');
				const b = await run(program, ['backup', '--db', d.db, to]);
				await b.gone;
				rmSync(to, { force: true });
			}, async () => {			/* an import */
				const f = join(dir, 'import.yaml');
				writeFileSync(f, readFileSync('data/frameworks/provider-security.yaml', 'utf8').replace(/^edition: .*/m, `edition: "${Date.now()}"`));
				await (await run(program, ['framework', 'import', '--db', d.db, f])).gone;
				await wait(200);
			}, async () => {			/* a review as a document */
				await load(s.port, 1, 0, 0.3, [getting(`/reviews/${d.review}/print`, d.who.specialist)]);
				await wait(200);
			}].map(async job => { while (!over) await job(); });
			await wait(100);
			busy.push((await measure(s, 16, p.requests, { rate: 200, secs })).p99);
			over = true;
			await Promise.all(jobs);
		}
		const r = middle(busy) / middle(quiet);
		row('200 requests a second, while an import, a document and a backup run: 99 of 100 answers within', 'less than 3 times the quiet time', n2(r), r < 3,
			`${(middle(busy) / 1000).toFixed(1)} ms against ${(middle(quiet) / 1000).toFixed(1)} ms`);
		await stop(s);
	},
	async memory() {
		const d = await made(1000), s = await serve(d.db), a = await list(s, d), b = await rating(s, d), c = await personal(s, d), total = short ? 20 : 600;
		const seen = [];
		for (let t = 0; t < 10; t++) {
			await load(s.port, 64, 0, total / 10, [...a.requests, ...b.requests, ...c.requests]);
			seen.push(memory(s.child.pid));
		}
		const most = Math.max(...seen), rise = seen[9] / seen[3];
		row(`Memory under 64 connections for ${total} s`, 'at most 150 MB', `${most.toFixed(0)} MB`, most <= 150);
		row('The same, at the end against after a third of the time', 'flat: at most 1.05', n2(rise), rise <= 1.05);
		await stop(s);
	},
	async copies() {
		const pg = mkdtempSync(join(os.tmpdir(), 'wkbpg.'));	/* not in ours, which only we may enter */
		const db = execFileSync('sh', ['tests/pg.sh', 'start', pg], { encoding: 'utf8' }).split('\n')[0];
		try {
			const key = ['--key', join(dir, 'pg.key')];
			execFileSync(program, ['demo', '--db', db, '--scale=50', ...key], { stdio: 'ignore' });
			const start = async () => {
				const port = ++ports, child = await run(program, ['serve', '--db', db, ...key, '--listen', String(port), '--rate', '100000000']);
				await up(port);
				return { child, port, url: `http://127.0.0.1:${port}` };
			};
			const a = await start(), b = await start();
			const p = await Person.signIn(a.url, 'administrator@measured.example'), q = await Person.signIn(a.url, 'specialist@measured.example');
			const cookie = x => [...x.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
			const requests = [getting('/reviews/standards', cookie(q)), getting('/people', cookie(p))];
			const one = [], two = [];
			for (let t = 0; t < turns; t++) {
				one.push((await measure(a, 16, requests)).us);
				const [x, y] = await Promise.all([measure(a, 8, requests), measure(b, 8, requests)]);
				two.push((x.us * x.requests + y.us * y.requests) / (x.requests + y.requests));
			}
			const r = middle(two.map((x, i) => x / one[i]));
			row('Two copies of the program on one PostgreSQL: processor time a request', "at most 1.1 times one copy's", n2(r), r <= 1.1,
				`${middle(two).toFixed(0)} us against ${middle(one).toFixed(0)} us`);
			await stop(a);
			await stop(b);
		} finally {
			execFileSync('sh', ['tests/pg.sh', 'stop', pg]);
		}
	},
};

// ---- the page ----

function text() {
	const cpu0 = os.cpus()[0]?.model ?? 'unknown';
	const line = x => `| ${x.what} | ${x.reach} | ${x.got}${x.ok ? '' : ' (missed)'} |`;
	return `# How fast it is

Measured by \`make bench\`, which writes this page; \`make bench SHORT=1\` takes some minutes and writes nothing. Each figure
is a ratio taken in one run, program beside program in turn, the middle one of ${turns} turns: another machine gives about the same,
where seconds would differ. The data set is \`wardkeep demo --scale\`: 1,000 bodies, 1,000 reviews, 200,000 rated standards
and 10,000 pieces of evidence.

The bare program (\`bench/bare.c\`) is evhttp with its known faults mended. It runs the page's main statement, prepared, in its
one thread, puts every value through an HTML escaper and sends the page's own bytes. It knows no sign-in, no rights, no
trail. Processor time is that of all threads of the program, from the scheduler; the client and the program share the machine.

| what | to reach | measured |
| --- | --- | --- |
${table.map(line).join('\n')}

Machine: ${os.cpus().length} × ${cpu0}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${os.release().split('-')[0]}. Commit: ${execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' }).trim()}.

- A slow disk is this one with each sync made 2 ms longer (\`tests/preload/slowsync.c\`).
- The times at a fixed rate count from when a request was due, not from when it could be sent (\`bench/load.c\`).
- One row alone: \`node bench/bench.mjs pages\`, likewise ${Object.keys(rows).slice(1).join(', ')}.
`;
}

try {
	for (const [name, fn] of Object.entries(rows))
		if (wanted.length === 0 || wanted.includes(name)) await fn();
	if (out) writeFileSync(out, text());
	const missed = table.filter(x => !x.ok).length;
	console.log(`${table.length - missed} passed, ${missed} failed`);
	process.exitCode = missed > 0 ? 1 : 0;
} finally {
	for (const c of running) c.kill('SIGKILL');
	if (process.env.KEEP) say(dir); else rmSync(dir, { recursive: true, force: true });
}
