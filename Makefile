# Two commands do everything on a fresh machine: `make reports` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help reports test lab results bench lock tidy clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

reports: .venv/running | data/raw/ndtms  ## render the default reports and print where they are
	@$(BIN)/needs report

# Records of real people are no part of the project: without extracts of one's own, invented ones show what it does
data/raw/ndtms: | .venv/running
	@$(BIN)/needs synthesise

# `needs` itself finds out what has changed. It ends with 1 if an input was refused: said, and no reason not to go on
test: .venv/development | data/raw/ndtms  ## run every test; says which were skipped for lack of a browser
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lab: .venv/development | data/raw/ndtms  ## open JupyterLab on the notebooks
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/jupyter lab notebooks

results: .venv/running | data/raw/ndtms  ## read data/raw, count, and write data/processed, if anything has changed
	@$(BIN)/needs results

.venv/running: requirements.lock pyproject.toml
	@echo "Setting up .venv (once; about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs wants Python 3.11 or later: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements-development.lock .venv/running
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-development.lock
	@touch $@

bench: .venv/development | data/raw/ndtms  ## how fast, as ratios in one run on this machine
	@$(BIN)/python benchmarks/counting.py
	@$(BIN)/python benchmarks/country.py 10 --quarters 8 16 24
	@$(BIN)/python benchmarks/attack.py
	@$(BIN)/needs results || [ $$? = 1 ]
	@$(BIN)/python benchmarks/documents.py 12 --grow 40

lock:  ## work out both lock files again from pyproject.toml (wants uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
	  --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra build --extra tests --extra lab --extra cluster -c requirements.lock pyproject.toml -o requirements-development.lock

tidy: .venv/development  ## format and lint the code
	@$(BIN)/ruff format src tests benchmarks
	@$(BIN)/ruff check --fix src tests benchmarks

clean:  ## remove everything that was made
	rm -rf .venv data/processed/*.parquet data/processed/stamp.json data/processed/safe data/processed/restricted reports/*/ reports/index.html reports/.record.jsonl data/processed/.*.part reports/.*.part
