# One clinical case in, a manuscript for any journal out. `make help` lists what can be made.
# This file serves casewright's own repository and every workspace made by `casewright init`;
# it keeps to what GNU make 3.81 knows.

JOURNAL ?= world-journal-of-gastroenterology-2007
example := pancreatic-metastasis
found := $(wildcard cases/*/case.yaml)
cases := $(patsubst cases/%/case.yaml,%,$(filter cases/%/case.yaml,$(found)))
CASE ?= $(or $(filter $(example),$(cases)),$(firstword $(cases)))

rename := names are lower-case letters, digits and hyphens
ifneq (,$(word 2,$(CASE)))
$(error there is no case '$(CASE)': $(rename))
endif
ifneq (,$(word 2,$(JOURNAL)))
$(error there is no journal '$(JOURNAL)': $(rename))
endif
ifneq (,$(filter-out cases/%/case.yaml,$(found)))
$(warning a folder in cases/ has a space in its name, and is left out: $(rename))
endif

# CASE may be a name, a folder or a case file.
case := $(notdir $(patsubst %/,%,$(patsubst %/case.yaml,%,$(CASE))))
out := build/$(case)/$(JOURNAL)

export XDG_CACHE_HOME := $(CURDIR)/build/.cache
.SUFFIXES:
.DEFAULT_GOAL := all
.PHONY: all docx pdf jats txt check checklist preview fit refs all-cases new clean help always

ifneq (,$(wildcard src/casewright/cli*))
# In casewright's repository: its own sources, run by the environment that .ci/setup makes.
checkout := yes
python := .venv/bin/python
export PYTHONPATH := $(CURDIR)/src
casewright := $(python) -P -m casewright
ready := .venv/ready
tool := $(filter %.py %.lua %.md,$(wildcard src/casewright/*.* src/casewright/*/*.* src/casewright/*/*/*.*))
else
# In a workspace: the casewright that made it, as .casewright.mk says, or the one on PATH. Status 121
# says that this Python has no casewright (any more); 126 and 127 that it does not run.
-include .casewright.mk
start := import sys, importlib.util as u; sys.path[:1] == [""] and sys.path.pop(0); \
    u.find_spec("casewright") or sys.exit(121); import runpy; \
    runpy.run_module("casewright", run_name="__main__", alter_sys=True)
casewright := run() { \
    if [ -x $(or $(CASEWRIGHT_PYTHON),"") ]; then \
        $(or $(CASEWRIGHT_PYTHON),:) -c '$(start)' "$$@"; \
        code=$$?; case $$code in 121|126|127) ;; *) return $$code;; esac; fi; \
    if command -v casewright >/dev/null; then casewright "$$@"; \
    else echo "casewright was not found. Install it (pip install, then the folder or the wheel of" \
        "casewright) and run the same command again." >&2; return 2; fi; }; run
endif

# The stamp takes the time at which the build began, so that an edit made meanwhile is not lost.
# What the manuscript was made from stands in manuscript.d, which the build writes.
stamp := $(out)/manuscript.stamp
lost := $(if $(wildcard $(out)/manuscript.docx),$(if $(wildcard $(out)/manuscript.pdf),,always),always)
lost += $(if $(LIVE),$(if $(wildcard $(out)/manuscript-live.docx),,always))

all: $(if $(case),$(stamp),no-case) ## build the DOCX and the PDF of CASE for JOURNAL

$(stamp): $(ready) $(tool) $(wildcard cases/$(case) references templates/_shared templates/$(JOURNAL)) $(lost)
	@mkdir -p build; began=build/.began.$$$$; trap "rm -f $$began; exit 130" HUP INT TERM; : > $$began; \
	$(casewright) build '$(case)' --journal '$(JOURNAL)' $(if $(LIVE),--live-citations); status=$$?; \
	if [ $$status = 0 ]; then mv $$began $@; else rm -f $$began; fi; exit $$status

-include $(out)/manuscript.d

docx pdf jats txt: $(ready) $(if $(case),,no-case)
	@$(casewright) build '$(case)' --journal '$(JOURNAL)' --format $@

