# Pinch: `make demo` shows what it does, `make test` says whether it works. Both install what is missing.

SWIFT ?= swift
APT_BUILD = libcairo2-dev libpango1.0-dev libxml2-dev libssl-dev libzip-dev zlib1g-dev pkg-config fonts-dejavu-core fonts-dejavu-extra \
  fonts-wqy-microhei
APT_TEST = poppler-utils qpdf libxml2-utils librsvg2-bin python3-jsonschema
RELEASE = $(SWIFT) build -c release --static-swift-stdlib --product pinch
DEMO = pinch-reports

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build test lint format samples demo verify-demo bench fuzz study validity fitting transients loops docs gallery check clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install the C libraries and fonts that are missing (Debian and Ubuntu)
	@Tools/install-packages $(APT_BUILD)

setup-test: setup ## and the programs that tests check outputs with
	@Tools/install-packages $(APT_TEST)

build: setup ## build the command, optimized, at .build/release/pinch
	$(RELEASE)

test: setup-test ## run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint: ## formatting, unit suffixes, unsafe code in its place, file sizes
	@Tools/lint

format: ## format all sources
	$(SWIFT) format -i -p -r --configuration .swift-format Package.swift Sources Tests Benchmarks

samples: build ## write SampleData anew (the same bytes each time)
	.build/release/pinch simulate --sample-set -o SampleData

demo: build ## reports of the sample devices, in pinch-reports
	rm -rf $(DEMO)
	.build/release/pinch report SampleData -o $(DEMO) --format pdf,svg --attach analysis,data
	@ls $(DEMO) | head -4; echo "... open $(DEMO)/*.pdf"

verify-demo: ## check what `make demo` wrote
	@Tools/verify-reports $(DEMO)

bench: setup ## measure speed and memory against the stated targets
	@Tools/bench

fuzz: setup ## feed damaged files to the readers: F=format (all), S=seconds each (60)
	@Tools/fuzz $(or $(F),all) $(or $(S),60)

study: setup ## how often the analysis is right over 200 seeds of the samples, in docs/study.md
	@Tools/study

validity: setup ## how often the verdicts on spectra are right; prints the tables of docs/validity.md
	@Tools/validity

fitting: setup ## how often fits of circuits succeed, and what they cost; prints the tables of docs/fitting.md
	@Tools/fitting

loops: setup ## how often the readings of loops are right, and what they cost; prints the tables of docs/hysteresis.md
	@Tools/loops

transients: setup ## how often fits of steps are right, and what the time domain costs; prints the tables of docs/transients.md
	@Tools/transients

docs: build ## write the manual's reference tables from the program's own definitions
	@Tools/reference-tables .build/release/pinch docs/reference

gallery: build ## pages of every template for the sample devices, in docs/gallery.md
	@Tools/gallery .build/release/pinch

check: ## all that continuous integration runs
	.ci/run

clean: ## remove what was built
	rm -rf .build $(DEMO)
