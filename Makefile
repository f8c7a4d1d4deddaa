# The door of the house: `make` lists what can be done.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV := .tools/bin/uv
ASSISTANT := .venv/bin
COMPANION := companion/.venv/bin
NODE := $(shell command -v npm >/dev/null 2>&1 && echo system || echo packaged)
# Rasa reads endpoints.yml even where it contacts nothing.
RASA := ACTION_SERVER_URL=http://127.0.0.1:5055/webhook TRACKER_URL=sqlite:// $(ASSISTANT)/python -W ignore -m rasa
# What is worth seeing of Rasa's training; its exit code is kept (pipefail).
VERDICT := grep --line-buffered -E 'Correct:|Accuracy:|story:|predicted|Exception|Error:'
PROGRESS := grep --line-buffered -E 'Starting to train|Restored|Nothing changed|saved at|[Ee]rror|ERROR|Exception'
# pyenv forces one version on whatever it starts; the .python-version files choose here.
unexport PYENV_VERSION PYENV_DIR
# Rasa has thousands of modules: compiling them at each start costs more than ten seconds.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export NOTICE
ifeq ($(NODE),packaged)
export PATH := $(CURDIR)/.tools/bin:$(PATH)
endif

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# ---- set-up ---------------------------------------------------------------------------------

.tools/uv.done: requirements/uv.txt
	@echo "→ installing uv"
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/installed.done: .tools/uv.done requirements/assistant.txt core/pyproject.toml
	@echo "→ installing the assistant's environment (Python 3.10, Rasa): about 2.1 GB"
	@$(UV) venv --quiet --allow-existing --python 3.10 .venv
	@# --no-deps: the lock is whole, and its overrides contradict Rasa's own metadata
	@$(UV) pip install --python $(ASSISTANT)/python --no-deps --require-hashes -r requirements/assistant.txt
	@$(UV) pip install --quiet --python $(ASSISTANT)/python --no-deps --no-build-isolation -e core
	@touch $@

companion/.venv/installed.done: .tools/uv.done requirements/companion.txt core/pyproject.toml companion/pyproject.toml
	@echo "→ installing the companion's environment (Python 3.12)"
	@cd companion && ../$(UV) venv --quiet --allow-existing --python 3.12 .venv
	@$(UV) pip install --python $(COMPANION)/python --no-deps --require-hashes -r requirements/companion.txt
	@$(UV) pip install --quiet --python $(COMPANION)/python --no-deps --no-build-isolation -e core -e companion
	@touch $@

.venv/test.done: .venv/installed.done requirements/assistant-test.txt
	@$(UV) pip install --quiet --python $(ASSISTANT)/python --no-deps --require-hashes -r requirements/assistant-test.txt
	@touch $@

companion/.venv/test.done: companion/.venv/installed.done requirements/companion-test.txt
	@$(UV) pip install --quiet --python $(COMPANION)/python --require-hashes -r requirements/companion-test.txt
	@touch $@

webchat/node_modules/installed.done: webchat/package-lock.json webchat/package.json $(if $(filter packaged,$(NODE)),.tools/node.done)
	@echo "→ installing the widget's build tools"
	@cd webchat && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.tools/node.done: .tools/uv.done requirements/node.txt
	@echo "→ installing Node.js (there is none on this machine)"
	@$(UV) pip install --quiet --python .tools/bin/python --require-hashes -r requirements/node.txt
	@touch $@

.PHONY: install
install: .venv/installed.done companion/.venv/installed.done webchat/dist/econtacts-chat.js ## set up both environments and build the widget

# ---- build ----------------------------------------------------------------------------------

webchat/dist/econtacts-chat.js: webchat/node_modules/installed.done $(shell find webchat/src webchat/pilotage webchat/demonstration -type f 2>/dev/null) webchat/vite.config.js webchat/vite.pilotage.config.js
	@echo "→ building the widget"
	@cd webchat && npm run --silent build
	@touch $@

