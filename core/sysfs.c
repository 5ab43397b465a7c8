// SPDX-License-Identifier: GPL-2.0
/* sysfs - /sys/kernel/kmend, as docs/abi/sysfs.md has it */
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "direct.h"
#include "fail.h"
#include "object.h"

static struct kobject *sysfs_root, *sysfs_patches;

#define to_patch(k) container_of(k, struct kmend_patch, kobj)
#define SHOW(file, fmt, ...)						\
static ssize_t file##_show(struct kobject *kobj,			\
			   struct kobj_attribute *attr, char *buf)	\
{									\
	const struct kmend_patch *p __maybe_unused = to_patch(kobj);	\
	return sysfs_emit(buf, fmt "\n", __VA_ARGS__);			\
}
#define SHOW_RO(file, fmt, ...)						\
	SHOW(file, fmt, __VA_ARGS__)					\
	static struct kobj_attribute file##_attr = __ATTR_RO(file)

static const char * const state_names[] = {
	[KMEND_DISABLED] = "disabled", [KMEND_ENABLING] = "enabling",
	[KMEND_ENABLED] = "enabled", [KMEND_DISABLING] = "disabling",
};
static const char * const reason_names[] = {
	[KMEND_CLEAR] = "-", [KMEND_HELD] = "held",
	[KMEND_INSIDE] = "inside",
	[KMEND_UNRELIABLE] = "unreliable", [KMEND_TRAMPOLINE] = "trampoline",
};

static ssize_t version_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%s\n", KMEND_VERSION);
}
static struct kobj_attribute version_attr = __ATTR_RO(version);

static ssize_t abi_show(struct kobject *kobj, struct kobj_attribute *attr,
			char *buf)
{
	return sysfs_emit(buf, "%d\n", KMEND_ABI_VERSION);
}
static struct kobj_attribute abi_attr = __ATTR_RO(abi);

static const struct attribute *root_attrs[] = {
	&version_attr.attr, &abi_attr.attr, NULL
};

SHOW_RO(state, "%s", state_names[READ_ONCE(p->state)]);
SHOW(mode, "%s", kmend_mode_names[READ_ONCE(p->mode)])
SHOW_RO(description, "%s", p->description);
SHOW_RO(verified, "%s", p->verified);
SHOW_RO(build_id, "%s", p->build_id);
SHOW_RO(module, "%s", p->mod->name);
SHOW_RO(id, "%s", p->id);
SHOW_RO(on, "%s", p->on);
SHOW_RO(order, "%u", READ_ONCE(p->order));
SHOW(enabled, "%d", READ_ONCE(p->gate[kmend_redirect_epoch()]))
SHOW(replace, "%d", READ_ONCE(p->replace))
SHOW(timeout_ms, "%u", READ_ONCE(p->timeout_ms))
SHOW(stop_budget_us, "%u", READ_ONCE(p->stop_budget_us))
SHOW_RO(attempts, "%u", p->result.attempts);
SHOW_RO(stops, "%u", p->result.stops);
SHOW_RO(late, "%u", p->result.late);
SHOW_RO(crowded, "%u", p->result.crowded);
SHOW_RO(scanned_us, "%llu", p->result.scanned_us);
SHOW_RO(scanned, "%u", p->result.scanned);
SHOW_RO(recorded, "%u", p->result.recorded);
SHOW_RO(elapsed_us, "%llu", p->result.elapsed_us);
SHOW_RO(stopped_max_us, "%llu", p->result.stopped_max_us);
SHOW_RO(stopped_sum_us, "%llu", p->result.stopped_sum_us);
SHOW_RO(tasks, "%u", p->result.tasks);
SHOW_RO(hits, "%u", p->result.hits);

static ssize_t enabled_store(struct kobject *kobj, struct kobj_attribute *attr,
			     const char *buf, size_t len)
{
	struct kmend_patch *patch = to_patch(kobj);
	int ret;

	if (!sysfs_streq(buf, "0") && !sysfs_streq(buf, "1"))
		return -EINVAL;
	ret = kmend_life_set(patch, *buf == '1');
	if (!ret)
		ret = kmend_life_wait(patch, *buf == '1');
	return ret ?: len;
}
static struct kobj_attribute enabled_attr = __ATTR_RW(enabled);

#define STORE_UINT(file)						\
static ssize_t file##_store(struct kobject *kobj,			\
			    struct kobj_attribute *attr,		\
			    const char *buf, size_t len)		\
{									\
	unsigned int val;						\
	int ret = kstrtouint(buf, 10, &val);				\
									\
	if (ret)							\
		return ret;						\
	WRITE_ONCE(to_patch(kobj)->file, val);				\
	return len;							\
}									\
static struct kobj_attribute file##_attr = __ATTR_RW(file)

