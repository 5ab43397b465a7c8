/* SPDX-License-Identifier: GPL-2.0 */
/*
 * model - two objects cut into pieces, and what passes find out about them
 *
 * A piece is the smallest thing that is compared and carried: a function, a
 * variable, a string, a constant without a name, an entry of a table. Passes
 * never look at bytes by section; they walk pieces and their references.
 */
#ifndef KMEND_DIFF_MODEL_H
#define KMEND_DIFF_MODEL_H

#include "base/map.h"
#include "diff/diff.h"
#include "diff/special.h"

enum piece_kind {
	PIECE_FUNC,	/* code with a name */
	PIECE_DATA,	/* a variable or constant with a name */
	PIECE_STRING,	/* of a section of strings */
	PIECE_CONST,	/* code or data that has no name */
	PIECE_ENTRY,	/* of a table: SP_KEEP or SP_FIXED */
};

enum piece_status {
	PIECE_UNKNOWN,
	PIECE_SAME,
	PIECE_CHANGED,
	PIECE_NEW,	/* only in the patched object */
	PIECE_GONE,	/* only in the original */
};

struct piece;

/* A relocation, with where it leads instead of how the file says so. */
struct ref {
	uint64_t at;		/* the field, in the section */
	int64_t off;		/* the field, from piece->base */
	uint32_t type;
	uint8_t bias;		/* from the field to where the CPU counts */
	bool branch;		/* a call or jump, not an address */
	bool named;		/* through the symbol, not the section */
	struct piece *piece;	/* where to, or NULL: */
	struct sym *sym;	/* a symbol that no piece has */
	int64_t to;		/* from piece->base, or from the symbol */
};

struct piece {
	struct sec *sec;
	enum piece_kind kind;
	uint64_t off, size;	/* in the section, with padding in front */
	uint64_t base;		/* where its symbol is; else @off */
	const char *name;	/* NULL: it has none */
	struct sym *sym;	/* first of its symbols, or NULL */
	VEC(struct sym *) syms;	/* others at the same place */
	VEC(struct ref) refs;	/* in order of off; in the arena */
	VEC(struct piece *) owned;	/* entries of tables about it */
	VEC(uint64_t) lines;	/* places of 4 bytes that are no difference */
	struct piece *owner;
	struct piece *twin;
	enum piece_status status;
	const char *why;	/* of CHANGED */
	const char *scope;	/* of a static local, if known */
	bool by_inlining;	/* nothing but what is inlined did change */
	bool global;
	bool numbered;		/* the name may be another's tomorrow */
	bool renewed;		/* begins anew with what it is about */
	bool homonyms;		/* first of several of its name */
	bool traced;		/* has an ftrace location */
	struct piece *user;	/* one that did not change; see uses.c */
	bool is_used;		/* by anybody else; namely: */
	bool is_pointed_to;	/* its address is taken */
	bool is_called;		/* by what did not change */
	bool keep;		/* goes into the output */
	bool busy;		/* taken, by the pass that runs now */
	struct sec *out;	/* where it is in the output, at: */
	uint64_t out_off;
};

/* What a section is cut into; sec->priv. */
struct cut {
	VEC(struct piece *) pieces;	/* in order of place */
	VEC(struct sym *) syms;	/* that may name pieces */
	uint32_t size;		/* of an entry */
	const struct special *table;	/* what an opaque one should be */
	uint8_t *bias;		/* one for each relocation */
	bool *branch;
};

struct side {
	struct obj *obj;
	VEC(struct piece *) pieces;	/* in order of section and place */
	struct map by_name;	/* -> struct piece *, functions and data */
};

/* What the author says, in the patched object: include/kmend/mark.h */
struct mark {
	const char *what, *name, *code, *text;
	bool used;
};

struct diff {
	const struct diff_options *opt;
	struct diff_result *result;
	struct arena *arena;	/* of the result */
	struct diags *diags;
	struct side orig, patched;
	struct obj *out;
	struct map told;	/* findings, by all that they say */
	struct map externs;	/* name -> struct sym * of out */
	VEC(struct mark) marks;
	bool changed;		/* anything at all */
};

static inline struct cut *sec_cut(const struct sec *sec)
{
	return sec->priv;
}

