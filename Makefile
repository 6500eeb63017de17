# Storecrew: `make demo` shows it, `make run` runs it, `make test` proves it. `make help` lists the rest.
# PORT=, STORECREW_DATA= and the other variables of docs/scale.md are handed on to what runs.

# a store is several processes: without bytecode each would compile a thousand modules anew
unexport PYTHONDONTWRITEBYTECODE

CREW = .venv/bin/storecrew
PYTHON_OF_VENV = .venv/bin/python

.PHONY: help demo run test check bench messages registry format lock env env-dev clean
.DEFAULT_GOAL := help

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: env  ## a finished store to look at, in its own data folder; RESET=1 builds it anew, ORDERS=500 smaller, PORT=8001 moves it
	@exec $(CREW) demo $(if $(RESET),--reset) $(if $(ORDERS),--orders $(ORDERS))

run: env  ## your own store; the first visit leads through set-up
	@exec $(CREW) up

test: env-dev  ## everything: checks, tests on SQLite and on PostgreSQL, journeys in a browser
	@sh scripts/check.sh; checked=$$?; sh scripts/test.sh && exit $$checked

check: env-dev  ## format, types, floors, messages, registry; under a minute
	@sh scripts/check.sh

bench: env-dev  ## measure, with ratios against a floor of the same run
	@exec $(CREW) bench

messages: env-dev  ## bring the catalogues of messages in line with the source, and say what is untranslated
	@$(PYTHON_OF_VENV) -m storecrew.config.messages update
	@$(PYTHON_OF_VENV) -m storecrew.config.messages check

registry: env-dev  ## write the public contract of actions and reads to registry.json
	@$(CREW) registry --write

format: env-dev  ## put the source in form
	@.venv/bin/ruff check --quiet --select I --fix . ; .venv/bin/ruff format --quiet .

lock: env-dev  ## write the hashed locks anew
	@sh scripts/lock.sh

clean:  ## remove what was built; data folders stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src -name '*.mo' -exec rm -f {} +

env:
	@sh scripts/env.sh run
	@$(PYTHON_OF_VENV) -m storecrew.config.messages compile --quiet

env-dev:
	@sh scripts/env.sh dev
	@$(PYTHON_OF_VENV) -m storecrew.config.messages compile --quiet