models/assistant.tar.gz: .venv/installed.done config.yml domain.yml $(shell find data nlu core/src -type f -not -name '*.pyc')
	@echo "→ training the assistant (Rasa trains only what changed)"
	@$(RASA) train --skip-validation --fixed-model-name assistant 2>&1 | $(PROGRESS)
	@touch $@

models/classifier.npz: companion/.venv/installed.done $(shell find data/nlu knowledge/collections core/src companion/src/companion/classifier -type f -not -name '*.pyc')
	@$(COMPANION)/python -m companion train
	@touch $@

.PHONY: train
train: ## train the assistant and the classifier, if anything changed
	@$(MAKE) --no-print-directory -j2 models/assistant.tar.gz models/classifier.npz

# ---- run ------------------------------------------------------------------------------------

.PHONY: run
run: install train ## set up, train if anything changed, start everything, print the chat's address
	@$(COMPANION)/python -m operations.launch

.PHONY: status
status: ## say which processes of `make run` are up
	@VAR=var RASA_PORT=0 RASA_ENDPOINTS=- ACTIONS_PORT=0 $(COMPANION)/supervisorctl -c operations/supervisord.conf status

# ---- for designers --------------------------------------------------------------------------

.PHONY: validate
validate: .venv/installed.done ## check what designers write; FILES="a.yml b.yml" reports on these alone
	@$(ASSISTANT)/python -W ignore -m validation $(FILES)

.PHONY: duplicates
duplicates: .venv/installed.done ## show sentences of different topics that are nearly the same, and topics too close
	@$(ASSISTANT)/python -W ignore -m validation --near

.PHONY: hooks
hooks: ## run `make validate` on the designers' files of each commit
	@git config core.hooksPath .githooks

.PHONY: inbox-group inbox-patch trial accept
inbox-group: companion/.venv/installed.done ## take the misunderstood messages in the designers' inbox, and group them
	@$(COMPANION)/python -m operations.companion inbox group

inbox-patch: companion/.venv/installed.done ## write what designers accepted as a patch: OUT=file.patch
	@$(if $(OUT),,$(error usage: make inbox-patch OUT=file.patch))
	@$(COMPANION)/python -m operations.companion inbox patch "$(OUT)"

trial: train ## measure on a copy what a patch changes for the held-out sentences: PATCH=file.patch
	@$(if $(PATCH),,$(error usage: make trial PATCH=file.patch))
	@$(COMPANION)/python -m companion inbox trial "$(PATCH)"

accept: .venv/installed.done ## apply a reviewed patch to the designers' files, then check them: PATCH=file.patch
	@$(if $(PATCH),,$(error usage: make accept PATCH=file.patch))
	@git apply "$(PATCH)"
	@$(MAKE) --no-print-directory validate

# ---- without a server -----------------------------------------------------------------------

.PHONY: learn
learn: train ## learn the topics that people named, in a candidate, and measure it; PROMOTE=yes puts it in service if it is no worse
	@$(COMPANION)/python -m operations.companion learn $(if $(PROMOTE),--promote)

.PHONY: route
route: train ## route IN=questions.jsonl to OUT=routed.jsonl, the decision a citizen would get
	@$(if $(and $(IN),$(OUT)),,$(error usage: make route IN=questions.jsonl OUT=routed.jsonl))
	@$(ASSISTANT)/python -W ignore -m evaluation.route "$(IN)" "$(OUT)"

.PHONY: propose
propose: train ## the same through the companion's orchestrator alone, over all cores; QUICK=yes never encodes sentences, ALONE=graph or model hears one approach
	@$(if $(and $(IN),$(OUT)),,$(error usage: make propose IN=questions.jsonl OUT=proposed.jsonl))
	@$(COMPANION)/python -m companion propose $(if $(QUICK),--quick) $(if $(ALONE),--alone $(ALONE)) "$(IN)" "$(OUT)"

