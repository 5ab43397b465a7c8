/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cmd - a verb of the command line
 *
 * A verb is one file in src/cli/ with one CMD_DEFINE(). The linker gathers
 * them; nothing else is to be edited for a new one.
 */
#ifndef KMEND_CLI_CMD_H
#define KMEND_CLI_CMD_H

#include <stdbool.h>

#include "base/err.h"

struct cmd {
	const char *name;
	const char *args;	/* "[--json] NAME"; empty if none */
	const char *help;	/* one line, lower case, no full stop */
	const char *details;	/* more, for `kmend help VERB`; may be NULL */
	/* argv[0] is the verb; NULL is exit status 0 */
	struct err *(*run)(int argc, char **argv);
};

#define CMD_DEFINE(ident, ...)						\
	static const struct cmd cmd_##ident = { __VA_ARGS__ };		\
	static const struct cmd *const cmd_ptr_##ident			\
		__attribute__((used, section("kmend_cmds"))) = &cmd_##ident

/* Options that every verb knows, taken out of argv before run(). */
struct cmd_common {
	bool quiet, verbose, json;
};
extern struct cmd_common cmd_common;

#endif
