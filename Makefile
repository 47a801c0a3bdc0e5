# Two commands do everything on a fresh machine: `make reports` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# uv does not read what pip is told in pip.conf and PIP_...; so that both fetch from the same place, it is said in uv's words
AS_PIP = $$($(BIN)/python -m pip config list | sort -r | sed -nE "s/^[^=]*\.//; s/'//g; y/ /,/; \
  s/^index-url=/UV_DEFAULT_INDEX=/p; s/^find-links=/UV_FIND_LINKS=/p; s/^no-index=(1|true)$$/UV_OFFLINE=1/p; \
  s/^proxy=/ALL_PROXY=/p; s/^cert=/SSL_CERT_FILE=/p; s/^trusted-host=/UV_INSECURE_HOST=/p")
# Python keeps what it compiles when it first loads it, and that is little; only where it is told to keep nothing is all compiled ahead
UV = env $(AS_PIP) $(BIN)/uv pip install --quiet --python $(BIN)/python $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode)
# A lock into .venv, every file of a hash that the lock gives: by uv, or, where there is none or it fails, by pip
INSTALL = $(UV) --require-hashes -r $(1) 2>/dev/null \
  || { echo "Without uv: pip installs $(1), which takes longer"; $(PIP) --require-hashes -r $(1); }

.PHONY: help reports test lab results bench lock tidy clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

reports: .venv/running | data/raw/ndtms  ## render the documents listed in needs.toml and print where they are
	@$(BIN)/needs report

# Records of real people are no part of the project: without extracts of one's own, invented ones show what it does
data/raw/ndtms: | .venv/running
	@$(BIN)/needs synthesise

# `needs` itself finds out what has changed. It ends with 1 if an input was refused: said, and no reason not to go on
test: .venv/development | data/raw/ndtms  ## run every test, and name those skipped for lack of a browser
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lab: .venv/development | data/raw/ndtms  ## open the notebooks in JupyterLab
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/jupyter lab notebooks

results: .venv/running | data/raw/ndtms  ## read data/raw, count and write data/processed, if anything has changed
	@$(BIN)/needs results

.venv/running: requirements-uv.lock requirements.lock pyproject.toml
	@echo "Setting up .venv, once: this takes about half a minute"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs requires Python 3.11 or later. Name one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --only-binary :all: -r requirements-uv.lock 2>/dev/null || true
	@$(call INSTALL,requirements.lock)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements-development.lock .venv/running
	@$(call INSTALL,requirements-development.lock)
	@touch $@

bench: .venv/development | data/raw/ndtms  ## measure speed, as ratios within one run on this machine
	@$(BIN)/python benchmarks/counting.py
	@$(BIN)/python benchmarks/country.py 10 --quarters 8 16 24
	@$(BIN)/python benchmarks/attack.py
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/python benchmarks/documents.py 12 --grow 40

lock: .venv/running  ## update the lock files: uv's own, and two from pyproject.toml
	echo uv | $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
	  - -o requirements-uv.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
	  --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra build --extra tests --extra lab --extra cluster -c requirements.lock pyproject.toml -o requirements-development.lock

tidy: .venv/development  ## format and lint the code, and check its types
	@$(BIN)/ruff format src tests benchmarks
	@$(BIN)/ruff check --fix src tests benchmarks
	@$(BIN)/mypy

clean:  ## remove everything that was made: .venv, results and reports
	rm -rf .venv data/processed/*/ reports-management reports/*/ reports/index.html reports/.record.jsonl data/processed/.*.part reports/.*.part