static inline const struct special *piece_row(const struct piece *piece)
{
	return piece->sec->special;
}

static inline bool piece_is_text(const struct piece *piece)
{
	const struct special *row = piece_row(piece);

	return row->act == SP_TEXT;
}

/* As vec_push(), for the many vectors that mostly have one element. */
#define vec_push_few(vec, elem)						\
	do {								\
		if (!(vec)->room) {					\
			(vec)->v = xmalloc(sizeof(*(vec)->v));		\
			(vec)->room = 1;				\
		}							\
		vec_push(vec, elem);					\
	} while (0)

#define side_for_each(side, p) vec_for_each(&(side)->pieces, p)

/* name.c: names that compilers and macros number */

/** The name without what the compiler numbers; from @arena. */
const char *name_base(struct arena *arena, const char *name);
/** Is it what the compiler calls for ftrace's sake? */
bool name_is_ftrace(const char *name);
/** Length of "foo.count", of which there is a "foo.count.1"; else 0. */
size_t name_first(const char *name);
/** Is there a number in it that may differ between two compilations? */
bool name_is_numbered(const char *name);
/** Does the compiler make such constants by itself (__func__.1)? */
bool name_is_made(const char *name);
/** Length of "foo" in foo.cold, foo.part.0, foo.isra.0.cold, ...; else all. */
size_t name_stem(const char *name);
bool name_is_cold(const char *name);
/** objtool's name for the padding in front of a function. */
bool name_is_padding(const char *name);

/* insn.c: the only place that decodes instructions */
struct insn {
	uint8_t len;
	uint8_t rel_off, rel_size;	/* of the displacement of a branch */
	int64_t rel;
	uint8_t disp_off;		/* of a RIP-relative operand */
	int64_t disp;
};
/** False: not an instruction, or not all of it is there. */
bool insn_decode(const uint8_t *code, uint64_t size, struct insn *ret);

/* code.c: relocations of code, and what the assembler resolved */
void code_scan(struct sec *sec);
/** Where the i-th relocation of a section leads; NULL: no section. */
struct sec *rela_target(const struct sec *sec, size_t i, uint64_t *ret_addr);

/* piece.c */
struct piece *piece_add(struct side *side, struct sec *sec,
			enum piece_kind kind, uint64_t off, uint64_t size);
/** One more symbol that is where the piece is; the first gives the name. */
void piece_name(struct piece *piece, struct sym *sym);
/** The piece that has the byte at @addr of the section, or NULL. */
struct piece *piece_at(const struct sec *sec, uint64_t addr);
/** Contents without a name: compared by what they are, copied if needed. */
bool piece_is_anonymous(const struct piece *piece);
/** For messages: a name, or "a string", ... */
const char *piece_text(struct arena *arena, const struct piece *piece);
void cut_sort(struct sec *sec);
/** Index of the first piece that begins behind @addr. */
size_t cut_above(const struct cut *cut, uint64_t addr);

/** Has the object types and functions of DWARF? */
bool side_has_dwarf(const struct side *side);

/* entry.c: sections that are rows of equal things, or of strings */
void strings_split(struct side *side, struct sec *sec);
void entries_split(struct diff *d, struct side *side, struct sec *sec);

/* ids.c: lists of BTF IDs */
void ids_split(struct side *side, struct sec *sec);

/* opaque.c: what is loaded and not understood */
void opaque_make(struct side *side, struct sec *sec);
bool piece_is_opaque(const struct piece *piece);
void opaque_refuse(struct diff *d, const struct piece *piece, const char *how);
/** All of both objects: is the change about it? */
void opaque_verify(struct diff *d);

/* gap.c: what no symbol covers */
void gaps_split(struct side *side);

/* pair.c */
void pair_set(struct piece *orig, struct piece *patched);
/** Neither has a twin any more: it is another one. */
void pair_part(struct piece *piece);
/** Has it a value that would be lost, or be another's? */
bool piece_has_value(const struct piece *piece);
/** Pairs what is the only one of its base name, scope, size and row left. */
bool pair_leftovers(struct diff *d);

/* homonym.c */
/** Does either object have several pieces of that name? */
bool name_is_several(const struct diff *d, const char *name);
void homonyms_pair(struct diff *d);

