#!/bin/sh
# commands.sh: the command line as an administrator meets it: help, exit status, plain refusals.
set -u
cd "$(dirname "$0")/.."
W=$PWD/build/wardkeep
dir=$(mktemp -d /tmp/wkcmd.XXXXXX)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
passed=0
failed=0
# try WANTED-STATUS WORDS-IN-OUTPUT COMMAND…
try() {
	want=$1
	words=$2
	shift 2
	out=$("$@" 2>&1 < /dev/null)
	got=$?
	if [ $got -eq "$want" ] && echo "$out" | grep -qF -- "$words"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "commands.sh: $*: status $got (wanted $want), wanted \"$words\" in: $out"
	fi
}
db=sqlite:$dir/w.db
try 2 "which command" "$W"
try 0 "Exit status" "$W" --help
for c in serve migrate demo user token framework document import spc backup restore verify call; do
	try 0 "wardkeep $c" "$W" $c --help
done
try 2 "no command" "$W" fly
try 2 "wants a value" "$W" serve --db
try 1 "wardkeep migrate" "$W" serve --db "sqlite:$dir/none.db"
try 2 "does not know" "$W" serve --clmad "unix:$dir/scanner" --db "sqlite:$dir/none.db"
try 2 "does not know" "$W" verify --all
try 0 "up to date" "$W" migrate --db "$db"
try 0 "up to date" "$W" migrate --db "$db"
try 0 "agreement.list" "$W" call
try 1 "mail" "$W" token list --db "$db"
try 2 "no action" "$W" call fly.away --db "$db"
try 2 "key=value" "$W" call agreement.list fly --db "$db"
try 1 "none.yaml cannot be read" "$W" call scoring.import "file=@$dir/none.yaml" --db "$db"
try 1 "Say which one acts" "$W" call scoring.import file=@tests/frameworks/boathouse-library.yaml --db "$db"
try 0 "as it was written" "$W" verify --db "$db"
try 0 '"edition":"2017-18"' "$W" framework list --db "$db"
"$W" framework export commissioner-security 2017-18 --db "$db" > "$dir/f.yaml"
try 1 "never changes" "$W" framework import "$dir/f.yaml" --db "$db"
sed 's/^edition: .*/edition: "2"/' "$dir/f.yaml" > "$dir/g.yaml"
try 0 '"status":"draft"' "$W" framework import "$dir/g.yaml" --db "$db"
sed '9s/.*/oops: 1/' "$dir/g.yaml" > "$dir/h.yaml"
try 1 "h.yaml: line 9" "$W" framework import "$dir/h.yaml" --db "$db"
try 1 "cannot be read" "$W" framework import "$dir/none.yaml" --db "$db"
try 1 "no such framework" "$W" framework export none 1 --db "$db"
try 2 "framework wants" "$W" framework --db "$db"
try 0 "Written to" "$W" backup "$dir/copy" --db "$db"
try 1 "" "$W" backup "$dir/copy" --db "$db"
try 0 "Restored" "$W" restore "$dir/copy" --db "sqlite:$dir/r.db"
cp "$dir/w.db.key" "$dir/r.db.key"
try 0 "as it was written" "$W" verify --db "sqlite:$dir/r.db"
try 1 "" "$W" restore "$dir/copy" --db "$db"
"$W" demo --db "sqlite:$dir/d.db" > /dev/null
# What goes out and comes in again changes nothing, of any plain list, in either format.
for kind in $("$W" call | sed -n 's/^\([a-z_]*\)\.match .*/\1/p'); do
	for format in csv xlsx; do
		"$W" call "$kind.export" format=$format --org RZ01 --db "sqlite:$dir/d.db" --out "$dir/e.$format" > /dev/null
		try 0 "New: 0. Changed: 0. Unchanged" "$W" import "$kind" "$dir/e.$format" --org RZ01 --db "sqlite:$dir/d.db"
		echo "$out" | grep -q "Refused: 0" || try 0 "Refused: 0" echo "$kind $format: $out"
		rm -f "$dir/e.$format"
	done
done
# A large file with the database to itself: killed in the middle it leaves whole batches, and a rerun completes them.
awk 'BEGIN { print "their_ref,Type,Date,Kind of place,Was anybody hurt?,What happened,victim"
	for (i = 1; i <= 20000; i++) printf "W%d,Theft,%02d/03/2025,Ward,No,quokka number %d was here,Vic Tim %d\n", i, 1 + i % 28, i, i }' > "$dir/i.csv"
