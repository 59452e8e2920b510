# make            build/wardkeep
# make test-bin   build/wardkeep-test
# make bench      how fast it is, into docs/performance.md; SHORT=1 in minutes
# make lint       layers, symbols, formatting of the tree
# OUT=build/san SAN=1 make …   the same with address and undefined-behaviour sanitizers (clang)
# OUT=build/tsan SAN=thread make …   the same with the thread sanitizer (clang), SQLite too
# OUT=build/cov COV=1 make …     the same with each line counted (clang)
OUT ?= build
comma := ,
GEN := $(OUT)/gen
CC := $(if $(SAN)$(COV),clang,gcc)
COUNT := $(if $(COV),-fprofile-instr-generate -fcoverage-mapping)
SANITIZE := $(if $(SAN),-fsanitize=$(if $(filter thread,$(SAN)),thread,address$(comma)undefined))
PKGS := libevent libevent_pthreads libpq libsodium jansson yaml-0.1 libutf8proc liboath libqrencode md4c libcurl xlsxwriter libzip expat cairo pangocairo pangoft2 libqpdf
NPM := node_modules/better-sqlite3/deps/sqlite3
ifeq ($(MAKELEVEL),0)
export MAKEFLAGS += -j$(shell nproc)
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wswitch-enum -Wvla -Wformat=2 -Wundef -Wwrite-strings -Wcast-qual -Wpointer-arith \
	-Wimplicit-fallthrough -Werror $(if $(SAN)$(COV),,-Wduplicated-cond -Wlogical-op -Wformat-signedness)
