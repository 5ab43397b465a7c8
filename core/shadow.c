// SPDX-License-Identifier: GPL-2.0
/*
 * shadow - memory attached to objects that the kernel has already
 *
 * A hash of (object, number), read under RCU. Writers of one bucket exclude
 * each other by one of a few spinlocks, with interrupts off: patches may use
 * it wherever the kernel may take a spinlock. Not in an NMI, nor in an atomic
 * hook, since a writer may have been stopped.
 */
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <kmend/shadow.h>

#include "core.h"

#define SHADOW_BITS	12
#define SHADOW_LOCKS	64	/* a power of two */

struct shadow {
	struct hlist_node node;
	struct rcu_head rcu;
	void *obj;
	unsigned long id;
	unsigned long data[];
};

static struct hlist_head shadow_table[1 << SHADOW_BITS];
static spinlock_t shadow_locks[SHADOW_LOCKS];

static unsigned int shadow_bucket(const void *obj, unsigned long id)
{
	return hash_long((unsigned long)obj + hash_long(id, BITS_PER_LONG),
			 SHADOW_BITS);
}

static spinlock_t *shadow_lock(unsigned int bucket)
{
	return &shadow_locks[bucket % SHADOW_LOCKS];
}

/* Context: RCU reader, or the lock of the bucket is held. */
static struct shadow *shadow_find(unsigned int bucket, const void *obj,
				  unsigned long id)
{
	struct shadow *s;

	hlist_for_each_entry_rcu(s, &shadow_table[bucket], node,
				 lockdep_is_held(shadow_lock(bucket)))
		if (s->obj == obj && s->id == id)
			return s;
	return NULL;
}

/**
 * kmend_shadow_get() - what is attached to an object
 * @obj: the object; only its address counts
 * @id:  which new member
 *
 * Context: any but NMI. The memory stays as long as nobody detaches it; if
 * somebody may, look at it between rcu_read_lock() and rcu_read_unlock().
 * Return: the memory, or NULL if there is none.
 */
void *kmend_shadow_get(const void *obj, unsigned long id)
{
	struct shadow *s;

	rcu_read_lock();
	s = shadow_find(shadow_bucket(obj, id), obj, id);
	rcu_read_unlock();
	return s ? s->data : NULL;
}
EXPORT_SYMBOL_GPL(kmend_shadow_get);

/* What is there, or @new, constructed and attached; or an error pointer. */
static struct shadow *shadow_insert(struct shadow *new,
				    kmend_shadow_ctor_t ctor, void *data)
{
	unsigned int bucket = shadow_bucket(new->obj, new->id);
	struct shadow *s;
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(shadow_lock(bucket), flags);
	s = shadow_find(bucket, new->obj, new->id);
	if (!s && ctor)
		ret = ctor(new->obj, new->data, data);
	if (!s && !ret) {
		hlist_add_head_rcu(&new->node, &shadow_table[bucket]);
		s = new;
	}
	spin_unlock_irqrestore(shadow_lock(bucket), flags);
	return ret ? ERR_PTR(ret < 0 ? ret : -EINVAL) : s;
}

static void *shadow_attach(void *obj, unsigned long id, size_t size, gfp_t gfp,
			   kmend_shadow_ctor_t ctor, void *data, bool reuse)
{
	struct shadow *s, *new;

	if (size > INT_MAX - sizeof(*new))
		return ERR_PTR(-EINVAL);
	new = kzalloc(sizeof(*new) + size, gfp);
	if (!new)
		return ERR_PTR(-ENOMEM);
	new->obj = obj;
	new->id = id;
	s = shadow_insert(new, ctor, data);
	if (s == new)
		return new->data;
	kfree(new);
	if (IS_ERR(s))
		return s;
	return reuse ? s->data : ERR_PTR(-EEXIST);
}

/**
 * kmend_shadow_attach() - attach new memory to an object
 * @obj:  the object
 * @id:   which new member
 * @size: bytes; they are zero
 * @gfp:  how it is allocated
 * @ctor: fills the memory before others find it, or NULL
 * @data: for @ctor
 *
 * Context: where @gfp may be used; not NMI, not an atomic hook.
 * Return: the memory; ERR_PTR(-EEXIST) if there is such a member already,
 * ERR_PTR(-ENOMEM), or what @ctor returned.
 */
void *kmend_shadow_attach(void *obj, unsigned long id, size_t size, gfp_t gfp,
			  kmend_shadow_ctor_t ctor, void *data)
{
	return shadow_attach(obj, id, size, gfp, ctor, data, false);
}
EXPORT_SYMBOL_GPL(kmend_shadow_attach);

