#!/bin/sh
# Everything that can be known without running the store; the quickest first. Goes on after a failure and names all.
set -u
cd "$(dirname "$0")/.."
export STORECREW_DATA="$PWD/build/check-data" STORECREW_DURABLE=0 DATABASE_URL=
failed=""

step() {
    name=$1
    shift
    started=$(date +%s)
    if output=$("$@" 2>&1); then
        echo "  ok      $name ($(($(date +%s) - started)) s)"
    else
        echo "  FAILED  $name"
        printf '%s\n' "$output" | sed 's/^/          /'
        failed="$failed $name"
    fi
}

# the longest, beside all others
said=$(mktemp)
.venv/bin/mypy >"$said" 2>&1 &
types=$!

step format .venv/bin/ruff format --check --quiet .
step lint .venv/bin/ruff check --quiet .
step messages .venv/bin/python -m storecrew.config.messages check
step floors .venv/bin/lint-imports --no-cache
step registry .venv/bin/storecrew registry --check
step migrations .venv/bin/python -m django makemigrations --check --dry-run --settings storecrew.config.settings
step architecture .venv/bin/pytest -q -p no:cacheprovider tests/architecture
wait "$types"
types=$?
step types sh -c "cat '$said'; exit $types"
rm -f "$said"

if [ -n "$failed" ]; then
    echo "make check: failed:$failed"
    exit 1
fi
echo "make check: all fine"
