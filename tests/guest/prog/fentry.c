// SPDX-License-Identifier: GPL-2.0
/*
 * fentry fentry|fexit FUNCTION - attach a BPF program that does nothing
 *
 * Stays until SIGTERM, then prints how many times it ran. For that,
 * kernel.bpf_stats_enabled must be 1. Needs nothing but bpf(2): finds the
 * function in the kernel's own BTF.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile sig_atomic_t stop;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static char *btf_read(void)
{
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY);
	size_t size = 64 << 20, n = 0;
	char *buf = malloc(size);
	ssize_t got;

	if (fd < 0 || !buf)
		die("BTF");
	while ((got = read(fd, buf + n, size - n)) > 0)
		n += got;
	close(fd);
	return buf;
}

/* How many bytes follow a type of this kind. */
static size_t btf_more(const struct btf_type *t)
{
	unsigned int n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT: case BTF_KIND_VAR: case BTF_KIND_DECL_TAG: return 4;
	case BTF_KIND_ARRAY: return sizeof(struct btf_array);
	case BTF_KIND_STRUCT: case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM: return n * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64: return n * 12;
	case BTF_KIND_FUNC_PROTO: return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC: return n * sizeof(struct btf_var_secinfo);
	default: return 0;
	}
}

static unsigned int btf_find(const char *name)
{
	char *btf = btf_read();
	const struct btf_header *h = (const void *)btf;
	const char *strings = btf + h->hdr_len + h->str_off;
	const char *p = btf + h->hdr_len + h->type_off;
	const char *end = p + h->type_len;
	unsigned int id;

	for (id = 1; p < end; id++) {
		const struct btf_type *t = (const void *)p;

		if (BTF_INFO_KIND(t->info) == BTF_KIND_FUNC &&
		    !strcmp(strings + t->name_off, name))
			return id;
		p += sizeof(*t) + btf_more(t);
	}
	fprintf(stderr, "no %s in BTF\n", name);
	exit(1);
}

static int prog_load(int type, const char *name)
{
	static char log[65536];
	struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_TRACING,
		.expected_attach_type = type,
		.insns = (unsigned long)insns,
		.insn_cnt = 2,
		.license = (unsigned long)"GPL",
		.log_buf = (unsigned long)log,
		.log_size = sizeof(log),
		.log_level = 1,
		.attach_btf_id = btf_find(name),
	};
	int fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));

	if (fd < 0) {
		fprintf(stderr, "%s", log);
		die("BPF_PROG_LOAD");
	}
	return fd;
}

static void prog_report(int fd)
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "run_cnt:", 8))
			printf("%s: ran %lu\n", "program",
			       strtoul(line + 8, NULL, 10));
}

int main(int argc, char **argv)
{
	union bpf_attr attr = {0};
	int prog;

	if (argc != 3)
		return 2;
	signal(SIGTERM, on_term);
	prog = prog_load(strcmp(argv[1], "fexit") ? BPF_TRACE_FENTRY :
			 BPF_TRACE_FEXIT, argv[2]);
	attr.raw_tracepoint.prog_fd = prog;
	if (syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr)) < 0)
		die("attach");
	printf("attached\n");
	fflush(stdout);
	while (!stop)
		usleep(10000);
	prog_report(prog);
	return 0;
}
