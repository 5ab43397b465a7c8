/* SPDX-License-Identifier: GPL-2.0 */
/*
 * switch.pml - how the core switches, small enough to try every interleaving
 *
 * Functions f and g (f calls g) exist as the kernel has them (O), as patch A
 * has them and as patch B has them. Tasks call them, sleep anywhere, are
 * preempted anywhere, end and begin; an NMI calls f. One administrator loads,
 * replaces, reverses and unloads in every mode. README.md says which line of
 * the model is which part of the core, and what is left out.
 *
 * -DBUG_x seeds a mistake; tests/model demands that each one is found.
 */
#ifndef NT
#define NT	2		/* tasks */
#endif
#ifndef NMIS
#define NMIS	0		/* NMIs that may come */
#endif
#define CAP	1		/* tasks that the record has room for */

#define NONE	0		/* no frame */
#define O	1
#define A	2
#define B	3

mtype = { ATOMIC, PER_TASK, IMMEDIATE };

typedef task {
	bool alive;
	bool released;		/* ends: no list has it, but a note of ours */
	bool oncpu;
	bool leaving;		/* switching out: past the tracepoint */
	byte f, g;		/* the frames on its stack */
	byte tramp;		/* 0: not in the trampoline; else the step */
	bool holdA, holdB;	/* sites that the handler found */
	bit e;			/* the epoch that the handler goes by */
	byte dec;		/* where the handler sends it */
	/* what the core knows of it */
	bool straggler;
	bool held;		/* not looked for, but text must stay */
	bool rec;		/* recorded as switched out */
	bool stale;		/* and not looked at since */
	bool need;		/* what the last look at it came to */
	bool ref;		/* the record holds the task_struct */
};
task t[NT];
byte lives = 2 - NT;		/* tasks that may still be born */

/*
 * The words that the handler reads. A patch's gate has a slot per epoch; each
 * CPU has its own epoch. Tasks cannot tell those of their CPUs apart, as no
 * task runs while they change; the CPU that gets NMIs has nmi_epoch.
 */
bit epoch, nmi_epoch;
bit old_epoch;			/* that of the stragglers */
bool onA[2], onB[2];
bool armed, siteA, siteB;

bool recording, overflow, stop_wanted;
byte nrec, nr_stragglers, nr_held;
bool freedA;
bool lax;			/* some switch was immediate */

/* The NMI */
bool nmi_busy, nmi_A, nmi_B;
byte nmis = NMIS;
byte before, after;		/* what an NMI may see */

#define newest(e, a, b)	((b && onB[e]) -> B : ((a && onA[e]) -> A : O))
#define outside(i)	(t[i].tramp == 0 && t[i].f == NONE)
#define stale_in(i, v)	(v != NONE && (t[i].f == v || t[i].g == v))

inline use(v)
{
	assert(!(v == A && freedA))
}

/* The probe on sched_switch. */
inline record(i)
{
	if
	:: recording && t[i].rec -> t[i].stale = 1
	:: recording && !t[i].rec ->
		if
		:: nrec < CAP ->
			t[i].rec = 1;
			t[i].stale = 1;
			nrec++;
#ifndef BUG_NO_REF
			t[i].ref = 1;
#endif
		:: else ->
#ifndef BUG_OVERFLOW
			overflow = 1;
#endif
			skip
		fi
	:: else
	fi
}

inline call(i)
{
	if
	:: armed -> t[i].tramp = 1
	:: else ->
		if
		:: t[i].f == NONE -> t[i].f = O
		:: else ->
			assert(lax || t[i].f == O);
			t[i].g = O
		fi
	fi
}

/* From the trampoline into the function that the handler chose. */
inline enter(i)
{
	use(t[i].dec);
	if
	:: t[i].f == NONE -> t[i].f = t[i].dec
	:: else ->
		/* never old and new in one call chain */
		assert(lax || t[i].f == t[i].dec);
		t[i].g = t[i].dec
	fi;
	t[i].dec = NONE;
	t[i].tramp = 0
}

