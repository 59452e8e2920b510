// SPDX-License-Identifier: MIT
// Nothing on a page depends on this: it only makes some things more convenient.
import { initAll } from './nhsuk-frontend.js'

initAll()

// Leaving a form with unsaved changes asks first.
const changed = new Set()
for (const form of document.querySelectorAll('form[data-app-form]')) {
	form.addEventListener('input', () => changed.add(form))
	form.addEventListener('submit', () => changed.delete(form))
}
window.addEventListener('beforeunload', (event) => {
	if (changed.size > 0) event.preventDefault()
})
