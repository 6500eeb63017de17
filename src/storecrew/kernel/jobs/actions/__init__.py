"""What operators may do: put the outbox in order, hold and release schedules, steer long works, look after jobs."""

from storecrew.kernel.jobs.actions.acts import drop_act, resolve_act, retry_act
from storecrew.kernel.jobs.actions.deliveries import drop_delivery, retry_dead, retry_delivery
from storecrew.kernel.jobs.actions.schedules import pause_schedule, resume_schedule, run_schedule_now
from storecrew.kernel.jobs.actions.tasks import discard_task, retry_task
from storecrew.kernel.jobs.actions.works import cancel_work, resume_work

__all__ = [
    "cancel_work",
    "discard_task",
    "drop_act",
    "drop_delivery",
    "pause_schedule",
    "resolve_act",
    "resume_schedule",
    "resume_work",
    "retry_act",
    "retry_dead",
    "retry_delivery",
    "retry_task",
    "run_schedule_now",
]
