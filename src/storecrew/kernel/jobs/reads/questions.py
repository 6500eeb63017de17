"""What the reads of this room are asked with."""

from typing import Final, Literal

from django.db import models
from pydantic import Field

from storecrew.kernel.actions.types import Input
from storecrew.kernel.jobs.types import RowOutcome

OPERATORS: Final = frozenset({"it", "director"})
SURFACES: Final = frozenset({"web", "rest", "mcp", "cli"})


class NoQuestion(Input):
    """Nothing needs to be said."""


class OneId(Input):
    """One row by its id."""

    id: int


class Newest(Input):
    """Newest first; `before` is the cursor of the part before."""

    before: int | None = Field(None, ge=1)
    limit: int = Field(50, ge=1, le=200)


class ActQuery(Newest):
    """`trouble`: unknown and given up; `all`: everything. `kind` narrows it to one kind, e.g. `mail`."""

    which: Literal["trouble", "all"] = "trouble"
    kind: str = ""


class WorkQuery(Newest):
    """`open`: not ended yet; `all`: those that have ended too. `subject` narrows it to one object, e.g. `product:7`."""

    which: Literal["open", "all"] = "all"
    subject: str = ""


class ReportQuery(Input):
    """The report of one work, in order; `after` is the cursor of the part before."""

    work_id: int
    outcome: RowOutcome | None = None
    after: int = Field(0, ge=0)
    limit: int = Field(100, ge=1, le=1000)


def part[M: models.Model](rows: "models.QuerySet[M]", question: Newest) -> tuple[list[M], str | None]:
    """Return one part of rows that are ordered newest first, and the cursor of the next; None after the last."""
    if question.before:
        rows = rows.filter(pk__lt=question.before)
    found = list(rows[: question.limit + 1])
    shown = found[: question.limit]
    return shown, str(shown[-1].pk) if len(found) > question.limit else None


def last_line(error: str) -> str:
    """Return what a traceback says in the end."""
    lines = error.strip().splitlines()
    return lines[-1][:300] if lines else ""
