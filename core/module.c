// SPDX-License-Identifier: GPL-2.0
/*
 * module - which modules are there, and which build of them
 *
 * A module counts as here from our COMING notifier, which runs after all
 * others and before any of its code, to our GOING notifier, which runs after
 * its exit function. No reference is held in between: while kmend_lock is
 * held, no module that is here and that a patch names can go, because the
 * notifier wants the lock for those (hold.c). Others are not looked for.
 *
 * Modules that come while the core is loaded are noted in front of
 * module_finalize(), where all their sections can be seen. What others were
 * built as is read from what sysfs shows of them.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kernfs.h>
#include <linux/moduleloader.h>
#include <linux/slab.h>
#include <linux/static_call.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "compat.h"
#include "direct.h"
#include "object.h"

/*
 * @here:    our COMING notifier ran, or it was loaded before the core was.
 * @nr_pins: modules that must stay as long as this one, a patch module, does.
 */
struct module_seen {
	struct list_head list;
	struct module *mod;
	char name[MODULE_NAME_LEN];
	char build_id[2 * KMEND_BUILD_ID_MAX + 1];
	bool here;
	struct module **pins;
	unsigned int nr_pins;
};

static LIST_HEAD(module_list);
DEFINE_MUTEX(kmend_module_lock);	/* nests inside kmend_lock */

/* Of kernel/module/internal.h; in no header that modules get. */
struct module *find_module_all(const char *name, size_t len,
			       bool even_unformed);
DEFINE_STATIC_CALL_NULL(kmend_find_module, find_module_all);

static struct module_seen *module_find_seen(const struct module *mod)
{
	struct module_seen *seen;

	list_for_each_entry(seen, &module_list, list)
		if (seen->mod == mod)
			return seen;
	return NULL;
}

static void module_forget(struct module_seen *seen)
{
	list_del(&seen->list);
	while (seen->nr_pins)
		module_put(seen->pins[--seen->nr_pins]);
	kfree(seen->pins);
	kfree(seen);
}

/*
 * A module that failed between module_finalize() and the notifiers goes
 * without a word. Its note is dropped when the next module comes.
 */
static void module_forget_failed(void)
{
	struct module_seen *seen, *next;
	struct module *mod;

	list_for_each_entry_safe(seen, next, &module_list, list) {
		preempt_disable();
		mod = static_call(kmend_find_module)(seen->name,
						     strlen(seen->name), true);
		preempt_enable();
		if (mod != seen->mod)
			module_forget(seen);
	}
}

static struct module_seen *module_remember(struct module *mod)
{
	struct module_seen *seen = module_find_seen(mod);

	if (seen)
		module_forget(seen);
	seen = kzalloc(sizeof(*seen), GFP_KERNEL);
	if (!seen)
		return NULL;
	seen->mod = mod;
	strscpy(seen->name, mod->name, sizeof(seen->name));
	list_add(&seen->list, &module_list);
	return seen;
}

/*
 * kmend_module_note() - a module is on its way in
 *
 * Context: module loader, in front of module_finalize(); may sleep.
 * Return: 0 or -ENOMEM.
 */
int kmend_module_note(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
		      struct module *mod)
{
	struct module_seen *seen;

	mutex_lock(&kmend_module_lock);
	module_forget_failed();
	seen = module_remember(mod);
	if (seen)
		kmend_target_file(hdr, sechdrs, seen->build_id);
	mutex_unlock(&kmend_module_lock);
	return seen ? 0 : -ENOMEM;
}

/* sysfs keeps the address of each note section of a module. */
static void module_read_note(struct module_seen *seen)
{
	struct kernfs_node *dir, *file;
	const struct bin_attribute *attr;
	unsigned long start;

	dir = kernfs_find_and_get(seen->mod->mkobj.kobj.sd, "notes");
	file = dir ? kernfs_find_and_get(dir, ".note.gnu.build-id") : NULL;
	if (file) {
		attr = file->priv;
		start = (unsigned long)attr->private;
		if (within_module_core(start, seen->mod) &&
		    within_module_core(start + attr->size - 1, seen->mod))
			kmend_target_note(start, start + attr->size,
					  seen->build_id);
	}
	kernfs_put(file);
	kernfs_put(dir);
}

/* Return: NULL if it is not here, ERR_PTR(-ENOMEM) if that cannot be noted. */
static struct module_seen *module_find_here(const char *name)
{
	struct module_seen *seen;
	struct module *mod;
	bool live;

	preempt_disable();
	mod = static_call(kmend_find_module)(name, strlen(name), false);
	live = mod && mod->state == MODULE_STATE_LIVE;
	preempt_enable();
	if (!mod)
		return NULL;
	seen = module_find_seen(mod);
	if (seen)
		return seen->here ? seen : NULL;
	if (!live)
		return NULL;
	/* It was there before the core. */
	seen = module_remember(mod);
	if (!seen)
		return ERR_PTR(-ENOMEM);
	module_read_note(seen);
	seen->here = true;
	return seen;
}

/* The same for hold.c. Context: kmend_module_lock held. */
struct module *kmend_module_here(const char *name)
{
	struct module_seen *seen = module_find_here(name);

	return IS_ERR_OR_NULL(seen) ? ERR_CAST(seen) : seen->mod;
}

/*
 * kmend_module_find() - is this module here?
 * @build_id: what it was built as, "" if it does not say; valid while
 *            kmend_lock is held
 *
 * Context: may sleep; kmend_lock held, and the module is wanted.
 * Return: the module; it stays as long as kmend_lock is held. NULL if it is
 * not here, or ERR_PTR(-ENOMEM).
 */
