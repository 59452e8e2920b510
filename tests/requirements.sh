#!/bin/sh
# requirements.sh: docs/requirements.md names every requirement once, and only pages, actions and tests that exist.
set -u
cd "$(dirname "$0")/.."
W=${W:-build/wardkeep}
D=docs/requirements.md
dir=$(mktemp -d /tmp/wkreq.XXXXXX)
trap 'rm -rf "$dir"' EXIT
for group in ORG:13 STD:11 EVI:7 EVL:3 REV:14 RSK:8 PLN:8 ACT:2 INC:12 INV:8 SAN:8 ALT:8 LON:9 TRN:8 AWR:9 SIT:7 PRV:11 QAP:17 \
    LIA:6 BRD:9 MEA:8 NTF:3 SEC:5 IGV:5 API:3 OPS:4 UX:4; do
	n=1
	while [ $n -le "${group#*:}" ]; do
		echo "${group%:*}-$n"
		n=$((n + 1))
	done
done > "$dir/ids"
# What the program must have by now.
for id in ORG-1 ORG-2 ORG-3 ORG-4 ORG-5 ORG-6 ORG-7 ORG-8 ORG-9 ORG-11 ORG-13 STD-1 STD-2 STD-4 STD-6 STD-8 STD-9 STD-10 EVI-1 EVI-3 \
    EVI-4 EVI-5 EVI-6 EVL-1 EVL-2 EVL-3 REV-1 REV-2 REV-3 REV-4 REV-5 REV-6 REV-7 REV-8 REV-9 REV-12 REV-13 REV-14 QAP-8 SEC-1 SEC-2 \
    SEC-4 API-1 OPS-1 OPS-2 OPS-3 UX-1 UX-4 NTF-2; do
	echo "$id"
done > "$dir/wanted"
"$W" call | sed 's/ .*//' > "$dir/actions"
"$W" --help | sed -n 's/^wardkeep \([a-z]*\) .*/wardkeep \1/p' >> "$dir/actions"
find src tests tools -name '*_test.c' -exec sed -n 's/^TEST(\([a-z0-9_]*\)).*/\1/p' {} + > "$dir/tests"
ls tests >> "$dir/tests"
sed -n "s/.*shot('\([^']*\)').*/walk \1/p" tests/walk.mjs >> "$dir/tests"
# A page's path, a register's, and the three that the server answers by itself.
find src -name '*.c' ! -name '*_test.c' -exec sed -n 's/.*\.path = "\([^"]*\)".*/\1/p' {} + > "$dir/pages"
find src/feature -name feature.c -exec grep -ho '"/[^" ]*"' {} + | tr -d '"' >> "$dir/pages"
# The form that adds a part to a record stands below the page of that record, as does the page that says who may see it: app/part.h, app/restrict.h.
find src/feature -name '*.c' -exec awk '
/^const struct record_type [a-z_]*_record = / { kind = $4; sub(/_record$/, "", kind) }
kind != "" && match($0, /\.path = "[^"]*"/) { path[kind] = substr($0, RSTART + 9, RLENGTH - 10); kind = "" }
match($0, /\.whole = &[a-z_]*_record, \.verb = "[a-z_]*"/) { n = split(substr($0, RSTART, RLENGTH), w, /[&"]|_record/); part[++parts] = w[2] SUBSEP w[4] }
/^const struct restrict_def / { restricted = 1 }
restricted && match($0, /\.type = &[a-z_]*_record/) { n = split(substr($0, RSTART, RLENGTH), w, /[&]|_record/); part[++parts] = w[2] SUBSEP "access"; restricted = 0 }
END { for (i = 1; i <= parts; i++) { split(part[i], w, SUBSEP); print path[w[1]] "/" w[2] } }' {} + >> "$dir/pages"
sed -n 's/.*str_is(path, "\([^"]*\)").*/\1/p' src/app/web.c src/app/api.c >> "$dir/pages"

awk -F'|' -v dir="$dir" '
function load(file, set,   line) { while ((getline line < (dir "/" file)) > 0) set[line] = 1 }
function ok(good, why) { if (good) passed++; else { failed++; print "requirements.sh: " why } }
function names(cell, id, set, kind,   k, n, part) {
	n = split(cell, part, "`")
	for (k = 2; k <= n; k += 2) ok(part[k] in set, id ": there is no " kind " " part[k])
	return int(n / 2)
}
BEGIN { load("ids", ids); load("wanted", wanted); load("actions", actions); load("tests", tests); load("pages", pages) }
/^\| [A-Z]+-[0-9]+ \|/ {
	id = $2; gsub(/ /, "", id)
	seen[id]++
	ok(id in ids, id ": no such requirement")
	if ($4 ~ /not yet/) { ok(!(id in wanted), id ": must be there by now"); next }
	p = names($4, id, pages, "page"); a = names($5, id, actions, "action"); t = names($6, id, tests, "test")
	ok(p > 0 && a > 0 && t > 0, id ": names no page, no action or no test")
}
END {
	for (id in ids) ok(seen[id] == 1, id ": stands there " (seen[id] + 0) " times")
	print passed + 0 " passed, " failed + 0 " failed"
	exit failed > 0
}' "$D"
