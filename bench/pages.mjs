// What each kind of page costs the server, with the example region and with a register of many thousands besides: the
// server's own time, the middle of some turns.   node bench/pages.mjs [most-milliseconds]
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, Person, start, words } from '../tests/person.mjs';
import { copies, measure, sql } from './enlarge.mjs';

const most = Number(process.argv[2] ?? 10), turns = 15;
const many = { agreement: 20000, evidence: 5000, unit: 2000, evaluation: 2000, person: 2000, audit_entry: 20000 };
const dir = mkdtempSync(join(tmpdir(), 'wkpages.'));

function enlarge(file, org) {
	let base = BigInt(sql(file, 'SELECT MAX(id) FROM change_row'));
	const named = kind => ({ id: `${base += 100000n}+i`, ref: "'BENCH-'||i", title: `'Bench ${kind} '||i`, title_sort: `'bench ${kind} '||i`,
		name: `'Bench ${kind} '||i`, name_sort: `'bench ${kind} '||i`, created_at: 't.created_at+i', changed_at: 't.changed_at+i' });
	copies(file, 'agreement', org, many.agreement, { ...named('agreement'), review_on: 't.review_on+i%3000' });
	copies(file, 'evidence', org, many.evidence, named('evidence'));
	copies(file, 'evaluation', org, many.evaluation, { ...named('evaluation'), started_on: 't.started_on-i%900' });
	copies(file, 'unit', org, many.unit, named('unit'));
	copies(file, 'person', org, many.person, { ...named('person'), account: 'NULL' });
	copies(file, 'audit_entry', org, many.audit_entry, { seq: '1000000+i', at: 't.at+i', hash: "'bench'||i" });
	sql(file, `PRAGMA foreign_keys=OFF;
		INSERT INTO unit_under (org, ancestor, unit) SELECT org, id, id FROM unit WHERE name LIKE 'Bench %';
		INSERT INTO evidence_link (org, evidence, framework, standard, linked_by, linked_at)
		SELECT e.org, e.id, l.framework, l.standard, l.linked_by, l.linked_at FROM evidence e,
		(SELECT *, ROW_NUMBER() OVER () - 1 AS k, COUNT(*) OVER () AS n FROM (SELECT framework, standard, MIN(linked_by) AS linked_by, MIN(linked_at) AS linked_at
		FROM evidence_link WHERE org=${org} GROUP BY framework, standard)) l
		WHERE e.org=${org} AND e.title LIKE 'Bench %' AND e.id % l.n = l.k;
		INSERT INTO search_entry (org, id, kind, at, title) SELECT org, id, 'agreement', changed_at, title FROM agreement WHERE title LIKE 'Bench %';
		INSERT INTO search_entry (org, id, kind, at, title) SELECT org, id, 'evidence', changed_at, title FROM evidence WHERE title LIKE 'Bench %';
		INSERT INTO search_words (rowid, scope, open, identity, special, criminal, free_text)
		SELECT id, 'o'||org, title, '', '', '', '' FROM search_entry WHERE title LIKE 'Bench %'; ANALYZE;`);
}

// Addresses as the pages themselves link them.
async function pathsOf(p) {
	const link = async (page, wanted) => ((await p.get(page)).text.match(new RegExp(`href="(${wanted})"`)) ?? [])[1]?.replaceAll('&amp;', '&');
	const review = await link('/reviews', '/reviews/\\d+');
	return [['warm', '/help'], ['home', '/'], ['due', '/due'], ['agreements', '/agreements'], ['agreements by title', '/agreements?sort=title_sort'],
		['agreements, later page', '/agreements?after=21500~1'], ['one agreement', await link('/agreements', '/agreements/\\d+')],
		['new agreement', '/agreements/new'], ['organisation', '/organisation'], ['units', '/units'], ['unit tree', '/units/tree'], ['people', '/people'],
		['evidence', '/evidence'], ['one evidence', await link('/evidence', '/evidence/\\d+')], ['new evidence', '/evidence/new'],
		['evaluations', '/evaluations'], ['reviews', '/reviews'], ['task list', review],
		['rating', await link(review, '/reviews/standards/\\d+')], ['result', `${review}/result`],
		['today', '/reviews/today'], ['trend', '/reviews/trend'], ['search', '/search?q=bench'],
		['search, two words', '/search?q=agreement+police'], ['trail', '/trail'], ['received', '/received'], ['standards', '/frameworks']].filter(x => x[1]);
}

try {
	cli('demo', '--db', `sqlite:${dir}/small.db`);
	const s = await start(`sqlite:${dir}/small.db`);
	const email = (await Person.accounts(s.url)).find(a => /Start here/.test(a.who)).email;
	// Signed in once: the session is in the copy as well.  A self-review is under way.
	const me = await Person.signIn(s.url, email);
	if (!/href="\/reviews\/\d+"/.test((await me.get('/reviews')).text)) {
		const form = [...(await me.get('/reviews/new')).text.matchAll(/<form[\s\S]*?<\/form>/g)].map(f => f[0]).find(f => f.includes('Security management standards'));
		const fields = [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(f => [f[1], f[2]]);
		const r = await me.post('/reviews/new', Object.fromEntries(fields));
		if (r.status !== 303) throw new Error(`no self-review: ${words(r.text)}`);
	}
	s.child.kill('SIGTERM');
	await s.child.gone;
	for (const f of ['', '.key']) copyFileSync(`${dir}/small.db${f}`, `${dir}/large.db${f}`);
	const org = sql(`${dir}/large.db`, `SELECT m.org FROM membership m JOIN account a ON a.id=m.account WHERE a.email='${email}' LIMIT 1`);
	enlarge(`${dir}/large.db`, org);
	const small = await measure(`${dir}/small.db`, me.cookies, pathsOf, turns);
	const large = await measure(`${dir}/large.db`, me.cookies, small.paths, turns);
	let over = 0;
	for (const [i, a] of small.out.entries()) {
		const b = large.out[i];
		const bad = b.us > most * 1000 || b.status !== 200;
		over += bad;
		console.log(`${a.name.padEnd(24)} ${(a.us / 1000).toFixed(1).padStart(6)} ms ${(b.us / 1000).toFixed(1).padStart(7)} ms  x ${(b.us / a.us).toFixed(1).padStart(5)} ${
			String(b.bytes >> 10).padStart(5)} KB${a.status === 200 && b.status === 200 ? '' : `  status ${a.status} ${b.status} ${a.path}`}${bad ? '  !' : ''}`);
	}
	process.exitCode = over > 0 ? 1 : 0;
} finally {
	if (!process.env.KEEP) rmSync(dir, { recursive: true, force: true }); else console.log(dir);
}
