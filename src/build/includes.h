/* SPDX-License-Identifier: GPL-2.0 */
/*
 * includes - which files the units of a kernel include
 */
#ifndef KMEND_BUILD_INCLUDES_H
#define KMEND_BUILD_INCLUDES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "build/commands.h"
#include "build/tree.h"

/*
 * An edge is the index of a file; this bit is set if the file is found from
 * where the one is that includes it ("../x.h"), not by an option -I.
 */
#define INCLUDE_BESIDE	0x80000000u
#define INCLUDE_FILE(edge) ((edge) & ~INCLUDE_BESIDE)

struct include_file {
	const char *path;	/* below the source, or below the made tree */
	bool made;		/* the latter */
	VEC(uint32_t) to;	/* files that it may include */
	VEC(uint32_t) from;	/* files that may include it */
};

/**
 * Every unit and what it includes, directly or not. Conditionals are not
 * looked at, and where the directory depends on the unit all that have a
 * file of that name count: there may be too many edges, never too few.
 */
struct includes {
	const struct tree *tree;
	struct arena *arena;
	VEC(struct include_file) files;
	struct map by_path;		/* index + 1 */
	struct map missing;		/* paths that are no file */
	char *strings;			/* of the cache, or NULL */
	VEC(const char *) common;	/* -I that most units have, in order */
	VEC(const char *) extra;	/* all others */
	VEC(const char *) own;		/* -I for the unit's own directory */
};

/**
 * Read all units and what they include, or take the graph in the cache.
 *
 * @param ret  free with includes_deinit().
 */
struct err *includes_open(const struct tree *tree,
			  const struct commands *commands,
			  struct includes *ret) __must_check;
void includes_deinit(struct includes *inc);

/*
 * Files of C that are compiled only to make headers of what comes out; the
 * graph has them beside the units. NULL-ended.
 */
extern const char *const includes_generators[];
bool includes_generates(const char *path);

/** Index of a file; -1: nobody includes it. */
int64_t includes_find(const struct includes *inc, const char *path);

/**
 * Read a file again, as it is at @real, and add what it includes now. It is
 * added if it is new.
 */
struct err *includes_update(struct includes *inc, const char *path,
			    const char *real) __must_check;

/**
 * What can be reached from some files.
 *
 * @param back  along who includes them, not along what they include.
 * @param set   a byte for each file: set for those to start with, and when
 *              this returns for all.
 */
void includes_reach(const struct includes *inc, bool back, uint8_t *set);

/* For the files of the graph itself, and for tests. */

struct include_name {
	const char *name;
	bool quoted;		/* "name", not <name> */
	bool next;		/* include_next */
	bool root;		/* a path below one of the trees */
};

/** The names behind #include; what a macro would say is left out. */
void includes_scan(struct arena *arena, const char *text, size_t size,
		   struct include_name **ret, size_t *ret_n);

/** Edges for what the file @from includes. */
void includes_resolve(struct includes *inc, uint32_t from,
		      const struct include_name *names, size_t n);

/** Read everything that the units include. */
struct err *includes_make(struct includes *inc,
			  const struct commands *commands) __must_check;

/** An edge, once. @beside is 0 or INCLUDE_BESIDE. */
void includes_edge(struct includes *inc, uint32_t from, uint32_t to,
		   uint32_t beside);

/** The file's index; it is added if need be. */
uint32_t includes_add(struct includes *inc, const char *path, bool made);

#endif
