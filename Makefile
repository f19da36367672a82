# Doorstep. `make run` and `make test` need Python 3.11 or newer, git and make; they fetch the rest into .venv and node_modules.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The system's own Python first: distributions build it to be fast (by profile), what pyenv and the like build is often half as
# quick. It counts only if it can make a virtual environment.
PYTHON ?= $(shell for name in /usr/bin/python3.1[1-9] python3.11 python3.12 python3.13 python3.14 python3; do \
  command -v $$name >/dev/null && $$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  && echo $$name && break; done)
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export DOORSTEP_DATA ?= $(CURDIR)/var
export FLASK_APP := server.cli
# Without its compiled modules each of our processes would compile them again at every start.
unexport PYTHONDONTWRITEBYTECODE
NODE_WHEEL := pwa/node_requirements.txt
PAGE_SOURCES := $(shell find pwa service_worker -type f -not -name '.*' 2>/dev/null) vite.config.ts tsconfig.json tsconfig.page.json tsconfig.worker.json

.PHONY: help run test test-fast e2e e2e-engines lint format migrate screenshots bench bench-peers soak lock

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runs build/.done ## Build, migrate, load demo data on the first start, and serve on 127.0.0.1:8000 (HOST, PORT, DOORSTEP_DATA)
	@export DOORSTEP_DEMO="$${DOORSTEP_DEMO:-1}"; flask prepare --with-demo-data && exec honcho start web worker

test: $(VENV)/.tests build/.done ## Run every check and test, with the seconds of each stage
	@python -m tests.run_stages

test-fast: $(VENV)/.tests ## Run the tests that need neither PostgreSQL nor a browser
	@python -m pytest -q -n auto -k "not postgresql" -m "not browser" --ignore tests/end_to_end --ignore tests/proof --ignore tests/engines

e2e: $(VENV)/.tests build/.done ## Run the end-to-end tests in Chromium
	@python -m tests.run_stages browser lock journeys screens

e2e-engines: $(VENV)/.tests build/.done ## Run the offline line in Firefox and in WebKitGTK
	@python -m tests.run_stages engines other_engines

lint: $(VENV)/.tests node_modules/.done ## Check style, types and the direction of imports
	@python -m tests.run_stages lint types shape

format: $(VENV)/.tests node_modules/.done ## Rewrite sources in the house style
	@ruff check -q --fix --exit-zero . && ruff format -q . && npm run --silent format

migrate: $(VENV)/.runs ## Bring the database (DATABASE_URL, else SQLite in DOORSTEP_DATA) to the newest migration
	@flask db upgrade

screenshots: $(VENV)/.tests build/.done ## Photograph every screen at 360 and 1280 px into screenshots/
	@python -m tests.end_to_end.take_screenshots

bench: $(VENV)/.tests build/.done ## Measure the figures of docs/benchmarks.json on this machine, SQLite and PostgreSQL
	@python -m tests.bench.run_bench

bench-peers: $(VENV)/.tests ## Measure PouchDB, Kinto, rxdb-server and ODK Central beside ours; installs them (npm, PyPI, GitHub) into BENCH_PEERS, else ~/.cache
	@python -m tests.bench.peers.run_peers

soak: $(VENV)/.tests build/.done ## Look for lost work for SOAK_MINUTES (60): offices, phones and faults by chance, on SQLite and PostgreSQL; then kill servers, and stay out for ten days
	@python -m tests.run_stages sqlite lock journeys other_engines && python -m tests.proof.soak && SOAK_MINUTES=$${SOAK_MINUTES:-60} python -m pytest -q -n 1 tests/proof/test_killed_servers.py \
	  && TEN_DAYS_VISITS=40 python -m pytest -q -n 1 tests/end_to_end/test_ten_days_offline.py

lock: ## Resolve pyproject.toml and package.json into files of pinned versions with hashes (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	@uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@npm install --package-lock-only

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Doorstep needs Python 3.11 or newer; none was found."; exit 1; }
	@echo "Fetching what Doorstep needs into $(VENV) and node_modules, once; this takes a few minutes."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	@python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt | $(VENV)/bin/python
	@python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.runs

# Node 20.19 or newer from the PATH if there is one, else from a wheel into the virtual environment.
$(VENV)/.node: $(NODE_WHEEL) | $(VENV)/bin/python
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null \
	  && command -v npm >/dev/null || python -m pip install -qq --disable-pip-version-check --require-hashes -r $(NODE_WHEEL)
	@touch $@

node_modules/.done: package-lock.json package.json $(VENV)/.node
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

build/.done: $(PAGE_SOURCES) node_modules/.done
	@npm run --silent build
	@touch $@
