"""The operators' pages."""

import json
from collections.abc import Mapping, Sequence

from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link


def with_links[T](rows: Sequence[T], subjects: Sequence[str]) -> list[tuple[T, Link | None]]:
    """Return each row with the name and page of its subject, asked for all at once; None for those without one."""
    found = links.link_many([subject for subject in subjects if subject])
    return [(row, found.get(subject)) for row, subject in zip(rows, subjects, strict=True)]


def written(values: Mapping[str, object]) -> str:
    """Return JSON for people to read; empty for nothing."""
    return json.dumps(values, ensure_ascii=False, indent=2) if values else ""
