/* SPDX-License-Identifier: GPL-2.0 */
/*
 * callbacks.pml - when may the text of a patch be freed that is called later?
 *
 * A task calls the patch as long as it is on, sleeps in it, arms work and an
 * RCU callback there; a worker does the work, sleeps in it, and may arm it
 * again, as may the RCU callback. One administrator takes the patch off, in
 * every mode. README.md says what this is in the core.
 */
#define TURNS	3		/* calls of the patch, and things that are armed */

bool on = true, freed, stays;
bool task_in, worker_in;	/* in the patch's text */
bool pending, rcu;
byte armed, instant;		/* how often; up to the instant */
byte turns;
bool atomic_mode, see_pending;

#define alive	assert(!freed)

inline arm()
{
	atomic {
		alive;
		if
		:: turns < TURNS && !pending ->
			turns++;
			pending = true;
			armed++
		:: turns < TURNS && !rcu ->
			turns++;
			rcu = true
		:: true
		fi
	}
}

active proctype task()
{
	byte calls;

end:	do
	:: atomic { on && calls < TURNS -> calls++; task_in = true };
		arm();
		alive;
		task_in = false
	od
}

active proctype worker()
{
end:	do
	:: atomic { pending -> pending = false; worker_in = true };
		arm();
		alive;
		worker_in = false
	od
}

active proctype softirq()
{
end:	do
	:: rcu ->
		alive;
		if
		:: atomic { turns < TURNS && !pending ->
				turns++;
				pending = true;
				armed++ }
		:: true
		fi;
		rcu = false
	od
}

/* What the stop finds, and does; what ran since the survey is exact there. */
inline stop()
{
	atomic {
		if
		:: atomic_mode && (task_in || worker_in)
#ifndef BUG_PENDING_STOPPED
		:: !(atomic_mode && (task_in || worker_in)) && pending
		:: !(atomic_mode && (task_in || worker_in)) && !pending ->
#else
		:: !(atomic_mode && (task_in || worker_in)) ->
#endif
			on = false;
			instant = armed;
			task_late = task_in;
			worker_late = worker_in
		fi
	}
}

active proctype admin()
{
	bool task_late, worker_late;

	if
	:: atomic_mode = true
	:: true
	fi;
	do
	:: !on -> break
	:: on ->
		(!pending);	/* the look before an attempt */
		stop()
	od;
	/* Who stayed behind is looked at again, until he has been outside. */
	do
	:: task_late && !task_in -> task_late = false
	:: worker_late && !worker_in -> worker_late = false
	:: !task_late && !worker_late -> break
	od;
#ifndef BUG_BARRIER
	(!rcu);
#endif
	see_pending = pending;
	if
	:: see_pending -> stays = true
#ifndef BUG_ARMED
	:: !see_pending && armed != instant -> stays = true
	:: !see_pending && armed == instant -> freed = true
#else
	:: !see_pending -> freed = true
#endif
	fi;
	/* What is freed nobody is in, and nothing will call. */
	assert(!(freed && (pending || task_in || worker_in || rcu)))
}