/* same.c: @a is of the original, @b of the patched object */
bool piece_equal(struct piece *a, struct piece *b);
/** As piece_equal(), with the table entries about it. */
bool piece_equal_owned(struct piece *a, struct piece *b);

/* dest.c: where a reference of the output leads */
enum dest {
	DEST_COPY,	/* to a piece of the output */
	DEST_KERNEL,	/* to what the running kernel has of the piece */
	DEST_SYMBOL,	/* to a symbol that neither object defines */
};
enum dest ref_dest(const struct piece *from, const struct ref *ref);
/** Is it replaced as a whole by a redirection of its first instruction? */
bool piece_is_redirected(const struct piece *piece);

/* symbol.c */
struct unit_sym;
/** What the map of the unit knows of a symbol of the original, or NULL. */
const struct unit_sym *kernel_symbol(const struct diff *d, const char *name);
/** The name that the link understands: KMEND_ABI_SYM_PREFIX. */
const char *kernel_reference(const struct diff *d, const struct unit_sym *us);
/** Symbol of the output for something the running kernel has. */
struct sym *extern_piece(struct diff *d, struct piece *orig, const char *name);
struct sym *extern_global(struct diff *d, const char *name);
/** As extern_piece(), but never by its plain name. */
struct sym *extern_proved(struct diff *d, struct piece *orig);

/* line_calls.c */
/** Does the "mov $imm32" at @off of @piece load __LINE__ for a call? */
bool line_call_follows(const struct piece *piece, uint64_t off);

/* uses.c */
/** Sets user, is_used and so on. */
void uses_find(struct side *side);

/* fixed.c: what the kernel reads once */
void fixed_refuse(struct diff *d, const struct piece *piece, const char *name,
		  const char *how);
void fixed_verify(struct diff *d);

/* marks.c */
void marks_read(struct diff *d);
/** A mark of that kind about @name, which is used then; or NULL. */
const struct mark *mark_use(struct diff *d, const char *what,
			    const char *name);
/** The author's KMEND_ACCEPT() of a finding, which is used then; or NULL. */
const struct mark *mark_accept(struct diff *d, const char *code,
			       const char *name);
/** Is the mark about the patch as a whole? */
bool mark_is_info(const struct mark *mark);
/** Is there such a mark at all? */
bool mark_is_known(const struct mark *mark);
/** The mark as the author wrote it, for messages. */
const char *mark_text(struct arena *arena, const struct mark *mark);

/* accept_rows.c */
/** What it means that the author accepts a finding; NULL: he cannot. */
const char *accept_means(const char *code);

/* finding.c */
void refuse(struct diff *d, const char *code, const char *symbol,
	    const char *todo, const char *fmt, ...) __printf(5, 6);
void note(struct diff *d, enum diag_level level, const char *code,
	  const char *symbol, const char *todo, const char *fmt, ...)
	__printf(6, 7);

/* dump.c */
char *diff_dump(struct diff *d);

/*
 * The passes, in order. The text is what holds when it is done.
 */
#define PASSES(X)							\
	X(split,     "both objects are pieces that refer to pieces")	\
	X(correlate, "what has a name that means something has a twin")	\
	X(align,     "numbered things are paired by who uses them")	\
	X(once,      "what is done once keeps its state with what is done")	\
	X(compare,   "piece->status is SAME, CHANGED, NEW or GONE")	\
	X(lineno,    "what differs in line numbers only is SAME again")	\
	X(why,       "a changed function says why it did")		\
	X(marks,     "what the author says of functions counts")		\
	X(spread,    "what must change together does")			\
	X(include,   "everything a changed function needs is marked")	\
	X(verify,    "what cannot be patched live is a finding")	\
	X(ibt,       "no function without endbr64 is newly pointed to")	\
	X(types,     "no existing object gets another layout")		\
	X(exports,   "no exported function gets another prototype")	\
	X(names,     "no new global name is one that the kernel has")	\
	X(settle,    "every mark of the author is heard, or a finding")	\
	X(extract,   "the output has what is marked")			\
	X(runtime,   "no instruction waits for the kernel's boot")	\
	X(tables,    "the core's tables are written")

#define PASS_DECLARE(pass, text) struct err *pass_##pass(struct diff *d);
PASSES(PASS_DECLARE)
#undef PASS_DECLARE

#endif
