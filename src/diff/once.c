// SPDX-License-Identifier: GPL-2.0
/*
 * once - where the code is that is run once
 *
 * gcc has it behind __do_once_start(), or at the end of the function, or in
 * its .cold piece. In all three __do_once_done() ends it. The jump that follows
 * __do_once_start() tells where it begins; if it leads out of the piece, it is
 * behind the last jump or return, as nothing falls into it from above.
 */
#include "diff/once.h"

#include <string.h>

#define ONCE_START "__do_once_"
#define ONCE_FLAG "___done"
#define ONCE_KEY "___once_key"

bool once_is_named(const struct piece *piece, const char *base)
{
	size_t n = strlen(base);
	const char *name;

	if (!piece || piece->kind != PIECE_DATA || !piece->name)
		return false;
	/* gcc's name, or clang's: in front of it is the function */
	name = strstr(piece->name, base);
	return name && (name == piece->name || name[-1] == '.') &&
	       (!name[n] || name[n] == '.');
}

static bool is_once_call(const struct ref *ref, const char *what)
{
	const char *name = ref->sym ? ref->sym->name : "";

	if (!ref->branch || strncmp(name, ONCE_START, strlen(ONCE_START)))
		return false;
	name += strlen(ONCE_START);
	if (!strncmp(name, "sleepable_", strlen("sleepable_")))
		name += strlen("sleepable_");
	return !strcmp(name, what);
}

bool once_is_set(const struct site *site, const struct ref *ref)
{
	if (!ref->piece)
		return !ref->branch && strcmp(ref->sym->name, "__this_module");
	return ref->piece != site->flag && ref->piece != site->key &&
	       piece_has_value(ref->piece);
}

static bool has_set(const struct site *site)
{
	for (size_t i = site->from; i < site->to; i++)
		if (once_is_set(site, &site->func->refs.v[i]))
			return true;
	return false;
}

/* Bytes of it from @at on. */
static uint64_t code_left(const struct piece *func, int64_t at)
{
	uint64_t size = func->off + func->size - func->base;

	return (uint64_t)at < size ? size - (uint64_t)at : 0;
}

/* A jump or return: what follows is not reached from here. */
static bool is_end(const uint8_t *code)
{
	return code[0] == 0xeb || code[0] == 0xe9 || code[0] == 0xc3;
}

/* The first reference, from @from on, behind the last end before @to. */
static size_t block_begin(const struct piece *func, size_t from, size_t to)
{
	const uint8_t *code = func->sec->data;
	int64_t at = 0, begin = 0;
	struct insn insn;

	if (!code)
		return from;
	code += func->base;
	while (at < func->refs.v[to].off) {
		if (!insn_decode(code + at, code_left(func, at), &insn))
			return from;
		if (is_end(code + at))
			begin = at + insn.len;
		at += insn.len;
	}
	while (from < to && func->refs.v[from].off < begin)
		from++;
	return from;
}

/*
 * Where the call at @ref leads if it says yes: the target of "jne" or what
 * follows "je"; -1: that is not known.
 */
static int64_t yes_branch(const struct piece *func, const struct ref *ref)
{
	const uint8_t *code = func->sec->data;
	int64_t at = ref->off + 4;
	struct insn insn;

	if (!code || ref->off < 0)
		return -1;
	code += func->base;
	for (int n = 0; n < 8; n++, at += insn.len) {
		const uint8_t *p = code + at;

		if (!insn_decode(p, code_left(func, at), &insn) ||
		    !code_left(func, at + insn.len) || is_end(p))
			return -1;
		if (*p == 0x74 || (*p == 0x0f && p[1] == 0x84))
			/* "jmp" leads to the .cold piece */
			return is_end(p + insn.len) ? -1 : at + insn.len;
		if (*p == 0x75)
			return at + insn.len + insn.rel;
		if (*p == 0x0f && p[1] == 0x85)
			return insn.rel ? at + insn.len + insn.rel : -1;
	}
	return -1;
}

/* The last that is named in front of @to, but no sooner than @from. */
static struct piece *last_named(const struct piece *func, size_t from,
				size_t to, const char *base)
{
	while (to-- > from)
		if (once_is_named(func->refs.v[to].piece, base))
			return func->refs.v[to].piece;
	return NULL;
}