inline decide(i)
{
	use((t[i].holdA -> A : O));
	t[i].dec = newest(t[i].e, t[i].holdA, t[i].holdB);
	/* what it is sent to is what the administrator had, or wants */
	assert(t[i].dec == before || t[i].dec == after);
	t[i].holdA = 0;
	t[i].holdB = 0;
	t[i].e = 0;
	t[i].tramp = 4
}

inline unflag(i)
{
	t[i].straggler = 0;
	nr_stragglers--
}

#define running(i)	(t[i].oncpu && !t[i].leaving)
#define in_code(i)	(running(i) && t[i].tramp == 0)

proctype Task(byte i)
{
	do
	:: atomic { !t[i].alive && lives > 0 && !t[i].ref ->
		lives--; t[i].alive = 1 }
	:: atomic { t[i].alive && !t[i].oncpu && !stop_wanted ->
		use(t[i].f); use(t[i].g); t[i].oncpu = 1 }
	/* voluntarily or not: the stop preempts everybody */
	:: atomic { running(i) -> record(i); t[i].leaving = 1 }
	:: atomic { t[i].oncpu && t[i].leaving ->
		t[i].leaving = 0; t[i].oncpu = 0 }
	:: atomic { in_code(i) && t[i].f == NONE ->
		if
		:: true -> call(i)
		:: t[i].straggler && !t[i].released ->
			unflag(i)	/* leaves the kernel: task_work */
#if NT == 1			/* as for immediate mode in admin.pml */
		:: !t[i].released ->	/* and may call f again */
			t[i].released = 1
#endif
		:: true -> record(i);	/* ends */
#ifndef BUG_EXIT
			if
			:: t[i].straggler -> unflag(i)
			:: else
			fi;
			if
			:: t[i].held -> t[i].held = 0; nr_held--
			:: else
			fi;
#endif
			t[i].alive = 0; t[i].oncpu = 0; t[i].released = 0
		fi }
	/* one task that nests is enough to see a mixture */
	:: atomic { in_code(i) && t[i].f != NONE && t[i].g == NONE ->
		if
		:: i == 0 -> call(i)
		:: t[i].f = NONE
		fi }
	:: atomic { in_code(i) && t[i].g != NONE -> t[i].g = NONE }
	:: atomic { running(i) && t[i].tramp == 1 ->
#ifdef BUG_ORDER
		t[i].e = t[i].straggler;
#else
		t[i].e = epoch;
#endif
		t[i].tramp = 2 }
	:: atomic { running(i) && t[i].tramp == 2 ->
		t[i].holdA = siteA; t[i].holdB = siteB;
#ifdef BUG_ORDER
		t[i].e = (t[i].e -> old_epoch : epoch);
#else
		t[i].e = (t[i].straggler -> old_epoch : t[i].e);
#endif
		t[i].tramp = 3 }
	:: atomic { running(i) && t[i].tramp == 3 -> decide(i) }
	:: atomic { running(i) && t[i].tramp == 4 -> enter(i) }
	:: atomic { !t[i].alive && lives == 0 -> break }
	od
}

/* An NMI calls f, then g; no task's stack shows it, and no stop waits. */
proctype Nmi()
{
	byte v, w;

	do
	:: atomic { nmis > 0 && armed ->
		nmis--; nmi_busy = 1; nmi_A = siteA; nmi_B = siteB }
		atomic {
			use((nmi_A -> A : O));
			v = newest(nmi_epoch, nmi_A, nmi_B);
			assert(v == before || v == after)
		}
		atomic {
			use(v);
			w = newest(nmi_epoch, nmi_A, nmi_B);
			assert(w == v)	/* all old or all new */
		}
		atomic {
			use(w); v = NONE; w = NONE;
			nmi_busy = 0; nmi_A = 0; nmi_B = 0
		}
	:: atomic { nmis == 0 -> break }
	:: atomic { nmis > 0 && !armed -> nmis-- }
	od
}

#include "admin.pml"
