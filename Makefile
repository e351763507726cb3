# Croisée: `make run` starts it, `make test` tests it. `make help` lists the rest.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
BIN := .venv/bin
WORKERS ?= 2
PORT ?= 8000
BOOTSTRAP := $(PYTHON) tools/bootstrap.py
STATIC_CHECKS := check-format check-lint check-templates check-imports check-types check-front check-migrations

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench slice lock upgrade $(STATIC_CHECKS) check-tests

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: ## install what is missing, start everything, print the address
	@$(BOOTSTRAP) runtime front
	@exec $(BIN)/croisee serve --demo --port $(PORT)

test: ## every test, browser journeys included
	@$(BOOTSTRAP) dev front browser
	@# Apart: a running installation writes and seals in the database that other tests count in.
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not browser" $(ARGS)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m browser $(ARGS)

check: ## format, lint, types, map, templates, migrations, consistency and unit tests
	@$(BOOTSTRAP) dev front
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target $(STATIC_CHECKS)
	@$(MAKE) --no-print-directory check-tests

check-format:
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --diff . ; exit 1; }

check-lint:
	@$(BIN)/ruff check --quiet .

check-templates:
	@$(BIN)/djlint --quiet --lint croisee

check-imports:
	@answer=$$($(BIN)/lint-imports 2>&1) || { echo "$$answer"; exit 1; }

check-types:
	@$(BIN)/mypy --no-error-summary

check-front:
	@$(BOOTSTRAP) npm run --silent check

check-migrations:
	@$(BIN)/python -m tools.migrations_check

check-tests:
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --quiet -m "not access and not browser and not slow"

fix: ## format, and repair what can be repaired
	@$(BOOTSTRAP) dev
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@$(BIN)/python -m tools.roles_table --write

bench: ## measurements of docs/performance.md
	@$(BOOTSTRAP) dev front
	@$(BIN)/python -m tests.bench $(ARGS)

slice: ## a new slice: make slice group=casework name=aids
	@$(BOOTSTRAP) dev
	@$(BIN)/python -m tools.slice "$(group)" "$(name)"

lock: ## compile the lock files from pyproject.toml
	@$(BOOTSTRAP) dev
	@$(BIN)/python -m tools.lock

upgrade: ## the same, with the newest versions
	@$(BOOTSTRAP) dev
	@$(BIN)/python -m tools.lock --upgrade
