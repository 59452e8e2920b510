// What pages about incidents cost the server where one organisation has 10,000 of them and 1,000,000: its own time, the
// middle of some turns and the one of which 99 in 100 are below.   node bench/incidents.mjs [most] [fewest]
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, start } from '../tests/person.mjs';
import { copies, measure, sql } from './enlarge.mjs';

const many = Number(process.argv[2] ?? 1000000), few = Number(process.argv[3] ?? 10000), turns = 100;
const kept = process.env.DATA;	/* while working on one page */
const dir = kept ?? mkdtempSync(join(tmpdir(), 'wkincidents.'));
const words = ['corridor', 'threat', 'shouting', 'bicycle', 'window', 'ambulance', 'visitor', 'reception', 'car park', 'medicine', 'badge', 'ward', 'door', 'spray', 'phone', 'knife', 'fence', 'office', 'stairs', 'lift'];

// Eleven years of them over the places that the organisation has; all but 50 are closed.
function enlarge(file, org, n) {
	const base = BigInt(sql(file, 'SELECT MAX(id) FROM change_row')), day = 't.happened_on - i % 4018', date = `date((${day}) * 86400, 'unixepoch')`;
	const open = `i % ${n / 50} = 0`, one = (list, k) => `json_extract('${JSON.stringify(list)}', '$[' || ((i / ${k}) % ${list.length}) || ']')`;
	const units = sql(file, `SELECT id FROM unit WHERE org = ${org}`).split('\n');
	const title = `${one(words, 1)} || ' ' || ${one(words, 20)} || ' ' || ${one(words, 400)} || ' ' || (i % 9973)`;
	copies(file, 'incident', org, n, { id: `${base + 100000n}+i`, ref: "'INC-00-'||i", title, receipt: "''", happened_on: day,
		month: `CAST(strftime('%Y', ${date}) AS INTEGER) * 12 + CAST(strftime('%m', ${date}) AS INTEGER) - 1`, weekday: 'i % 7', hour: 'i % 24',
		unit: `CAST(${one(units, 1)} AS INTEGER)`, circle: 'NULL',
		state: `CASE WHEN ${open} THEN 'reported' ELSE 'closed' END`, closed_at: `CASE WHEN ${open} THEN NULL ELSE t.reported_at END`,
		contacted_at: 't.contact_by', triaged_at: `CASE WHEN ${open} THEN NULL ELSE t.triage_by END`, riddor_due: 'NULL', merged_into: 'NULL', reported_by: 'NULL' });
	copies(file, 'incident_person', org, n, { id: `${base + 20000000n}+i`, incident: `${base + 100000n}+i`, name_key: "'key'||i%50000", account: 'NULL' });
	const mine = `FROM incident WHERE org = ${org} AND withdrawn_at IS NULL AND state <> 'merged'`;
	const sums = `count(*), count(triaged_at), count(triaged_at), count(contacted_at), count(contacted_at), count(started_at), count(started_at), sum(state = 'closed'),
		sum(hurt <> 'no'), 0, 0, sum(police <> ''), sum(finding = 'yes'), COALESCE(sum(loss), 0), COALESCE(sum(damage), 0), COALESCE(sum(recovered), 0)`;
	sql(file, `PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; DELETE FROM incident_roll WHERE org = ${org}; DELETE FROM incident_spot WHERE org = ${org};
		INSERT INTO incident_roll SELECT org, month, kind, type, COALESCE(unit, 0), circle IS NOT NULL, ${sums} ${mine} GROUP BY 1, 2, 3, 4, 5, 6;
		INSERT INTO incident_roll SELECT org, month, kind, type, -1, circle IS NOT NULL, ${sums} ${mine} GROUP BY 1, 2, 3, 4, 5, 6;
		INSERT INTO incident_spot SELECT org, month, COALESCE(unit, 0), place_kind, weekday, hour, type LIKE '%assault%', circle IS NOT NULL, count(*) ${mine} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
		INSERT INTO search_entry (org, id, kind, at, title) SELECT org, id, 'incident', changed_at, title FROM incident WHERE ref LIKE 'INC-00-%';
		INSERT INTO search_words (rowid, scope, open, identity, special, criminal, free_text) SELECT id, 'o' || org, title || ' ' || ref, '', '', '', '' FROM incident WHERE ref LIKE 'INC-00-%';
		ANALYZE;`);
}