/**
 * kmend_shadow_get_or_attach() - what is attached, or else new memory
 * @obj:  whose member it is
 * @id:   which member
 * @size: bytes
 * @gfp:  how to allocate
 * @ctor: fills in new memory before others see it; or NULL
 * @data: for @ctor
 *
 * Of several callers at once one attaches, and the others get that.
 *
 * Context: as kmend_shadow_attach(); as kmend_shadow_get() for the result.
 * Return: as kmend_shadow_attach(), but never ERR_PTR(-EEXIST).
 */
void *kmend_shadow_get_or_attach(void *obj, unsigned long id, size_t size,
				 gfp_t gfp, kmend_shadow_ctor_t ctor,
				 void *data)
{
	void *found = kmend_shadow_get(obj, id);

	if (found)
		return found;
	return shadow_attach(obj, id, size, gfp, ctor, data, true);
}
EXPORT_SYMBOL_GPL(kmend_shadow_get_or_attach);

static void shadow_free(struct shadow *s, kmend_shadow_dtor_t dtor)
{
	if (dtor)
		dtor(s->obj, s->data);
	kfree_rcu(s, rcu);
}

/**
 * kmend_shadow_detach() - take a member off an object and free it
 * @obj:  whose member it is
 * @id:   which member
 * @dtor: called in the caller's context, without locks; or NULL
 *
 * Context: any but NMI and atomic hooks.
 * Return: was there one? Of several callers at once one sees true.
 */
bool kmend_shadow_detach(void *obj, unsigned long id, kmend_shadow_dtor_t dtor)
{
	unsigned int bucket = shadow_bucket(obj, id);
	unsigned long flags;
	struct shadow *s;

	spin_lock_irqsave(shadow_lock(bucket), flags);
	s = shadow_find(bucket, obj, id);
	if (s)
		hlist_del_rcu(&s->node);
	spin_unlock_irqrestore(shadow_lock(bucket), flags);
	if (s)
		shadow_free(s, dtor);
	return s;
}
EXPORT_SYMBOL_GPL(kmend_shadow_detach);

static bool shadow_is_id(const struct shadow *s, const void *id)
{
	return s->id == *(const unsigned long *)id;
}

static bool shadow_is_any(const struct shadow *s, const void *unused)
{
	return true;
}

/* Is it of an object in the memory of the module @mod? */
static bool shadow_is_of(const struct shadow *s, const void *mod)
{
	return within_module((unsigned long)s->obj, mod);
}

typedef bool (*shadow_match_t)(const struct shadow *s, const void *what);

/* Takes one member of a bucket that is what is wanted. */
static struct shadow *shadow_take(unsigned int bucket, shadow_match_t match,
				  const void *what)
{
	struct shadow *s, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(shadow_lock(bucket), flags);
	hlist_for_each_entry(s, &shadow_table[bucket], node)
		if (match(s, what)) {
			found = s;
			break;
		}
	if (found)
		hlist_del_rcu(&found->node);
	spin_unlock_irqrestore(shadow_lock(bucket), flags);
	return found;
}

static unsigned int shadow_detach_all(shadow_match_t match, const void *what,
				      kmend_shadow_dtor_t dtor)
{
	unsigned int bucket, n = 0;
	struct shadow *s;

	for (bucket = 0; bucket < 1 << SHADOW_BITS; bucket++)
		while ((s = shadow_take(bucket, match, what))) {
			shadow_free(s, dtor);
			n++;
		}
	return n;
}

/**
 * kmend_shadow_detach_all() - take a member off all objects and free it
 * @id:   which member
 * @dtor: called for each, without locks; or NULL
 *
 * Who attaches meanwhile may be missed: call it when nobody does, as in a
 * POST_UNPATCH hook.
 *
 * Context: as kmend_shadow_detach().
 * Return: how many there were.
 */
unsigned int kmend_shadow_detach_all(unsigned long id,
				     kmend_shadow_dtor_t dtor)
{
	return shadow_detach_all(shadow_is_id, &id, dtor);
}
EXPORT_SYMBOL_GPL(kmend_shadow_detach_all);

void kmend_shadow_init(void)
{
	unsigned int i;

	for (i = 0; i < SHADOW_LOCKS; i++)
		spin_lock_init(&shadow_locks[i]);
}

/*
 * kmend_shadow_forget() - a module's own objects are about to be freed
 *
 * What is still attached to them goes without a destructor: patches that want
 * one called have a POST_UNPATCH hook, which came before.
 *
 * Context: may sleep; none of the module's code runs any more.
 */
void kmend_shadow_forget(const struct module *mod)
{
	unsigned int n = shadow_detach_all(shadow_is_of, mod, NULL);

	if (n)
		pr_info("kmend: %u shadow variables of module %s were left\n",
			n, mod->name);
}

/* No patch is left that could ask for what is attached. */
void kmend_shadow_deinit(void)
{
	unsigned int n = shadow_detach_all(shadow_is_any, NULL, NULL);

	if (n)
		pr_info("kmend: %u shadow variables were left\n", n);
}
