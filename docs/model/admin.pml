/* SPDX-License-Identifier: GPL-2.0 */
/*
 * admin.pml - the one who holds the lock: arms, scans, stops, frees
 *
 * A switch ends with patches a and b on or not. It takes the version `out` of
 * f and g out of use; NONE if it is about other functions.
 */
byte k;
bool blocked, failed;
bool inside[NT];
mtype mode;

#if NT > 1
#define all_off	(!t[0].oncpu && !t[1].oncpu)
#else
#define all_off	(!t[0].oncpu)
#endif

#define clean(i, out)	(t[i].tramp == 0 && !stale_in(i, out))
/* The kernel's own text is not freed: immediate need not look for it. */
#define looked_for(out)	(mode != IMMEDIATE || out == A)

/* NMIs go on while the machine is stopped; those from before have ended. */
inline stop_begin()
{
	stop_wanted = 1;
	(all_off && !nmi_busy)
}

inline stop_end()
{
	stop_wanted = 0
}

#ifdef BUG_TRAMPOLINE
#define in_tramp(i)	false
#else
#define in_tramp(i)	(t[i].tramp != 0)
#endif

/*
 * What the verdict about a task is: f and g are read one after the other. A
 * straggler of a switch that is turned round is in the way only if it may have
 * read the epoch that goes.
 */
inline look(i, out)
{
	if
	:: t[i].straggler ->
#ifndef BUG_REVERSE
		t[i].need = in_tramp(i)
#else
		t[i].need = 0
#endif
	:: else ->
		t[i].need = in_tramp(i) || (out && t[i].f == out);
		t[i].need = t[i].need || (out && t[i].g == out)
	fi
}

/* Each CPU begins where it is not in the middle of switching tasks. */
inline begin()
{
	recording = 1;
#ifndef BUG_BEGIN
	for (k : 0 .. NT - 1) {
		(!t[k].leaving)
	}
#endif
	skip
}

#ifdef BUG_DYING
#define is_found(i)	(!t[i].released)
#else
#define is_found(i)	true
#endif

/* Who is on a CPU will be recorded. */
inline scan(out)
{
	for (k : 0 .. NT - 1) {
		if
		:: t[k].oncpu || !is_found(k)
		:: else -> look(k, out)
		fi
	}
}

/*
 * Those that were recorded are looked at again while the machine runs. What the
 * code has as a count, read at first and compared in the stop, is a flag here:
 * taken away at first, and set when the task is switched out.
 */
inline scan_again(out)
{
	for (k : 0 .. NT - 1) {
		assert(!t[k].rec || t[k].alive || t[k].ref);
		if
		:: t[k].rec && t[k].stale ->
#ifndef BUG_AGAIN_LATE
			t[k].stale = 0;
#endif
			if
			:: t[k].oncpu ->
#ifdef BUG_AGAIN_ON_CPU
				/* what it saved long ago tells nothing */
				t[k].need = 0
#else
				t[k].stale = 1
#endif
			:: else -> look(k, out)
			fi;
#ifdef BUG_AGAIN_LATE
			t[k].stale = 0
#endif
		:: else
		fi
	}
}

/*
 * What the stopped machine looks at: only who ran since he was looked at. Who is
 * in the trampoline counts as inside, unless nothing that goes is looked for.
 */
inline check(out)
{
	d_step {
		blocked = 0;
		for (k : 0 .. NT - 1) {
			assert(!t[k].rec || t[k].alive || t[k].ref);
			if
			:: t[k].stale || overflow -> look(k, out)
			:: else
			fi;
			inside[k] = t[k].need && looked_for(out) &&
				!t[k].straggler;
			blocked = blocked || (inside[k] && mode == ATOMIC) ||
				(t[k].straggler && t[k].need)
		}
	}
}

/*
 * Those inside stay behind; who was a straggler before a reversal is none. In
 * an immediate switch they only keep text from being freed.
 */
inline mark()
{
	d_step {
		old_epoch = epoch;
		for (k : 0 .. NT - 1) {
			if
			:: inside[k] && mode != IMMEDIATE && !t[k].straggler ->
				t[k].straggler = 1;
				nr_stragglers++
			:: !inside[k] && t[k].straggler -> unflag(k)
			:: inside[k] && mode == IMMEDIATE ->
				t[k].held = 1;
				nr_held++
			:: else
			fi
		}
	}
}

/* What must be true in the instant of the switch, whatever we looked at. */
inline flipped(out)
{
	d_step {
		for (k : 0 .. NT - 1) {
			assert(mode == IMMEDIATE || !stale_in(k, out) ||
			       (mode == PER_TASK && t[k].straggler))
		}
	}
}

inline forget()
{
	d_step {
		recording = 0;
		for (k : 0 .. NT - 1) {
			t[k].rec = 0; t[k].stale = 0;
			t[k].need = 0; t[k].ref = 0;
			inside[k] = 0
		}
		overflow = 0; nrec = 0
	}
}

/*
 * Somebody ran since he was looked at: the stop may be given up, so that he is
 * looked at again before the next.
 */
#if NT > 1
#define crowded	(t[0].stale || t[1].stale)
#else
#define crowded	(t[0].stale)
#endif

