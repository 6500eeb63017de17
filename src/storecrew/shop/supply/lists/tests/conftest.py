"""A buyer who receives lists."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storecrew.kernel.jobs.models import Work, WorkRow
from storecrew.kernel.jobs.running import run_to_end
from storecrew.shop.supply.lists import actions
from storecrew.shop.supply.lists.models import Match, OfferList
from storecrew.shop.supply.tests.conftest import NOW, Buying, buying, lasting_buying, signed_in

__all__ = ["NOW", "Buying", "Lists", "buying", "lasting_buying", "lists", "signed_in"]

HEADER = ("货号", "品名", "规格", "条码", "供货价", "起订量", "箱规")


@dataclass
class Lists:
    """Sends lists and lets them run."""

    buying: Buying

    def send(self, *rows: Sequence[Any], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> actions.ListId:
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        return self.send_bytes(out.getvalue().encode(encoding))

    def send_bytes(self, content: bytes, name: str = "报价.csv") -> actions.ListId:
        kept = actions.SHELF.keep([content])
        data = actions.SendList(supplier_id=self.buying.supplier_id, digest=kept.digest, name=name)
        sent = actions.send_list(self.buying.buyer, data, now=NOW)
        self.work(sent.list_id)
        return sent

    def columns(self, list_id: int, **values: Any) -> OfferList:
        row = OfferList.objects.get(pk=list_id)
        same = {"list_id": list_id, "mapping": row.mapping, "currency": row.currency}
        actions.set_columns(self.buying.buyer, actions.SetColumns.model_validate(same | values), now=NOW)
        return self.work(list_id)

    def run(self, list_id: int) -> OfferList:
        actions.run_list(self.buying.buyer, actions.OneList(list_id=list_id), now=NOW)
        return self.work(list_id)

    def take(self, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> OfferList:
        """Send a list, check it and bring it in."""
        sent = self.send(*rows, header=header)
        if OfferList.objects.get(pk=sent.list_id).state == "mapping":
            self.columns(sent.list_id)
        return self.run(sent.list_id)

    def work(self, list_id: int) -> OfferList:
        row = OfferList.objects.get(pk=list_id)
        if row.work_id:
            run_to_end(row.work_id, clock=lambda: NOW)
        return OfferList.objects.get(pk=list_id)

    def report(self, row: OfferList) -> list[tuple[int, str, str, str]]:
        work = Work.objects.get(pk=row.work_id)
        lines = WorkRow.objects.filter(work=work).order_by("line")
        return [(one.line, one.outcome, one.column, one.reason) for one in lines]

    def match(self, sku: str) -> Match:
        return Match.objects.get(sku=sku)


@pytest.fixture
def lists(buying: Buying, settings: Any, tmp_path: Path) -> Lists:
    settings.DATA = tmp_path
    return Lists(buying)
