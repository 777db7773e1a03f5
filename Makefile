# The portal's commands; `make` alone lists them. Needs Python 3.11 or newer, and nothing else.

PYTHON = .venv/bin/python
INSTALLED = .venv/.installed

.PHONY: help up down test look bench drill requirements
.DEFAULT_GOAL = help

help:
	@echo "make up             the whole portal at http://localhost:8000/ (PORT=8001 for another port), until Ctrl-C"
	@echo "make down           stops what a killed command left running"
	@echo "make test           everything CI checks"
	@echo "make look           every page in every form, and what people do there in a browser (ONLY=events picks pages,"
	@echo "                    ONLY=tests the browser's tests), into var/look/"
	@echo "make bench          how fast it is (ONLY=forums picks a part), into var/bench.json"
	@echo "make drill          what happens when something breaks (ONLY=forums picks a part), into var/drill.json"
	@echo "make requirements   pins the newest versions of what requirements.in and requirements-dev.in name"

up: $(INSTALLED)
	@$(PYTHON) -m cxpa_portal.embedded up

down:
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m cxpa_portal.embedded down; else echo "Nothing was running."; fi

# --- Tests: each line is a check; the first that fails ends it ---------------------------------------------------

# What production must be told, with nothing real in it.
AS_IN_PRODUCTION = env PORTAL_ENV=production DEBUG=False \
	SECRET_KEY=not-a-secret-but-long-enough-to-pass-for-one-0123456789-abcdefghij \
	ALLOWED_HOSTS=portal.example PORTAL_URL=https://portal.example \
	DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing REDIS_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:1 MAIL_FROM=community@portal.example

PYTEST = $(PYTHON) -m pytest --quiet --durations 30 --durations-min 4 --numprocesses logical --maxprocesses 4
# One room in a real browser, or a whole archive brought in: `make look` runs these, and CI walks the whole portal.
LONG = (browser or archive) and not walk

# What Python compiles, and pytest rewrites, is kept for the next worker and the next run.
test: export PYTHONDONTWRITEBYTECODE =
test: $(INSTALLED)
	@echo "— ruff: lint"
	@$(PYTHON) -m ruff check --quiet .
	@echo "— ruff: format"
	@$(PYTHON) -m ruff format --quiet --check .
	@echo "— imports run down the floors"
	@$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()" --no-logo
	@echo "— migrations are complete"
	@$(PYTHON) manage.py makemigrations --check --dry-run
	@echo "— settings are fit for production"
	@$(AS_IN_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	@echo "— tests"
	@chromium=$$($(PYTHON) -m cxpa_portal.embedded.programs chromium) || exit 1; \
	CHROME_PATH="$$chromium" $(PYTEST) -m "not ($(LONG))"

look: $(INSTALLED)
	@chromium=$$(CI=1 $(PYTHON) -m cxpa_portal.embedded.programs chromium) || exit 1; \
	export CHROME_PATH="$$chromium"; \
	case "$(ONLY)" in ""|tests) $(PYTEST) -m "$(LONG)" || exit 1;; esac; \
	[ "$(ONLY)" = tests ] || $(PYTHON) bench/look.py --only "$(ONLY)"

bench: $(INSTALLED)
	@wrk=$$($(PYTHON) -m cxpa_portal.embedded.programs wrk) || exit 1; \
	WRK_PATH="$$wrk" $(PYTHON) bench/run.py --only "$(ONLY)"

drill: $(INSTALLED)
	@$(PYTHON) bench/drill.py --only "$(ONLY)"

# --- What it stands on ------------------------------------------------------------------------------------------

COMPILE = $(PYTHON) -m uv --quiet pip compile --python-version 3.11 --universal --no-header --no-annotate --upgrade

requirements: $(INSTALLED)
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

# Rebuilt only when a requirements file changes. uv installs ten times faster than pip, which fetches only uv itself.
$(INSTALLED): requirements.txt requirements-dev.txt
	@found=""; for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "The portal needs Python 3.11 or newer; here is $$(python3 --version 2>/dev/null || echo none)." >&2; exit 1; \
	fi; \
	if ! $$found -c "import ensurepip, venv" 2>/dev/null; then \
		echo "$$($$found --version) came without its venv module: on Debian or Ubuntu, apt-get install python3-venv." >&2; \
		exit 1; \
	fi; \
	if ! $(PYTHON) -c "import pip" 2>/dev/null; then \
		echo "Making .venv and installing what requirements.txt and requirements-dev.txt name …"; \
		$$found -m venv --clear .venv || { echo "The folder .venv cannot be made here: is this folder yours?" >&2; exit 1; }; \
	else \
		echo "Bringing .venv up to date …"; \
	fi
	@$(PYTHON) -m pip --quiet --disable-pip-version-check install "$$(grep '^uv==' requirements-dev.txt)"
	@$(PYTHON) -m uv --quiet pip sync --compile-bytecode --python $(PYTHON) requirements.txt requirements-dev.txt 2>/dev/null || { \
		echo "uv could not reach the packages; pip, which follows this machine's own settings, takes a little longer …"; \
		$(PYTHON) -m pip --quiet --disable-pip-version-check install -r requirements.txt -r requirements-dev.txt; \
	}
	@touch $@
