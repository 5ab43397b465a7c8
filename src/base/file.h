/* SPDX-License-Identifier: GPL-2.0 */
/*
 * file - whole files, directories, and how to write without leaving halves
 */
#ifndef KMEND_BASE_FILE_H
#define KMEND_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/**
 * Read a whole file (also one of /proc or /sys, whose size is not known).
 * Nothing else is opened: no FIFO, no device; but what is open already
 * (/dev/stdin, /dev/fd/3) may be a pipe.
 *
 * @param ret       malloc()ed, with a NUL behind the last byte.
 * @param ret_size  bytes without that NUL; may be NULL.
 */
struct err *file_read(const char *path, char **ret, size_t *ret_size)
	__must_check;

/** Map a file read-only; file_unmap() when done. Empty files map to NULL. */
struct err *file_map(const char *path, const uint8_t **ret, size_t *ret_size)
	__must_check;
void file_unmap(const uint8_t *map, size_t size);

/**
 * Write a file whole or not at all: into a temporary file in the same
 * directory, fsync(), rename(). On failure nothing of it remains.
 */
struct err *file_write(const char *path, const void *data, size_t size)
	__must_check;

/** As file_write(), with what @src holds. */
struct err *file_copy(const char *src, const char *path) __must_check;

/** mkdir -p, mode 0777 less the umask. */
struct err *dir_make(const char *path) __must_check;

/** rm -rf; a path that is not there is fine. Does not follow links. */
struct err *dir_remove(const char *path) __must_check;

/**
 * A fresh directory, "PARENT/PREFIX.XXXXXX"; PARENT is made if need be.
 *
 * @param ret  malloc()ed path.
 */
struct err *dir_make_temp(const char *parent, const char *prefix, char **ret)
	__must_check;

/* Removes the directory (path malloc()ed) and frees the path. */
void dir_temp_cleanup(char **path);
#define _cleanup_dir_temp_ __attribute__((cleanup(dir_temp_cleanup)))

bool path_exists(const char *path);
bool path_is_file(const char *path);	/* a regular one */
bool path_is_dir(const char *path);

/**
 * Take the lock file @path (made if need be) with flock(), waiting for
 * whoever has it; the lock goes with the process, however it ends.
 *
 * @param ret  file descriptor; lock_drop() gives the lock back.
 */
struct err *lock_take(const char *path, int *ret) __must_check;

/**
 * As lock_take(), but programs that we start have the lock too: should we be
 * killed, it is free when the last of them is done with what it protects.
 */
struct err *lock_take_inherited(const char *path, int *ret) __must_check;
void lock_drop(int *fd);
#define _cleanup_lock_ __attribute__((cleanup(lock_drop)))

static inline void fd_cleanup_(int *fd)
{
	extern int close(int);

	if (*fd >= 0)
		close(*fd);
}
#define _cleanup_fd_ __attribute__((cleanup(fd_cleanup_)))

#endif
