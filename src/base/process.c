// SPDX-License-Identifier: GPL-2.0
/*
 * A child gets its own process group, so that an interrupt reaches whatever
 * it started; its outputs come through pipes that one poll() loop drains.
 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/interrupt.h"

static void argv_push(struct argv *argv, char *arg)
{
	vec_push(&argv->list, arg);
	vec_push(&argv->list, (char *)NULL);
	argv->list.n--;
}

void argv_add(struct argv *argv, ...)
{
	const char *arg;
	va_list ap;

	va_start(ap, argv);
	while ((arg = va_arg(ap, const char *)))
		argv_push(argv, xstrdup(arg));
	va_end(ap);
}

void argv_addf(struct argv *argv, const char *fmt, ...)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	va_list ap;

	va_start(ap, fmt);
	argv_push(argv, xstrdup(arena_vprintf(arena, fmt, ap)));
	va_end(ap);
}

void argv_deinit(struct argv *argv)
{
	for (size_t i = 0; i < argv->list.n; i++)
		free(argv->list.v[i]);
	vec_deinit(&argv->list);
}

/* One output of the child while it runs. */
struct stream {
	int fd;			/* our end of the pipe; -1: closed or unused */
	VEC(char) text;
};

static void stream_close(struct stream *stream)
{
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
}

static void stream_read(struct stream *stream)
{
	char buf[4096];
	ssize_t n = read(stream->fd, buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		stream_close(stream);
		return;
	}
	for (ssize_t i = 0; i < n; i++)
		vec_push(&stream->text, buf[i]);
}

static char *stream_take(struct stream *stream)
{
	vec_push(&stream->text, '\0');
	return stream->text.v;
}

static void __attribute__((noreturn))
child(const struct argv *argv, const struct process *opt, const int *fds)
{
	const char *in = opt->stdin_path ? opt->stdin_path : "/dev/null";
	int fd = open(in, O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	/* kill -9 of kmend ends its children, too: nobody waits for them. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (fd < 0 || dup2(fd, 0) < 0 ||
	    (fds[0] >= 0 && dup2(fds[0], 1) < 0) ||
	    (fds[1] >= 0 && dup2(fds[1], 2) < 0))
		_exit(126);
	if (opt->cwd && chdir(opt->cwd))
		_exit(126);
	for (size_t i = 0; opt->env && opt->env[i]; i++)
		putenv((char *)opt->env[i]);
	execvp(argv->list.v[0], argv->list.v);
	_exit(errno == ENOENT ? 127 : 126);
}

/* Reads until both streams are closed; an interrupt ends the group. */
static void drain(struct stream *streams, pid_t pid)
{
	bool told = false;

	while (streams[0].fd >= 0 || streams[1].fd >= 0) {
		struct pollfd fds[2] = {
			{ .fd = streams[0].fd, .events = POLLIN },
			{ .fd = streams[1].fd, .events = POLLIN },
		};

		if (interrupt_signal() && !told) {
			kill(-pid, SIGTERM);
			told = true;
		}
		if (poll(fds, 2, 200) <= 0)
			continue;
		for (int i = 0; i < 2; i++) {
			if (fds[i].revents)
				stream_read(&streams[i]);
		}
	}
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
		if (interrupt_signal())
			kill(-pid, SIGTERM);
	}
	return status;
}

/* The last line with something in it, for the error; from @arena. */
static const char *last_line(struct arena *arena, const char *text)
{
	size_t end = text ? strlen(text) : 0, begin;

	while (end && strchr("\n\r \t", text[end - 1]))
		end--;
	for (begin = end; begin && text[begin - 1] != '\n';)
		begin--;
	return end ? arena_printf(arena, ": %.*s", (int)(end - begin),
				  text + begin) : "";
}

static struct err *judge(const struct argv *argv, const struct process *opt,
			 int status, const char *text)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *name = argv->list.v[0];
	struct err *err = interrupt_check();
	int code = WEXITSTATUS(status);

	if (err)
		return err;
	if (WIFSIGNALED(status))
		return err_new(ERR_FAILED, "%s was ended by a signal: %s%s",
			       name, strsignal(WTERMSIG(status)),
			       last_line(arena, text));
	if (code == 127)
		return err_advise(err_new(ERR_FAILED,
					  "%s cannot be run or is not there",
					  name),
				  "install the package that has %s", name);
	if (opt->ret_status)
		*opt->ret_status = code;
	else if (code)
		return err_new(ERR_FAILED, "%s failed (exit status %d)%s",
			       name, code, last_line(arena, text));
	return NULL;
}

static struct err *pipes_open(const struct process *opt, int *ends,
			      struct stream *streams)
{
	char **wanted[2] = { opt->ret_out, opt->ret_err };
	int fds[2];

	for (int i = 0; i < 2; i++) {
		if (!wanted[i])
			continue;
		if (pipe2(fds, O_CLOEXEC))
			return err_errno(errno, "pipe");
		streams[i].fd = fds[0];
		ends[i] = fds[1];
	}
	if (!wanted[0] && ends[1] >= 0)
		ends[0] = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
	return NULL;
}

static void outputs_take(const struct process *opt, struct stream *streams)
{
	if (opt->ret_out)
		*opt->ret_out = stream_take(&streams[0]);
	if (opt->ret_err)
		*opt->ret_err = stream_take(&streams[1]);
}

struct err *process_run(const struct argv *argv, const struct process *opt)
{
	static const struct process defaults;
	struct stream streams[2] = { { .fd = -1 }, { .fd = -1 } };
	int ends[2] = { -1, -1 };
	struct err *err;
	int status;
	pid_t pid;

	opt = opt ? opt : &defaults;
	err = interrupt_check();
	if (!err)
		err = pipes_open(opt, ends, streams);
	if (err)
		return err;
	pid = fork();
	if (!pid)
		child(argv, opt, ends);
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
	}
	if (pid < 0)
		err = err_errno(errno, "fork");
	if (pid > 0) {
		/* The child does so too: whoever comes first. */
		setpgid(pid, pid);
		drain(streams, pid);
	}
	stream_close(&streams[0]);
	stream_close(&streams[1]);
	outputs_take(opt, streams);
	if (err)
		return err;
	status = wait_for(pid);
	return judge(argv, opt, status, opt->ret_err ? *opt->ret_err : NULL);
}

static int cpus_set;

void process_cpus_set(int n)
{
	cpus_set = n;
}

int process_cpus(void)
{
	cpu_set_t set;

	if (cpus_set)
		return cpus_set;
	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return CPU_COUNT(&set);
}
