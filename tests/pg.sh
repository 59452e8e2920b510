#!/bin/sh
# A PostgreSQL of the tests' own: in a new directory, on a Unix socket only, gone with `stop`.
#   pg.sh start [DIR]   prints the address of a database with locale C and, on the next line, of one that
#                       sorts as English does; the last part of the socket's path is the directory for stop
#   pg.sh stop DIR
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "pg.sh: PostgreSQL is not installed" >&2; exit 1; }

as_postgres() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid postgres --regid postgres --init-groups env HOME=/tmp PATH="$PATH" "$@"
	else
		"$@"
	fi
}

start() {
	dir=${1:-$(mktemp -d "${TMPDIR:-/tmp}/wkpg.XXXXXX")}
	mkdir -p "$dir"
	chmod 755 "$dir"
	[ "$(id -u)" = 0 ] && chown postgres: "$dir"
	cd "$dir"
	as_postgres "$bin/initdb" -D "$dir/data" -U wardkeep -A trust -E UTF8 --locale=C --no-sync > "$dir/initdb.log" 2>&1 ||
		{ cat "$dir/initdb.log" >&2; exit 1; }
	cat >> "$dir/data/postgresql.conf" <<-END
		listen_addresses = ''
		unix_socket_directories = '$dir'
		fsync = off
		full_page_writes = off
		max_connections = 200
		max_wal_size = 256MB
		shared_buffers = 64MB
		log_min_messages = fatal
	END
	as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start > /dev/null || { cat "$dir/log" >&2; exit 1; }
	as_postgres "$bin/psql" -q -h "$dir" -U wardkeep -d postgres <<-END
		CREATE DATABASE plain TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
		CREATE DATABASE english TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB' LOCALE 'C.utf8';
	END
	echo "postgresql://wardkeep@/plain?host=$dir"
	echo "postgresql://wardkeep@/english?host=$dir"
}

stop() {
	as_postgres "$bin/pg_ctl" -D "$1/data" -m immediate -w stop > /dev/null 2>&1 || :
	rm -rf "$1"
}

case "${1:-}" in
start) start "${2:-}" ;;
stop) [ -n "${2:-}" ] && [ -d "$2/data" ] || { echo "usage: pg.sh stop DIR" >&2; exit 1; }
	stop "$2" ;;
*) echo "usage: pg.sh start [DIR] | stop DIR" >&2
	exit 1 ;;
esac
