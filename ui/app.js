// SPDX-License-Identifier: MIT
// Nothing on a page depends on this: it only makes some things more convenient.
import {
	initButtons, initCharacterCounts, initCheckboxes, initErrorSummary, initHeader, initNotificationBanners, initPasswordInputs,
	initRadios, initScroll, initSkipLinks, initTables, initTabs,
} from './nhsuk-frontend.js'

// All but the file upload: its drop zone gives the field a name that does not begin with its visible label.
for (const init of [initButtons, initCharacterCounts, initCheckboxes, initErrorSummary, initHeader, initNotificationBanners,
	initPasswordInputs, initRadios, initScroll, initSkipLinks, initTables, initTabs]) init()

// Leaving a form with unsaved changes asks first.
const changed = new Set()
for (const form of document.querySelectorAll('form[data-app-form]')) {
	form.addEventListener('input', () => changed.add(form))
	form.addEventListener('submit', () => changed.delete(form))
}
window.addEventListener('beforeunload', (event) => {
	if (changed.size > 0) event.preventDefault()
})

// A part of a page that says of itself that it will change is fetched again, until it says so no more.
async function refresh (id) {
	const part = document.getElementById(id)
	const seconds = Number(part?.dataset.appRefresh)
	if (!(seconds > 0)) return
	await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
	try {
		const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
		const next = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id)
		if (next && !next.dataset.appRefresh) location.reload()
		else if (next && next.innerHTML !== part.innerHTML) part.replaceWith(next)
	} catch { /* the network is away: the next turn may find it back */ }
	refresh(id)
}
for (const part of document.querySelectorAll('[data-app-refresh][id]')) refresh(part.id)
