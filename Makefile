# What can be done here. `make` alone prints the lines below that carry a ## comment.
# CGO is off everywhere: one set of build flags means one build cache, and the binary is static.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED := 0

LISTEN ?= 127.0.0.1:8080
DEMO_DB ?= sqlite:data/demo.db

.PHONY: help run dev build assets test bench faults fuzz check requirements fmt generate pictures clean

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: assets ## start Lotsen with demo data on http://localhost:8080
	@mkdir -p data
	go run ./cmd/lotsen serve --demo --listen $(LISTEN) --db $(DEMO_DB)

dev: assets ## the same, built and started again when a file changes
	@mkdir -p data
	go tool templ generate -watch -path ./internal/web -cmd "go run ./cmd/lotsen serve --demo --listen $(LISTEN) --db $(DEMO_DB)"

build: assets ## bin/lotsen, one static binary with everything in it
	@mkdir -p bin
	go build -ldflags "-s -w" -o bin/lotsen ./cmd/lotsen
	@ls -l bin/lotsen

assets: node_modules/.package-lock.json ## style sheets and scripts, bundled for embedding
	go run ./internal/tool/assets

# npm writes this file last, so it is newer than the lock file only after a whole install.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

test: ## everything that can run on this machine; says what it skipped and why
	@script/test

BENCH_KEEP ?= build/bench

bench: assets ## fill both databases with up to a million tickets and measure; bench/results.json
	go run ./bench -keep $(BENCH_KEEP)

check: assets ## format, vet, staticcheck, generated files, links in the documents
	@script/check

faults: assets ## break the running product on purpose, the long form: kill -9, full disks, jumping clocks, upgrades
	LOTSEN_FAULTS=long go test ./faults/... -count=1 -timeout 120m

fuzz: ## throw made-up input at everything that reads what strangers write; FUZZTIME=1h make fuzz
	@script/fuzz $(or $(FUZZTIME),30s)

requirements: ## which requirements a passing test proves (runs the tests if the last run is old)
	@script/requirements

fmt: ## format Go and templ files
	go tool gofumpt -w $$(git ls-files -co --exclude-standard '*.go' | grep -v _templ.go)
	go tool templ fmt ./internal/web

generate: ## write the *_templ.go files
	go tool templ generate -path ./internal/web

pictures: build ## screenshots of the main pages into docs/pictures
	@script/pictures

clean: ## remove what was built here; data stays
	rm -rf bin build node_modules
	find internal/web/static/dist -mindepth 1 ! -name .gitkeep -delete
