// SPDX-License-Identifier: GPL-2.0
/*
 * main - finds the verb, runs it, and says what went wrong
 *
 * The only place that prints errors and that chooses the exit status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "cli/cmd.h"
#include "cli/shown.h"
#include "cli/sink.h"

#ifndef KMEND_VERSION
#define KMEND_VERSION "0.1.0"
#endif

/* The linker makes these for a section whose name is an identifier. */
extern const struct cmd *const __start_kmend_cmds[];
extern const struct cmd *const __stop_kmend_cmds[];

static const struct cmd *cmd_find(const char *name)
{
	for (const struct cmd *const *c = __start_kmend_cmds;
	     c < __stop_kmend_cmds; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

/* The verb that comes behind @name in alphabetical order, or NULL. */
static const struct cmd *cmd_after(const char *name)
{
	const struct cmd *next = NULL;

	for (const struct cmd *const *c = __start_kmend_cmds;
	     c < __stop_kmend_cmds; c++)
		if (strcmp((*c)->name, name) > 0 &&
		    (!next || strcmp((*c)->name, next->name) < 0))
			next = *c;
	return next;
}

static void help_all(void)
{
	puts("usage: kmend [-q] [-v] VERB ...\n");
	for (const struct cmd *c = cmd_after(""); c; c = cmd_after(c->name))
		printf("  %-9s %s\n", c->name, c->help);
	puts("\n"
	     "  -q, --quiet    no progress, only results and errors\n"
	     "  -v, --verbose  more about what is done\n"
	     "  --json         results as JSON, where the verb says so\n"
	     "  --version      the version of kmend\n"
	     "\n"
	     "kmend help VERB tells more about a verb.\n"
	     "Exit status: 0 done, 1 failed, 2 wrong usage, 3 cannot be patched live,\n"
	     "4 nothing changed.");
}

static void help_verb(const struct cmd *cmd)
{
	printf("usage: kmend %s%s%s\n\n%s\n", cmd->name, *cmd->args ? " " : "",
	       cmd->args, cmd->help);
	if (cmd->details)
		printf("\n%s\n", cmd->details);
}

static struct err *unknown_verb(const char *name)
{
	return err_advise(err_new(ERR_USAGE, "there is no verb '%s'", name),
			  "kmend help lists the verbs");
}

static struct err *run_help(int argc, char **argv)
{
	const struct cmd *cmd;

	if (argc > 2)
		return err_new(ERR_USAGE, "too many arguments: '%s'", argv[2]);
	if (argc < 2) {
		help_all();
		return NULL;
	}
	cmd = cmd_find(argv[1]);
	if (!cmd)
		return unknown_verb(argv[1]);
	help_verb(cmd);
	return NULL;
}

CMD_DEFINE(help, .name = "help", .args = "[VERB]",
	   .help = "tell about kmend or one of its verbs", .run = run_help);

/*
 * Options that every verb knows are taken out, wherever they stand in front
 * of "--". The first word that is left is the verb.
 */
static int common_take(int argc, char **argv, bool *ret_help,
		       bool *ret_version)
{
	const struct {
		const char *name, *letter;
		bool *flag;
	} opts[] = {
		{ "--quiet", "-q", &cmd_common.quiet },
		{ "--verbose", "-v", &cmd_common.verbose },
		{ "--json", "--json", &cmd_common.json },
		{ "--help", "-h", ret_help },
		{ "--version", "--version", ret_version },
	};
	int in, out = 1;

	for (in = 1; in < argc && strcmp(argv[in], "--"); in++) {
		size_t i = 0;

		while (i < ARRAY_LEN(opts) && strcmp(argv[in], opts[i].name) &&
		       strcmp(argv[in], opts[i].letter))
			i++;
		if (i < ARRAY_LEN(opts))
			*opts[i].flag = true;
		else
			argv[out++] = argv[in];
	}
	while (in < argc)
		argv[out++] = argv[in++];
	argv[out] = NULL;
	return out;
}

static struct err *run_verb(const struct cmd *cmd, int argc, char **argv)
{
	struct err *err;

	if (cmd_common.json && !strstr(cmd->args, "--json"))
		err = err_new(ERR_USAGE, "there is no option '--json'");
	else
		err = cmd->run(argc, argv);
	if (!err && (fflush(stdout) || ferror(stdout)))
		err = err_new(ERR_FAILED, "the output cannot be written");
	if (err && err_kind(err) == ERR_USAGE && !err_advice(err))
		err = err_advise(err, "usage: kmend %s%s%s", cmd->name,
				 *cmd->args ? " " : "", cmd->args);
	return err;
}

/* May be several lines, such as what the compiler said. */
static void advice_show(const char *advice)
{
	const char *text = shown_lines(advice);

	for (size_t len; *text; text += len + !!text[len]) {
		len = strcspn(text, "\n");
		fprintf(stderr, "  %.*s\n", (int)len, text);
	}
}

static int report(struct err *err, const char *verb)
{
	int status;

	sink_finish();
	if (!err)
		return 0;
	fflush(stdout);
	fprintf(stderr, "kmend%s%s: %s\n", *verb ? " " : "", verb,
		shown(err_text(err)));
	if (err_advice(err))
		advice_show(err_advice(err));
	status = err_kind(err);
	err_destroy(err);
	return status;
}

int main(int argc, char **argv)
{
	bool help = false, version = false;
	const struct cmd *cmd;

	interrupt_init();
	argc = common_take(argc, argv, &help, &version);
	if (!cmd_common.quiet)
		sink_init(cmd_common.verbose);
	if (version) {
		puts("kmend " KMEND_VERSION);
		return 0;
	}
	if (argc < 2) {
		if (help) {
			help_all();
			return 0;
		}
		return report(err_advise(err_new(ERR_USAGE,
						 "no verb is given"),
					 "kmend help lists the verbs"), "");
	}
	if (argv[1][0] == '-')
		return report(err_advise(err_new(ERR_USAGE,
						 "there is no option '%s'",
						 argv[1]),
					 "kmend help lists the options"), "");
	cmd = cmd_find(argv[1]);
	if (!cmd)
		return report(unknown_verb(argv[1]), "");
	if (help) {
		help_verb(cmd);
		return 0;
	}
	return report(run_verb(cmd, argc - 1, argv + 1), cmd->name);
}
