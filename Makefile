# Everything a person does with a checkout. The environment is made by the first command that needs it.

VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= python3

.PHONY: demo test check bench api-report clean

demo: $(INSTALLED)  ## start a local server, post, stream, load it into ./mastodon.duckdb, show what came
	@$(BIN)/trunkline demo

test: $(INSTALLED)  ## run the test suite
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(INSTALLED)  ## what CI checks: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	@$(MAKE) --no-print-directory test

bench: $(INSTALLED)  ## measure against named peers
	@for file in $(filter-out benchmarks/farm.py benchmarks/servers.py, $(wildcard benchmarks/*.py)); do \
		echo "== $$file"; $(BIN)/python $$file || exit 1; done
	@echo "== benchmarks/servers.py --quick"; $(BIN)/python benchmarks/servers.py --quick

api-report: $(INSTALLED)  ## how much of the Mastodon API is covered
	@$(BIN)/python tests/contract/api_report.py

clean:  ## remove the environment and everything that was built
	rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(INSTALLED): pyproject.toml
ifeq ($(UV),)
	@echo "Preparing $(VENV) with pip ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
else
	@echo "Preparing $(VENV) with uv ..."
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --editable '.[all]' --group dev
endif
	@touch $@
