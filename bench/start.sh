#!/bin/sh
# start.sh: milliseconds from starting the server to its first answer, and its memory when idle.
set -eu
cd "$(dirname "$0")/.."
dir=$(mktemp -d /tmp/wkstart.XXXXXX)
trap 'rm -rf "$dir"' EXIT
build/wardkeep demo --db "sqlite:$dir/w.db" > /dev/null
for turn in 1 2 3 4 5; do
	begun=$(date +%s%N)
	build/wardkeep serve --db "sqlite:$dir/w.db" --listen 18765 2> /dev/null &
	pid=$!
	until curl -sf -o /dev/null http://127.0.0.1:18765/readyz; do :; done
	echo "first answer after $((($(date +%s%N) - begun) / 1000000)) ms, $(awk '/VmRSS/ { print $2 }' /proc/$pid/status) kB when idle"
	kill $pid
	wait $pid || :
done
