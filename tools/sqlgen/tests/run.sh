#!/bin/sh
# run.sh: what sqlgen must refuse, what it must take, and that both compilers take what it writes.
# With PGTEST=postgresql://… (an empty database) every PostgreSQL text is prepared there too.
set -u
cd "$(dirname "$0")/../../.." || exit 2
here=tools/sqlgen/tests
gen=${SQLGEN:-build/tools/sqlgen}
[ -x "$gen" ] || make -s "$gen" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED: %s\n' "$*"; }

# Each case becomes a folder x of its own; behind RECORD stands its statement file.
awk -v w="$work" '
	/^@@ / { n++; d = sprintf("%s/case%03d", w, n); system("mkdir -p " d "/x " d "/out")
		frag = substr($0, 6); print frag > (d "/fragment"); close(d "/fragment")
		f = d (substr($0, 4, 1) == "m" ? "/x/20261122T1000_x.sql" : "/x/x.sql"); next }
	/^RECORD$/ { f = d "/x/x.sql"; next }
	n { print > f }' "$here/cases.txt"
mkdir "$work/agreement"
cp "$here"/pass/agreement/2*.sql "$work/agreement/"
for d in "$work"/case*; do
	want=$(cat "$d/fragment")
	if got=$("$gen" --out "$d/out" "$here/pass/organisation" "$work/agreement" "$d/x" 2>&1); then
		bad "taken, though it should say: $want"; cat "$d"/x/*
	elif case $got in */x/*.sql:[1-9]*:*"$want"*) false ;; esac; then
		bad "wanted: $want"; printf '    got: %s\n' "$got"
	else
		good
	fi
done

# What must pass, twice: the second run writes nothing.
mkdir -p "$work/sql"
if "$gen" --out "$work/sql" "$here"/pass/*; then good; else bad "pass set"; fi
touch -d '2001-01-01' "$work"/sql/*
"$gen" --out "$work/sql" "$here"/pass/*
[ -z "$(find "$work/sql" -newermt '2001-01-02' -type f)" ] && good || bad "files were written again though nothing changed"
mkdir -p "$work/empty"
"$gen" --out "$work/empty" 'src/nothing/*' && good || bad "an empty tree"
flags=$(make -s --no-print-directory --eval 'print-genflags: ; @echo $(filter-out -MMD -MP -O2,$(GENFLAGS))' print-genflags)
clang_flags=$(make -s --no-print-directory SAN=1 --eval 'print-genflags: ; @echo $(filter-out -MMD -MP -O1 -g -fsanitize%,$(GENFLAGS))' print-genflags)
cp "$work"/empty/*.c "$work/"
for f in "$work"/sql/*.c "$work"/*.gen.c; do
	gcc -O0 -I"$work" $(echo "$flags" | sed 's/-D_FORTIFY_SOURCE=3//') -fsyntax-only "$f" && good || bad "gcc: $f"
	clang -O0 -I"$work" $clang_flags -fsyntax-only "$f" && good || bad "clang: $f"
done

if [ -n "${PGTEST:-}" ]; then
	gcc -std=c17 -D_GNU_SOURCE -w -Isrc -I"$work" "$here/print_pg.c" "$work"/sql/*.c -o "$work/print_pg" &&
	    "$work/print_pg" > "$work/pg.sql" &&
	    psql -X -q -v ON_ERROR_STOP=1 -f "$work/pg.sql" "$PGTEST" > "$work/pg.out" 2>&1 &&
	    good || { bad "PostgreSQL: $(tail -3 "$work/pg.out")"; }
	echo "PostgreSQL: $(grep -c '' "$work/pg.out") statements prepared"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
