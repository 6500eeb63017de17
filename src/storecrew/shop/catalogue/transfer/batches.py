"""One batch of an import: drafts, their comparison with the catalogue, and what is told about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from storecrew.kernel.tabular.finding import Finding, Severity
from storecrew.shop.catalogue.transfer.difference import Difference, differences
from storecrew.shop.catalogue.transfer.existing import KEY_LENGTH, known_of
from storecrew.shop.catalogue.transfer.intake import Opened
from storecrew.shop.catalogue.transfer.models import Import, ImportFinding, Outcome, Phase
from storecrew.shop.catalogue.transfer.wanted import wanted_of

PRODUCTS: Final = 200
ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some products of a file, compared with the catalogue."""

    differences: list[Difference]
    rows: int

    @property
    def last(self) -> int:
        """Return the number of its last product."""
        return self.differences[-1].number

    def counts(self) -> dict[str, int]:
        """Return how many products there are of each outcome."""
        found = dict.fromkeys(Outcome.values, 0)
        for item in self.differences:
            found[item.outcome] += 1
        return found


def batch_after(opened: Opened, after: int, *, products: int = PRODUCTS) -> Batch | None:
    """Return the batch behind product number `after`; None at the end of the file."""
    gathered = opened.stage.batch(after=after, products=products, rows=ROWS)
    if not gathered:
        return None
    wanted = [wanted_of(opened.dialect.draft(item.key, item.rows)) for item in gathered]
    known = known_of(opened.row.dialect, wanted)
    with opened.stage.claims() as claims:
        found = differences([item.number for item in gathered], wanted, known, claims, opened.rules)
    return Batch(found, sum(len(item.rows) for item in gathered))


def added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    """Return two tables of counts added up."""
    return {name: counts.get(name, 0) + more.get(name, 0) for name in Outcome.values}


def finding_rows(row: Import, phase: Phase, findings: Iterable[Finding]) -> list[ImportFinding]:
    """Return findings as rows, not saved yet."""
    return [
        ImportFinding(
            of=row,
            phase=phase,
            line=finding.line,
            column=finding.column[:255],
            value=finding.value[:255],
            code=finding.code,
            params=dict(finding.params),
            refused=finding.severity is Severity.REFUSED,
        )
        for finding in findings
    ]


def findings_of(batch: Batch) -> list[Finding]:
    """Return what was found in a batch, in the file's order."""
    return sorted((finding for item in batch.differences for finding in item.wanted.findings), key=lambda one: one.line)


def key_of(item: Difference) -> str:
    """Return the name under which the other system knows the product."""
    return item.wanted.draft.key[:KEY_LENGTH]


def only(items: Sequence[Difference], outcome: Outcome) -> list[Difference]:
    """Return the products of one outcome."""
    return [item for item in items if item.outcome == outcome]
