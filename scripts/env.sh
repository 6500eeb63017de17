#!/bin/sh
# Makes .venv what the lock says, and does nothing when it is already. Usage: scripts/env.sh run|dev
set -eu
cd "$(dirname "$0")/.."
group=${1:-run}

run_sum=$(cksum <requirements/run.txt)
dev_sum=$(cksum <requirements/dev.txt)
case $group in
run) wanted="run $run_sum" ;;
dev) wanted="dev $dev_sum" ;;
*) echo "usage: scripts/env.sh run|dev" >&2; exit 2 ;;
esac

# dev holds all of run: who has it needs no second one
stamp=.venv/.locked
if [ -f "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; then
    found=$(cat "$stamp")
    [ "$found" = "$wanted" ] && exit 0
    [ "$found" = "dev $dev_sum" ] && exit 0
fi

# a name on PATH proves nothing (version managers leave shims that fail): only running it does
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}
if ! usable .venv/bin/python || [ ! -x .venv/bin/pip ]; then
    for python in ${PYTHON:+"$PYTHON"} python3.13 python3.14 python3.12 python3 ""; do
        [ -n "$python" ] && usable "$python" && break
    done
    if [ -z "$python" ]; then
        echo "Storecrew needs Python 3.12 or newer with the venv module." >&2
        echo "  Debian, Ubuntu: apt install python3 python3-venv      macOS: brew install python@3.13" >&2
        echo "  Somewhere else already? Say where: make PYTHON=/path/to/python3 ..." >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version 2>&1) ..."
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Installing what requirements/$group.txt locks ..."
rm -f "$stamp"
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt
.venv/bin/uv pip sync --quiet --system-certs --python .venv/bin/python --require-hashes "requirements/$group.txt"

# the package itself: importable from src, and a command beside python
packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$PWD/src" >"$packages/storecrew.pth"
cat >.venv/bin/storecrew <<END
#!/bin/sh
exec "$PWD/.venv/bin/python" -m storecrew.fronts.cli "\$@"
END
chmod +x .venv/bin/storecrew
printf '%s\n' "$wanted" >"$stamp"
