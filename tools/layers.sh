#!/bin/sh
# layers.sh [OUT]: refuses what goes against the layers.  layers.txt says which folder may include
# which; a feature sees store/db.h only, another feature's header only when its uses.txt names it;
# libraries, generated files and struct scope belong to one place each.  With OUT it also looks at
# what the objects of features want from outside.  Prints every violation; exit 1 if any.
set -eu
out=${1:-}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
find src -type f | LC_ALL=C sort > "$tmp/all"
grep -E '\.[ch]$' "$tmp/all" > "$tmp/c" || { echo "layers.sh: no sources under src" >&2; exit 1; }

cat > "$tmp/walk.awk" <<'AWK'
function bad(text) { print file ":" FNR ": " text; }
# The path without "." and ".."; one that leaves the tree begins with "../".
function plain(path,   part, n, i, keep, m, r) {
	n = split(path, part, "/"); m = 0
	for (i = 1; i <= n; i++) {
		if (part[i] == "" || part[i] == ".") continue
		if (part[i] == ".." && m > 0 && keep[m] != "..") m--
		else keep[++m] = part[i]
	}
	r = keep[1]
	for (i = 2; i <= m; i++) r = r "/" keep[i]
	return r
}
# What an include names: a path under src, "sql/x.h" or "tpl/x.h" (generated), or "<name>" (a library).
function resolve(name, quoted,   p) {
	if (name ~ /^\//) return "out"
	if (quoted) { p = plain(dir "/" name); if (p in exists) return p }
	p = plain("src/" name)
	if (p in exists) return p
	if (name ~ /(^|\/)\.\.(\/|$)/) {
		p = quoted ? plain(dir "/" name) : p
		return p ~ /^tests\// ? p : "out"
	}
	p = plain(name)
	if (p ~ /^src\// && (p in exists)) return p
	if (p ~ /^(sql|tpl|tests)\// || p ~ /\.gen\.[ch]$/) return p
	if (p ~ /^(build|src|tools|node_modules)\//) return "out"
	return "<" p ">"
}
function check_library(p) {
	if (p ~ /^<(sqlite3(ext)?\.h|libpq-fe\.h|libpq\/|postgresql\/|pg_config)/ && layer != "store")
		bad("only src/store may include " p)
	if (p ~ /^<(event2\/|event\.h|evhttp\.h|evutil\.h|evdns\.h|evrpc\.h)/ && layer != "http")
		bad("only src/http may include " p)
	if (p ~ /^<(hpdf|cairo|pango|xlsxwriter|zip\.h|qpdf|expat|podofo|mupdf|harfbuzz|hb)/ && layer != "report")
		bad("only src/report may include " p)
	if (p ~ /^<curl\// && file != "src/app/smtp.c")
		bad("only src/app/smtp.c may include " p)
	if (p ~ /^<(jansson|utf8proc)\.h/ && layer != "base")
		bad("only src/base may include " p)
}
function check_generated(p,   own) {
	if (p ~ /^sql\//) {
		own = layer == "feature" ? feature : layer == "app" ? "app" : "?"
		if (p != "sql/" own ".h") bad(p " belongs to " (p == "sql/app.h" ? "src/app" : "another folder"))
	} else if (p ~ /^tpl\//) {
		own = "tpl/" (layer == "feature" ? "feature/" feature : layer) "/"
		if (index(p, own) != 1) bad(p " is the template of another folder")
	} else if (p ~ /^tests\// && file !~ /_test\.[ch]$/) {
		bad("only tests may include " p)
	} else if (p ~ /\.gen\.[ch]$/ && layer == "feature") {
		bad("a feature may not include " p)
	}
}
function check_source(p,   part, to, other) {
	split(p, part, "/"); to = part[2]; other = part[3]
	if (p !~ /\.h$/) { bad(p " is not a header"); return }
	if (layer == "feature" && to == "feature") {
		if (other != feature && !((feature, other) in uses))
			bad("feature " feature " includes " p ", and its uses.txt does not name " other)
	} else if (layer == "feature" && p == "src/store/db.h") {
		return
	} else if (to != layer && !((layer, to) in may)) {
		bad("src/" layer " may not include " p)
	}
}
function check_include(line,   name, quoted, p) {
	sub(/^.*(#|%:)[ \t]*(include_next|include|import)[ \t]*/, "", line)
	if (line ~ /^"[^"]+"/) { name = substr(line, 2, index(substr(line, 2), "\"") - 1); quoted = 1 }
	else if (line ~ /^<[^>]+>/) { name = substr(line, 2, index(line, ">") - 2); quoted = 0 }
	else { bad("an include that names no file"); return }
	p = resolve(name, quoted)
	if (p == "out") bad("\"" name "\" leads out of src")
	else if (p ~ /^</) check_library(p)
	else if (p ~ /^src\//) check_source(p)
	else check_generated(p)
}
# A scope is made in one place, from the session: nowhere else is one built, changed or cast.
function check_scope(line,   rest) {
	gsub(/\/\*[^*]*\*\//, "", line)
	if (line ~ /struct[ \t]+scope[ \t]*\)[ \t]*\{/ || line ~ /struct[ \t]+scope[ \t]+[A-Za-z_0-9]+[ \t]*[=;,\[]/ ||
	    line ~ /arena_(new|array)[ \t]*\([^;]*struct[ \t]+scope[ \t,)]/)
		bad("only src/app/access.c makes a scope")
	rest = line
	gsub(/const[ \t]+struct[ \t]+scope/, "", rest)
	if (rest ~ /\([ \t]*struct[ \t]+scope[ \t]*\*/ && rest !~ /^[a-z]/)
		bad("only src/app/access.c may change a scope")
	rest = line
	if (rest ~ /(->|\.)scope[ \t]*=[^=]/ || rest ~ /\*[ \t]*scope[ \t]*=[^=]/) {
		sub(/^.*scope[ \t]*=[ \t]*/, "", rest)
		if (layer == "feature" || rest !~ /^(scope_for|scope_job)[ \t]*\(|^[a-z_>.-]+(->|\.)scope[ \t]*[;,}]|^scope[ \t]*[;,}]|^NULL/)
			bad("only src/app/access.c gives a scope")
	}
}
FILENAME == "layers.txt" { sub(/#.*/, ""); known[$1] = 1; for (i = 2; i <= NF; i++) may[$1, $i] = 1; next }
FILENAME == list { exists[$0] = 1; next }
FNR == 1 && FILENAME ~ /uses\.txt$/ { split(FILENAME, u, "/"); user = u[3] }
FILENAME ~ /uses\.txt$/ {
	sub(/#.*/, "")
	if (NF == 0) next
	file = FILENAME
	if ($1 == user || !folder($1)) bad("no other feature is called " $1)
	uses[user, $1] = 1
	edge[++edges] = user " " $1
	next
}
function folder(name,   f) {
	if (!folders_read) { for (f in exists) { split(f, fp, "/"); if (fp[2] == "feature") folders[fp[3]] = 1 } folders_read = 1 }
	return name in folders
}
FNR == 1 {
	file = FILENAME
	n = split(file, at, "/"); layer = at[2]; feature = layer == "feature" ? at[3] : ""
	dir = file; sub(/\/[^\/]*$/, "", dir)
	if (!(layer in known)) bad("layers.txt does not know src/" layer)
	scoped = file == "src/app/access.c" || file == "src/store/db.h" || file ~ /^src\/store\/[^\/]*_test\.[ch]$/
	sql = layer == "feature" && file ~ /\.c$/ && file !~ /_test\.c$/
}
/(^|\*\/)[ \t]*(#|%:)[ \t]*(include|import)/ { check_include($0) }
!scoped && /scope/ { check_scope($0) }
sql && /"[ \t]*(SELECT|INSERT|UPDATE|DELETE)([ \t"\\]|$)/ { bad("SQL stands in .sql files") }
# A feature that nobody left needs is taken away until none is left; what stays goes in a circle.
END {
	for (again = 1; again;) {
		again = 0
		delete out_of
		for (i = 1; i <= edges; i++) if (edge[i] != "") { split(edge[i], e, " "); out_of[e[1]] = 1 }
		for (i = 1; i <= edges; i++) if (edge[i] != "") {
			split(edge[i], e, " ")
			if (!(e[2] in out_of)) { edge[i] = ""; again = 1 }
		}
	}
	for (i = 1; i <= edges; i++) if (edge[i] != "") {
		split(edge[i], e, " ")
		print "src/feature/" e[1] "/uses.txt: " e[1] " uses " e[2] " in a circle"
	}
}
AWK
uses=$(grep '^src/feature/[^/]*/uses\.txt$' "$tmp/all" || true)
# shellcheck disable=SC2086 # file names have no spaces
awk -v list="$tmp/all" -f "$tmp/walk.awk" layers.txt "$tmp/all" $uses $(cat "$tmp/c") > "$tmp/bad"

objs=
[ -z "$out" ] || [ ! -d "$out/obj/src/feature" ] ||
	objs=$(find "$out/obj/src/feature" -name '*.o' ! -name '*_test.o')
if [ -n "$objs" ]; then
	plain='malloc|calloc|realloc|reallocarray|free|strdup|strndup|v?asprintf|v?sn?printf|str(n)?cpy|str(n)?cat|stpcpy|gets|system|popen|fork|exec[lv]p?e?|write|send|sendto|sendmsg'
	# shellcheck disable=SC2086
	nm -uA $objs | grep -E " U (__)?($plain)(_chk)?(@.*)?\$| U (sqlite3_|PQ)" |
		sed "s|^\([^:]*\)\.o: *U |\1.c: a feature may not need |; s|^$out/obj/||" >> "$tmp/bad" || true
fi
[ ! -s "$tmp/bad" ] || { cat "$tmp/bad" >&2; exit 1; }
