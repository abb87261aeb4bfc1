# `make run` rehearses a whole cash mob on this machine; `make test` checks everything.
.DEFAULT_GOAL := help
.PHONY: help run simulate storm sweep test lint format understand lock bench bench-quick bench-lock
.PHONY: environment tools trust sbom sabotage course mutants tz soak
BIN := .venv/bin
ARGS ?=
SEED ?= 1
MINUTES ?= 10
YEARS ?= 5

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' Makefile | while IFS='|' read -r a b; do \
		printf '%-16s %s\n' "$$a" "$$b"; done

run: environment ## rehearse a whole mob: your city if there is a config.toml, else the example
	@$(BIN)/cashmob rehearse $(ARGS)

test: lint ## lint, types, import directions and every test
	@$(BIN)/python -m pytest -q -n 2 $(ARGS)

lint: tools ## style, types and import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

format: tools ## put the source in its one style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

trust: tools ## kill the bot at every place it can die, mobs in bad weather, ten thousand votes (minutes)
	@$(BIN)/python -m pytest -q -n 2 -m "trust or slow" tests/process tests/simulator tests/stories \
		tests/commands tests/sabotage $(ARGS)

simulate: tools ## one simulated mob, told in full: make simulate SEED=42
	@$(BIN)/python -m tests.simulator.storm --seed $(SEED)

storm: tools ## simulated mobs for as long as told: make storm MINUTES=10 SEED=1
	@$(BIN)/python -m tests.simulator.storm --minutes $(MINUTES) --seed $(SEED) $(ARGS)

course: tools ## any course of a mob against a plain notebook: make course MINUTES=10 SEED=1
	@$(BIN)/python -m tests.course.playing --minutes $(MINUTES) --seed $(SEED) $(ARGS)

understand: environment ## how well the bot understands: the tables of docs/understanding.md
	@$(BIN)/python -m bench.understanding_report $(ARGS)

sweep: tools ## kill the bot at every place it can die: make sweep ARGS='--minutes 60 --seed 7'
	@$(BIN)/python -m tests.process.sweep $(ARGS)

sabotage: tools ## break twelve promises, one after the other: the test of each must notice (minutes)
	@$(BIN)/python -m tests.sabotage.breaking $(ARGS)

mutants: tools ## small faults where they would cost most: which does no test notice? (an hour)
	@$(BIN)/python -m tests.sabotage.mutants $(ARGS)

tz: tools ## the calendar in every zone of the world, every week until 2037 (minutes)
	@$(BIN)/python -m pytest -q -n 2 -m slow tests/domain/test_every_zone.py $(ARGS)

soak: tools ## years of one bot: memory, files and the database's log stay flat: make soak YEARS=5
	@$(BIN)/python -m tests.simulator.soak --years $(YEARS) --seed $(SEED) $(ARGS)

lock: tools ## pin the newest packages that fit pyproject.toml, with their hashes
	@$(BIN)/python -m pip install --quiet 'pip-tools>=7.5,<8'
	@.ci/lock -U

sbom: ## the list of all parts that run, with their digests: sbom.json (CycloneDX)
	@python3 deploy/sbom requirements.txt >sbom.json
	@echo "sbom.json: $$(grep -c '"type": "library"' sbom.json) packages"

bench: tools bench/.venv/installed ## measure beside other programs: docs/performance.md (needs valgrind)
	@$(BIN)/python -m bench $(ARGS)

bench-quick: tools ## only what is the same on every machine: requests, commits, statements
	@$(BIN)/python -m pytest -q tests/bench $(ARGS)

bench-lock: tools ## pin the packages of the other programs, with their hashes
	@$(BIN)/python -m pip install --quiet 'pip-tools>=7.5,<8'
	@sed -n 's/^\([A-Za-z0-9._-]*==[^ ]*\).*/\1/p' requirements.txt >bench/.pins.txt
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--no-header --no-annotate --constraint bench/.pins.txt --output-file bench/requirements.txt \
		bench/requirements.in
	@rm bench/.pins.txt

bench/.venv/installed: bench/requirements.txt
	@$(BIN)/python -m venv --clear --without-pip bench/.venv
	@$(BIN)/python -m pip --python bench/.venv/bin/python install --quiet \
		--disable-pip-version-check --require-hashes --prefer-binary -r bench/requirements.txt
	@cp bench/requirements.txt bench/.venv/installed

environment:
	@deploy/environment requirements.txt

tools: environment
	@deploy/environment requirements-dev.txt
