# make run    everything that is needed, then the shell on seeds/ (one example query where standard input is no terminal)
# make test   everything that is needed, then all tests
# make bench  times the engine on data of its own making
# make check  the long form: engine modes, whole corpora, peers, fuzzers; what lies outside the repository runs where it is there
PREFIX ?= /usr/local
BINARY := .build/release/reportql
EXAMPLE := FROM donations |> WHERE counted |> AGGREGATE sum(worth_yuan) AS yuan, count(DISTINCT gift) AS gifts GROUP BY adcode, district |> ORDER BY yuan DESC
# The tests go through public and package doors only, so they share one optimised build with the product.
TESTS := swift test -c release --disable-testable-imports

.PHONY: run test check bench build setup static install format lint clean

run: build
	@if [ -t 0 ]; then $(BINARY) seeds/; else $(BINARY) seeds/ --mode box -c "$(EXAMPLE)"; fi

test: build
	$(TESTS)

check: test
	bash scripts/check.sh

# BENCH chooses suites and sizes: make bench BENCH="filters --rows 1000000"; .build/release/benchmarks --help lists them.
bench: build
	.build/release/benchmarks $(BENCH)

build: setup
	swift build -c release

# GNU readline is the one system library: for the executable's prompt.
setup:
	@if [ ! -f /usr/include/readline/readline.h ]; then \
		echo "installing libreadline-dev"; \
		if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq libreadline-dev; \
		else sudo apt-get update -qq && sudo apt-get install -y -qq libreadline-dev; fi; \
	fi

# One file that needs no Swift runtime on the machine it is copied to.
static: setup
	swift build -c release --static-swift-stdlib --scratch-path .build-static --product reportql
	@echo .build-static/release/reportql

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/reportql"

format:
	swift format -i -r Sources Tests Benchmarks Package.swift

lint:
	swift format lint --strict -r Sources Tests Benchmarks Package.swift

clean:
	rm -rf .build .build-static
