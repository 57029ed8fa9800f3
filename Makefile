# Gongbao's commands. Each sets up what it needs in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=
export PYTHONUTF8 := 1
PIP := $(BIN)/python -m pip --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check types style access licences inbound bench faults chinese hostile accuracy ablate layouts notices assistants docs lock sample-pdf wheel clean

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Gongbao needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Gongbao needs into $(VENV) ..." >&2
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what the checks need into $(VENV) ..." >&2
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run  ## Read the sample briefings and show every kind of answer; no Slack needed
	@$(BIN)/gongbao demo

test: $(VENV)/.dev  ## Run the tests, all but the long ones
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not long"

check: $(VENV)/.dev  ## Everything that must be green: style, types, layers, dependencies, all tests with coverage, accuracy
	@$(MAKE) --no-print-directory --jobs=2 types style accuracy
	@$(BIN)/python -m pytest -q -n auto --dist worksteal --cov --cov-report=
	@$(BIN)/coverage report --format=total

types: $(VENV)/.dev
	@$(BIN)/mypy

style: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/deptry bot

access: $(VENV)/.dev  ## Try every listener as every kind of person, and print who reaches what
	@$(BIN)/python -m tests.benchmarks.access_table

licences: $(VENV)/.dev  ## Ask every surface as every kind of person and channel, and print where an internal publisher is seen
	@$(BIN)/python -m tests.benchmarks.licence_table

inbound: $(VENV)/.dev  ## Bring commands, replays and forgeries to the program; print what came of them
	@$(BIN)/python -m tests.benchmarks.inbound

bench: $(VENV)/.dev  ## Measure speed, each figure beside its baseline in the same run
	@$(BIN)/python -m tests.benchmarks.bench

faults: $(VENV)/.dev  ## Kill the sender at every step and the program under load, lose replies, turn clocks; print what was lost or doubled (SEED=N)
	@$(BIN)/python -m tests.faults --seed $(or $(SEED),1)

hostile: $(VENV)/.dev  ## Read hostile documents while answering, double documents of many shapes, try made-up commands (FUZZ=n)
	@$(BIN)/python -m tests.benchmarks.hostile --doublings --fuzz $(or $(FUZZ),20000)

accuracy: $(VENV)/.dev  ## Measure how right the reading is on the labelled documents, and what questions find in them
	@$(BIN)/python -m tests.benchmarks.accuracy
	@$(BIN)/python -m tests.benchmarks.retrieval

ablate: $(VENV)/.dev  ## Measure what each rule of reading is worth (ROOM=facts|layout, ONLY=name)
	@$(BIN)/python -m tests.benchmarks.ablate --room $(or $(ROOM),facts) $(if $(ONLY),--only $(ONLY))

layouts: $(VENV)/.dev  ## Compose briefings of many layouts in two languages, and print how each habit is read, with the layout found and with its own (SEED=N)
	@$(BIN)/python -m tests.benchmarks.composer --seed $(or $(SEED),1)

assistants: $(VENV)/.dev  ## Ask every tool over both transports as an assistant does; print the transcript and the score of sixty questions
	@$(BIN)/python -m tests.benchmarks.assistants

chinese: $(VENV)/.dev  ## Compare search with LIKE for 100 Chinese strings, where ../shared has the documents for it
	@$(BIN)/python -m tests.benchmarks.chinese

notices: $(VENV)/.dev  ## Measure how right the reading of 60 official notices is, where their texts lie beside the checkout
	@$(BIN)/python -m tests.benchmarks.notices

docs: $(VENV)/.run  ## Write the tables of commands, keys and settings in docs/ from the code
	@PYTHONPATH=. $(BIN)/python docs/tables.py

sample-pdf: $(VENV)/.dev  ## Write the sample briefing's PDF again from its Markdown
	@$(BIN)/python data/make_sample_pdf.py

lock: $(VENV)/.dev  ## Resolve the dependencies for all platforms again
	@$(PIP) install 'uv>=0.9'
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

wheel: $(VENV)/.dev  ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean:  ## Remove what these commands made
	@rm -rf $(VENV) dist build .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
