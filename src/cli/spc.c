/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/time.h"
#include "cli/commands.h"
#include "report/spc.h"
#include "report/spc_chart.h"

/* wardkeep spc: an XmR chart of any series.  It needs no database. */
struct asked { struct spc_options options; bool json, svg; const char *file; struct date *rebase; };

static bool
valued(const struct options *o, int *i, const char *name, const char **ret)
{
	size_t n = strlen(name);
	const char *arg = o->args[*i];

	if (strncmp(arg, name, n) != 0 || (arg[n] != 0 && arg[n] != '='))
		return false;
	*ret = arg[n] == '=' ? arg + n + 1 : *i + 1 < o->n_args ? o->args[++*i] : "";
	return true;
}

/* 0, or how it was misused. */
static int
one_read(const struct options *o, int *i, struct asked *ret)
{
	const char *arg = o->args[*i], *v;

	if (strcmp(arg, "--json") == 0)
		ret->json = true;
	else if (strcmp(arg, "--svg") == 0)
		ret->svg = true;
	else if (strcmp(arg, "--screen") == 0)
		ret->options.screen = true;
	else if (valued(o, i, "--rebase", &v)) {
		if (!date_parse(str_c(v), &ret->rebase[ret->options.n_rebase++]))
			return misuse("--rebase wants a date as 2026-08-06, not \"%s\"", v);
	} else if (valued(o, i, "--target", &v)) {
		ret->options.has_target = true;
		if (!spc_num_parse(str_c(v), &ret->options.target))
			return misuse("--target wants a number, not \"%s\"", v);
	} else if (valued(o, i, "--better", &v)) {
		ret->options.better = strcmp(v, "higher") == 0 ? SPC_HIGHER : strcmp(v, "lower") == 0 ? SPC_LOWER : SPC_NEITHER;
		if (ret->options.better == SPC_NEITHER)
			return misuse("--better wants higher or lower, not \"%s\"", v);
	} else if (arg[0] == '-' && arg[1] != 0)
		return misuse("spc does not know \"%s\"", arg);
	else if (ret->file != NULL)
		return misuse("spc takes one file");
	else
		ret->file = arg;
	return EXIT_DONE;
}

static int
chart_put(struct arena *a, const struct asked *as, const struct spc *c)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	if (as->json)
		spc_json(&b, c);
	else if (as->svg)
		spc_chart_svg(&b, a, c, strcmp(as->file, "-") == 0 ? S("XmR chart") : arena_printf(a, "XmR chart of %s", as->file));
	else
		spc_text(&b, a, c);
	bool ok = !b.failed && fwrite(b.p, 1, b.n, stdout) == b.n && fflush(stdout) == 0;
	buf_free(&b);
	return ok ? EXIT_DONE : refuse_with(S("The chart cannot be written."));
}

int
spc_run(const struct options *o)
{
	struct spc_sample *samples;
	struct asked as = { .file = NULL };
	struct message why;
	struct str text, reason;
	struct arena a;
	struct spc c;
	size_t n;

	if (!arena_open(&a, 1u << 30))
		abort();
	as.options.rebase = as.rebase = arena_array(&a, struct date, (size_t)o->n_args + 1);
	int ret = EXIT_DONE;
	for (int i = 0; ret == EXIT_DONE && i < o->n_args; i++)
		ret = one_read(o, &i, &as);
	if (ret == EXIT_DONE && (as.file == NULL || (as.json && as.svg)))
		ret = as.file == NULL ? misuse("spc wants the file with the columns date and value, or -") : misuse("spc writes --json or --svg, not both");
	if (ret == EXIT_DONE) {
		if (!cli_read_file(&a, as.file, 16u << 20, &text, &reason) || spc_read(&a, text, &samples, &n, &reason) != ST_OK)
			ret = refuse_with(reason);
		else if (spc_make(&a, samples, n, &as.options, &c, &why) != ST_OK)
			ret = refuse_with(message_english(&a, &why));
		else
			ret = chart_put(&a, &as, &c);
	}
	arena_close(&a);
	return ret;
}
