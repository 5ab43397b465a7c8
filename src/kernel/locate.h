/* SPDX-License-Identifier: GPL-2.0 */
/*
 * locate - what the files that find a unit in the image share; for
 * src/kernel/locate*.c and unit_map.c only
 *
 * Each allocated section of the unit is a place: it lies in one piece in the
 * image. A base is first supposed (names in kallsyms, or a relocation that
 * leads there) and then proved by comparing. What is supposed during a
 * comparison that fails is taken back, so several candidates can be tried.
 */
#ifndef KMEND_KERNEL_LOCATE_H
#define KMEND_KERNEL_LOCATE_H

#include "elf/obj.h"
#include "kernel/facts.h"

enum locate_act {
	LOCATE_COMPARE,		/* equal, if it can be found */
	LOCATE_PROVE,		/* must be found and equal; all that runs */
	LOCATE_TABLE,		/* as PROVE; searched between two symbols */
	LOCATE_MERGE,		/* compared where relocations lead to it */
	LOCATE_SKIP,		/* not in the image as the unit has it */
};

/* What is known about sections by name; see locate_rows.c. */
struct locate_row {
	const char *name;
	bool prefix;		/* of all names that begin so */
	bool percpu;
	bool jump_table;
	enum locate_act act;
	const char *start, *end; /* LOCATE_TABLE: symbols around the table */
};

/* A value that is either known, and then one, or not known. */
struct bound {
	bool known;
	uint64_t value;
};

struct place {
	const struct sec *sec;
	enum locate_act act;
	const struct locate_row *row;	/* NULL for most */
	struct bound base;
	bool done;		/* compared at its base */
	VEC(const struct sym *) names;	/* must be in kallsyms, in order */
	VEC(uint64_t) bases;	/* where it may lie */
	size_t fit;		/* how many of these are equal */
};

/* A place where objtool may have put a no-operation for a jump. */
struct site {
	const struct sec *sec, *to_sec;
	uint64_t off, to_off;
	bool rewritten;		/* key is marked for objtool */
};

struct locate {
	const struct facts *facts;
	const struct obj *unit;
	struct arena *arena;	/* of the map that is made */
	VEC(struct place *) places;
	struct map by_sec;	/* struct sec -> struct place */
	struct map targets;	/* undefined or weak struct sym -> bound */
	VEC(struct bound *) journal;	/* in order of becoming known */
	VEC(struct site) sites;	/* in order of section and offset */
};

/** The row of a section, or NULL. */
const struct locate_row *locate_row_find(const char *name);

struct place *locate_place(const struct locate *l, const struct sec *sec);

/** The last symbol of a section at @off or before it, or NULL. */
const struct sym *locate_sym(const struct locate *l, const struct sec *sec,
			     uint64_t off);
/** "symbol+0xoff", or "section+0xoff" where no symbol is; from l->arena. */
const char *locate_where(const struct locate *l, const struct sec *sec,
			 uint64_t off);

/* locate_insn.c */
/**
 * "symbol+0xoff: 'nop' in the unit, 'ret' in the image": the instruction of
 * which the byte at @off is one; from l->arena.
 *
 * @param sec    has code.
 * @param image  the section's bytes in the image.
 */
const char *locate_insns(const struct locate *l, const struct sec *sec,
			 const uint8_t *image, uint64_t off);

/* locate_names.c */
/** Fill place->names and place->bases from kallsyms. */
void names_anchor(struct locate *l, struct place *place);
/** Is every name of the place in kallsyms where it would be at @base? */
struct err *names_check(const struct locate *l, const struct place *place,
			uint64_t base) __must_check;
/** Does kallsyms have a global symbol of that name there? */
bool names_global_at(const struct locate *l, const char *name,
		     uint64_t addr);
/** Does the build leave this name out of kallsyms? */
bool names_left_out(const char *name);

/* locate_bind.c */
/** How much is known now; bind_undo() goes back to it. */
size_t bind_mark(const struct locate *l);
void bind_undo(struct locate *l, size_t mark);
/** Suppose a place at @base, unless that cannot be. */
struct err *bind_place(struct locate *l, struct place *place, uint64_t base)
	__must_check;
/** In the image, @rela's symbol has the value @value: can that be? */
struct err *bind_rela(struct locate *l, const struct rela *rela,
		      uint64_t value) __must_check;

/* locate_compare.c */
/** Hold a place's bytes and relocations against the image at its base. */
struct err *compare_place(struct locate *l, const struct place *place)
	__must_check;
/**
 * What value of its symbol a relocation was made with.
 *
 * @param addr  where the relocated field is; image_at() has it.
 * @return      false if the type is not one that is understood.
 */
bool compare_value(const struct image *image, const struct rela *rela,
		   uint64_t addr, uint64_t *ret);

/* locate_table.c */
/** Fill place->bases of a table, now that other places are known. */
void table_anchor(struct locate *l, struct place *place);

/* locate_site.c */
/** Fill l->sites from the unit's own tables. */
struct err *sites_read(struct locate *l) __must_check;
/**
 * A byte differs at @off: is that a rewrite which the unit's table allows?
 *
 * @param image    the place's bytes in the image.
 * @param ret_end  the offset behind the site; set on success only.
 * @return         false if there is no such site, or it is not as it must be.
 */
bool site_allows(const struct locate *l, const struct place *place,
		 const uint8_t *image, uint64_t off, uint64_t *ret_end);

/* unit_map.c */
/** The map of all that was located; takes over l->arena. */
struct unit_map *unit_map_create(struct locate *l);

#endif