STORE_UINT(timeout_ms);
STORE_UINT(stop_budget_us);

static ssize_t replace_store(struct kobject *kobj,
			     struct kobj_attribute *attr, const char *buf,
			     size_t len)
{
	bool val;
	int ret = kstrtobool(buf, &val);

	if (ret)
		return ret;
	WRITE_ONCE(to_patch(kobj)->replace, val);
	return len;
}
static struct kobj_attribute replace_attr = __ATTR_RW(replace);

/*
 * A stronger mode than the patch needs is always given; a weaker one only to
 * who writes "force MODE".
 */
static ssize_t mode_store(struct kobject *kobj, struct kobj_attribute *attr,
			  const char *buf, size_t len)
{
	struct kmend_patch *patch = to_patch(kobj);
	bool force = !strncmp(buf, "force ", 6);
	enum kmend_mode mode;

	if (kmend_mode_parse(buf + (force ? 6 : 0), &mode))
		return -EINVAL;
	if (mode > patch->need && !force)
		return -EPERM;
	mutex_lock(&kmend_lock);
	WRITE_ONCE(patch->mode, mode);
	mutex_unlock(&kmend_lock);
	return len;
}
static struct kobj_attribute mode_attr = __ATTR_RW(mode);

/* One line of it may hold two names, of up to KSYM_NAME_LEN bytes. */
static ssize_t functions_read(struct file *file, struct kobject *kobj,
			      struct bin_attribute *attr, char *buf,
			      loff_t off, size_t count)
{
	const struct kmend_patch *p = to_patch(kobj);
	unsigned int i;
	size_t n = 0;

	for (i = 0; i < p->nr_sites && n < count; i++) {
		const struct kmend_abi_func *f = p->sites[i].func;
		char *line = kasprintf(GFP_KERNEL, "%s %s %u %u\n",
				       (const char *)f->object,
				       (const char *)f->name, f->old_size,
				       f->new_size);
		size_t len = line ? strlen(line) : 0;

		if (!line)
			return -ENOMEM;
		if (off < len) {
			len = min_t(size_t, len - off, count - n);
			memcpy(buf + n, line + off, len);
			n += len;
			off = 0;
		} else {
			off -= len;
		}
		kfree(line);
	}
	return n;
}
/* A patch may have more functions than a page has room for. */
static struct bin_attribute functions_attr = {
	.attr = { .name = "functions", .mode = 0444 },
	.read = functions_read,
};

static ssize_t objects_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	const struct kmend_patch *p = to_patch(kobj);
	unsigned int i;
	int n = 0;

	for (i = 0; i < p->nr_objects; i++) {
		const struct kmend_object *obj = &p->objects[i];

		n += sysfs_emit_at(buf, n, "%s %s\n", obj->name,
				   READ_ONCE(obj->mod) ? "patched" :
				   READ_ONCE(obj->unpatched) ? "unpatched" :
				   "-");
	}
	return n;
}
static struct kobj_attribute objects_attr = __ATTR_RO(objects);

SHOW(target_mismatch, "%s", kmend_object_policy_name(READ_ONCE(p->mismatch)))

static ssize_t target_mismatch_store(struct kobject *kobj,
				     struct kobj_attribute *attr,
				     const char *buf, size_t len)
{
	enum kmend_mismatch policy;
	int ret = kmend_object_policy_parse(buf, &policy);

	if (ret)
		return ret;
	WRITE_ONCE(to_patch(kobj)->mismatch, policy);
	return len;
}
static struct kobj_attribute target_mismatch_attr = __ATTR_RW(target_mismatch);

static ssize_t result_show(struct kobject *kobj, struct kobj_attribute *attr,
			   char *buf)
{
	const struct kmend_patch *p = to_patch(kobj);

	if (!p->result.valid)
		return sysfs_emit(buf, "none\n");
	if (!p->result.error)
		return sysfs_emit(buf, "done\n");
	if (p->result.error == -EBUSY && p->result.nr_blockers)
		return sysfs_emit(buf, "blocked\n");
	return sysfs_emit(buf, "error %d\n", p->result.error);
}
static struct kobj_attribute result_attr = __ATTR_RO(result);

static int emit_tasks(char *buf, const struct kmend_result *res)
{
	unsigned int i, nr = min_t(unsigned int, READ_ONCE(res->nr_blockers),
				   KMEND_BLOCKERS_MAX);
	char name[80];
	int n = 0;

	for (i = 0; i < nr; i++) {
		const struct kmend_blocker *b = &res->blockers[i];

		kmend_symbol_name(b->reason == KMEND_UNRELIABLE ? 0 : b->addr,
				  name, sizeof(name));
		n += sysfs_emit_at(buf, n, "%d %s %s %s\n", b->pid, b->comm,
				   name, reason_names[b->reason]);
	}
	return n;
}

