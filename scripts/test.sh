#!/bin/sh
# The whole suite on SQLite, then on a PostgreSQL brought up for it. Both are run even when the first fails.
set -u
cd "$(dirname "$0")/.."
unset DATABASE_URL CACHE_URL STORAGE_URL MAIL_URL
export STORECREW_DATA="$PWD/build/test-data"
rm -rf "$STORECREW_DATA"
workers=${WORKERS:-3}  # one more than cores: many tests wait for processes they started; four took longer
status=0
# tests/architecture reads the source alone: scripts/check.sh has it
set -- -q -n "$workers" --dist loadscope --no-loadscope-reorder --ignore=tests/architecture "$@"

echo "== Tests on SQLite, and journeys in a browser"
.venv/bin/pytest "$@" || status=1
echo "== Tests on PostgreSQL"
.venv/bin/python scripts/with_postgres.py .venv/bin/pytest "$@" || status=1
[ "$status" -eq 0 ] && echo "make test: all fine" || echo "make test: FAILED"
exit "$status"
