"""Work that runs by itself: jobs, schedules, long works; and the operators' hold on the outbox.

Nouns: job (a function run by a worker, now or at a time), Schedule (when a job falls due again and again), Work
(something long that shows progress, can be cancelled, resumes after a crash and ends with a report).
Doors: `background` (`job`, `enqueue`), `schedules` (`scheduled`), `work` (`long_work`, `start`), `running`
(`run_to_end`), `health` (`check`), `presenting` (words of states), `models`; `actions`, `reads`, `types`.
Nothing else in the house names a task library.
"""
