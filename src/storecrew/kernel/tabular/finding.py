"""What is wrong with, or worth knowing about, a place in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    REFUSED = "refused"
    """The row, and what depends on it, stays out."""
    NOTE = "note"
    """The row goes in; a person may want to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `code` names a sentence in `sentences`, so that each reader gets it in their language."""

    line: int
    """Line of the file, from 1; the row number in a workbook."""
    column: str
    """The column's name as it stands in the file; empty when the whole row is meant."""
    value: str
    """What stands there, shortened."""
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = Severity.REFUSED
