// SPDX-License-Identifier: MIT
// Reporting on a telephone: looks after the worker that keeps the form, and shows what waits to be sent.
const box = document.getElementById('report-phone')
const place = document.getElementById('report-offline')
const form = document.getElementById('report-form')
const away = document.getElementById('report-away')

const word = (name, values = {}) => box.querySelector(`[data-word=${name}]`).textContent.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all)
const make = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text })
const day = ms => new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const time = ms => `${day(ms)}, ${new Date(ms).toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true }).replace(' ', '')}`

async function ask (command, more = {}) {
	const { active } = await navigator.serviceWorker.ready
	return new Promise((resolve, reject) => {
		const { port1, port2 } = new MessageChannel()
		port1.onmessage = ({ data }) => { port1.close(); data.error ? reject(new Error(data.error)) : resolve(data.answer) }
		active.postMessage({ ask: command, ...more }, [port2])
	})
}

// ---- what waits ----

const shelf = make('section', 'app-phone')
function button (label, work) {
	const b = make('button', 'nhsuk-button nhsuk-button--secondary nhsuk-button--small', label)
	b.type = 'button'
	b.addEventListener('click', work)
	return b
}
function link (label, to) {
	const a = make('a', 'nhsuk-link', label)
	a.href = to
	return a
}
function row (r) {
	const li = make('li', ''), done = r.state === 'sent' || r.state === 'gone'
	li.dataset.state = r.state
	li.append(make('p', 'nhsuk-u-margin-bottom-2', word(r.state, { when: time(r.saved), until: day(r.until), code: r.code })))
	if (r.state === 'refused') {
		const why = make('ul', 'nhsuk-list nhsuk-list--bullet')
		for (const text of r.errors.length > 0 ? r.errors.map(e => e.message) : [r.why]) why.append(make('li', '', text))
		li.append(why)
	}
	const acts = make('p', 'app-phone__acts')
	if (r.state === 'sent') acts.append(link(word('see'), `/reported/${encodeURIComponent(r.code)}`))
	if (r.state === 'sign_in' || r.state === 'other') acts.append(link(word('login'), '/sign-in?next=/report'))
	if (r.state === 'other') acts.append(button(word('mine'), () => ask('mine', { id: r.id }).then(show)))
	// What may have arrived already is not changed any more.
	if (!done && r.state !== 'unsure') acts.append(link(word('open'), `${r.shell}#${r.id}`))
	acts.append(button(word(done ? 'hide' : 'delete'), () => {
		if (done || confirm(word('sure'))) ask('drop', { id: r.id }).then(show)
	}))
	li.append(acts)
	return li
}
let panel = null	// what was saved just now; the list says it once more is known
function show (all) {
	shelf.replaceChildren()
	if (panel && all.some(r => r.id === panel.dataset.report && r.state !== 'waiting')) panel.remove()
	if (all.length === 0) return
	const ul = make('ul', 'nhsuk-list nhsuk-list--border')
	ul.append(...all.map(row))
	shelf.append(make('h2', 'nhsuk-heading-m', word('heading')), ul)
}
const send = () => ask('send').then(show).catch(() => {})

// ---- the form ----

const code = () => [...crypto.getRandomValues(new Uint8Array(25))].map((b, i) => (i > 0 && i % 5 === 0 ? '-' : '') + '0123456789abcdefghjkmnpqrstvwxyz'[b & 31]).join('')

