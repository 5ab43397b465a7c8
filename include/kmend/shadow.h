/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <kmend/shadow.h> - new members for objects that the kernel has already
 *
 * A patch cannot make a struct larger: objects of it exist. It can attach
 * memory to an object, and find it again by the object's address and a number
 * that says which new member it is:
 *
 *	#define SEEN_ID	0x5ee0001	// any number that no other patch uses
 *
 *	unsigned int *seen = kmend_shadow_get_or_attach(file, SEEN_ID,
 *				sizeof(*seen), GFP_KERNEL, NULL, NULL);
 *	if (!IS_ERR(seen))
 *		(*seen)++;
 *
 * Who frees the object detaches before, or the next object at that address
 * inherits. What is attached stays when a patch is replaced or unloaded, so
 * that the next one finds it; a patch that is the last to know the number
 * detaches all in a POST_UNPATCH hook. What is left is freed with the core.
 */
#ifndef KMEND_SHADOW_H
#define KMEND_SHADOW_H

#include <linux/types.h>

/*
 * Fills new memory, which is zero, before others can find it. Called with a
 * spinlock held and interrupts off. A negative errno: it is not attached.
 */
typedef int (*kmend_shadow_ctor_t)(void *obj, void *shadow, void *data);

/*
 * Called when others cannot find it any more. RCU readers that found it before
 * may still look at it; its memory is freed after them.
 */
typedef void (*kmend_shadow_dtor_t)(void *obj, void *shadow);

void *kmend_shadow_get(const void *obj, unsigned long id);
void *kmend_shadow_attach(void *obj, unsigned long id, size_t size, gfp_t gfp,
			  kmend_shadow_ctor_t ctor, void *data);
void *kmend_shadow_get_or_attach(void *obj, unsigned long id, size_t size,
				 gfp_t gfp, kmend_shadow_ctor_t ctor,
				 void *data);
bool kmend_shadow_detach(void *obj, unsigned long id,
			 kmend_shadow_dtor_t dtor);
unsigned int kmend_shadow_detach_all(unsigned long id,
				     kmend_shadow_dtor_t dtor);

#endif
