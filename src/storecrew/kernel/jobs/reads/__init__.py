"""What operators ask: what is open, what is dead, what runs by itself, and how far long works are."""

from storecrew.kernel.jobs.reads.outbox import act, acts, backlog, dead_letter, dead_letters, dead_tasks
from storecrew.kernel.jobs.reads.questions import ActQuery, Newest, NoQuestion, OneId, ReportQuery, WorkQuery
from storecrew.kernel.jobs.reads.running import report, schedules, work, works

__all__ = [
    "ActQuery",
    "Newest",
    "NoQuestion",
    "OneId",
    "ReportQuery",
    "WorkQuery",
    "act",
    "acts",
    "backlog",
    "dead_letter",
    "dead_letters",
    "dead_tasks",
    "report",
    "schedules",
    "work",
    "works",
]
