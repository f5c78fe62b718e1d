# Two commands do everything: `make run` and `make test`. The rest is for those who work on the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TESTED := $(VENV)/.ready-to-test
MEASURED := $(VENV)/.ready-to-measure

# Most tests on the real Asterisk wait: more of them than there are cores can run side by side.
WORKERS ?= 4

.PHONY: run demo test suite check bench nightly storm simulations contract corpus clean help

help: ## show the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: $(READY) ## a private Asterisk, the engine, sample agents and five sample calls; stays up until Ctrl-C
	@$(BIN)/ivr demo --stay

demo: $(READY) ## the same, and exits: 0 only if all five journeys came out as expected
	@$(BIN)/ivr demo

test: $(TESTED) ## everything that CI runs
	@$(MAKE) --no-print-directory -j 2 check suite

suite: $(TESTED) ## all tests, in WORKERS processes (4) that each take a file at a time
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(TESTED) ## formatting, lint, types, direction of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(MEASURED) ## speed, as ratios; results are kept in bench/results
	@$(BIN)/python -m bench

nightly: $(TESTED) ## the rules of the router through two million generated events: about five minutes
	@EVENTS=2000000 $(BIN)/python -m pytest tests/routing/test_any_order.py

storm: $(TESTED) ## a thousand real calls, engines killed and the database away in between: about ten minutes
	@CALLS=1000 $(BIN)/python -m pytest -s tests/live/test_verify_many.py

simulations: $(TESTED) ## the router beside known figures of queueing theory, in full: about two hours on two cores
	@$(BIN)/python -m tests.simulations

contract: $(TESTED) ## thousands of requests of every kind to the REST interface: about ten minutes
	@EXAMPLES=100 $(BIN)/python -m pytest tests/web/test_contract.py

corpus: $(TESTED) ## precision and recall of `ivr check` over dialplans with seeded faults
	@$(BIN)/python -m tests.corpus

clean: ## remove the virtual environment and what runs have left in var/
	rm -rf $(VENV) var

$(READY): pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh "$(PYTHON)" $(VENV) voice,graph,demo
	@touch $@

$(TESTED): pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh "$(PYTHON)" $(VENV) voice,graph,demo,test
	@touch $@ $(READY)

$(MEASURED): pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh "$(PYTHON)" $(VENV) voice,graph,demo,test,bench
	@touch $@ $(READY) $(TESTED)
