# Motcua: the commands of a developer and of a newcomer. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DAY ?= 0
PORT ?= 8000
DEMO_DATA ?= var/demo

.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.runtime  ## set up and show a citizen being served; DAY=1 also plays a busy day at 60 times the speed
	@tools/system.sh demo
	@$(BIN)/motcua demo --data $(DEMO_DATA) --port $(PORT) $(if $(filter 1,$(DAY)),--day,)

test: $(VENV)/.dev node_modules/.done  ## set up and pass all tests, browser included
	@tools/system.sh test
	node --import ./tools/node-roots.mjs --test tests/*/*.test.mjs
	$(BIN)/pytest -q

check: $(VENV)/.dev node_modules/.done  ## style, types, layers, screens' own tests, complete texts, vendored files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_vendor.py
	npx --no-install tsc --noEmit -p tsconfig.json
	node --import ./tools/node-roots.mjs --test --test-reporter=dot tests/*/*.test.mjs
	$(BIN)/pytest -q tests/architecture

bench: $(VENV)/.dev  ## measure and print JSON
	@tools/system.sh test
	@$(BIN)/python -m bench

lock: $(VENV)/.dev  ## write requirements/*.txt anew from pyproject.toml
	tools/lock.sh

clean:  ## forget the environment and all demonstration data
	rm -rf $(VENV) node_modules var artefacts

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml
	@echo "Setting up Python packages (half a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "Setting up the developers' packages (a minute) …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.done: package-lock.json
	@tools/system.sh node
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@
