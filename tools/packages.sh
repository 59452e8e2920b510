#!/bin/sh
# packages.sh [--yes]: installs the Debian packages of packaging/packages.txt that are missing; asks first.
set -eu
cd "$(dirname "$0")/.."
want=$(sed 's/#.*//' packaging/packages.txt | tr -s ' \n' '\n' | sed '/^$/d')
missing=""
for p in $want; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $p"
done
# A Node.js that came another way counts.
command -v node > /dev/null && command -v npm > /dev/null && missing=$(echo "$missing" | sed 's/ nodejs\b//; s/ npm\b//')
[ -n "$(echo "$missing" | tr -d ' ')" ] || exit 0
echo "Wardkeep needs these Debian packages, which are not installed:"
echo " $missing"
root=""
[ "$(id -u)" = 0 ] || root=sudo
if [ "${1:-}" != --yes ]; then
	printf 'Install them now with apt-get? [y/N] '
	read -r answer || answer=n
	case "$answer" in
	y | Y | yes) ;;
	*) echo "Nothing was installed. Install them yourself, then start again." >&2; exit 1 ;;
	esac
fi
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -q || echo "packages.sh: the package lists could not be refreshed; trying with what is there" >&2
# shellcheck disable=SC2086
$root apt-get install -y -q --no-install-recommends $missing
