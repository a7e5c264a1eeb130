# Everything a person or a machine does with this project, by name.
#   make run PORT=8600             another port
#   make run PYTHON=/path/to/3.11  a Python 3.11 that is not on the path

PORT ?= 8501
PYTEST_ARGS ?=
export PYTHON

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check \
	--require-hashes --quiet
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp
# Three workers also on two cores: the one with the browser mostly waits.
TESTS := $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder
PYTHON_FILES := $(wildcard etl dashboard methods pages)

.PHONY: help run setup test test-disclosure test-long check lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run        set up, build the database if there is none, serve"
	@echo "make test       set up for tests and run them"
	@echo "make setup      the environment alone, with what tests and checks need"
	@echo "make check      ruff, sqlfluff, import contracts, types"
	@echo "make test-disclosure  the attack on what leaves, alone"
	@echo "make test-long  the tests that take more than some seconds"
	@echo "make lock       pin all packages anew"
	@echo "make clean      remove the environment and the caches, no data"

run: bytecode data/built/CURRENT
	@echo "Serving at http://127.0.0.1:$(PORT) (stop with Ctrl+C)"
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

setup: $(DEVELOPMENT) bytecode

test: $(DEVELOPMENT) bytecode
	@tools/chromium.sh
	$(TESTS) $(PYTEST_ARGS)

test-disclosure: $(DEVELOPMENT)
	$(BIN)/python -m pytest -n 2 tests/disclosure -m "long or not long" \
		-k "not linear_programs" $(PYTEST_ARGS)

test-long: $(DEVELOPMENT)
	@tools/chromium.sh
	$(TESTS) -m long $(PYTEST_ARGS)

check: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar etl/sql
	PYTHONPATH=. $(BIN)/lint-imports --no-logo
	$(BIN)/mypy $(PYTHON_FILES)

lock: $(DEVELOPMENT)
	$(BIN)/uv pip compile pyproject.toml --output-file requirements.txt $(LOCK)
	$(BIN)/uv pip compile --group dev --constraints requirements.txt \
		--output-file requirements-dev.txt $(LOCK)

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

clean:
	find $(PYTHON_FILES) -name __pycache__ -prune -exec rm -r {} +
	rm -rf $(VENV) .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache

$(RUNTIME): requirements.txt
	@tools/venv.sh
	@echo "Installing the packages of requirements.txt (once, some minutes)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

# Our own modules, as pip does with packages: else a check that may write no bytecode
# would compile them each time.
.PHONY: bytecode
bytecode: $(RUNTIME)
	@$(BIN)/python -m compileall -q $(PYTHON_FILES)

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing the packages of requirements-dev.txt (once)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# Made only where there is none; a newer one comes from python -m etl build.
data/built/CURRENT: | $(RUNTIME)
	$(BIN)/python -m etl build
