// How long a review of 14 standards takes as each kind of file, from the call to its last byte: the example region's own, from
// a server on this machine.  Prints the middle and the slowest of some turns, and the processor time of server and worker.
//	node bench/documents.mjs [most-milliseconds]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, region, start } from '../tests/person.mjs';

const most = Number(process.argv[2] ?? 300), turns = 11;
const dir = mkdtempSync(join(tmpdir(), 'wkdocs.'));
const tick = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
// Of the process and of its children that have ended, in milliseconds.
function cpu(pid) {
	const f = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
	return [11, 12, 13, 14].reduce((sum, i) => sum + Number(f[i]), 0) * 1000 / tick;
}
let server, bad = 0;
try {
	region(join(dir, 'w.db'));
	server = await start(`sqlite:${join(dir, 'w.db')}`);
	const me = await Person.signIn(server.url, (await Person.accounts(server.url)).find(a => /Start here/.test(a.who)).email);
	const review = (await me.get('/reviews')).text.match(/href="(\/reviews\/\d+)"/)[1];
	for (const format of ['pdf', 'odt', 'xlsx', 'json', 'oscal']) {
		const took = [];
		let bytes = 0;
		const before = cpu(server.child.pid);
		for (let i = 0; i < turns; i++) {
			const at = performance.now();
			const r = await fetch(`${server.url}${review}/file?format=${format}`, { headers: { cookie: [...me.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
			bytes = (await r.arrayBuffer()).byteLength;
			if (r.status !== 200) throw new Error(`${format}: ${r.status}`);
			took.push(performance.now() - at);
		}
		took.sort((a, b) => a - b);
		const each = (cpu(server.child.pid) - before) / turns, middle = took[turns >> 1];
		const slow = format === 'pdf' && middle > most;
		bad += slow;
		console.log(`${format.padEnd(6)} ${String(Math.round(bytes / 1024)).padStart(5)} KB  middle ${middle.toFixed(0).padStart(4)} ms  slowest ${took.at(-1).toFixed(0).padStart(4)} ms  processor ${each.toFixed(0).padStart(4)} ms${slow ? `  over ${most} ms` : ''}`);
	}
} finally {
	server?.child.kill('SIGTERM');
	await server?.child.gone;
	rmSync(dir, { recursive: true, force: true });
}
process.exit(bad === 0 ? 0 : 1);
