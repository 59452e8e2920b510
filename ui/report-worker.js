// SPDX-License-Identifier: MIT
// Reports from a telephone without a network (docs/decisions/offline-reports.md).  This keeps the empty form and what it is drawn
// with, and no other page; holds what was filled in until it has been sent; and sends it, however often, as one report.
const CACHE = 'report', DAY = 86400000, KEEP = 14 * DAY

// ---- the form ----

const assetsIn = text => new Set([...text.matchAll(/["'(](\/assets\/[^"'()?#]+)["')]/g)].map(m => m[1]))

// What this text names, and what that names: fetched where it is not there yet.
async function gather (cache, text, seen) {
	for (const path of assetsIn(text)) {
		if (seen.has(path)) continue
		seen.add(path)
		let answer = await cache.match(path)
		if (!answer) {
			answer = await fetch(path)
			if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
			await cache.put(path, answer.clone())
		}
		if (/\.(css|js)$/.test(path) && !path.includes('worker')) await gather(cache, await answer.text(), seen)
	}
}

async function keep (path) {
	const cache = await caches.open(CACHE)
	const answer = await fetch(path, { redirect: 'manual', cache: 'no-store' })
	if (answer.status === 404) await cache.delete(path)		// a link that is no longer in use
	if (answer.status !== 200) return false				// signed out: the old one still serves
	await gather(cache, await answer.clone().text(), new Set())
	await cache.put(path, answer)
	// Of an earlier version of the program.
	const needed = new Set()
	for (const shell of await cache.keys())
		if (shellOf(new URL(shell.url).pathname)) await gather(cache, await (await cache.match(shell)).text(), needed)
	for (const asset of await cache.keys())
		if (!shellOf(new URL(asset.url).pathname) && !needed.has(new URL(asset.url).pathname)) await cache.delete(asset)
	return true
}

function shellOf (path) {
	if (path === '/report' || path === '/report/all' || path === '/report/offline') return '/report/offline'
	const link = path.match(/^(\/report\/at\/[0-9A-Za-z-]+)(\/offline)?$/)
	return link ? `${link[1]}/offline` : null
}

// The page itself where it can be had, else the form.
async function page (request, shell) {
	const kept = await (await caches.open(CACHE)).match(shell)
	if (!kept) return fetch(request)
	try {
		const late = new Promise((resolve, reject) => setTimeout(reject, 6000))
		const answer = await Promise.race([fetch(request), late])
		return [502, 503, 504].includes(answer.status) ? kept : answer
	} catch { return kept }
}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', event => {
	const { request } = event, url = new URL(request.url)
	if (request.method !== 'GET' || url.origin !== location.origin) return
	const shell = request.mode === 'navigate' ? shellOf(url.pathname) : null
	if (shell) event.respondWith(page(request, shell))
	else if (url.pathname.startsWith('/assets/'))
		event.respondWith(caches.open(CACHE).then(cache => cache.match(request)).then(kept => kept ?? fetch(request)))
})

// ---- what was filled in ----

// One transaction on the reports; resolves once it is on the disk.
function reports (mode, work) {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open('wardkeep-report', 1)
		opening.onupgradeneeded = () => opening.result.createObjectStore('reports', { keyPath: 'id' })
		opening.onerror = () => reject(opening.error)
		opening.onsuccess = () => {
			const t = opening.result.transaction('reports', mode, { durability: 'strict' })
			const asked = work(t.objectStore('reports'))
			t.oncomplete = () => { opening.result.close(); resolve(asked?.result) }
			t.onerror = t.onabort = () => { opening.result.close(); reject(t.error) }
		}
	})
}
const put = report => reports('readwrite', s => s.put(report))
const drop = id => reports('readwrite', s => s.delete(id))

// All of them, oldest first.  What has waited for two weeks goes, and says so; what was sent is shown for a day.
async function list () {
	const now = Date.now(), all = await reports('readonly', s => s.getAll())
	for (const r of all) {
		const done = r.state === 'sent' || r.state === 'gone'
		if (!done && now - r.saved > KEEP) {
			Object.assign(r, { state: 'gone', fields: [], code: '', done: now })
			await put(r)
		} else if (done && now - r.done > (r.state === 'sent' ? DAY : KEEP)) {
			r.old = true
			await drop(r.id)
		}
	}
	return all.filter(r => !r.old).sort((a, b) => a.saved - b.saved).map(r => ({ ...r, until: r.saved + KEEP }))
}

const timeout = () => AbortSignal.timeout(20000)

// One try.  Only where the answer says so has the report arrived, or been refused.
async function sendOne (r) {
	let ready
	try {
		const answer = await fetch('/report/ready', { cache: 'no-store', signal: timeout() })
		if (!answer.ok) return
		ready = await answer.json()
	} catch { return }
	const mine = r.owner !== ''
	if (mine && ready.owner !== r.owner && !(r.anyone && ready.owner !== '')) {
		if (r.state !== 'unsure') await put({ ...r, state: ready.owner === '' ? 'sign_in' : 'other' })
		return
	}
	const body = new URLSearchParams([...r.fields, ['code', r.code], ['once', r.code], ...(mine ? [['csrf', ready.token]] : [])])
	let answer, said
	await put({ ...r, state: 'unsure' })
	try {
		// Without an account nothing goes along that says who it is.
		answer = await fetch(r.send, { method: 'POST', body, headers: { Accept: 'application/json' }, credentials: mine ? 'same-origin' : 'omit',
			redirect: 'manual', signal: timeout() })
		said = await answer.json()
	} catch {
		if (answer && answer.status === 403) await put({ ...r, state: r.state })	// signed in afresh meanwhile: the next try has the new token
		return
	}
	if (answer.ok && said.code) await put({ ...r, state: 'sent', fields: [], code: said.code, done: Date.now() })
	else if (answer.status === 401) await put({ ...r, state: 'sign_in' })
	else if ([400, 403, 404, 409, 413, 422].includes(answer.status))
		await put({ ...r, state: 'refused', errors: said.errors ?? [], why: said.errors ? '' : said.detail ?? '' })
	// Anything else is the service's own trouble: nothing was saved there, and it is tried again.
	else await put({ ...r, state: 'waiting' })
}

async function sendAll () {
	for (const r of await list())
		if (['waiting', 'unsure', 'sign_in', 'other'].includes(r.state)) await sendOne(r)
	for (const client of await self.clients.matchAll()) client.postMessage('changed')
}
let sending = Promise.resolve()
const send = () => { sending = sending.then(sendAll, sendAll); return sending }

const commands = {
	keep: ({ path }) => shellOf(path) === path && keep(path),
	list,
	send: () => send().then(list),
	drop: ({ id }) => drop(id).then(list),
	async save ({ report }) {
		await put({ ...report, state: 'waiting', errors: [], why: '' })
		await self.registration.sync?.register('report').catch(() => {})
	},
	async mine ({ id }) {
		const r = await reports('readonly', s => s.get(id))
		if (r) await put({ ...r, anyone: true })
		return send().then(list)
	},
}
self.addEventListener('message', event => {
	const work = commands[event.data?.ask]
	if (!work || !event.ports[0]) return
	event.waitUntil(Promise.resolve().then(() => work(event.data)).then(
		answer => event.ports[0].postMessage({ answer }), error => event.ports[0].postMessage({ error: String(error) })))
})
self.addEventListener('sync', event => {
	if (event.tag !== 'report') return
	event.waitUntil(send().then(list).then(all => {
		if (all.some(r => r.state === 'waiting' || r.state === 'unsure')) throw new Error('tried again later')
	}))
})
