# make run | test | lint | bench. Each builds .venv on first use; after that all work offline.
#   make run ARGS="--device cpu --seed 1"     make test TESTS=tests/gui     make PYTHON=python3.12
.POSIX:
.PHONY: run test lint types bench translations clean help

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/installed
ARGS =
TESTS =

help:
	@sed -n '1,2s/^# //p' Makefile

run: $(STAMP)
	@$(BIN)/python -m gradwalk $(ARGS)

test: lint
	$(BIN)/python -m pytest $(TESTS)

lint: $(STAMP) types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The repository is the package: mypy finds it under its name whatever the folder is called.
types: $(STAMP)
	@mkdir -p $(VENV)/typed && ln -sfn "$$PWD" $(VENV)/typed/gradwalk
	QT='^ *(from|import) (PySide6|pyqtgraph)'; \
	MYPYPATH=$(VENV)/typed $(BIN)/mypy --follow-imports=silent -p gradwalk.engine \
	    $$(find gui -name '*.py' ! -name __init__.py -exec grep -LE "$$QT" {} + \
	        | sed 's|/|.|g; s|\.py$$||; s|^|-m gradwalk.|')

bench: $(STAMP)
	@$(BIN)/python -m benchmarks $(ARGS)

# Collects the texts anew and compiles what is translated; Linguist or an editor fills the .ts.
translations: $(STAMP)
	$(BIN)/pyside6-lupdate -extensions py -no-obsolete -locations none \
	    $$(find gui engine -name '*.py' | LC_ALL=C sort) \
	    -ts assets/translations/gradwalk_zh_CN.ts
	$(BIN)/pyside6-lrelease assets/translations/gradwalk_zh_CN.ts

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
