#!/bin/sh
# Writes the locks anew from pyproject.toml: newest versions that fit, for Python 3.12 and later, Linux and macOS.
set -eu
cd "$(dirname "$0")/.."
lock() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.12 --upgrade \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
lock pyproject.toml --output-file requirements/run.txt
lock pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
echo uv | lock - --output-file requirements/uv.txt
