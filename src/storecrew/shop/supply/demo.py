"""Four suppliers of the demo store, in four provinces: one punctual, one lagging, one that lies on Fridays, one that
closes for long at festivals. Their lists come in as lists do, a newer one brings dearer costs, some rows wait for a word.

What lies in their warehouses is told by others; here nothing changes what can be bought. Nobody here exists.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.catalogue.types import Sold
from storecrew.shop.supply import actions
from storecrew.shop.supply.lists import actions as lists
from storecrew.shop.supply.lists.models import OfferList
from storecrew.shop.supply.models import Supplier

KNOWN_SINCE = timedelta(days=390)
FIRST_LIST = timedelta(days=380)
DEARER_LIST = timedelta(days=9)
PUNCTUAL, LAGGING, LIES_ON_FRIDAYS, RESTS_LONG = "GD-GUDENG", "ZJ-QINGLI", "JX-QINGWU", "FJ-BAISHI"
"""By these codes other rooms know who behaves how."""
HEADER = ("货号", "品名", "规格", "客户货号", "供货价", "起订量", "箱规", "交期(天)")


NOT_OURS = (
    ["JX-90001", "陶艺转盘 25厘米", "", "", "168.00", "1", "1", "5"],
    ["JX-90002", "透明釉料 1kg", "", "", "36.00", "10", "10", "5"],
)
"""What one of them sells and the store does not."""


@dataclass(frozen=True, slots=True)
class _Company:
    """A supplier, its warehouse, whoever answers there, and its licence."""

    supplier: dict[str, Any]
    site: dict[str, Any]
    contact: dict[str, Any]
    licence_days: int
    """So many days after today it lapses."""
    kept: bool = False
    """Whether whoever holds the warehouse seat keeps in touch by name."""
    factor: int = 100
    """What they ask, in per cent of what the store reckons with."""
    names_ours: bool = True
    """Whether their list tells our SKU beside theirs."""


COMPANIES = (
    _Company(
        {"code": PUNCTUAL, "name": "中山古灯坊", "tier": "a", "deposit_percent": 30, "net_days": 30,
         "note": "货期说几天就是几天，出了问题先打电话来。"},
        {"code": "GD-GZ", "name": "古灯坊古镇仓", "handling_days": 1, "cut_off": "17:00", "rest_before": 5, "rest_after": 6,
         "place": {"country": "CN", "region": "广东省", "city": "中山市", "line1": "古镇镇同益路188号"}},
        {"name": "林美娟", "role": "跟单", "birth_month": 3, "birth_day": 8,
         "channels": [{"kind": "wechat", "address": "gudeng-linmeijuan"}, {"kind": "phone", "address": "0760-2230 1188"}]},
        licence_days=420, kept=True,
    ),
    _Company(
        {"code": LAGGING, "name": "义乌晴里日用", "tier": "b", "note": "库存表一周才更新一回，急单先问一句。"},
        {"code": "ZJ-YW", "name": "晴里义乌仓", "handling_days": 2, "cut_off": "15:00", "rest_before": 7, "rest_after": 8,
         "place": {"country": "CN", "region": "浙江省", "city": "金华市", "district": "义乌市", "line1": "福田街道银海路66号"}},
        {"name": "周晴", "role": "老板娘",
         "channels": [{"kind": "wechat", "address": "qingli-zhou"}, {"kind": "email", "address": "order@qingli.example"}]},
        licence_days=20, factor=94,
    ),
    _Company(
        {"code": LIES_ON_FRIDAYS, "name": "景德镇青坞陶社", "tier": "b", "deposit_percent": 0, "net_days": 15,
         "note": "周五报的数别全信，周一再对一遍。"},
        {"code": "JX-JDZ", "name": "青坞昌江仓", "handling_days": 3, "cut_off": "14:00", "rest_before": 8, "rest_after": 9,
         "place": {"country": "CN", "region": "江西省", "city": "景德镇市", "district": "昌江区", "line1": "昌江大道22号"}},
        {"name": "余师傅", "role": "发货", "channels": [{"kind": "phone", "address": "0798-8500 2233"}]},
        licence_days=300, kept=True, factor=103, names_ours=False,
    ),
    _Company(
        {"code": RESTS_LONG, "name": "德化白石瓷业", "tier": "c", "note": "过节放得早、开得晚，年前一个月就要备货。"},
        {"code": "FJ-DH", "name": "白石德化仓", "handling_days": 2, "cut_off": "16:00", "rest_before": 14, "rest_after": 16,
         "place": {"country": "CN", "region": "福建省", "city": "泉州市", "district": "德化县", "line1": "龙浔镇瓷都大道9号"}},
        {"name": "Chen Baishi", "role": "export sales", "language": "en",
         "channels": [{"kind": "email", "address": "sales@baishi.example"}, {"kind": "whatsapp", "address": "+86 138 0000 1616"}]},
        licence_days=600, factor=98,
    ),
)  # fmt: skip


def build(actor: Actor, now: datetime) -> None:
    """Make the suppliers of a furnished demo store, and let their lists come in; `actor` is the founder."""
    crew = people.people(actor, people.PeopleQuery(), now=now).items
    keeper = next((one.person_id for one in crew if any(row.seat == Seat.WAREHOUSE for row in one.seats)), None)
    made = [_found(actor, company, keeper if company.kept else None, now) for company in COMPANIES]
    for company, supplier_id, goods in zip(COMPANIES, made, _shares(now), strict=True):
        rows = [_row(company, one, 100) for one in goods]
        rows += [] if company.names_ours else list(NOT_OURS)
        _take(actor, supplier_id, rows, f"{company.supplier['name']} 报价单.csv", now - FIRST_LIST)
        if company.supplier["code"] == LAGGING:
            dearer = [_row(company, one, 109) for one in goods[:3]]
            _take(actor, supplier_id, dearer, "晴里 调价通知.csv", now - DEARER_LIST)


def _found(actor: Actor, company: _Company, keeper: int | None, now: datetime) -> int:
    at = now - KNOWN_SINCE
    common = {"country": "CN", "language": company.contact.get("language", "zh-hans"), "currency": "CNY"}
    form = parse(actions.SupplierForm, common | company.supplier | {"keeper_id": keeper})
    supplier_id = actions.add_supplier(actor, form, now=at).supplier_id
    # opened today, so that the coming festival is in its calendar
    actions.open_site(actor, parse(actions.OpenSite, company.site | {"supplier_id": supplier_id}), now=now)
    actions.add_contact(actor, parse(actions.AddContact, company.contact | {"supplier_id": supplier_id}), now=at)
    paper = {"supplier_id": supplier_id, "kind": "licence", "name": "营业执照"}
    paper |= {"valid_until": (now + timedelta(days=company.licence_days)).date()}
    actions.add_document(actor, parse(actions.AddDocument, paper), now=at)
    return supplier_id


def _shares(now: datetime) -> list[list[Sold]]:
    """Divide about half of the goods among the suppliers, all variants of a product together; a few go to two of them."""
    ids = [one.variant_id for one in catalogue.calling(at_most=2000)]
    goods = sorted(
        catalogue.sold(ids, language="zh-hans", currencies=["CNY"], at=now).values(), key=lambda one: one.variant_id
    )
    products = [
        list(some) for _product_id, some in groupby((one for one in goods if one.cost), key=lambda one: one.product_id)
    ]
    shares: list[list[Sold]] = [[] for _company in COMPANIES]
    offered = 0
    for number, some in enumerate([*products[::2], *products[1::2]]):
        if offered + len(some) > len(ids) // 2:
            continue
        offered += len(some)
        shares[number % len(shares)] += some
        if number % 7 == 3:  # noqa: PLR2004  every seventh has a second source
            shares[(number + 1) % len(shares)] += some
    return shares


def _row(company: _Company, one: Sold, percent: int) -> list[str]:
    assert one.cost is not None  # noqa: S101  only priced goods are shared out
    cost = one.cost.minor * company.factor * percent // 10_000
    options = " ".join(value for _name, value in one.options)
    code = f"{company.supplier['code'][:2]}-{one.variant_id:05}"
    title = one.title
    ours = one.sku if company.names_ours or one.variant_id % 3 else ""
    if not ours:  # they call it by a name of their own, and leave a choice out
        title, options = f"手工{one.title}", options.partition(" ")[0]
    return [code, title, options, ours, f"{cost / 100:.2f}", "1", "1", str(company.site["handling_days"])]


def _take(actor: Actor, supplier_id: int, rows: Sequence[Iterable[str]], name: str, at: datetime) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    kept = lists.SHELF.keep([text.getvalue().encode("gb18030")])
    data = lists.SendList(supplier_id=supplier_id, digest=kept.digest, name=name)
    sent = lists.send_list(actor, data, now=at)
    row = OfferList.objects.get(pk=sent.list_id)
    if row.state == "mapping":
        columns = lists.SetColumns(list_id=row.pk, mapping=row.mapping, currency=row.currency)
        lists.set_columns(actor, columns, now=at)
    _work(row, at)
    lists.run_list(actor, lists.OneList(list_id=row.pk), now=at)
    _work(row, at)


def _work(row: OfferList, at: datetime) -> None:
    row.refresh_from_db()
    if row.work_id:
        run_to_end(row.work_id, clock=lambda: at)


def supplier_ids() -> dict[str, int]:
    """Return the suppliers of the demo by their code, for rooms that let them behave."""
    return ids_of(company.supplier["code"] for company in COMPANIES)


def ids_of(codes: Iterable[str]) -> dict[str, int]:
    """Return suppliers by their code."""
    return dict(Supplier.objects.filter(code__in=list(codes)).values_list("code", "pk"))
