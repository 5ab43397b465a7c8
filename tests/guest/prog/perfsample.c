// SPDX-License-Identifier: GPL-2.0
/*
 * perfsample - sample call chains of the kernel on all CPUs
 *
 * As perf record -a -g does, 1000 times a second. At SIGTERM prints how many
 * samples there were, and how long their chains were together.
 */
#define _GNU_SOURCE
#include <linux/perf_event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPUS	4
#define PAGES	16

static volatile sig_atomic_t stop;
static unsigned long samples, frames;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static struct perf_event_mmap_page *ring_open(int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_CPU_CLOCK,
		.size = sizeof(attr), .freq = 1, .sample_freq = 1000,
		.sample_type = PERF_SAMPLE_CALLCHAIN,
		.exclude_callchain_user = 1, .exclude_user = 1,
	};
	int fd = syscall(SYS_perf_event_open, &attr, -1, cpu, -1, 0);
	void *ring;

	if (fd < 0) {
		perror("perf_event_open");
		exit(1);
	}
	ring = mmap(NULL, (1 + PAGES) * 4096, PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (ring == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return ring;
}

/* Only headers are read, and how long the chain is. */
static void ring_read(struct perf_event_mmap_page *ring)
{
	unsigned char *data = (unsigned char *)ring + 4096;
	__u64 head = __atomic_load_n(&ring->data_head, __ATOMIC_ACQUIRE);
	__u64 tail = ring->data_tail;

	while (tail < head) {
		struct perf_event_header *h =
			(void *)(data + tail % (PAGES * 4096));
		__u64 at = (tail + sizeof(*h)) % (PAGES * 4096), nr;

		memcpy(&nr, data + at, sizeof(nr));
		if (h->type == PERF_RECORD_SAMPLE) {
			samples++;
			frames += nr;
		}
		tail += h->size;
	}
	__atomic_store_n(&ring->data_tail, tail, __ATOMIC_RELEASE);
}

int main(void)
{
	struct perf_event_mmap_page *rings[CPUS];
	int cpu;

	signal(SIGTERM, on_term);
	for (cpu = 0; cpu < CPUS; cpu++)
		rings[cpu] = ring_open(cpu);
	while (!stop) {
		usleep(20000);
		for (cpu = 0; cpu < CPUS; cpu++)
			ring_read(rings[cpu]);
	}
	printf("samples %lu frames %lu\n", samples, frames);
	return 0;
}