// A list by each of its filters, as its own page offers them; one case; what is looked at daily; words.
async function pathsOf(p) {
	const page = (await p.get('/incidents')).text;
	const filters = [...page.matchAll(/<select[^>]*name="([^"]+)"[\s\S]*?<\/select>/g)].map(m => [m[1], [...m[0].matchAll(/value="([^"]+)"/g)].map(x => x[1])[0]]).filter(x => x[1]);
	const one = page.match(/href="(\/incidents\/\d+)"/)[1];
	return [['incidents', '/incidents'], ...filters.map(([name, value]) => [`incidents by ${name}`, `/incidents?${name}=${value}`]),
		['incidents closed', '/incidents?state=closed'], ['incidents later', page.match(/href="(\/incidents\?[^"]*after=[^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? '/incidents'],
		['new reports', '/incidents/new-reports'], ['one incident', one], ['home', '/'], ['due', '/due'], ['measures', '/measures'],
		['a measure', (await p.get('/measures')).text.match(/href="(\/measures\/[a-z]+[^"\/]*)"/)[1]], ['hot spots', '/incident-figures/hot-spots'],
		['search, one word', '/search?q=corridor'], ['search, two words', '/search?q=corridor+threat'], ['search, three words', '/search?q=corridor+threat+window'],
		['search, rare', '/search?q=corridor+9001']];
}

function make(name, n) {
	const file = join(dir, `${name}.db`);
	if (existsSync(file)) return file;
	for (const f of ['', '.key']) copyFileSync(`${dir}/base.db${f}`, file + f);
	const begun = Date.now();
	enlarge(file, sql(file, "SELECT m.org FROM membership m JOIN account a ON a.id = m.account WHERE a.email LIKE 'kwame.%' LIMIT 1"), n);
	console.log(`${n} incidents made in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
	return file;
}

try {
	if (!existsSync(`${dir}/base.db`)) cli('demo', '--db', `sqlite:${dir}/base.db`);
	const s = await start(`sqlite:${dir}/base.db`);
	const me = await Person.signIn(s.url, (await Person.accounts(s.url)).find(a => a.email.startsWith('kwame.')).email);	/* the session is in the copies too */
	s.child.kill('SIGTERM');
	await s.child.gone;
	if (kept) for (const f of ['few', 'many']) rmSync(join(dir, `${f}.db`), { force: true });
	const small = await measure(make('few', few), me.cookies, pathsOf, turns), large = await measure(make('many', many), me.cookies, small.paths, turns);
	let over = 0;
	for (const [i, a] of small.out.entries()) {
		const b = large.out[i], search = a.name.startsWith('search');
		const bad = b.status !== 200 || b.us > (search ? 50000 : 10000) || (!search && b.p99 > 30000) || (!search && b.us > a.us * 1.3 && b.us > 1000);
		over += bad;
		console.log(`${a.name.padEnd(24)} ${(a.us / 1000).toFixed(1).padStart(6)} ms ${(b.us / 1000).toFixed(1).padStart(7)} ms, ${(b.p99 / 1000).toFixed(1).padStart(5)} at p99  x ${(b.us / a.us).toFixed(2).padStart(5)}${
			a.status === 200 && b.status === 200 ? '' : `  status ${a.status} ${b.status} ${a.path}`}${bad ? '  !' : ''}`);
	}
	process.exitCode = over > 0 ? 1 : 0;
} finally {
	if (!kept) rmSync(dir, { recursive: true, force: true });
}