alone() {
	"$W" import --alone incident "$dir/i.csv" --org RZ01 --db "sqlite:$dir/d.db"
}
"$W" import --alone incident "$dir/i.csv" --org RZ01 --db "sqlite:$dir/d.db" > /dev/null 2>&1 &
pid=$!
sleep 1
kill -9 $pid 2> /dev/null
wait $pid 2> /dev/null
try 0 "as it was written" "$W" verify --db "sqlite:$dir/d.db"
try 0 "20000 rows in" alone
try 0 "Saved: 0 new and 0 changed. Unchanged: 20000." alone
try 0 "as it was written" "$W" verify --db "sqlite:$dir/d.db"
try 0 "Nothing has been saved yet" "$W" import incident "$dir/i.csv" --org RZ01 --db "sqlite:$dir/d.db"
try 1 "no mapping called none" "$W" import incident "$dir/i.csv" --mapping none --org RZ01 --db "sqlite:$dir/d.db"
try 2 "no list called" "$W" import nothing "$dir/i.csv" --org RZ01 --db "sqlite:$dir/d.db"
try 2 "wants the list and the file" "$W" import incident --db "sqlite:$dir/d.db"
try 1 "whose list" "$W" import --alone incident "$dir/i.csv" --db "sqlite:$dir/d.db"
"$W" serve --db "sqlite:$dir/d.db" --listen "$((20000 + $$ % 10000))" 2> /dev/null &
pid=$!
sleep 1
try 1 "Another program has this database open" alone
kill $pid
wait $pid
# Charts want no database.
printf 'date,value\n2024-01-02,11\n2024-01-01,10\n2024-01-03,10\n' > "$dir/s.csv"
try 0 '{"mean":10.333333333333,"upper":12.993333333333,"lower":7.673333333333,' "$W" spc --json "$dir/s.csv"
try 0 '"mean":10,"upper":null,"lower":null,"target":9.5' "$W" spc --json --rebase 2024-01-03 --target=9.5 "$dir/s.csv"
try 0 '"screened":true' "$W" spc --screen --json "$dir/s.csv"
try 0 '</svg>' "$W" spc --svg --better lower "$dir/s.csv"
try 0 'Rules of this chart' "$W" spc "$dir/s.csv"
try 1 'Line 2: "x" is no date' sh -c "printf 'date,value\nx,1\n' | '$W' spc -"
try 1 'no point from the rebase date' "$W" spc --rebase 2025-01-01 "$dir/s.csv"
try 1 'no points' "$W" spc /dev/null
try 1 'cannot be read' "$W" spc "$dir/none.csv"
try 2 'wants a date' "$W" spc --rebase soon "$dir/s.csv"
try 2 'wants a number' "$W" spc --target "$dir/s.csv"
try 2 'not both' "$W" spc --json --svg "$dir/s.csv"
try 2 'does not know' "$W" spc --jsn "$dir/s.csv"
try 2 'wants the file' "$W" spc
# A database of a newer program, a port that is taken, a database that is not there, a disk that cannot be written.
cp "$dir/w.db" "$dir/new.db"
cp "$dir/w.db.key" "$dir/new.db.key"
node -e '
const fs = require("fs"); const p = process.argv[1]; const b = fs.readFileSync(p);
for (let at; (at = b.indexOf("20261122T0003")) >= 0;) b.write("29991122T0003", at);
fs.writeFileSync(p, b);' "$dir/new.db"
try 1 "newer" "$W" serve --db "sqlite:$dir/new.db"
try 1 "" "$W" migrate --db "postgresql://nobody@127.0.0.1:1/none"
mkfifo "$dir/taken"
node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log(s.address().port))' > "$dir/taken" &
read -r port < "$dir/taken"
try 1 "$port" "$W" serve --db "$db" --listen "$port"
kill $!
mkdir "$dir/ro"
cp "$dir/w.db" "$dir/w.db.key" "$dir/ro/"
chmod 500 "$dir/ro"
chmod 400 "$dir/ro/w.db"
if [ "$(id -u)" = 0 ]; then
	chown -R nobody "$dir/ro"
	chmod 755 "$dir"
	try 1 "" setpriv --reuid nobody --clear-groups "$W" migrate --db "sqlite:$dir/ro/w2.db"
else
	try 1 "" "$W" migrate --db "sqlite:$dir/ro/w2.db"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
