# What a newcomer needs: `make demo`, then `make test`. Every target sets up .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ROLE ?= township
DIR ?= .demo
PEERS ?= .peers

.PHONY: install demo test check format bench peers soak docs lock clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: install  ## the whole path on an invented county; opens the screen on a terminal
	@$(BIN)/xfgrid demo --as $(ROLE) --dir $(DIR)

test: install
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak"

check: install  ## format, lint, types, import contract, schema drift
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/schemas.py --check
	$(BIN)/python scripts/calendars.py --check

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install peers  ## figures, each as a ratio to a floor or a peer of the same run
	XFGRID_PEERS=$(PEERS) $(BIN)/python -m benchmarks

peers:  ## programs to measure the screen against, each by itself; left out where no package index can be reached
	@for peer in posting==2.11.1 harlequin==2.17.0; do \
	  at=$(PEERS)/$${peer%%==*}; test -x $$at/bin/$${peer%%==*} && continue; \
	  $(PYTHON) -m venv $$at && $$at/bin/python -m pip install --quiet $$peer || rm -rf $$at; \
	done

soak: install  ## long campaigns
	$(BIN)/python -m pytest -n 2 -m soak --timeout 7200

docs: install  ## draws the pictures of the documents anew
	$(BIN)/python -m scripts.pictures
	$(BIN)/python -m tests.meeting.journey docs/tour
	$(BIN)/python -m scripts.papers

lock: ## needs uv; names no registry
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -o requirements.lock

clean:
	rm -rf $(VENV) .demo* $(PEERS)
