# Everything is done by `scripts/` (standard library only); this file only names it.
PYTHON ?= python3
# Messages are French whatever the terminal's locale.
export PYTHONUTF8 ?= 1

.DEFAULT_GOAL := help
.PHONY: help run dev test format check proof faults bench lock

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: ## install what is missing, then serve http://127.0.0.1:8000 (PORT, DATABASE_URL, REDIS_URL, DEMO=0)
	@$(PYTHON) -m scripts run

dev: ## the same with reload at each change of a file
	@$(PYTHON) -m scripts dev

test: ## the whole suite on SQLite, then on PostgreSQL (TEST_DATABASE_URL, or one is started)
	@$(PYTHON) -m scripts test

format: ## write Python and templates as `make check` wants them
	@$(PYTHON) -m scripts format

check: ## formats, lint, types, floors, settings, migrations, then the suite: what CI runs
	@$(PYTHON) -m scripts check

proof: ## the long proofs (marker `preuve`) on both databases
	@$(PYTHON) -m scripts proof

faults: ## kills of relay, worker, web, Redis and PostgreSQL under load (a part of proof)
	@$(PYTHON) -m scripts faults

bench: ## measured tables
	@$(PYTHON) -m scripts bench

lock: ## rebuild requirements.lock and package-lock.json after a change of version
	@$(PYTHON) -m scripts lock
