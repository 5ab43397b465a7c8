// SPDX-License-Identifier: GPL-2.0
/*
 * module - which modules are there, and which build of them
 *
 * A module counts as here from our COMING notifier, which runs after all
 * others and before any of its code, to our GOING notifier, which runs after
 * its exit function. No reference is held in between: while kmend_lock is
 * held, no module that is here can go, because the notifier wants the lock.
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
static DEFINE_MUTEX(module_seen_lock);	/* nests inside kmend_lock */

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

	mutex_lock(&module_seen_lock);
	module_forget_failed();
	seen = module_remember(mod);
	if (seen)
		kmend_target_file(hdr, sechdrs, seen->build_id);
	mutex_unlock(&module_seen_lock);
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

/*
 * kmend_module_find() - is this module here?
 * @build_id: what it was built as, "" if it does not say; valid while
 *            kmend_lock is held
 *
 * Context: may sleep; kmend_lock held.
 * Return: the module; it stays as long as kmend_lock is held. NULL if it is
 * not here, or ERR_PTR(-ENOMEM).
 */
struct module *kmend_module_find(const char *name, const char **build_id)
{
	struct module_seen *seen;

	lockdep_assert_held(&kmend_lock);
	mutex_lock(&module_seen_lock);
	seen = module_find_here(name);
	if (!IS_ERR_OR_NULL(seen) && build_id)
		*build_id = seen->build_id;
	mutex_unlock(&module_seen_lock);
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

	mutex_lock(&module_seen_lock);
	seen = module_find_seen(mod);
	pins = seen ? krealloc(seen->pins, (seen->nr_pins + 1) * sizeof(*pins),
			       GFP_KERNEL) : NULL;
	if (pins) {
		seen->pins = pins;
		ret = try_module_get(target) ? 0 : -ENODEV;
		if (!ret)
			pins[seen->nr_pins++] = target;
	}
	mutex_unlock(&module_seen_lock);
	return ret;
}

/* Return: is @target pinned by patch module @mod? */
bool kmend_module_pinned(const struct module *mod, const struct module *target)
{
	struct module_seen *seen;
	unsigned int i;
	bool ret = false;

	mutex_lock(&module_seen_lock);
	seen = module_find_seen(mod);
	for (i = 0; seen && i < seen->nr_pins; i++)
		ret |= seen->pins[i] == target;
	mutex_unlock(&module_seen_lock);
	return ret;
}

static int module_set_here(struct module *mod)
{
	struct module_seen *seen;

	mutex_lock(&module_seen_lock);
	seen = module_find_seen(mod);
	if (!seen)	/* it passed module_finalize() before the core came */
		seen = module_remember(mod);
	if (seen)
		seen->here = true;
	mutex_unlock(&module_seen_lock);
	return seen ? 0 : -ENOMEM;
}

static void module_set_gone(struct module *mod)
{
	struct module_seen *seen;

	mutex_lock(&module_seen_lock);
	seen = module_find_seen(mod);
	if (seen)
		module_forget(seen);
	mutex_unlock(&module_seen_lock);
}

static int module_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	struct module *mod = data;
	int ret = 0;

	if (event != MODULE_STATE_COMING && event != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	mutex_lock(&kmend_lock);
	if (event == MODULE_STATE_COMING) {
		ret = module_set_here(mod) ?: kmend_object_coming(mod);
	} else {
		kmend_object_going(mod);
	}
	/* When we refuse a module, nobody tells us that it goes. */
	if (ret || event == MODULE_STATE_GOING)
		module_set_gone(mod);
	mutex_unlock(&kmend_lock);
	return notifier_from_errno(ret);
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

DEFINE_STATIC_CALL_NULL(kmend_finalize, module_finalize);

/*
 * In front of module_finalize(). Our call of the original goes through the
 * ftrace site again and is let through because it comes from here; it must not
 * become a tail call.
 */
int notrace kmend_module_finalize(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
				  struct module *mod)
{
	int ret;

	kmend_redirect_enter();
	kmend_stay_check();
	ret = kmend_module_note(hdr, sechdrs, mod);
	if (!ret)
		ret = kmend_reloc_module(hdr, sechdrs, mod);
	if (!ret)
		ret = static_call(kmend_finalize)(hdr, sechdrs, mod);
	kmend_redirect_leave();
	return ret;
}

/* Where it stands for that; 0: it cannot. */
unsigned long kmend_module_front(void)
{
	unsigned long addr = kmend_symbol_addr("module_finalize");

	static_call_update(kmend_finalize, (void *)addr);
	return addr ? kmend_symbol_ftrace(addr) : 0;
}
