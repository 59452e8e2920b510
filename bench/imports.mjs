// How fast the incidents of another system come in: beside four people who read pages as fast as they are answered, and with the
// database alone.  Prints rows a second, the longest that the writer was held, and how long the pages took.
//	node bench/imports.mjs [rows]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, region, start } from '../tests/person.mjs';

const rows = Number(process.argv[2] ?? 100000), dir = mkdtempSync(join(tmpdir(), 'wkimport.'));
const wait = ms => new Promise(done => setTimeout(done, ms));
const two = n => String(n).padStart(2, '0');
// Nine in ten are closed; a third name a person harmed, a fifth one who is said to have done it.
function file() {
	const kinds = ['Physical assault', 'Verbal abuse or threats', 'Theft', 'Damage', 'Trespass', 'Drugs'], places = ['Ward', 'Emergency department', 'Clinic or outpatients', 'Entrance'];
	const words = 'the patient shouted at staff in the waiting area and left before security came to the desk'.split(' ');
	let x = 7;
	const next = n => (x = (x * 1103515245 + 12345) % 2147483648) % n;
	const all = ['their_ref,Type,Date,Time,Reported on,Closed on,Kind of place,Where exactly,Was anybody hurt?,What happened,victim,victim_kind,alleged'];
	for (let i = 0; i < rows; i++) {
		const day = `${two(1 + next(28))}/${two(1 + next(12))}/${2019 + next(7)}`, text = Array.from({ length: 12 }, () => words[next(words.length)]).join(' ');
		const harmed = next(3) === 0;
		all.push(`W${i},${kinds[next(6)]},${day},${two(next(24))}:${two(next(60))},${day},${next(10) ? day : ''},${places[next(4)]},Bay ${next(40)},No,${text},` +
			`${harmed ? `Vic Tim ${next(900)}` : ''},${harmed ? 'Employee' : ''},${next(5) ? '' : `Ola Dread ${next(90)}`}`);
	}
	writeFileSync(join(dir, 'i.csv'), all.join('\n') + '\n');
}
const args = ['--db', `sqlite:${join(dir, 'w.db')}`, '--org', 'RZ01'];
const call = (...a) => JSON.parse(execFileSync('build/wardkeep', ['call', ...a, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
async function done(work) {
	for (;;) {
		const v = call('work.view', `work=${work}`);
		if (v.state !== 'waiting' && v.state !== 'running') return v;
		await wait(500);
	}
}
let server, bad = 0;
try {
	file();
	region(join(dir, 'w.db'));
	server = await start(`sqlite:${join(dir, 'w.db')}`);
	const people = [];
	for (const a of (await Person.accounts(server.url)).slice(0, 4)) people.push(await Person.signIn(server.url, a.email));
	const took = [];
	let busy = true;
	const reading = people.map(async p => {
		for (let i = 0; busy; i++) {
			const at = performance.now();
			const r = await p.get(['/', '/agreements', '/reviews', '/account'][i % 4]);
			if (r.status >= 500) throw new Error(`a page was answered with ${r.status}`);
			took.push(performance.now() - at);
			await wait(20);
		}
	});
	const check = await done(call('incident.import', `file=@${join(dir, 'i.csv')}`).work);
	const begun = performance.now(), end = await done(call('incident.accept', `work=${check.work}`).work), s = (performance.now() - begun) / 1000;
	busy = false;
	await Promise.all(reading);
	if (end.done !== rows) throw new Error(end.summary);
	const hold = Number((await (await fetch(`${server.url}/metrics`)).text()).match(/^wardkeep_writer_longest_hold_seconds (\S+)/m)[1]) * 1000;
	took.sort((a, b) => a - b);
	console.log(`${rows} incidents beside four people: ${Math.round(rows / s)} rows a second, writer held ${hold.toFixed(0)} ms at most, ` +
		`pages in ${took[took.length >> 1].toFixed(0)} ms, 99 of 100 within ${took[Math.floor(took.length * 0.99)].toFixed(0)} ms`);
	bad += hold > 50;
	server.child.kill('SIGTERM');
	await server.child.gone;
	server = null;
	region(join(dir, 'w.db'));
	for (const end of ['-wal', '-shm']) rmSync(join(dir, 'w.db' + end), { force: true });
	const alone = spawnSync('build/wardkeep', ['import', '--alone', 'incident', join(dir, 'i.csv'), ...args], { encoding: 'utf8' });
	if (alone.status !== 0) throw new Error(alone.stderr);
	console.log(`the same with the database alone: ${alone.stdout.trim().split('\n').at(-1)}`);
} finally {
	server?.child.kill('SIGTERM');
	await server?.child.gone;
	rmSync(dir, { recursive: true, force: true });
}
process.exit(bad === 0 ? 0 : 1);
