/* SPDX-License-Identifier: GPL-2.0 */
/* Modules that patches are for, and what is written when they come. */
#ifndef KMEND_OBJECT_H
#define KMEND_OBJECT_H

#include "core.h"

/* module.c */
int kmend_module_init(void);
void kmend_module_deinit(void);
int kmend_module_note(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
		      struct module *mod);
struct module *kmend_module_find(const char *name, const char **build_id);
int kmend_module_pin(struct module *mod, struct module *target);
bool kmend_module_pinned(const struct module *mod,
			 const struct module *target);

struct module *kmend_module_here(const char *name);
extern struct mutex kmend_module_lock;

/* front.c */
int kmend_module_finalize(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
			  struct module *mod);
unsigned long kmend_module_front(void);

/* hold.c */
bool kmend_hold_wanted(const char *name);
void kmend_hold_want(struct kmend_object *obj);
void kmend_hold_unwant(struct kmend_object *obj);
void kmend_hold_begin(void);
void kmend_hold_end(void);
int kmend_hold_lock(const char *name);
void kmend_hold_lock_going(void);
bool kmend_hold_is_waited_for(void);
void kmend_hold_give_way(void);

/* object.c */
int kmend_object_policy_parse(const char *name, enum kmend_mismatch *ret);
const char *kmend_object_policy_name(enum kmend_mismatch policy);
int kmend_object_init(struct kmend_patch *patch);
void kmend_object_deinit(struct kmend_patch *patch);
int kmend_object_verify(const char *who, const char *name,
			const char *build_id, struct module **ret);
struct kmend_object *kmend_object_find(const struct kmend_patch *patch,
				       const char *name);
int kmend_object_prepare(struct kmend_patch *patch);
void kmend_object_release(struct kmend_patch *patch);
int kmend_object_coming(struct module *mod);
void kmend_object_going(struct module *mod);

/* hook.c; for a switch see core.h */
int kmend_hook_coming(const struct kmend_patch *patch,
		      const struct kmend_object *obj);
void kmend_hook_coming_failed(const struct kmend_patch *patch,
			      const struct kmend_object *obj);
void kmend_hook_came(const struct kmend_patch *patch,
		     const struct kmend_object *obj);
void kmend_hook_going(const struct kmend_patch *patch,
		      const struct kmend_object *obj);
void kmend_hook_gone(const struct kmend_patch *patch,
		     const struct kmend_object *obj);

/* late.c */
int kmend_late_write(const struct kmend_patch *patch,
		     const struct kmend_object *obj);
void kmend_late_reset(const struct kmend_patch *patch,
		      const struct kmend_object *obj);

/* refs.c */
int kmend_refs_init(void);
int kmend_refs_check(const struct kmend_patch *patch,
		     const struct kmend_object *user);

#endif
