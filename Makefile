# make demo    grade a sample class, from nothing          make lint          style and format
# make test    the test suite                              make build         the notebooks from solutions/*.py
# make lab     JupyterLab on the student notebooks         make build-check   fail if a notebook is not what its source makes
# make validity   every right and wrong answer graded: do right ones lose points, do wrong ones get full marks?
#
# Everything runs in .venv, made on first use with the first Python found that can run TensorFlow.
# To choose it: make demo PYTHON=/path/to/python3.12

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
CANDIDATES := python3.12 python3.11 python3.13 python3.10 python3 python
SUPPORTED := import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))

# TensorFlow's start-up notices tell a student nothing; its errors still come through.
export TF_CPP_MIN_LOG_LEVEL ?= 3

# nbgrader looks for the command `alembic` when it opens a new gradebook.
demo test validity lab build build-check: export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help install demo test validity lab build build-check lint clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

install: $(READY)

demo: $(READY)
	@$(BIN)/python -m autograder demo

# Several tests at a time, a file (or a session of the course) on one process: what it prepares is prepared once.
test: $(READY)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

# Every answer of the corpus, graded by the engine; what is done is kept in validity/, so that a stopped run goes on.
validity: $(READY)
	@$(BIN)/python -m tests.validity.rates

lab: $(READY)
	@$(BIN)/python -m jupyterlab --notebook-dir=notebooks

build: $(READY)
	@$(BIN)/python -m autograder build

build-check: $(READY)
	@$(BIN)/python -m autograder build --check

lint: $(READY)
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .

clean:
	rm -rf $(VENV)

# A candidate counts only if it runs: version managers leave commands behind that merely say what is not installed.
$(READY): requirements.txt pyproject.toml setup.py
	@chosen=''; seen=''; \
	for p in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	  found=`"$$p" -c 'import platform; print(platform.python_version())' 2>/dev/null` || continue; \
	  if "$$p" -c '$(SUPPORTED)' 2>/dev/null; then chosen="$$p"; break; fi; \
	  seen="$$seen $$found ($$p)"; \
	done; \
	if [ -z "$$chosen" ]; then \
	  echo "Python 3.10-3.13 is needed; found$${seen:- none}. Install one, or run: make PYTHON=/path/to/python" >&2; exit 2; \
	fi; \
	if ! "$$chosen" -c 'import venv, ensurepip' 2>/dev/null; then \
	  v=`"$$chosen" -c 'import sys; print("%d.%d" % sys.version_info[:2])'`; \
	  echo "Python $$v ($$chosen) has no venv module; on Debian or Ubuntu: apt-get install python$$v-venv" >&2; exit 2; \
	fi; \
	if ! "$(BIN)/python" -c '$(SUPPORTED)' 2>/dev/null || [ -n "$(PYTHON)" ]; then \
	  echo "Making $(VENV) with $$chosen ..."; "$$chosen" -m venv --clear $(VENV) || exit 2; \
	fi
	@echo "Installing TensorFlow, JupyterLab and the course into $(VENV) (about 2 GB; some minutes the first time) ..."
	@( while sleep 5 >/dev/null 2>&1; do printf .; done ) & dots=$$!; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt; status=$$?; \
	kill $$dots; echo; exit $$status
	@touch $(READY)
