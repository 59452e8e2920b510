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