struct module *kmend_module_find(const char *name, const char **build_id)
{
	struct module_seen *seen;

	lockdep_assert_held(&kmend_lock);
	mutex_lock(&kmend_module_lock);
	WARN_ON_ONCE(!kmend_hold_wanted(name));
	seen = module_find_here(name);
	if (!IS_ERR_OR_NULL(seen) && build_id)
		*build_id = seen->build_id;
	mutex_unlock(&kmend_module_lock);
	return IS_ERR_OR_NULL(seen) ? ERR_CAST(seen) : seen->mod;
}

/*
 * kmend_module_pin() - @target must stay as long as patch module @mod does
 *
 * Context: may sleep; kmend_lock held, @mod is on its way in.
 * Return: 0, or -errno.
 */
int kmend_module_pin(struct module *mod, struct module *target)
{
	struct module_seen *seen;
	struct module **pins;
	int ret = -ENOMEM;

	mutex_lock(&kmend_module_lock);
	seen = module_find_seen(mod);
	pins = seen ? krealloc(seen->pins, (seen->nr_pins + 1) * sizeof(*pins),
			       GFP_KERNEL) : NULL;
	if (pins) {
		seen->pins = pins;
		ret = try_module_get(target) ? 0 : -ENODEV;
		if (!ret)
			pins[seen->nr_pins++] = target;
	}
	mutex_unlock(&kmend_module_lock);
	return ret;
}

/* Return: is @target pinned by patch module @mod? */
bool kmend_module_pinned(const struct module *mod, const struct module *target)
{
	struct module_seen *seen;
	unsigned int i;
	bool ret = false;

	mutex_lock(&kmend_module_lock);
	seen = module_find_seen(mod);
	for (i = 0; seen && i < seen->nr_pins; i++)
		ret |= seen->pins[i] == target;
	mutex_unlock(&kmend_module_lock);
	return ret;
}

/* Context: kmend_module_lock held. */
static int module_set_here(struct module *mod)
{
	struct module_seen *seen = module_find_seen(mod);

	if (!seen)	/* it passed module_finalize() before the core came */
		seen = module_remember(mod);
	if (seen)
		seen->here = true;
	return seen ? 0 : -ENOMEM;
}

static void module_set_gone(const struct module *mod)
{
	struct module_seen *seen = module_find_seen(mod);

	if (seen)
		module_forget(seen);
}

static int module_set(struct module *mod, bool comes)
{
	int ret = comes ? module_set_here(mod) : 0;

	if (ret || !comes)
		module_set_gone(mod);
	return ret;
}

/* Return: 0, or -ENOMEM if a module that comes cannot be noted. */
static int module_note_event(struct module *mod, bool comes)
{
	int ret;

	mutex_lock(&kmend_module_lock);
	ret = module_set(mod, comes);
	mutex_unlock(&kmend_module_lock);
	return ret;
}

/*
 * No patch names it: kmend_lock is not needed. That is found and noted in one,
 * so a patch that names it later finds it here, or not at all.
 *
 * Return: false if some patch does; then nothing is done.
 */
static bool module_is_nobodys(struct module *mod, bool comes, int *ret)
{
	bool nobodys;

	mutex_lock(&kmend_module_lock);
	nobodys = !kmend_hold_wanted(mod->name);
	if (nobodys)
		*ret = module_set(mod, comes);
	mutex_unlock(&kmend_module_lock);
	return nobodys;
}

static int module_comes(struct module *mod)
{
	int ret;

	if (module_is_nobodys(mod, true, &ret))
		return ret;
	ret = kmend_hold_lock(mod->name);
	if (ret) {	/* When we refuse, nobody tells us that it goes. */
		module_note_event(mod, false);
		return ret;
	}
	ret = module_note_event(mod, true);
	if (!ret)
		ret = kmend_object_coming(mod);
	if (ret)
		module_note_event(mod, false);
	mutex_unlock(&kmend_lock);
	return ret;
}

static void module_goes(struct module *mod)
{
	int ret;

	if (module_is_nobodys(mod, false, &ret)) {
		kmend_direct_going(mod);
		kmend_shadow_forget(mod);
		return;
	}
	kmend_hold_lock_going();
	kmend_object_going(mod);
	module_note_event(mod, false);
	mutex_unlock(&kmend_lock);
}

static int module_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	lockdep_assert_not_held(&kmend_lock);
	if (event == MODULE_STATE_COMING)
		return notifier_from_errno(module_comes(data));
	if (event == MODULE_STATE_GOING)
		module_goes(data);
	return NOTIFY_DONE;
}

/*
 * The last of all: when we refuse, all others are told that the module goes,
 * and jump labels and static calls of a patch module are off the keys of a
 * target before we let that go.
 */
static struct notifier_block module_notifier = {
	.notifier_call = module_event,
	.priority = INT_MIN,
};

int kmend_module_init(void)
{
	unsigned long addr = kmend_symbol_addr("find_module_all");

	if (!addr) {
		pr_err("kmend: this kernel has no find_module_all()\n");
		return -ENOENT;
	}
	static_call_update(kmend_find_module, (void *)addr);
	return register_module_notifier(&module_notifier);
}

/* Context: no patch is registered, no module is in front of us. */
void kmend_module_deinit(void)
{
	struct module_seen *seen, *next;

	unregister_module_notifier(&module_notifier);
	list_for_each_entry_safe(seen, next, &module_list, list)
		module_forget(seen);
}