EVAL ?= ../shared/eval
.PHONY: evaluate
evaluate: train ## measure our held-out utterances, and EVAL=dir with routes_dev.jsonl, out_of_scope_dev.jsonl, topics.json
	@mkdir -p results
	@if [ -d "$(EVAL)" ]; then \
	  for set in routes_dev out_of_scope_dev; do \
	    for way in route propose; do \
	      $(MAKE) --no-print-directory $$way IN=$(EVAL)/$$set.jsonl OUT=results/$$set.$$way.jsonl; \
	      echo "== $$way"; \
	      $(COMPANION)/python -m evaluation.score $(EVAL)/$$set.jsonl results/$$set.$$way.jsonl $(EVAL)/topics.json; \
	    done; \
	    for alone in graph model; do \
	      $(MAKE) --no-print-directory propose ALONE=$$alone IN=$(EVAL)/$$set.jsonl OUT=results/$$set.$$alone.jsonl; \
	    done; \
	  done; \
	else \
	  echo "evaluate: no folder $(EVAL): only our own held-out utterances are measured"; \
	fi
	@$(ASSISTANT)/python -W ignore -m evaluation "$(EVAL)"

.PHONY: bench-nlu
bench-nlu: .venv/installed.done ## our pipeline and the stock French one on the same data: TRAIN=nlu.yml TEST=nlu.yml
	@$(if $(and $(TRAIN),$(TEST)),,$(error usage: make bench-nlu TRAIN=nlu.yml TEST=nlu.yml))
	@$(ASSISTANT)/python -W ignore -m benchmarks.nlu "$(TRAIN)" "$(TEST)"

.PHONY: bench-messages
bench-messages: train ## labels of long messages, several to one: TRAIN=messages.jsonl [TEST=messages.jsonl]
	@$(if $(TRAIN),,$(error usage: make bench-messages TRAIN=messages.jsonl [TEST=messages.jsonl]))
	@$(COMPANION)/python -m benchmarks.messages "$(TRAIN)" $(if $(TEST),"$(TEST)")

.PHONY: bench-classifier
bench-classifier: train ## time and memory of one proposal at 20 requests a second; RATE=, SECONDS=
	@$(COMPANION)/python -m benchmarks.classifier --rate $(or $(RATE),20) --seconds $(or $(SECONDS),30)

.PHONY: bench-retrieval
bench-retrieval: companion/.venv/installed.done ## which document answers which question: DOCS=sheets.csv QUESTIONS=questions.csv
	@$(if $(and $(DOCS),$(QUESTIONS)),,$(error usage: make bench-retrieval DOCS=sheets.csv QUESTIONS=questions.csv))
	@$(COMPANION)/python -m benchmarks.retrieval "$(DOCS)" "$(QUESTIONS)"

.PHONY: bench-masking
bench-masking: companion/.venv/installed.done ## what the masking finds of its labelled set, kind by kind, and its time; WITH=entities adds spaCy's persons
	@$(COMPANION)/python -m benchmarks.masking $(addprefix --,$(WITH))

.PHONY: bench-inbox
bench-inbox: train ## time to group the designers' inbox, and how pure groups are; N= messages
	@$(COMPANION)/python -m benchmarks.inbox --messages $(or $(N),10000)

.PHONY: bench-widget
bench-widget: companion/.venv/test.done webchat/dist/econtacts-chat.js ## the widget's weight, time to interactive and memory in Chromium; ROUNDS=
	@$(COMPANION)/python -m benchmarks.widget --rounds $(or $(ROUNDS),20)

.PHONY: bench-browser
bench-browser: companion/.venv/installed.done ## how long the conversation browser's pages take on 200 000 conversations; CONVERSATIONS=, DATABASE= keeps them
	@$(COMPANION)/python -m benchmarks.browser $(if $(CONVERSATIONS),--conversations $(CONVERSATIONS)) $(if $(DATABASE),--database "$(DATABASE)")

