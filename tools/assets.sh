#!/bin/sh
# assets.sh OUT: the design system's files and our own, made small and named by their hash, as OUT/assets.gen.c.
set -eu
exec node tools/assets.mjs "$1"
