/* SPDX-License-Identifier: MIT */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "app/audit.h"
#include "app/file.h"
#include "app/job.h"
#include "app/long.h"
#include "app/mail.h"
#include "app/web.h"
#include "base/log.h"
#include "cli/cli.h"

/* Beside the workers: one thread that signs the trail's heads each minute, runs jobs, sweeps what is left over; one, of a
 * lower priority, for long work; and one that waits for the mail server.  None waits for another. */
struct keeper { struct app *app; struct db *db; pthread_t thread; pthread_mutex_t lock; pthread_cond_t wake; bool stop; };

/* Sleeps a second, whatever becomes of the time of day; true: it is time to end. */
static bool
keeper_waits(struct keeper *k)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += 1;
	pthread_mutex_lock(&k->lock);
	if (!k->stop)
		pthread_cond_clockwait(&k->wake, &k->lock, CLOCK_MONOTONIC, &until);
	bool stop = k->stop;
	pthread_mutex_unlock(&k->lock);
	return stop;
}

static void *
long_keeper_run(void *arg)
{
	struct keeper *k = arg;
	int ran;

	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), 10);
	while (!keeper_waits(k))
		if (long_run_due(k->app, k->db, 100, &ran) != ST_OK)
			log_printf("keeper", "long work could not be carried on");
	return NULL;
}

static void *
mail_keeper_run(void *arg)
{
	struct keeper *k = arg;
	int ran;

	while (!keeper_waits(k))
		if (mail_run_due(k->app, k->db, 1, &ran) != ST_OK)
			log_printf("keeper", "mail could not be looked for");
	return NULL;
}

static void *
keeper_run(void *arg)
{
	struct keeper *k = arg;
	int64_t turn = 0;

	for (;; turn++) {
		int ran = 0;
		int64_t swept;
		if (keeper_waits(k))
			return NULL;
		if (job_run_due(k->app, k->db, 20, &ran) != ST_OK)
			log_printf("keeper", "jobs could not be looked for");
		if (turn % 60 == 0 && audit_sign_heads(k->app, k->db) != ST_OK)
			log_printf("keeper", "the audit heads could not be signed");
		if (turn % 60 == 30 && k->app->clamd != NULL && file_rescan(k->app, k->db, &swept) != ST_OK)
			log_printf("keeper", "waiting files could not be scanned");
		if (turn % 3600 == 1800 && once_sweep(k->app, k->db) != ST_OK)
			log_printf("keeper", "old first answers could not be swept");
		if (turn % 3600 == 0 && file_sweep(k->app, k->db, app_now(k->app), &swept) != ST_OK)
			log_printf("keeper", "unlinked uploads could not be swept");
		if (turn % 3600 == 900 && long_sweep(k->app, k->db, &swept) != ST_OK)
			log_printf("keeper", "old results could not be swept");
	}
}

static bool
keeper_start(struct keeper *k, struct app *app, void *(*run)(void *))
{
	k->app = app;
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->wake, NULL);
	return store_connect(app->store, &k->db) == ST_OK && pthread_create(&k->thread, NULL, run, k) == 0;
}

static void
keeper_stop(struct keeper *k)
{
	pthread_mutex_lock(&k->lock);
	k->stop = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	store_disconnect(k->db);
}

/* What one answer was made in is kept for the next: given back, each page would have the system clear its memory anew. */
static void
keep_memory(void)
{
	(void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

/* "8080", "127.0.0.1:8080", "[::1]:8080" */
static bool
listen_parse(const char *text, char *address, size_t room, int *port)
{
	const char *colon = strrchr(text, ':');
	char *end;
	long p = strtol(colon != NULL ? colon + 1 : text, &end, 10);

	if (*end != 0 || p < 0 || p > 65535)
		return false;
	*port = (int)p;
	size_t n = colon != NULL ? (size_t)(colon - text) : 0;
	if (n >= room)
		return false;
	memcpy(address, n > 0 ? text : "127.0.0.1", n > 0 ? n : 9);
	address[n > 0 ? n : 9] = 0;
	return true;
}

int
serve_run(const struct options *o)
{
	struct http_server *server;
	struct keeper keeper = { .app = NULL }, longs = { .app = NULL }, mails = { .app = NULL };
	char address[64];
	struct web *web;
	struct db *db;
	struct str why;
	int64_t rate = 600;
	int port;

	if (!listen_parse(o->listen != NULL ? o->listen : "127.0.0.1:8080", address, sizeof address, &port))
		return misuse("--listen wants ADDRESS:PORT, such as 127.0.0.1:8080");
	if (o->rate != NULL && (!str_i64(str_c(o->rate), &rate) || rate < 1 || rate > 1000000000))
		return misuse("--rate wants a number of calls a minute");
	const char *problem = o->mail == NULL ? NULL : mail_settings_problem(o->mail, o->mail_from);
	if (problem != NULL)
		return misuse("%s", problem);
	struct app *app = cli_open(o, false, false, &db);
	if (app == NULL)
		return EXIT_REFUSED;
	if (o->lang != NULL && (app->lang = lang_find(str_c(o->lang))) == NULL)
		return misuse("there is no language %s", o->lang);
	app->clamd = o->clamd;
	app->mail = o->mail;
	app->mail_from = o->mail_from;
	app->rate = (int)rate;
	app->insecure_cookies = !str_starts(app->base_url, S("https://"));
	keep_memory();
	if (web_open(app, app->workers, &web, &why) != ST_OK)
		return refuse_with(why);
	struct http_options ho = {
		.address = address, .port = port, .workers = app->workers, .running = store_is_pg(app->store) ? app->workers : 0, .max_connections = 1000, .head_seconds = 10,
		.body_seconds = 60, .body_budget = 128u << 20, .session_cookie = web_cookie_name(app), .trusted_proxy = o->proxy,
		.limits = web_limits, .handler = web_handle, .refusal = web_refuse, .arg = web,
	};
	if (http_start(&ho, &app->mem, &server, &why) != ST_OK)
		return refuse_with(why);
	if (!keeper_start(&keeper, app, keeper_run) || !keeper_start(&longs, app, long_keeper_run) || (mail_on(app) && !keeper_start(&mails, app, mail_keeper_run)))
		return refuse_with(S("The housekeeping thread could not be started."));
	fprintf(stderr, "Wardkeep answers at http://%s:%d/\n", strcmp(address, "127.0.0.1") == 0 ? "localhost" : address, http_port(server));
	http_run(server);
	if (mails.app != NULL)
		keeper_stop(&mails);
	keeper_stop(&longs);
	keeper_stop(&keeper);
	http_free(server);
	web_close(web);
	cli_close(app, db);
	return EXIT_DONE;
}