.PHONY: conversations
conversations: companion/.venv/installed.done ## made-up conversations into two new databases: TRACKER=sqlite:///… DATABASE=sqlite:///…; N=, ARGS="--seed 2"
	@$(if $(and $(TRACKER),$(DATABASE)),,$(error usage: make conversations TRACKER=sqlite:///made-up.tracker.db DATABASE=sqlite:///made-up.companion.db))
	@$(COMPANION)/python -m benchmarks.conversations "$(TRACKER)" "$(DATABASE)" --count $(or $(N),200000) $(ARGS)

.PHONY: bench-projection
bench-projection: companion/.venv/installed.done ## events projected a second, and memory, beside a plain way row by row through the ORM; N=
	@$(COMPANION)/python -m benchmarks.projection --count $(or $(N),200000)

.PHONY: logs
logs: companion/.venv/installed.done ## read conversations and their figures: ARGS="indicators --from 2026-01-01", "search --rating down", "export --topic payer_cfe"
	@$(if $(ARGS),,$(error usage: make logs ARGS="indicators|search|export --help"))
	@$(COMPANION)/python -m operations.companion logs $(ARGS)

.PHONY: open-data
open-data: companion/.venv/installed.done ## write the open data of the last whole months: OUT=folder MONTHS=12
	@$(COMPANION)/python -m operations.companion open-data $(or $(OUT),var/open-data) --months $(or $(MONTHS),12)

.PHONY: bench-pilotage
bench-pilotage: companion/.venv/test.done ## time of each steering page over the conversations of DATABASE=sqlite:///companion.db; ROUNDS=
	@$(if $(DATABASE),,$(error usage: make bench-pilotage DATABASE=sqlite:///companion.db))
	@$(COMPANION)/python -m benchmarks.pilotage "$(DATABASE)" --rounds $(or $(ROUNDS),20)

.PHONY: markers
markers: .venv/installed.done ## find the key points of markers.yml in the conversations: results/markers.csv; TRACKER_URL=
	@mkdir -p results && rm -f results/markers.csv results/markers-*.csv
	@$(subst TRACKER_URL=sqlite://,TRACKER_URL=$(or $(TRACKER_URL),sqlite:///var/tracker.db),$(RASA)) evaluate markers all results/markers.csv --stats-file-prefix results/markers 2> >(grep -Ei 'error|exception' >&2)
	@echo "→ results/markers.csv; sums in results/markers-overall.csv"

.PHONY: purge
purge: companion/.venv/installed.done ## erase the conversations older than the retention limit
	@$(COMPANION)/python -m operations.companion purge

.PHONY: project
project: companion/.venv/installed.done ## bring the analytics tables up to date; REBUILD=yes derives all of it again
	@$(COMPANION)/python -m operations.companion project $(if $(REBUILD),--rebuild)

.PHONY: assistant-off assistant-on
assistant-off: companion/.venv/installed.done ## stop sending messages to the assistant, without a restart; NOTICE="what citizens are told"
	@$(COMPANION)/python -m operations.companion switch off --notice "$$NOTICE"

assistant-on: companion/.venv/installed.done ## have the assistant answer again; NOTICE="shown above every conversation", none removes it
	@$(COMPANION)/python -m operations.companion switch on --notice "$$NOTICE"

# ---- tests ----------------------------------------------------------------------------------

.PHONY: test
test: test-setup ## everything that CI runs; what needs no browser runs two suites at a time
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-companion test-assistant lint test-core test-stories test-widget test-docs
	@$(MAKE) --no-print-directory test-e2e
	@echo "→ all tests passed"

.PHONY: test-setup
test-setup: .venv/test.done companion/.venv/test.done install train

.PHONY: lint
lint: test-setup ## ruff, mypy, yamllint, eslint, tsc
	@echo "→ lint and types"
	@$(COMPANION)/ruff check . && $(COMPANION)/ruff format --check .
	@$(COMPANION)/mypy companion/src operations benchmarks/retrieval.py benchmarks/messages.py benchmarks/classifier.py benchmarks/masking.py benchmarks/widget.py benchmarks/inbox.py benchmarks/conversations benchmarks/projection.py benchmarks/pilotage.py benchmarks/browser.py
	@$(COMPANION)/mypy --python-version 3.10 --python-executable $(ASSISTANT)/python core/src nlu actions evaluation validation
	@$(COMPANION)/yamllint --strict .
	@cd webchat && npm run --silent lint && npm run --silent typecheck

.PHONY: test-core test-assistant test-stories test-companion test-widget test-docs test-e2e
test-core: test-setup
	@echo "→ core"
	@$(ASSISTANT)/python -m pytest -q tests/core

test-assistant: test-setup
	@echo "→ actions, designers' checks and NLU gate"
	@$(ASSISTANT)/python -m pytest -q tests/actions tests/validation tests/nlu

test-stories: test-setup
	@echo "→ story tests"
	@# --e2e: without it Rasa does not read the people's words
	@$(RASA) test core --e2e --stories tests/stories --model models/assistant.tar.gz --out results --no-plot --no-warnings --fail-on-prediction-errors 2>&1 | $(VERDICT)

test-companion: test-setup
	@echo "→ companion"
	@# loadgroup: what shares workers or servers that are slow to start runs on one process
	@$(COMPANION)/python -m pytest -q --numprocesses 2 --dist loadgroup -c companion/pytest.ini --rootdir companion companion/tests

test-widget: test-setup
	@echo "→ widget"
	@cd webchat && npm test --silent

test-docs: test-setup
	@echo "→ documentation and scoring"
	@$(COMPANION)/python -m pytest -q -c tests/end_to_end/pytest.ini --rootdir . tests/docs tests/evaluation

test-e2e: test-setup
	@echo "→ end to end, in a real browser (left to make test-more: $(notdir $(LONG_IN_BROWSER)))"
	@# browsers wait more than they compute: two products at a time, a file's tests on the same one
	@$(COMPANION)/python -m pytest -q -rs --numprocesses 2 --dist loadfile -c tests/end_to_end/pytest.ini --rootdir . tests/end_to_end $(addprefix --ignore=,$(LONG_IN_BROWSER))

# Each starts servers of its own, for minutes: CI has twenty.
LONG_IN_BROWSER = $(addprefix tests/end_to_end/,test_exported_stories.py test_several_processes.py)
.PHONY: test-more
test-more: test-setup test-browsers ## what CI leaves out for time: several processes, exported stories through rasa test, Firefox, Lighthouse
	@$(COMPANION)/python -m pytest -q -rs -c tests/end_to_end/pytest.ini --rootdir . $(LONG_IN_BROWSER)

.PHONY: fuzz
fuzz: test-setup ## ten thousand random requests against the gateway, server push included, and many of each operation of both contracts; REQUESTS=
	@FUZZED_REQUESTS=$(or $(REQUESTS),10000) FUZZED_EXAMPLES=200 $(COMPANION)/python -m pytest -q --numprocesses 2 -c companion/pytest.ini --rootdir companion companion/tests/test_attacks.py companion/tests/test_robustness.py -k "fuzzed or contract"

.PHONY: test-browsers
test-browsers: webchat/dist/econtacts-chat.js ## the widget in Firefox, and Lighthouse's accessibility audits; FIREFOX=/path, CHROMIUM=/path
	@echo "→ Firefox and Lighthouse"
	@cd webchat && npm run --silent test:browsers

.PHONY: screenshots
screenshots: test-e2e ## take the pictures of docs/images anew
	@$(ASSISTANT)/python -m tests.end_to_end.pictures

.PHONY: contracts
contracts: models/classifier.npz webchat/dist/econtacts-chat.js ## write contracts/*.openapi.yml from the code
	@$(COMPANION)/python -m companion contracts contracts

.PHONY: lock
lock: .tools/uv.done ## compile the locks anew from requirements/*.in
	@cd requirements; compile() { ../$(UV) pip compile --quiet --generate-hashes --custom-compile-command "make lock" "$$@"; }; \
	compile --python-version 3.10 uv.in -o uv.txt; \
	compile --python-version 3.10 assistant.in --override assistant.overrides.txt -o assistant.txt; \
	compile --python-version 3.10 assistant-test.in -o assistant-test.txt; \
	compile --python-version 3.12 companion.in --override companion.overrides.txt -o companion.txt; \
	compile --python-version 3.12 companion-test.in -o companion-test.txt; \
	compile --python-version 3.12 node.in -o node.txt
