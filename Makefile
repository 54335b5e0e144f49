# Two commands do everything on a fresh machine: `make demo` and `make test`.
SHELL := /bin/bash
PORT ?= 8000
DEMO_DATA ?= data/demo
# uv where it answers; else a copy of our own, since some systems forbid a global pip.
UV := $(shell if uv --version >/dev/null 2>&1; then echo uv; else echo .tools/bin/uv; fi)
APT := chromium libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils postgresql \
       libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core gettext faketime strace redis-server iproute2 \
       nginx-light caddy openssl systemd swift-proxy swift-account swift-container swift-object

.PHONY: demo serve test test-sqlite test-postgres check format system territories translations screenshots clean

demo: .venv/ready ## plays a World Café on http://127.0.0.1:$(PORT)/
	ESSAIM_DATA=$(DEMO_DATA) PORT=$(PORT) $(UV) run --no-sync essaim demo

serve: .venv/ready ## serves a real, empty instance
	PORT=$(PORT) $(UV) run --no-sync essaim serve

test: system .venv/ready-dev test-sqlite test-postgres ## every test, on SQLite and on PostgreSQL

# Each file keeps to one worker, in the order of tests/conftest.py: its server starts once, and browsers come last.
PYTEST := pytest -n 2 --dist loadfile --no-loadscope-reorder

test-sqlite: .venv/ready-dev
	$(UV) run --no-sync $(PYTEST)

# What a page looks like, weighs and does in a browser ran once, above: the rules behind it are tested on both databases
# without one. Whole days, the phone and the desk are played on both.
test-postgres: .venv/ready-dev
	scripts/with_postgres $(UV) run --no-sync $(PYTEST) -m "not looks"

check: .venv/ready-dev ## style, types, templates, layers
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync ruff format --check .
	$(UV) run --no-sync mypy
	$(UV) run --no-sync djlint --lint --quiet essaim
	$(UV) run --no-sync lint-imports
	$(UV) run --no-sync python manage.py makemigrations --check --dry-run

format: .venv/ready-dev
	$(UV) run --no-sync ruff check --fix .
	$(UV) run --no-sync ruff format .

system: ## Debian's packages for the tests; nothing when they are there
	@missing=""; for package in $(APT); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then root=""; else root="sudo"; fi; \
	  $$root apt-get update -q && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -q --no-install-recommends $$missing; \
	fi

territories: .venv/ready-dev ## makes the file of territories again from the pinned package, which npm fetches
	folder=$$(mktemp -d) && cd $$folder && npm pack --silent @etalab/decoupage-administratif@6.0.0 | xargs tar xzf && \
	cd $(CURDIR) && $(UV) run --no-sync python scripts/build_territories.py $$folder/package && rm -rf $$folder

# French sentences are their own translation; only their plurals need a catalogue, since zero is singular in French.
translations: .venv/ready-dev ## gathers the sentences of the sources, and makes the catalogues that the interface reads
	cd essaim && ../.venv/bin/django-admin makemessages -l en --no-location --no-obsolete --no-wrap
	mkdir -p essaim/locale/fr/LC_MESSAGES
	awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1 || /msgid_plural/' essaim/locale/en/LC_MESSAGES/django.po \
	  | sed 's/plural=(n != 1)/plural=(n > 1)/; s/^"Language: en/"Language: fr/; s/^\(msgstr\[[01]\]\).*/\1 ""/' \
	  | msgattrib --clear-fuzzy --clear-previous --no-wrap - | msgen --no-wrap --output-file=essaim/locale/fr/LC_MESSAGES/django.po -
	cd essaim && ../.venv/bin/django-admin compilemessages

screenshots: .venv/ready-dev ## the pictures of README and guides, from a running demo
	$(UV) run --no-sync python scripts/screenshots.py

.venv/ready: pyproject.toml uv.lock | uv
	$(UV) sync --frozen --no-dev --quiet
	@touch $@

.venv/ready-dev: pyproject.toml uv.lock | uv
	$(UV) sync --frozen --all-extras --quiet
	@touch $@ .venv/ready

.PHONY: uv
uv:
	@$(UV) --version >/dev/null 2>&1 || (python3 -m venv .tools && .tools/bin/pip install --quiet uv)

clean:
	rm -rf .venv .tools data/demo
