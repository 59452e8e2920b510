// SPDX-License-Identifier: MIT
// Everything a page needs lies inside the program: style, script, icons, and the Welsh texts.
// node tools/assets.mjs OUT writes OUT/assets/* and OUT/assets.gen.c, and leaves alone what has not changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { basename, extname, join } from 'node:path'

const out = process.argv[2]
const dist = 'node_modules/nhsuk-frontend/dist/nhsuk'
const types = {
	'.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
	'.png': 'image/png', '.ico': 'image/x-icon', '.json': 'application/manifest+json',
}
// A service worker answers for no more than this part of the addresses.
const scopes = { 'report-worker.js': '/report' }
const fail = (message) => { console.error(`assets.mjs: ${message}`); process.exit(1) }
const read = (path) => readFileSync(path)
const text = (path) => readFileSync(path, 'utf8')

const files = new Map()	// plain name -> { path, type, bytes, gzip }
const hashed = (name, bytes) => {
	const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
	const ext = extname(name)
	return `/assets/${name.slice(0, -ext.length)}.${hash}${ext}`
}
const add = (name, bytes) => {
	const type = types[extname(name)]
	if (type === undefined) fail(`${name}: no type for such a file`)
	const path = hashed(name, bytes)
	const packed = /^(text|image\/svg|application)/.test(type)
	files.set(name, { path, type, gzip: packed, bytes: packed ? gzipSync(bytes, { level: 9 }) : Buffer.from(bytes) })
	return path
}
const need = (name, by) => files.get(name)?.path ?? fail(`${by}: there is no ${name}`)

const without_comments = (css) => css.replace(/\/\*[^]*?\*\//g, '')
const minified = (css) => without_comments(css).replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':').trim()
const local_css = (css, name) => {
	css = css.replace(/@font-face\s*\{[^}]*\}/g, (rule) => (/url\(\s*['"]?(https?:)?\/\//.test(rule) ? '' : rule))
	css = css.replace(/url\((['"]?)([^)'"]*)\1\)/g, (all, q, url) => {
		if (!url.startsWith('/assets/')) fail(`${name}: ${url} is not one of our files`)
		return `url(${need(url.slice('/assets/'.length), name)})`
	})
	if (/https?:\/\/|url\(\s*['"]?\/\//.test(css) || /@import/.test(css)) fail(`${name} fetches from elsewhere`)
	return css
}
const local_js = (js, name) => {
	js = js.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
	js = js.replace(/from ['"]\.\/([^'"]+)['"]/g, (all, file) => `from '${need(file, name)}'`)
	if (/(from|import|fetch|src\s*=)\s*\(?\s*['"`](https?:)?\/\//.test(js)) fail(`${name} fetches from elsewhere`)
	return js
}

// ---- files, those first that others name ----
for (const image of readdirSync(`${dist}/assets/images`).sort())
	add(`images/${image}`, read(`${dist}/assets/images/${image}`))
const manifest = JSON.parse(text(`${dist}/assets/manifest.json`))
for (const icon of manifest.icons ?? []) icon.src = need(icon.src.replace(/^\/?(assets\/)?/, ''), 'manifest.json')
add('manifest.json', JSON.stringify({ name: 'Wardkeep', ...manifest }))
add('nhsuk-frontend.css', local_css(without_comments(text(`${dist}/nhsuk-frontend.min.css`)), 'nhsuk-frontend.css'))
add('nhsuk-frontend.js', local_js(text(`${dist}/nhsuk-frontend.min.js`), 'nhsuk-frontend.js'))
for (const own of readdirSync('ui').filter((f) => /\.(svg|png)$/.test(f)).sort()) add(own, read(`ui/${own}`))
for (const own of readdirSync('ui').filter((f) => f.endsWith('.css')).sort()) add(own, local_css(minified(text(`ui/${own}`)), own))
for (const own of readdirSync('ui').filter((f) => f.endsWith('.js')).sort()) add(own, local_js(text(`ui/${own}`), own))

// ---- the Welsh catalogue ----
const po_string = (lines) => lines.map((l) => JSON.parse(l.match(/"(?:[^"\\]|\\.)*"/)[0])).join('')
const marks = (s) => [...s.matchAll(/\{\w+\}|<\/?\d+>/g)].map((m) => m[0]).sort().join(' ')
const catalogue = (path) => {
	if (!existsSync(path)) return []
	const entries = []
	for (const block of text(path).split(/\n\s*\n/)) {
		if (/^#,.*fuzzy/m.test(block)) continue
		const part = (word) => {
			const m = block.match(new RegExp(`^${word.replace(/[[\]]/g, '\\$&')}\\s+("(?:.|\\n(?="))*)`, 'm'))
			return m === null ? null : po_string(m[1].split('\n').filter((l) => l.trim().startsWith('"')))
		}
		const id = part('msgid'), many = part('msgid_plural')
		if (id === null || id === '') continue
		const forms = many === null ? [null, null, null, null, null, part('msgstr')] : [0, 1, 2, 3, 4, 5].map((i) => part(`msgstr[${i}]`) || null)
		if (!forms[5]) continue
		for (const f of forms)
			if (f && many === null && marks(f) !== marks(id)) fail(`${path}: places differ from the English: ${id}`)
		entries.push({ key: many ?? id, forms })
	}
	return entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
}

// ---- C ----
const c_string = (s) => (s === null ? 'NULL' : '"' + s.replace(/[\\"?]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t') + '"')
const keep = (path, bytes) => {
	if (!existsSync(path) || !read(path).equals(Buffer.from(bytes))) writeFileSync(path, bytes)
}
mkdirSync(`${out}/assets`, { recursive: true })
const list = [...files].map(([name, f]) => ({ name, ...f }))
	.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
const wanted = new Set(list.map((f) => basename(f.path)))
for (const old of readdirSync(`${out}/assets`)) if (!wanted.has(old)) rmSync(join(`${out}/assets`, old))
let c = '/* Generated by tools/assets.mjs. */\n#include "html/catalogue.h"\n#include "html/frame.h"\n'
list.forEach((f, i) => {
	const file = `${out}/assets/${basename(f.path)}`
	keep(file, f.bytes)
	c += `__asm__(".section .rodata\\n.balign 16\\nasset_bytes_${i}:\\n.incbin \\"${file}\\"\\n.byte 0\\n.text\\n");\n`
	c += `extern const unsigned char asset_bytes_${i}[] __attribute__((visibility("hidden")));\n`
})
c += 'extern const struct asset assets[];\nextern const size_t asset_count;\nconst struct asset assets[] = {\n'
list.forEach((f, i) => { c += `\t{ ${c_string(f.path)}, ${c_string(f.type)}, asset_bytes_${i}, ${f.bytes.length}, ${f.gzip}, ${c_string(scopes[f.name] ?? null)} },\n` })
c += '};\nconst size_t asset_count = countof(assets);\n'
c += 'struct asset_name { const char *name, *path; };\nextern const struct asset_name asset_names[];\nextern const size_t asset_name_count;\n'
c += 'const struct asset_name asset_names[] = {\n'
for (const f of list) c += `\t{ ${c_string(f.name)}, ${c_string(f.path)} },\n`
c += '};\nconst size_t asset_name_count = countof(asset_names);\n'
const cy = catalogue('ui/lang/cy.po')
c += 'const struct catalogue_entry lang_cy[] = {\n'
for (const e of cy) c += `\t{ ${c_string(e.key)}, { ${e.forms.map(c_string).join(', ')} } },\n`
c += `\t{ NULL, { NULL } } };\nconst size_t lang_cy_count = ${cy.length};\n`
keep(`${out}/assets.gen.c`, c)