check: $(ready) $(if $(case),,no-case) ## list what is wrong or missing in CASE for JOURNAL
	@$(casewright) check '$(case)' --journal '$(JOURNAL)'

preview: $(ready) $(if $(case),,no-case) ## show CASE for JOURNAL in the browser while you write it
	@$(casewright) preview '$(case)' --journal '$(JOURNAL)'

fit: $(ready) $(if $(case),,no-case) ## hold CASE against every journal: what is left to do
	@$(casewright) fit '$(case)' $(if $(filter command environment,$(origin JOURNAL)),--journal '$(JOURNAL)')

checklist: $(ready) $(if $(case),,no-case) ## fill in the reporting guideline that JOURNAL asks for
	@$(casewright) checklist '$(case)' --journal '$(JOURNAL)' $(if $(GUIDELINE),--guideline '$(GUIDELINE)')

refs: $(ready) ## list what is wrong with the references of CASE for JOURNAL, or of all cases
	@$(casewright) refs check $(if $(filter command environment,$(origin CASE)),'$(case)' --journal '$(JOURNAL)')

all-cases: $(ready) ## build every case for every journal
	@$(casewright) build --all --journal $(if $(filter command environment,$(origin JOURNAL)),'$(JOURNAL)',all)

new: $(ready) ## begin a new case: make new NAME=my-case
	@$(casewright) new '$(or $(NAME),$(error say how the case is called: make new NAME=my-case))'

clean: ## delete everything that was built
	@[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name .gitkeep -exec rm -rf {} +

help: ## show this list
	@echo "make [TARGET] [CASE=$(or $(case),name)] [JOURNAL=$(JOURNAL)]"
	@echo "  docx, pdf    build one of the two"
	@echo "  jats, txt    build XML of the Journal Article Tag Suite, or plain text to paste into forms"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /$(if $(checkout),, && !/## for developers/) \
	    { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "Cases:    $(cases)"

.PHONY: no-case
no-case:
	@echo "There is no case yet. Begin one with: make new NAME=my-case" >&2; exit 2

ifdef checkout
.PHONY: test bench pages accept schema lock

test: .venv/ready-dev ## for developers: lint, types and tests
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@$(python) -m pytest -n auto

bench: .venv/ready-dev ## for developers: measure against the peers and the budgets
	@$(python) bench/bench.py
	@$(python) bench/privacy.py
	@$(python) bench/rules.py
	@$(python) bench/spelling.py

pages: .venv/ready-dev ## for developers: compare the pages of DOCX and PDF; needs LibreOffice
	@$(python) bench/pages.py

accept: .venv/ready-dev ## for developers: write the goldens anew; review the difference
	@$(python) -m pytest -n auto --accept

schema: $(ready) ## for developers: write the JSON Schemas and the pages in docs/ anew
	@for kind in case patient journal settings; do $(casewright) schema $$kind > build/.schema && \
	    mv build/.schema templates/_shared/$$kind.schema.json || exit; done
	@$(casewright) schema case --markdown > build/.page && mv build/.page docs/case-file.md
	@$(casewright) rule --markdown > build/.page && mv build/.page docs/rules.md

locking := XDG_DATA_HOME='$(CURDIR)/.venv/share' .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --upgrade --no-cache --system-certs --custom-compile-command 'make lock' pyproject.toml

lock: .venv/ready-dev ## for developers: renew the locked dependencies
	@$(python) -m pip install --quiet --no-cache-dir --disable-pip-version-check uv
	@$(locking) --group dev --output-file .ci/lock-dev.txt
	@$(locking) --group build --constraint .ci/lock-dev.txt --output-file .ci/lock.txt

.venv/ready: .ci/setup .ci/lock.txt pyproject.toml $(if $(wildcard .venv/bin/python),,always)
	@sh .ci/setup

.venv/ready-dev: .ci/setup .ci/lock-dev.txt pyproject.toml $(if $(wildcard .venv/bin/python),,always)
	@sh .ci/setup dev
endif