/* Where it begins, as its __do_once_start() tells; @to: it does not. */
static size_t told_begin(const struct piece *func, const struct piece *flag,
			 size_t to)
{
	for (size_t i = 0; i < to; i++) {
		int64_t begin;

		if (!is_once_call(&func->refs.v[i], "start") ||
		    last_named(func, 0, i, ONCE_FLAG) != flag)
			continue;
		begin = yes_branch(func, &func->refs.v[i]);
		if (begin < 0)
			return to;
		while (i < to && func->refs.v[i].off < begin)
			i++;
		return i;
	}
	return to;
}

/* If it is not told, a jump or return that nothing follows may be within. */
static void add_site(const struct piece *func, struct piece *started,
		     size_t from, size_t to, struct sites *ret)
{
	struct site site = { .func = func, .to = to };

	site.flag = last_named(func, from, to, ONCE_FLAG);
	site.key = last_named(func, from, to, ONCE_KEY);
	if (!site.flag)
		site.flag = started;
	if (!site.flag || !site.key)
		return;
	site.from = told_begin(func, site.flag, to);
	if (site.from == to)
		site.from = block_begin(func, from, to);
	if (site.flag == started && !has_set(&site))
		site.from = from;
	vec_push(&ret->list, site);
}

static void func_sites(const struct piece *func, struct sites *ret)
{
	struct piece *started = NULL;
	size_t from = 0;

	for (size_t i = 0; i < func->refs.n; i++) {
		const struct ref *ref = &func->refs.v[i];

		if (is_once_call(ref, "start")) {
			/* which flag it asks for is told in front of it */
			started = last_named(func, 0, i, ONCE_FLAG);
			from = i + 1;
		} else if (is_once_call(ref, "done")) {
			add_site(func, started, from, i, ret);
			started = NULL;
			from = i + 1;
		}
	}
}

void once_sites_find(const struct side *side, struct sites *ret)
{
	side_for_each(side, p)
		if ((*p)->kind == PIECE_FUNC)
			func_sites(*p, ret);
}

static bool is_blind(const struct piece *func, const struct sites *sites)
{
	for (size_t i = 0; i < func->refs.n; i++) {
		struct piece *flag;
		bool known = false;

		if (!is_once_call(&func->refs.v[i], "start"))
			continue;
		flag = last_named(func, 0, i, ONCE_FLAG);
		vec_for_each(&sites->list, site)
			known |= site->flag == flag;
		if (!flag || (flag->twin && !known))
			return true;
	}
	return false;
}

static bool uses_new(const struct piece *piece)
{
	vec_for_each(&piece->refs, ref)
		if (ref->piece && !ref->piece->twin &&
		    piece_has_value(ref->piece) &&
		    !once_is_named(ref->piece, ONCE_FLAG) &&
		    !once_is_named(ref->piece, ONCE_KEY))
			return true;
	return false;
}

static void add_states(const struct piece *piece, struct sites *ret)
{
	vec_for_each(&piece->refs, ref) {
		struct site site = { .func = piece };

		if (once_is_named(ref->piece, ONCE_FLAG))
			site.flag = ref->piece;
		else if (once_is_named(ref->piece, ONCE_KEY))
			site.key = ref->piece;
		else
			continue;
		vec_push(&ret->list, site);
	}
	vec_for_each(&piece->owned, p)
		add_states(*p, ret);
}

void once_blind_find(const struct side *side, const struct sites *sites,
		     struct sites *ret)
{
	side_for_each(side, p) {
		const struct piece *cold;
		_cleanup_free_ char *name = NULL;

		if ((*p)->kind != PIECE_FUNC || !(*p)->name ||
		    !is_blind(*p, sites))
			continue;
		name = xasprintf("%s.cold", (*p)->name);
		cold = map_find(&side->by_name, name);
		if (!uses_new(*p) && !(cold && uses_new(cold)))
			continue;
		add_states(*p, ret);
		if (cold)
			add_states(cold, ret);
	}
}