function fill (fields) {
	for (const e of form.elements) if (e.type === 'radio' || e.type === 'checkbox') e.checked = false
	for (const [name, value] of fields) {
		const e = form.elements.namedItem(name)
		if (e instanceof RadioNodeList || !e) for (const one of form.querySelectorAll(`[name="${name}"]`)) one.checked = one.value === value
		else e.value = value
	}
}
function today () {
	const now = new Date(), set = (part, value) => { const e = form.elements.namedItem(`happened_on-${part}`); if (e) e.value = value }
	set('day', now.getDate()); set('month', now.getMonth() + 1); set('year', now.getFullYear())
}
function complain (lines) {
	document.querySelector('.nhsuk-error-summary')?.remove()
	if (lines.length === 0) return
	const summary = make('div', 'nhsuk-error-summary'), alert = make('div', ''), ul = make('ul', 'nhsuk-list nhsuk-error-summary__list')
	alert.setAttribute('role', 'alert')
	for (const [text, id] of lines) {
		const li = make('li', '')
		li.append(id ? link(text, `#${id}`) : text)
		ul.append(li)
	}
	alert.append(make('h2', 'nhsuk-error-summary__heading', word('problem')), ul)
	summary.append(alert)
	summary.tabIndex = -1
	place.before(summary)
	summary.focus()
}
// The questions that must be answered; the rest is judged where it is sent to.
function unanswered () {
	const lines = []
	for (const name of place.dataset.must.trim().split(' ')) {
		const inputs = [...form.querySelectorAll(`[name="${name}"], [name^="${name}-"]`)]
		if (inputs.length === 0 || inputs.some(e => e.type === 'radio' ? e.checked : e.value.trim() !== '')) continue
		const label = inputs[0].closest('fieldset')?.querySelector('legend') ?? form.querySelector(`label[for="${inputs[0].id}"]`)
		lines.push([word('must', { label: label.textContent.trim() }), inputs[0].id])
	}
	return lines
}

async function opened () {
	const id = location.hash.slice(1), r = id && (await ask('list').catch(() => [])).find(one => one.id === id)
	if (!r || r.state === 'sent' || r.state === 'gone' || r.state === 'unsure') return null
	fill(r.fields)
	complain(r.errors.length > 0 ? r.errors.map(e => [e.message, form.querySelector(`[name="${e.field}"], [name="${e.field}-day"]`)?.id]) : r.why ? [[r.why]] : [])
	return r
}

async function fillIn () {
	document.getElementById('report-no-script').hidden = true
	place.hidden = false
	today()
	let before = await opened()
	window.addEventListener('hashchange', async () => { before = await opened() ?? before })
	form.addEventListener('submit', async event => {
		event.preventDefault()
		const lines = unanswered()
		complain(lines)
		if (lines.length > 0) return
		const now = Date.now()
		const report = { id: before?.id ?? crypto.randomUUID(), saved: before?.saved ?? now, code: before?.code ?? code(), owner: place.dataset.owner,
			send: place.dataset.send, shell: box.dataset.shell, fields: [...new FormData(form)] }
		try {
			await ask('save', { report })
		} catch {
			complain([[word('failed')]])
			return
		}
		navigator.storage?.persist?.().catch(() => {})
		panel = make('div', 'nhsuk-inset-text')
		panel.dataset.report = report.id
		panel.setAttribute('role', 'status')
		panel.append(make('p', 'app-phone__saved', word('saved')), make('p', '', word('code', { code: report.code })))
		place.replaceWith(panel)
		history.replaceState(null, '', location.pathname)
		show(await ask('list'))
		scrollTo(0, 0)
		send()
	})
}

async function start () {
	box.after(shelf)
	navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data === 'changed') ask('list').then(show) })
	window.addEventListener('online', send)
	setInterval(() => { if (shelf.querySelector('[data-state=waiting], [data-state=unsure]')) send() }, 30000)
	// Without a network the one that is there goes on.
	await navigator.serviceWorker.register(box.dataset.worker, { scope: '/report' }).catch(() => {})
	if (form) fillIn()
	else ask('keep', { path: box.dataset.shell }).then(kept => { if (kept) box.before(make('p', '', word('ready'))) }).catch(() => {})
	show(await ask('list'))
	send()
}
if (box && 'serviceWorker' in navigator) start()

// A question that is sent without a network would leave an error of the browser's, and what was typed behind it.
if (away) document.querySelector('main form').addEventListener('submit', event => {
	away.hidden = navigator.onLine
	if (navigator.onLine) return
	event.preventDefault()
	away.scrollIntoView()
})
