// A register of many: a database with copies of its own rows, and what a page of it costs the server.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Person, start } from '../tests/person.mjs';

export function sql(file, input) {
	if (!existsSync('build/bench/sql')) {
		const cache = process.env.CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME, '.cache'), 'wardkeep');
		const object = readdirSync(cache).filter(f => f.endsWith('.o')).map(f => join(cache, f)).pop();
		mkdirSync('build/bench', { recursive: true });
		execFileSync('gcc', ['-O1', '-Inode_modules/better-sqlite3/deps/sqlite3', 'bench/sql.c', object, '-lm', '-lpthread', '-o', 'build/bench/sql']);
	}
	return execFileSync('build/bench/sql', [file], { input, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();
}

// n more rows of that table in that organisation, its own in turn, each with what is named set anew; i counts.
export function copies(file, table, org, n, set, most = 1000) {
	const columns = sql(file, `SELECT name FROM pragma_table_info('${table}')`).split('\n');
	const quoted = columns.map(c => `"${c}"`);
	const given = columns.map((c, k) => c in set ? set[c] : `t.${quoted[k]}`);
	sql(file, `PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<${n})
		INSERT INTO ${table} (${quoted}) SELECT ${given} FROM n JOIN (SELECT *, ROW_NUMBER() OVER () - 1 AS at__, COUNT(*) OVER () AS of__
		FROM (SELECT * FROM ${table} WHERE org=${org} ${columns.includes('withdrawn_at') ? 'AND withdrawn_at IS NULL' : ''} LIMIT ${most})) t ON t.at__ = n.i % t.of__;`);
}

// Microseconds that the server took for each page, by its own clock: the middle one and the one of which 99 in 100 are below.
export async function measure(file, cookies, paths, turns) {
	let wake = null, last = 0;
	const server = await start(`sqlite:${file}`, { log: line => {
		const m = line.match(/(?:GET|POST) \d+ (\d+) us/);
		if (m) { last = Number(m[1]); wake?.(); wake = null; }
	} });
	const time = async ask => {
		const heard = new Promise(done => { wake = done; });
		const r = await ask();
		await heard;
		return { ...r, us: last };
	};
	try {
		const p = new Person(server.url);
		p.cookies = cookies;
		const list = typeof paths === 'function' ? await paths(p) : paths;
		const out = [];
		for (const [name, path] of list) {
			const got = [];
			let r;
			for (let i = 0; i < turns; i++) {
				r = await time(() => p.get(path));
				got.push(r.us);
			}
			got.sort((a, b) => a - b);
			out.push({ name, path, status: r.status, us: got[turns >> 1], p99: got[Math.ceil(turns * 0.99) - 1], bytes: r.text.length });
		}
		return { paths: list, out };
	} finally {
		server.child.kill('SIGTERM');
		await server.child.gone;
	}
}