HARDEN := $(if $(SAN),-O1 -g $(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer,$(if $(COV),-O1 -g, \
	-O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection))
CFLAGS := -std=c17 -D_GNU_SOURCE $(WARN) $(HARDEN) -fPIE -MMD -MP -Isrc -I. -I$(GEN) -I$(NPM) \
	$(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
LDFLAGS := -pie -Wl,-z,relro,-z,now $(SANITIZE) $(COUNT)
LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lmagic -lm -lpthread
# What the tools write is plain and large: less optimised, it builds in half the time.
GENFLAGS := $(subst -O2,-O1,$(filter-out -Wconversion -Wmissing-prototypes,$(CFLAGS)))

SRC := $(filter-out %_test.c,$(shell find src -name '*.c'))
TESTSRC := $(shell find src -name '*_test.c') $(wildcard tests/*.c)
SQLSRC := $(shell find src -name '*.sql')
TPLSRC := $(shell find src -name '*.html')
TXTSRC := $(shell find src -name 'roles.txt' -o -name '*.md')
FEATURES := $(notdir $(wildcard src/feature/*))
OBJ := $(SRC:%.c=$(OUT)/obj/%.o)
TESTOBJ := $(TESTSRC:%.c=$(OUT)/obj/%.o)
TPLC := $(TPLSRC:src/%.html=$(GEN)/tpl/%.c)
# Templates are small: those of a folder are compiled together, or most of the time goes into reading the same headers.
TPLDIRS := $(sort $(patsubst src/%/,%,$(dir $(TPLSRC))))
TPLOBJ := $(TPLDIRS:%=$(OUT)/obj/gen/tpl/%/folder.gen.o)

# Generated files are kept: removing them would build them anew each time.
.SECONDARY:
.PHONY: all test-bin bench lint clean
all: $(OUT)/wardkeep
test-bin: $(OUT)/wardkeep-test

# ---- SQLite: compiled once per lock file, kept outside the tree so that a clean build is quick ----
LOCK := $(shell sha256sum package-lock.json 2>/dev/null | cut -c1-16)
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wardkeep
SQLITE_FLAGS := -O2 -g -fPIE -DSQLITE_THREADSAFE=2 -DSQLITE_DQS=0 -DSQLITE_DEFAULT_FOREIGN_KEYS=1 -DSQLITE_ENABLE_FTS5 \
	-DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_STAT4 -DSQLITE_SECURE_DELETE -DSQLITE_OMIT_DEPRECATED \
	-DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_USE_ALLOCA -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=2
SQLITE_PLAIN := $(CACHE)/sqlite3-$(LOCK)-$(shell echo '$(SQLITE_FLAGS)' | sha256sum | cut -c1-8).o
$(SQLITE_PLAIN): package-lock.json | node_modules/.ok
	@mkdir -p $(@D)
	gcc $(SQLITE_FLAGS) -c $(NPM)/sqlite3.c -o $@.$$$$ && mv $@.$$$$ $@
# The thread sanitizer knows only the locks of what was built with it.
SQLITE_TSAN := $(SQLITE_PLAIN:.o=-thread.o)
$(SQLITE_TSAN): package-lock.json | node_modules/.ok
	@mkdir -p $(@D)
	clang $(SQLITE_FLAGS) -fsanitize=thread -c $(NPM)/sqlite3.c -o $@.$$$$ && mv $@.$$$$ $@
SQLITE_OBJ := $(if $(filter thread,$(SAN)),$(SQLITE_TSAN),$(SQLITE_PLAIN))

# npm ci empties the directory first; where it is a link, the packages belong to another checkout.
node_modules/.ok: package-lock.json
	@if [ -L node_modules ]; then test -e node_modules/nhsuk-frontend/package.json || \
		{ echo 'node_modules is a link: run npm ci where it points' >&2; exit 1; }; \
	else npm ci --ignore-scripts --no-audit --no-fund --silent && touch $@; fi

# ---- the build's own tools ----
$(OUT)/tools/sqlgen: $(wildcard tools/sqlgen/*.c tools/sqlgen/*.h) $(SQLITE_PLAIN)
	@mkdir -p $(@D)
	@echo '  tool $@'
	@gcc -std=c17 -D_GNU_SOURCE -O1 -g $(filter-out -Wconversion,$(WARN)) -I$(NPM) tools/sqlgen/*.c $(SQLITE_PLAIN) -lsodium -lm -lpthread -o $@
$(OUT)/tools/tplc: $(wildcard tools/tplc/*.c tools/tplc/*.h)
	@mkdir -p $(@D)
	@echo '  tool $@'
	@gcc -std=c17 -D_GNU_SOURCE -O1 -g $(filter-out -Wconversion,$(WARN)) tools/tplc/*.c -o $@

# ---- generated sources; the tools write a file only when it differs ----
$(GEN)/sql.stamp: $(OUT)/tools/sqlgen $(SQLSRC) $(wildcard tools/sqlgen/unscoped.txt)
	@mkdir -p $(GEN)/sql
	$(OUT)/tools/sqlgen --out $(GEN)/sql src/app src/feature/*
	@touch $@
$(GEN)/features.stamp: tools/features.sh $(TXTSRC) $(wildcard src/feature)
	@mkdir -p $(GEN)
	sh tools/features.sh $(GEN)
	@touch $@
$(GEN)/assets.stamp: tools/assets.sh $(shell find ui -type f) | node_modules/.ok
	@mkdir -p $(GEN)
	sh tools/assets.sh $(GEN)
	@touch $@
$(GEN)/shipped.stamp: tools/shipped.sh $(sort $(wildcard data/frameworks/*.yaml))
	@mkdir -p $(GEN)
	sh tools/shipped.sh $(GEN) $(sort $(wildcard data/frameworks/*.yaml))
	@touch $@
$(GEN)/passwords.gen.h: tools/passwords.sh data/common-passwords.txt
	@mkdir -p $(GEN)
	sh tools/passwords.sh data/common-passwords.txt > $@.new && mv $@.new $@
$(GEN)/tests.gen.c: tools/tests.sh $(TESTSRC)
	@mkdir -p $(GEN)
	sh tools/tests.sh $(TESTSRC) > $@
$(GEN)/tpl/%.c $(GEN)/tpl/%.h: src/%.html $(OUT)/tools/tplc
	@mkdir -p $(@D)
	@$(OUT)/tools/tplc $< $(GEN)/tpl/$*
define tpl_folder
$(GEN)/tpl/$(1)/folder.gen.c: $(patsubst src/%.html,$(GEN)/tpl/%.c,$(wildcard src/$(1)/*.html))
	@printf '#include "%s"\n' $$(^:$(GEN)/%=%) > $$@
endef
$(foreach d,$(TPLDIRS),$(eval $(call tpl_folder,$(d))))
PREP := $(GEN)/passwords.gen.h $(GEN)/sql.stamp $(GEN)/features.stamp $(GEN)/assets.stamp $(GEN)/shipped.stamp $(TPLC)

# What the tools write, by name: one file for each folder that has SQL, and the lists.
SQLC := $(addprefix $(GEN)/sql/,$(addsuffix .c,$(sort $(notdir $(patsubst %/,%,$(dir $(shell find src -name '*.sql' ! -name '[0-9]*_*.sql')))))) migrations.gen.c statements.gen.c)
$(SQLC): $(GEN)/sql.stamp ;
$(GEN)/features.gen.c: $(GEN)/features.stamp ;
$(GEN)/assets.gen.c: $(GEN)/assets.stamp ;
$(GEN)/shipped.gen.c: $(GEN)/shipped.stamp ;
GENOBJ := $(patsubst $(GEN)/%.c,$(OUT)/obj/gen/%.o,$(SQLC) $(GEN)/features.gen.c $(GEN)/assets.gen.c $(GEN)/shipped.gen.c)

$(OUT)/obj/gen/%.o: $(GEN)/%.c | $(PREP)
	@mkdir -p $(@D)
	@echo '  cc $<'
	@$(CC) $(GENFLAGS) -c $< -o $@
# Folders wait for the database: -O2 shows in no page of theirs, and costs a third more time to build.
$(OUT)/obj/src/feature/%.o: CFLAGS := $(subst -O2,-O1,$(CFLAGS))
$(OUT)/obj/%.o: %.c | $(PREP)
	@mkdir -p $(@D)
	@echo '  cc $<'
	@$(CC) $(CFLAGS) $(COUNT) -c $< -o $@

$(OUT)/wardkeep: $(OBJ) $(TPLOBJ) $(GENOBJ) $(SQLITE_OBJ) tools/layers.sh
	@sh tools/layers.sh $(OUT)
	@echo '  link $@'
	@$(CC) $(LDFLAGS) $(OBJ) $(TPLOBJ) $(GENOBJ) $(SQLITE_OBJ) $(LIBS) -o $@
$(OUT)/wardkeep-test: $(OBJ) $(TPLOBJ) $(TESTOBJ) $(GENOBJ) $(OUT)/obj/gen/tests.gen.o $(SQLITE_OBJ)
	@echo '  link $@'
	@$(CC) $(LDFLAGS) $(filter-out $(OUT)/obj/src/cli/%,$(OBJ)) $(TPLOBJ) $(TESTOBJ) $(GENOBJ) $(OUT)/obj/gen/tests.gen.o $(SQLITE_OBJ) $(LIBS) -o $@

# ---- the example region, made once: whoever tries the program on it takes a copy ----
$(OUT)/region.db: $(OUT)/wardkeep
	@echo '  region $@'
	@rm -f $@.new*
	@$(OUT)/wardkeep demo --db sqlite:$@.new > /dev/null
	@mv $@.new.key $@.key && mv $@.new $@

# ---- what the program costs, printed ----
.PHONY: bench
bench: all bench-sheets bench-documents bench-frameworks bench-incidents bench-imports
.PHONY: bench-incidents
bench-incidents: all
	node bench/incidents.mjs $(if $(SHORT),100000)
.PHONY: bench-imports
bench-imports: all $(OUT)/region.db
	node bench/imports.mjs $(if $(SHORT),20000)
.PHONY: bench-documents
bench-documents: all
	node bench/documents.mjs
.PHONY: bench-frameworks
bench-frameworks: $(OUT)/bench/frameworks
	$(OUT)/bench/frameworks
# What spreadsheets are read and written with, without pages.
SHEET_PARTS := $(filter src/base/%.c,$(SRC)) $(addprefix src/report/,value.c csv.c table.c book.c read.c packed.c xlsx_part.c xlsx_book.c xlsx_sheet.c)
FRAMEWORK_PARTS := $(addprefix src/feature/framework/,parse.c tree.c schema.c bind.c write.c check.c read.c source.c lift.c ciso.c oscal.c oscal_own.c sheets.c sheets_write.c)
$(OUT)/bench/frameworks: bench/frameworks.c $(patsubst src/%.c,$(OUT)/obj/src/%.o,$(SHEET_PARTS) $(FRAMEWORK_PARTS))
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
.PHONY: bench-sheets
bench-sheets: $(OUT)/bench/sheets
	$(OUT)/bench/sheets
$(OUT)/bench/sheets: bench/sheets.c $(patsubst src/%.c,$(OUT)/obj/src/%.o,$(SHEET_PARTS))
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# ---- how fast: docs/performance.md; SHORT=1 takes minutes and writes nothing ----
BENCHFLAGS := -std=c17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -I$(NPM)
$(OUT)/bench/bare: bench/bare.c $(SQLITE_OBJ)
	@mkdir -p $(@D)
	gcc $(BENCHFLAGS) $^ -levent -lm -lpthread -o $@
$(OUT)/bench/sql: bench/sql.c $(SQLITE_OBJ)
	@mkdir -p $(@D)
	gcc $(BENCHFLAGS) $^ -lm -lpthread -o $@
$(OUT)/bench/load: bench/load.c
	@mkdir -p $(@D)
	gcc $(BENCHFLAGS) $^ -o $@
$(OUT)/bench/slowsync.so: tests/preload/slowsync.c
	@mkdir -p $(@D)
	gcc $(BENCHFLAGS) -shared -fPIC $^ -ldl -o $@
bench: all $(addprefix $(OUT)/bench/,bare sql load slowsync.so)
	node bench/bench.mjs $(if $(SHORT),--short,--out docs/performance.md) $(ROWS)

lint:
	sh tools/layers.sh $(OUT)
clean:
	rm -rf build
-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
