"""What to say when the database itself refuses: one sentence for each named rule."""

from django.db import IntegrityError
from django.utils.functional import Promise

from storecrew.kernel.actions.errors import Refused

_sentences: dict[str, Promise | str] = {}


def sentence(*marks: str, says: Promise | str) -> None:
    """Explain a constraint. `marks` are its name and, since SQLite names columns instead of unique constraints,
    its `table.column`; the first mark is the code of the refusal."""
    for mark in marks:
        _sentences[mark] = says
        _codes[mark] = marks[0]


_codes: dict[str, str] = {}


def explain(error: IntegrityError) -> Refused | None:
    """Return the refusal that belongs to a violated rule, None when nobody explained it (then it is a bug)."""
    text = str(error)
    for mark, says in _sentences.items():
        if mark in text:
            return Refused(str(says), code=_codes[mark])
    return None
