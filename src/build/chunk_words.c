// SPDX-License-Identifier: GPL-2.0
/*
 * chunk_words - what the words of one declaration say
 */
#include "build/chunk_words.h"

#include <string.h>

#include "build/chunk.h"

const char *const words_conditional[] = {
	"if", "ifdef", "ifndef", "elif", "else", "endif", NULL
};

/* What may stand in front of a type without being one. */
static const char *const words_front[] = {
	"static", "extern", "typedef", "inline", "__inline", "__inline__",
	"__always_inline", "const", "volatile", "register", "__extension__",
	"__attribute__", "noinline", "asmlinkage", "__init", "__must_check",
	"__maybe_unused", "notrace", NULL
};

/* Words that no declaration declares. */
static const char *const words_known[] = {
	"static", "extern", "typedef", "inline", "__inline", "__inline__",
	"__always_inline", "const", "volatile", "register", "__extension__",
	"__attribute__", "noinline", "asmlinkage", "__init", "__must_check",
	"__maybe_unused", "notrace",
	"void", "char", "short", "int", "long", "float", "double", "signed",
	"unsigned", "_Bool", "bool", "struct", "union", "enum", "typeof",
	"__typeof__", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64",
	"size_t", "ssize_t", "__u8", "__u16", "__u32", "__u64", "__printf",
	"__scanf", "__acquires", "__releases", "__must_hold", "__alloc_size",
	"__aligned", "__section", "__packed", "__read_mostly",
	"__ro_after_init", "__cond_acquires", "__cond_acquires_shared",
	"__attribute_const__", "__pure", "__cold", "__user", "__rcu",
	"__percpu", "__iomem", "asm", "__asm__", "__malloc", "__noreturn",
	"_Noreturn", "____cacheline_aligned", "____cacheline_aligned_in_smp",
	"__randomize_layout", "__no_randomize_layout",
	"____cacheline_internodealigned_in_smp", NULL
};

/* Attributes that make the compiler keep what nobody mentions. */
static const char *const words_kept[] = {
	"used", "__used__", "__used", "__visible", "retain", "constructor",
	"__constructor__", "destructor", "__destructor__", "alias",
	"__alias__", "weak", "__weak__", "__weak", "__bpf_kfunc",
	"externally_visible", "__externally_visible__", "ifunc", "__exitused",
	"asm", "__asm__", "__asm", NULL
};

bool word_in(const struct token *word, const char *const *list)
{
	for (; *list; list++)
		if (token_is(word, *list))
			return true;
	return false;
}

static bool word_is_tag(const struct token *word)
{
	return token_is(word, "struct") || token_is(word, "union") ||
	       token_is(word, "enum");
}

static void word_outside(struct decl *decl, const struct token *word)
{
	vec_push(&decl->words, ((struct decl_word){ .token = *word,
			.tag = decl->in_tag && !decl->tag.len }));
	decl->has_static |= token_is(word, "static");
	decl->has_extern |= token_is(word, "extern");
	decl->has_typedef |= token_is(word, "typedef");
}

void decl_word(struct decl *decl, const struct token *word, int depth,
	       int paren)
{
	bool is_enum = depth && depth < 64 && decl->enums >> depth & 1;

	decl->kept |= !depth && word_in(word, words_kept);
	if (word->kind == TOKEN_NAME && !decl->has_body) {
		if (!depth && !paren)
			word_outside(decl, word);
		else if (decl->starred)
			vec_push(&decl->names, *word);
		if (is_enum && (decl->last == '{' || decl->last == ','))
			vec_push(&decl->names, *word);
		if (word_is_tag(word)) {
			decl->in_tag = true;
			decl->is_enum = *word->text == 'e';
			decl->tag.len = 0;
		} else if (decl->in_tag && !token_is(word, "__attribute__") &&
			   !paren) {
			/* the last word in front of the '{' is the tag */
			decl->tag = *word;
		}
	}
	/* "(*const name" */
	if (!token_is(word, "const"))
		decl->starred = false;
	decl->last = 'w';
}

/* '{' : of a type, of a function, or of a value */
static void brace_open(struct decl *decl, int depth, int paren)
{
	bool called = false;

	vec_for_each(&decl->words, w)
		called |= w->called;
	if (depth + 1 < 64)
		decl->enums &= ~(1ull << (depth + 1));
	if (decl->in_tag && decl->last == 'w') {
		if (depth + 1 < 64 && decl->is_enum)
			decl->enums |= 1ull << (depth + 1);
		if (decl->tag.len)
			vec_push(&decl->names, decl->tag);
	} else if (!depth && !paren && called && !decl->has_value) {
		decl->has_body = true;
	}
	decl->in_tag = false;
}

void decl_sign(struct decl *decl, char c, int depth, int paren)
{
	bool outside = !depth && !paren;

	if (c == '(' && outside && decl->last == 'w' && decl->words.n) {
		struct decl_word *word = &decl->words.v[decl->words.n - 1];

		word->called = true;
		/* "struct foo bar(void) {" */
		decl->in_tag &= token_is(&word->token, "__attribute__");
	}
	if (c == '=' && outside)
		decl->has_value = true;
	decl->starred = c == '*' && decl->last == '(' && !decl->has_body;
	if (c == '{' && !decl->has_body)
		brace_open(decl, depth, paren);
	else if (c != '(' && c != ')')
		decl->in_tag = false;
	decl->last = c;
}

/* Is the word one that the declaration may declare? */
static bool may_declare(const struct decl_word *word)
{
	return !word->tag && !word_in(&word->token, words_known);
}

/* "NAME(...)" where a type is expected: a macro that we do not know. */
static bool is_macro_call(const struct decl *decl)
{
	vec_for_each(&decl->words, w) {
		if (word_in(&w->token, words_front))
			continue;
		return w->called && may_declare(w);
	}
	return false;
}

bool decl_is_inert(struct decl *decl)
{
	size_t n_called = 0, n_plain = 0;

	if (decl->words.n && (token_is(&decl->words.v[0].token,
				       "_Static_assert") ||
			      token_is(&decl->words.v[0].token,
				       "static_assert")))
		return true;
	vec_for_each(&decl->words, w) {
		n_called += w->called && may_declare(w);
		n_plain += !w->called && may_declare(w);
	}
	/* of "rettype name(...) __attribute" only what is called counts */
	vec_for_each(&decl->words, w)
		if (may_declare(w) && (w->called || !n_called ||
				       decl->has_value))
			vec_push(&decl->names, w->token);
	/* "struct foo;" */
	if (!decl->names.n && decl->tag.len)
		vec_push(&decl->names, decl->tag);
	if (decl->kept || is_macro_call(decl) || !decl->names.n)
		return false;
	if (decl->has_body)
		return decl->has_static && n_called;
	if (decl->has_typedef || decl->has_static)
		return true;
	if (decl->has_value)
		return false;
	return decl->has_extern || n_called || !n_plain;
}

void decl_deinit(struct decl *decl)
{
	vec_deinit(&decl->words);
	vec_deinit(&decl->names);
}