/* One stop: flips the word, or leaves all as it was. */
inline attempt(out)
{
#ifndef BUG_RECORD_LATE
	begin();
#endif
	scan(out);
#ifdef BUG_RECORD_LATE
	begin();
#endif
	do
	:: scan_again(out);
		stop_begin();
		if
		:: true -> break
		:: crowded ->			/* and look again */
#ifdef BUG_CROWD
			for (k : 0 .. NT - 1) {
				t[k].stale = 0
			}
#endif
			stop_end()
		fi
	od;
	check(out);
	if
	:: !blocked ->
		mark();
#ifdef BUG_TWO_WORDS
		onA[epoch] = onA[1 - epoch];
#endif
		epoch = 1 - epoch;
#ifndef BUG_ONE_WORD
		/* it is that CPU that does it */
		atomic { !nmi_busy -> nmi_epoch = epoch };
#else
		nmi_epoch = epoch;
#endif
		flipped(out)
	:: else
	fi;
	stop_end();
	forget()
}

inline pick_mode()
{
	if
	:: mode = ATOMIC
	:: mode = PER_TASK
#if NT == 1			/* who is not looked at matters to nobody else */
	:: mode = IMMEDIATE; lax = 1
#endif
	fi
}

/* Slots of the epoch that nobody uses now, of patches that change. */
inline prepare(a, b)
{
	d_step {
		onA[1 - epoch] = a;
		onB[1 - epoch] = b
	}
}

/* The slots of the epoch before are brought into line. */
inline settle()
{
#ifndef BUG_GATE
	d_step {
		onA[1 - epoch] = onA[epoch];
		onB[1 - epoch] = onB[epoch]
	}
#endif
	skip
}

/* Until it is done or the administrator gives up. */
inline switch_to(out)
{
	failed = 0;
	do
	:: attempt(out);
		if
		:: !blocked -> break
		:: blocked
		:: blocked -> failed = 1; break
		fi
	od
}

#ifdef BUG_UNCHECKED
#define may_leave(i, out)	(t[i].straggler || t[i].held)
#else
#define may_leave(i, out)	((t[i].straggler || t[i].held) && \
				 clean(i, out))
#endif

inline recheck(out)
{
	stop_begin();
	d_step {
		for (k : 0 .. NT - 1) {
			assert(t[k].alive || !(t[k].straggler || t[k].held));
			if
			:: may_leave(k, out) && t[k].straggler -> unflag(k)
			:: may_leave(k, out) && t[k].held ->
				t[k].held = 0; nr_held--
			:: else
			fi
		}
	}
	stop_end()
}

/* synchronize_rcu_tasks() and _rude(): everybody was seen elsewhere. */
inline sync()
{
#ifndef BUG_FREE_EARLY
	for (k : 0 .. NT - 1) {
		(t[k].tramp == 0)
	}
	(!nmi_busy)
#endif
	skip
}

/* Blocks for ever if a straggler is lost: spin calls that an invalid end. */
inline finish(out)
{
	do
	:: nr_stragglers == 0 && nr_held == 0 -> break
	:: may_leave(0, out) -> recheck(out)
#if NT > 1
	:: may_leave(1, out) -> recheck(out)
#endif
	od;
#ifndef BUG_IMMEDIATE
	/* nobody looked who was in the trampoline and has read the epoch */
	if
	:: mode == IMMEDIATE -> sync()
	:: else
	fi;
#endif
	skip;		/* a loop may not end at a d_step */
	d_step {
		for (k : 0 .. NT - 1) {
			assert(!t[k].straggler);
			assert(lax || !stale_in(k, out))
		}
	}
	settle()
}

inline free_A(others)
{
	if
	:: !others -> armed = 0
	:: else
	fi;
	siteA = 0;
	sync();
	d_step {
		freedA = 1;
		for (k : 0 .. NT - 1) {
			assert(t[k].f != A && t[k].g != A && t[k].dec != A);
			assert(!t[k].holdA)
		}
		assert(!nmi_A)
	}
}

inline load_A()
{
	pick_mode();
	d_step { before = O; after = A };
	siteA = 1;
	armed = 1;
	prepare(1, 0);
	switch_to(O)
}

/* Also what is left of a reversal: everybody but stragglers is outside A. */
inline end_A(others)
{
	finish(A);
	before = after;
	free_A(others)
}

inline unload_A()
{
	pick_mode();
	d_step { before = A; after = O };
	prepare(0, 0);
	switch_to(A)
}

active proctype Admin()
{
	for (k : 0 .. NT - 1) {
		t[k].alive = 1
	}
	atomic {
		d_step { before = O; after = O };
		run Nmi();
		run Task(0)
#if NT > 1
		; run Task(1)
#endif
	}
	load_A();
	if
	:: failed -> after = O; settle(); free_A(0); goto over
	:: else
	fi;
	if
	:: nr_stragglers > 0 ->		/* thinks better of it */
		mode = PER_TASK;
		d_step { before = A; after = O };
		prepare(0, 0);
		switch_to(A);
		if
		:: !failed -> end_A(0); goto over
		:: else ->	/* stragglers need the slot as it is */
			d_step { before = O; after = A }
		fi
	:: true
	fi;
	finish(O);
	before = A;
	if
	:: unload_A();
		if
		:: !failed -> end_A(0)
		:: else -> settle()
		fi
	:: pick_mode();			/* B takes over from A */
		siteB = 1;
		after = B;
		prepare(0, 1);
		switch_to(A);
		if
		:: !failed -> end_A(1)
		:: else -> settle()
		fi
	:: mode = ATOMIC;		/* a patch for other functions */
		switch_to(NONE)
	fi;
over:
	skip
}
