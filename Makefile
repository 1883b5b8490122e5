# The front door. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test bench golden fmt dist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## a virtual IP that survives its server, shown on this machine (root)
	@scripts/demo

test: ## everything: build, static checks, format, all tests (root)
	@scripts/test

bench: ## the benchmarks (root)
	@scripts/bench

golden: ## rewrite the golden files; review them as a diff (root)
	@scripts/golden

fmt: ## format all sources
	@scripts/maven -q spotless:apply

dist: ## build what ./perch runs
	@scripts/dist

clean: ## remove everything that was built
	@rm -rf dist dist.next dist.old */target
