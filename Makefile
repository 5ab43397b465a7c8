# SPDX-License-Identifier: GPL-2.0
#
# make           the tool, build/kmend
# make core      the core for one kernel: KERNEL=6.1, 6.12 or a release;
#                DEBUG=1: the one that steps can be made to fail in
# make demo      a stock kernel is patched while it runs; KERNEL as above
# make quick     unit, golden, cli and lint: no root, no network
# make check     everything that CI runs
# make check-debug  guest cases on kernels of our own, built the first time
# make man       the man page, build/kmend.1
# make install   the tool below PREFIX=/usr/local, and what loads patches at
#                boot; make uninstall removes it; DESTDIR=... for packages
# make corpus    real fixes against stock kernels: N=60, SERIES=6.1, SEED=1
# make bench     how long the machine stands still, and what patches cost, on
#                all kernels, or on KERNEL
# make churn     ten minutes of load and unload under load: KERNEL as above
# make fuzz      damaged input for FUZZ_SECONDS each reader
#
# A new source file or test is found by itself; nothing here is to be edited.

O      := build
CC     ?= gcc
CLANG  ?= clang
# The sanitizers' own checks make gcc see NULL formats that cannot be.
SAN    := -fsanitize=address,undefined -fno-omit-frame-pointer \
	  -Wno-format-truncation -Wno-format-overflow
KERNEL ?= 6.1
LIBS   := $(shell cat mk/libs.txt)

WARN   := -Wall -Wextra -Werror -Wshadow -Wmissing-prototypes -Wvla -Wformat=2
CPPFLAGS += -D_GNU_SOURCE -Isrc -Iabi
CFLAGS := -std=gnu11 -O2 -g $(WARN)

SRC    := $(sort $(wildcard src/*/*.c))
OBJ    := $(SRC:%.c=$(O)/%.o)
SANOBJ := $(SRC:%.c=$(O)/san/%.o)
MAIN   := src/cli/main.o
UNIT   := $(sort $(wildcard tests/unit/test_*.c))
UNITBIN:= $(UNIT:tests/unit/%.c=$(O)/unit/%)

all: $(if $(wildcard src/cli/main.c),$(O)/kmend) $(O)/kmend-intact

# What of the tool goes into the initramfs.
INTACT := packaging/boot/kmend-intact.c src/base/arena.c src/base/err.c \
	  src/base/file.c src/base/remove.c src/control/ko.c \
	  src/control/ko_check.c src/control/patch_check.c src/control/patch_file.c src/elf/checksum.c

$(O)/kmend: $(OBJ)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

$(O)/kmend-intact: $(INTACT:%.c=$(O)/%.o)
	$(CC) $(CFLAGS) -o $@ $^ -lxxhash

$(O)/kmend-san: $(SANOBJ)
	$(CC) $(CFLAGS) $(SAN) -o $@ $^ $(LIBS)

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(O)/san/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(SAN) -MMD -MP -c -o $@ $<

$(O)/unit/%: $(O)/san/tests/unit/%.o $(filter-out $(O)/san/$(MAIN),$(SANOBJ))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(SAN) -o $@ $^ $(LIBS) -lcmocka

# Readers of files under libFuzzer, with all they need but the command line.
FUZZ   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZBIN:= $(FUZZ:tests/fuzz/%.c=$(O)/fuzz/%) $(O)/fuzz/seeds-kernel
FUZZOBJ:= $(patsubst %.c,$(O)/fuzz/obj/%.o,$(filter-out src/cli/%,$(SRC)))
FUZZSAN:= -fsanitize=address,undefined -fno-sanitize-recover=undefined
FUZZ_SECONDS ?= 300

$(O)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CLANG) $(CPPFLAGS) $(CFLAGS) $(FUZZSAN) -fsanitize=fuzzer-no-link \
		-MMD -MP -c -o $@ $<

# The core's own files, with a few of the kernel's headers in small.
$(O)/fuzz/obj/tests/fuzz/fuzz_core.o: CPPFLAGS += -Itests/fuzz/kernel -Icore
$(O)/fuzz/obj/tests/fuzz/fuzz_core.o: CFLAGS += -Wno-unused-parameter \
	-Wno-sign-compare

$(O)/fuzz/fuzz_%: $(O)/fuzz/obj/tests/fuzz/fuzz_%.o $(FUZZOBJ)
	$(CLANG) $(CFLAGS) $(FUZZSAN) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(O)/fuzz/seeds-kernel: tests/fuzz/seeds.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIBS)

fuzz-bin: $(FUZZBIN)

fuzz:
	@tests/setup
	@tests/fuzz/run $(FUZZ_SECONDS)

tests-bin: $(UNITBIN) $(if $(wildcard src/cli/main.c),$(O)/kmend-san)

core: $(O)/kmend
	@mk/core $(KERNEL)

demo:
	@tests/setup
	@$(MAKE) -s -j$(shell nproc) all
	@tests/guest/demo $(KERNEL)

quick:
	@tests/setup
	@tests/all quick

check:
	@tests/setup
	@tests/all check

check-debug:
	@tests/setup
	@tests/guest/debug-suite

man: $(O)/kmend
	@man/generate $(O)/kmend >$(O)/kmend.1.tmp
	@mv $(O)/kmend.1.tmp $(O)/kmend.1

install: $(O)/kmend $(O)/kmend-intact man
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' mk/install

uninstall:
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' mk/install --remove

N      ?= 60
SEED   ?= 1
corpus: $(O)/kmend
	@tests/setup
	@tests/corpus/run $(SERIES:%=--series %) --seed $(SEED) $(N)

bench: $(O)/kmend
	@tests/bench/run $(if $(filter command environment,$(origin KERNEL)),\
		$(KERNEL))

churn: $(O)/kmend
	@KMEND_CMDLINE=churn=600 KMEND_TIMEOUT=3600 \
		tests/guest/run --kernel $(KERNEL) 75

# what `kmend diff` does now becomes what the tests expect: look at the diff
golden-update: $(O)/kmend-san
	tests/golden/run --update

clean:
	rm -rf $(O)

# the page of findings is part of the program
$(O)/src/cli/explain.o $(O)/san/src/cli/explain.o: docs/findings.md

-include $(OBJ:.o=.d) $(O)/packaging/boot/kmend-intact.d $(SANOBJ:.o=.d) $(UNIT:%.c=$(O)/san/%.d)
-include $(FUZZOBJ:.o=.d) $(FUZZ:%.c=$(O)/fuzz/obj/%.d)

.PHONY: all tests-bin core quick check check-debug golden-update clean demo fuzz \
	fuzz-bin corpus man bench churn install uninstall
.SECONDARY:
