// SPDX-License-Identifier: GPL-2.0
/*
 * package_choose - which packages make up a kernel, as apt knows them
 *
 * Debian builds several versions of one release, and the archive drops old
 * packages one by one. A version counts only if its image, its headers and
 * linux-source are there with exactly this version: only then is the source
 * the one that the image was made from. linux-kbuild, which 6.1 shares among
 * its releases, may be newer, as the headers' dependency says.
 *
 * The image that is asked for first is the signed one. Debian gives it the
 * version of the unsigned build, only its source package has another one.
 */
#include "kernel/package_choose.h"

#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "kernel/deb_version.h"

#define IMAGE	"linux-image-"
#define HEADERS	"linux-headers-"

/* A version of a release whose image apt has. */
struct candidate {
	const char *release;
	struct apt_version image;
	bool has_headers, has_source;
};

struct candidates {
	VEC(struct candidate) list;
};

static void candidates_deinit(struct candidates *candidates)
{
	vec_deinit(&candidates->list);
}
#define _cleanup_candidates_ __attribute__((cleanup(candidates_deinit)))

static bool has_version(const struct apt_versions *versions,
			const char *package, const char *version)
{
	vec_for_each(&versions->list, v)
		if (!strcmp(v->package, package) &&
		    !strcmp(v->version, version))
			return true;
	return false;
}

static bool has_package(const struct apt_versions *versions,
			const char *package)
{
	vec_for_each(&versions->list, v)
		if (!strcmp(v->package, package))
			return true;
	return false;
}

/* The release that an image package is of, or NULL if it is another thing. */
static const char *image_release(struct arena *arena, const char *package)
{
	static const char unsigned_[] = "-unsigned";
	size_t len = strlen(package), n = strlen(unsigned_);

	if (strncmp(package, IMAGE, strlen(IMAGE)))
		return NULL;
	if (len > n && !strcmp(package + len - n, unsigned_))
		len -= n;
	return arena_printf(arena, "%.*s", (int)(len - strlen(IMAGE)),
			    package + strlen(IMAGE));
}

/* Newest first; of one version the signed image, whose name is shorter. */
static int candidate_cmp(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	int ret = deb_version_cmp(b->image.version, a->image.version);

	return ret ? ret : strcmp(a->image.package, b->image.package);
}

/* All versions in apt's lists of images, headers and source of a series. */
static struct err *versions_read(struct arena *arena,
				 const struct package_name *name,
				 const char *source, struct apt_versions *ret)
{
	_cleanup_names_ struct apt_names images = {0}, names = {0};
	const char *prefix, *release;
	struct err *err;

	prefix = arena_printf(arena, IMAGE "%s.", name->series);
	err = apt_find_names(arena, prefix, &images);
	if (err)
		return err;
	vec_push(&names.list, source);
	vec_for_each(&images.list, image) {
		release = image_release(arena, *image);
		if (!release || package_flavour(release) != name->flavour)
			continue;
		vec_push(&names.list, *image);
		vec_push(&names.list, arena_printf(arena, HEADERS "%s",
						   release));
	}
	return apt_find_versions(arena, &names, ret);
}

static void candidates_find(struct arena *arena,
			    const struct apt_versions *versions,
			    const char *source, struct candidates *ret)
{
	vec_for_each(&versions->list, v) {
		struct candidate c = { image_release(arena, v->package), *v,
				       false, false };

		if (!c.release || !package_flavour(c.release))
			continue;
		c.has_headers = has_version(versions,
				arena_printf(arena, HEADERS "%s", c.release),
				v->version);
		c.has_source = has_version(versions, source, v->version);
		vec_push(&ret->list, c);
	}
	vec_sort(&ret->list, candidate_cmp);
}

/* Lists of apt that have nothing of this series are empty, or too old. */
static struct err *versions_get(struct arena *arena,
				const struct package_name *name,
				const char *source, struct apt_versions *ret)
{
	struct err *err = versions_read(arena, name, source, ret);

	if (err || has_package(ret, source))
		return err;
	if (!geteuid()) {
		progress_update("reading the archive's lists");
		err = apt_update();
		if (!err)
			err = versions_read(arena, name, source, ret);
	}
	if (err || ret->list.n)
		return err;
	return err_advise(err_new(ERR_FAILED,
				  "apt knows no kernel of series %s",
				  name->series),
			  geteuid() ? "run 'apt-get update' as root" :
			  "what apt knows comes from /etc/apt/sources.list");
}

/* Is it complete, and not the one in front of it, signed? */
static bool is_complete(const struct candidates *candidates,
			const struct candidate *c, bool with_source)
{
	return c->has_headers && (!with_source || c->has_source) &&
	       !(c > candidates->list.v && c[-1].release &&
		 !strcmp(c[-1].release, c->release) &&
		 !strcmp(c[-1].image.version, c->image.version));
}

/* "there are: A (VERSION), B (VERSION)", or NULL if there is none. */
static const char *complete_list(struct arena *arena,
				 const struct candidates *candidates,
				 bool with_source)
{
	const char *text = NULL;

	vec_for_each(&candidates->list, c) {
		if (!is_complete(candidates, c, with_source))
			continue;
		text = arena_printf(arena, "%s %s (%s)",
				    text ? arena_printf(arena, "%s,", text) :
				    "there are:", c->release,
				    c->image.version);
	}
	return text;
}

/* Why there is nothing to choose. @near fits, but is not complete. */
static struct err *nothing(struct arena *arena,
			   const struct package_name *name,
			   const struct candidates *candidates,
			   const struct candidate *near, bool with_source)
{
	const char *there = complete_list(arena, candidates, with_source);
	const char *own = !with_source ? "" :
		"; for a kernel whose linux-source is gone, --source DIR names a source tree";
	struct err *err;

	if (near)
		err = err_new(ERR_FAILED,
			      "apt has the image of %s %s, but no %s%s of this version",
			      near->release, near->image.version,
			      near->has_headers ? "linux-source-" :
			      HEADERS, near->has_headers ? name->series :
			      near->release);
	else if (name->release && name->version)
		err = err_new(ERR_FAILED, "apt has no kernel %s of version %s",
			      name->release, name->version);
	else
		err = err_new(ERR_FAILED, "apt has no kernel %s",
			      name->release ? name->release : name->series);
	return err_advise(err, "%s%s", there ? there :
			  "there is none of this series and flavour", own);
}

/* The first package of a Depends: line that begins and goes on like that. */
static const char *depends_find(struct arena *arena, const char *depends,
				const char *prefix, const char *middle)
{
	char *rest = arena_strdup(arena, depends), *name;

	while ((name = strsep(&rest, ","))) {
		name += strspn(name, " ");
		name[strcspn(name, " (|:")] = '\0';
		if (!strncmp(name, prefix, strlen(prefix)) &&
		    strstr(name, middle))
			return name;
	}
	return NULL;
}

/* @version of @package or, if it may be, the newest that is not older. */
static struct err *version_pick(const struct apt_versions *versions,
				const char *package, const char *version,
				bool newer, struct apt_version *ret)
{
	const char *best = NULL;

	vec_for_each(&versions->list, v) {
		if (strcmp(v->package, package))
			continue;
		if (!strcmp(v->version, version)) {
			best = v->version;
			break;
		}
		if (newer && deb_version_cmp(v->version, version) > 0 &&
		    (!best || deb_version_cmp(v->version, best) > 0))
			best = v->version;
	}
	if (!best)
		return err_new(ERR_FAILED, "apt has no %s of version %s",
			       package, version);
	*ret = (struct apt_version){ package, best };
	return NULL;
}

/* What the headers depend on: the common ones, and linux-kbuild. */
static struct err *depends_choose(struct arena *arena, struct packages *p)
{
	const struct apt_version *headers = &p->list[PACKAGE_HEADERS];
	_cleanup_versions_ struct apt_versions versions = {0};
	_cleanup_names_ struct apt_names names = {0};
	const char *depends, *common, *kbuild;
	struct err *err;

	err = apt_depends(arena, headers->package, headers->version, &depends);
	if (err)
		return err;
	common = depends_find(arena, depends, HEADERS, "-common");
	kbuild = depends_find(arena, depends, "linux-kbuild-", "");
	if (!common || !kbuild)
		return err_new(ERR_FAILED,
			       "%s depends on no %s: kmend does not know headers of this kind",
			       headers->package,
			       common ? "linux-kbuild" : "common headers");
	vec_push(&names.list, common);
	vec_push(&names.list, kbuild);
	err = apt_find_versions(arena, &names, &versions);
	if (!err)
		err = version_pick(&versions, common, p->version, false,
				   &p->list[PACKAGE_COMMON]);
	if (!err)
		err = version_pick(&versions, kbuild, p->version, true,
				   &p->list[PACKAGE_KBUILD]);
	return err;
}

struct err *packages_complete(struct arena *arena,
			      const struct package_name *name,
			      struct apt_versions *ret)
{
	const char *source = arena_printf(arena, "linux-source-%s",
					  name->series);
	_cleanup_candidates_ struct candidates candidates = {0};
	_cleanup_versions_ struct apt_versions versions = {0};
	struct err *err = versions_read(arena, name, source, &versions);

	if (err)
		return err;
	candidates_find(arena, &versions, source, &candidates);
	vec_for_each(&candidates.list, c)
		if (is_complete(&candidates, c, true))
			vec_push(&ret->list, ((struct apt_version){
				c->release, c->image.version }));
	return NULL;
}

struct err *packages_choose(struct arena *arena,
			    const struct package_name *name, bool with_source,
			    struct packages *ret)
{
	const char *source = arena_printf(arena, "linux-source-%s",
					  name->series);
	_cleanup_candidates_ struct candidates candidates = {0};
	_cleanup_versions_ struct apt_versions versions = {0};
	const struct candidate *best = NULL, *near = NULL;
	struct packages p = {0};
	struct err *err;

	err = versions_get(arena, name, source, &versions);
	if (err)
		return err;
	candidates_find(arena, &versions, source, &candidates);
	vec_for_each(&candidates.list, c) {
		if (!package_name_fits(name, c->release, c->image.version))
			continue;
		near = near ? near : c;
		if (!best && c->has_headers && (c->has_source || !with_source))
			best = c;
	}
	if (!best)
		return nothing(arena, name, &candidates, near, with_source);
	p.release = best->release;
	p.version = best->image.version;
	p.series = name->series;
	p.list[PACKAGE_IMAGE] = best->image;
	p.list[PACKAGE_HEADERS] = (struct apt_version){
		arena_printf(arena, HEADERS "%s", p.release), p.version };
	p.list[PACKAGE_SOURCE] = (struct apt_version){ source, p.version };
	err = depends_choose(arena, &p);
	if (!err)
		*ret = p;
	return err;
}
