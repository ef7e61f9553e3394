# Everything a person does with a checkout. The environment is made by the first command that needs it.

VENV ?= .venv
LOWEST ?= .venv-lowest
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= python3

PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

# What only CI installs: packages of services that few tests need.
GROUPS := --group dev $(if $(filter true,$(CI)),--group services)

.PHONY: demo test soak check lint docs docs-serve docs-links coverage test-lowest bench api-report hooks clean

demo: $(INSTALLED)  ## start a local server, post, stream, load it into ./mastodon.duckdb, show what came
	@$(BIN)/trunkline demo

test: $(INSTALLED)  ## run the tests, without those that take long
	@$(PYTEST) -m "not soak" $(TEST_OPTIONS)

soak: $(INSTALLED)  ## run the long tests: kills, faults, all destinations, a browser, programs of others
	@$(PYTEST) -m soak

lint: $(INSTALLED)  ## format, lint, layers, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright

docs: $(INSTALLED)  ## build the documentation into site/, without the internet; warnings are errors
	@$(BIN)/python -m sphinx -q -W --keep-going -j auto -b html -d build/doctrees docs site

docs-serve: docs  ## show the documentation on http://127.0.0.1:8000
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory site

docs-links: $(INSTALLED)  ## ask each address that the documentation links to; needs the internet
	@DOCS_ONLINE=1 $(BIN)/python -m sphinx -q -b linkcheck -d build/doctrees-online docs build/links

check: lint docs test  ## what a change has to pass before it is proposed

coverage: TEST_OPTIONS := --cov --cov-report=term
coverage: test  ## run the tests and show what they do not reach

test-lowest:  ## run the tests with the lowest allowed version of each dependency, in an environment of its own
	@$(PYTHON) -m venv $(LOWEST)
	@$(PYTHON) .ci/lowest.py > $(LOWEST)/constraints.txt
	@$(LOWEST)/bin/python -m pip install --quiet --upgrade pip
	@$(LOWEST)/bin/python -m pip install --quiet --constraint $(LOWEST)/constraints.txt --editable '.[all]' --group dev httpx
	@$(LOWEST)/bin/python -m pytest -n auto --dist worksteal -m "not soak"

hooks: $(INSTALLED)  ## let git check what is committed
	@$(BIN)/pre-commit install

bench: $(INSTALLED)  ## measure against named peers
	@for file in $(filter-out benchmarks/farm.py benchmarks/servers.py, $(wildcard benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python $$file || exit 1; done
	@echo "== benchmarks/servers.py --quick"; $(BIN)/python benchmarks/servers.py --quick

api-report: $(INSTALLED)  ## how much of the Mastodon API is covered
	@$(BIN)/python tests/contract/api_report.py

clean:  ## remove the environment and everything that was built
	rm -rf $(VENV) $(LOWEST) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*

$(INSTALLED): pyproject.toml
ifeq ($(UV),)
	@echo "Preparing $(VENV) with pip, once; this takes some minutes ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable '.[all]' $(GROUPS)
else
	@echo "Preparing $(VENV) with uv ..."
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --editable '.[all]' $(GROUPS)
endif
	@touch $@
