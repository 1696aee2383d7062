# Two commands do everything: `make demo` and `make test`. A Python 3.11 is all they ask for.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: demo test setup setup-dev check quick screens bench schema lock clean

demo: setup  ## The main job on the sample company, then a server to look at
	seiyaku demo

setup: $(VENV)/.base  ## What a running instance needs, into $(VENV)

setup-dev: $(VENV)/.dev  ## What the tests need besides

$(VENV)/.base: requirements/base.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt requirements/spark.txt $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	touch $@

check: setup-dev  ## Every gate but the tests: layers, types, lint, migrations
	ruff check .
	ruff format --check .
	lint-imports
	mypy
	python -m django makemigrations --check --dry-run --settings seiyaku.config.settings

test: check  ## All checks, then all tests on SQLite, and those that touch a database on PostgreSQL
	python -m pytest -n 2 --dist loadgroup --database sqlite
	python -m pytest -n 2 --dist loadgroup --database postgresql

quick: setup-dev  ## The tests that take less than ten seconds each, on SQLite
	python -m pytest -n 2 --dist loadgroup -m "not slow and not browser" --database sqlite

screens: setup-dev  ## Pictures of every screen, both languages, lights and widths, into ./screens/index.html (wants Chromium and tests/browser's npm ci)
	SEIYAKU_SCREENS=$(CURDIR)/screens python -m pytest -q tests/browser/test_screens.py --database sqlite

$(VENV)-peers/.made: requirements/peers.txt
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	touch $@

bench: setup-dev $(VENV)-peers/.made  ## The benchmarks of docs/benchmarks, with their peers in the same run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	SEIYAKU_BENCH_PEERS=$(abspath $(VENV)-peers)/bin/python PYTHONPATH=src:verifier python -m tests.bench

schema: setup  ## Write the one script of SQLite's tables anew, after a new migration
	python -m seiyaku.cli.schema

lock:  ## Resolve requirements/*.in anew; wants uv
	for name in build base dev bench peers spark; do uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q requirements/$$name.in -o requirements/$$name.txt; done
	DJANGO_SETTINGS_MODULE=seiyaku.config.settings python requirements/released.py

clean:
	rm -rf $(VENV) $(VENV)-peers .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
