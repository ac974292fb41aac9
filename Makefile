# `make run` starts the program, `make test` proves it. Both set up whatever is missing on a fresh Debian or Ubuntu machine.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
TOUR := build/tour
export PYTHONUTF8 := 1

.PHONY: run test tour pictures bench format check setup clean
.DEFAULT_GOAL := run

run: $(READY)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(PY) main.py; else exec $(MAKE) --no-print-directory tour; fi

tour: $(READY)
	@QT_QPA_PLATFORM=offscreen $(PY) main.py --tour $(TOUR)

pictures: tour
	$(PY) -m tests.pictures $(TOUR)

test: $(READY) check
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/basedpyright

format: $(READY)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.benchmarks $(SIZE)

setup: $(READY)

$(READY): requirements.lock .ci/system-packages
	bash .ci/system-packages
	$(PYTHON) -m venv --clear $(VENV)
	# The lock names everything: a resolver that looks at newer releases could only fail on them.
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PY) -m pip check --quiet --disable-pip-version-check
	@touch $@

clean:
	rm -rf build $(VENV)