static ssize_t blockers_show(struct kobject *kobj, struct kobj_attribute *attr,
			     char *buf)
{
	return emit_tasks(buf, &to_patch(kobj)->result);
}
static struct kobj_attribute blockers_attr = __ATTR_RO_MODE(blockers, 0400);

static bool is_moving(const struct kmend_patch *patch)
{
	enum kmend_state state = READ_ONCE(patch->state);

	return state == KMEND_ENABLING || state == KMEND_DISABLING;
}

/* They are those of the one switch that moves. */
static ssize_t stragglers_show(struct kobject *kobj,
			       struct kobj_attribute *attr, char *buf)
{
	struct kmend_result *now;
	ssize_t n = 0;

	if (!is_moving(to_patch(kobj)))
		return 0;
	now = kzalloc(sizeof(*now), GFP_KERNEL);
	if (!now)
		return -ENOMEM;
	if (kmend_stragglers_now(now))
		n = emit_tasks(buf, now);
	kfree(now);
	return n;
}
static struct kobj_attribute stragglers_attr =
	__ATTR_RO_MODE(stragglers, 0400);

static ssize_t nr_stragglers_show(struct kobject *kobj,
				  struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", is_moving(to_patch(kobj)) ?
			  kmend_stragglers_now(NULL) : 0);
}
static struct kobj_attribute nr_stragglers_attr = __ATTR_RO(nr_stragglers);

static ssize_t nr_settled_show(struct kobject *kobj,
			       struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", kmend_direct_count(to_patch(kobj)));
}
static struct kobj_attribute nr_settled_attr = __ATTR_RO(nr_settled);

static struct attribute *patch_attrs[] = {
	&enabled_attr.attr, &state_attr.attr, &mode_attr.attr,
	&description_attr.attr, &build_id_attr.attr, &module_attr.attr,
	&objects_attr.attr, &target_mismatch_attr.attr,
	&replace_attr.attr, &timeout_ms_attr.attr, &stop_budget_us_attr.attr,
	&stragglers_attr.attr, &nr_stragglers_attr.attr, &verified_attr.attr,
	&nr_settled_attr.attr,
	&id_attr.attr, &on_attr.attr, &order_attr.attr, NULL
};
static struct bin_attribute *patch_bin_attrs[] = { &functions_attr, NULL };
static struct attribute *switch_attrs[] = {
	&result_attr.attr, &attempts_attr.attr, &stops_attr.attr,
	&late_attr.attr, &crowded_attr.attr, &elapsed_us_attr.attr,
	&stopped_max_us_attr.attr, &stopped_sum_us_attr.attr,
	&scanned_us_attr.attr, &scanned_attr.attr, &recorded_attr.attr,
	&tasks_attr.attr, &hits_attr.attr, &blockers_attr.attr, NULL
};
static const struct attribute_group patch_group = {
	.attrs = patch_attrs, .bin_attrs = patch_bin_attrs
};
static const struct attribute_group switch_group = {
	.name = "last_switch", .attrs = switch_attrs
};
static const struct attribute_group *patch_groups[] = {
	&patch_group, &switch_group, NULL
};

static void sysfs_release(struct kobject *kobj)
{
	kmend_patch_free(to_patch(kobj));
}

static struct kobj_type patch_type = {
	.release = sysfs_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = patch_groups,
};

int kmend_sysfs_init(void)
{
	sysfs_root = kobject_create_and_add("kmend", kernel_kobj);
	if (!sysfs_root)
		return -ENOMEM;
	sysfs_patches = kobject_create_and_add("patches", sysfs_root);
	if (!sysfs_patches || sysfs_create_files(sysfs_root, root_attrs)) {
		kmend_sysfs_deinit();
		return -ENOMEM;
	}
	return 0;
}

void kmend_sysfs_deinit(void)
{
	kobject_put(sysfs_patches);
	kobject_put(sysfs_root);
}

/* On failure the patch is freed. */
int kmend_sysfs_add(struct kmend_patch *patch)
{
	int ret = kobject_init_and_add(&patch->kobj, &patch_type,
				       sysfs_patches, "%s", patch->name);

	if (!ret && kmend_fail_point("sysfs files of a patch"))
		ret = -ENOMEM;
	if (ret)
		kobject_put(&patch->kobj);
	return ret;
}
