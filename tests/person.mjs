// A person without a browser: signs in with the forms as they are served, keeps the cookies, sends forms back.
import { spawn, execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';

// A copy of the example region at that path, with its key.
export function region(path) {
	execFileSync('make', ['-s', '--no-print-directory', 'build/region.db'], { stdio: ['ignore', 'ignore', 'inherit'] });
	for (const end of ['', '.key']) copyFileSync(`build/region.db${end}`, `${path}${end}`);
}

// A server on a port of its own; log() gets each line that it writes.
export function start(db, { log = () => {}, program = 'build/wardkeep', env = process.env, more = [] } = {}) {
	const child = spawn(program, ['serve', '--db', db, '--listen', '0', '--rate', '1000000', ...more], { stdio: ['ignore', 'ignore', 'pipe'], env });
	child.gone = new Promise(resolve => child.on('exit', (code, signal) => resolve({ code, signal })));
	return new Promise((resolve, reject) => {
		let rest = '', all = '';
		child.stderr.on('data', d => {
			const lines = (rest + d).split('\n');
			rest = lines.pop();
			for (const line of lines) {
				all += line + '\n';
				const m = line.match(/answers at (http:\/\/\S+?)\/$/);
				if (m) resolve({ child, url: m[1].replace('localhost', '127.0.0.1') });
				log(line);
			}
		});
		child.gone.then(() => reject(new Error(`the server ended: ${all}`)));
	});
}
export const cli = (...args) => execFileSync('build/wardkeep', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

const plain = html => html.replace(/<[^>]+>/g, ' ').replace(/&amp;/g, '&').replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/\s+/g, ' ').trim();
export const words = html => plain(html.slice(Math.max(0, html.indexOf('<main'))));

export class Person {
	constructor(url) { this.url = url; this.cookies = new Map(); this.csrf = ''; }
	async send(method, path, body, headers = {}) {
		const r = await fetch(this.url + path, { method, body, redirect: 'manual', headers: {
			cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '), 'sec-fetch-site': 'same-origin', ...headers } });
		for (const c of r.headers.getSetCookie()) {
			const [, name, value] = c.match(/^([^=]+)=([^;]*)/);
			if (value) this.cookies.set(name, value); else this.cookies.delete(name);
		}
		const text = await r.text();
		const token = text.match(/name="csrf" value="([^"]*)"/);
		if (token) this.csrf = token[1];
		return { status: r.status, text, to: r.headers.get('location') ?? '' };
	}
	get(path) { return this.send('GET', path); }
	post(path, fields) { return this.send('POST', path, new URLSearchParams({ csrf: this.csrf, ...fields })); }
	// The example's accounts as the page for signing in lists them.
	static async accounts(url) {
		const { text } = await new Person(url).get('/sign-in');
		const password = text.match(/<strong>([^<]*)<\/strong>/)[1];
		return [...text.matchAll(/<tr class="nhsuk-table__row">([\s\S]*?)<\/tr>/g)].map(([, row]) => {
			const [who, email, code] = [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(c => plain(c[1]));
			return { who, email, code, password };
		});
	}
	static async signIn(url, email) {
		const p = new Person(url);
		for (let tries = 0; tries < 4; tries++) {
			const one = (await Person.accounts(url)).find(a => a.email === email);
			await p.get('/sign-in');
			await p.post('/sign-in', { email, password: one.password });
			if (/^\d{6}$/.test(one.code)) {
				await p.get('/sign-in/code');
				const done = await p.post('/sign-in/code', { code: one.code });
				if (done.status === 303 && !done.to.includes('sign-in')) {
					const home = await p.get('/');
					if (home.status === 200) return p;
				}
			}
			await new Promise(done => setTimeout(done, 5000));	// a code works once
		}
		throw new Error(`cannot sign in as ${email}`);
	}
}
