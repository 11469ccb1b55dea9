PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark
ARGS ?=

unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup spark demo test test-lowest lint format lab docs lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## investigate the car that hated vanilla, end to end
	@$(BIN)/rootcause demo

test: lint ## style, types, import rules and every test but the slow ones
	@$(BIN)/pytest -n 2 $(ARGS)

lab: $(READY) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

docs: $(READY) ## build the documentation in site/
	@$(BIN)/python docs/make.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -q
	@echo "site/index.html"

setup: $(READY) ## only set up the environment in .venv

spark: $(SPARK) ## add Spark (500 MB), so that the tests on a cluster run too; they need Java 17

lint: $(READY) ## style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(READY) ## put files in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test-lowest: $(READY) ## every test on the lowest versions allowed
	@$(PYTHON) -m venv --clear $(VENV)-lowest
	@$(UV) pip install -q --python $(VENV)-lowest/bin/python --resolution lowest-direct --group test -e '.[notebook,pdf,postgresql,scale]'
	@$(VENV)-lowest/bin/pytest -n 2 -W default::DeprecationWarning $(ARGS)

lock: $(VENV)/pyvenv.cfg ## resolve requirements.lock again; ARGS=--upgrade for newer versions
	@$(UV) pip compile pyproject.toml -q -o requirements.lock --universal --python-version 3.11 \
		--extra notebook --extra pdf --extra postgresql --extra scale --group dev --generate-hashes --no-header $(ARGS)
	@$(UV) pip compile -q -o requirements-spark.lock --universal --python-version 3.11 \
		-c requirements.lock --group spark --generate-hashes --no-header $(ARGS)

clean: ## remove the environment and all caches
	@rm -rf $(VENV) $(VENV)-lowest .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist site
	@find src tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "rootcause needs Python 3.11 or newer, but $(PYTHON) is '$$($(PYTHON) --version 2>&1)'; name another: make PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "Setting up $(VENV), once; this takes less than a minute."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv || echo "uv can't be had here; pip takes its place, more slowly."

$(READY): $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@{ [ -x $(UV) ] && $(UV) pip sync -q --python $(BIN)/python --require-hashes requirements.lock \
		$(if $(wildcard $(SPARK)),requirements-spark.lock); } || \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(SPARK): $(READY) requirements-spark.lock
	@{ [ -x $(UV) ] && $(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements-spark.lock; } || \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@
