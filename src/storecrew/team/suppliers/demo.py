"""A year of keeping up with the four suppliers of the demo store: calls and visits, help, problems and what came of them.

What was said by telephone is written down at once, as history. Problems are made of complaints that buyers really had,
and go their way through the actions that people use. Nobody here exists.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import demo as makers
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import demo as supply
from storecrew.shop.supply import reads as suppliers
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.team.suppliers import actions
from storecrew.team.suppliers.cadence import USUAL
from storecrew.team.suppliers.facts.complaints import Complaint, complaints
from storecrew.team.suppliers.facts.served import Served
from storecrew.team.suppliers.models import Direction, Touch, Way

TALKED_SINCE: Final = 330
SEED: Final = 8
WEEKS: Final = 12
"""Weeks whose scores were kept."""
LOOKED_BACK: Final = timedelta(days=200)
DAY: Final = timedelta(days=1)

TALKS: Final = (
    (Way.WECHAT, Direction.BOTH, "对了下周要发的单，问了两款的库存。"),
    (Way.CALL, Direction.BOTH, "聊了旺季备货，让他们先留两成。"),
    (Way.WECHAT, Direction.THEIRS, "发来新款照片，样品下周寄。"),
    (Way.CALL, Direction.OURS, "催了三件还没发的，说今天走。"),
    (Way.WECHAT, Direction.BOTH, "核对上月账单，差一笔运费，下次抵。"),
    (Way.CALL, Direction.BOTH, "说到包装，纸箱换成五层的。"),
    (Way.WECHAT, Direction.OURS, "问节前最后一天发货是哪天。"),
    (Way.VISIT, Direction.BOTH, "去厂里看了，打包台多了一条线。"),
    (Way.CALL, Direction.THEIRS, "说釉料涨价，想下月调价，先压住了。"),
)


@dataclass(frozen=True, slots=True)
class Partner:
    """How one gets on with a supplier. `steady`: by how much of its rhythm a contact slips; `since`: days of silence now."""

    code: str
    steady: float
    since: int
    favours: Sequence[tuple[str, str, int, int | None]] = ()
    """(what, who owes, days ago, due in days)."""


PARTNERS: Final = (
    Partner(
        supply.PUNCTUAL, 0.2, 3, (("周日加班赶出 40 盏灯", "we", 26, 4), ("帮他们垫了一次样品运费", "they", 70, None))
    ),
    Partner(supply.LAGGING, 0.6, 41, (("把他们推荐给了一家民宿", "they", 55, None),)),
    Partner(supply.LIES_ON_FRIDAYS, 0.5, 19),
    Partner(supply.RESTS_LONG, 0.3, 8, (("节前破例多开一窑", "we", 290, None),)),
    *(Partner(maker.code, 0.3, since) for maker, since in zip(makers.MAKERS, (6, 4, 17, 9), strict=True)),
)


def build(actor: Actor, now: datetime) -> None:
    """Fill the year up to now; `actor` is the founder."""
    ids = supply.ids_of(partner.code for partner in PARTNERS)
    known = suppliers.suppliers_by_id(ids.values())
    people = contacts_of(ids.values())
    rng = random.Random(SEED)  # noqa: S311  nothing secret
    for partner in PARTNERS:
        supplier_id = ids.get(partner.code)
        if supplier_id is None:
            continue
        contact = next((one.contact_id for one in people.get(supplier_id, ())), None)
        _talk(actor, partner, supplier_id, contact, USUAL[known[supplier_id].tier], now, rng)
        _help(actor, partner, supplier_id, contact, now)
    _problems(actor, ids, now)
    actions.look_for_problems(actor, actions.LookForProblems(), now=now)
    actions.draft_greetings(actor, actions.DraftGreetings(), now=now)
    for week in range(WEEKS, -1, -1):
        actions.keep_scores(actor, actions.KeepScores(), now=now - 7 * week * DAY)


def _talk(
    actor: Actor, partner: Partner, supplier_id: int, contact: int | None, days: int, now: datetime, rng: random.Random
) -> None:
    """Write down what was spoken, back from the last time, in the rhythm of their tier and with slips."""
    rows: list[Touch] = []
    back = float(partner.since)
    while back < TALKED_SINCE:
        way, direction, note = TALKS[rng.randrange(len(TALKS))]
        at = now - back * DAY - timedelta(hours=rng.uniform(1, 6))
        rows.append(
            Touch(
                supplier_id=supplier_id,
                contact_id=contact,
                at=at,
                way=way,
                direction=direction,
                note=note,
                key=f"demo:{supplier_id}:{len(rows)}",
                by=actor.ref,
            )
        )
        back += days * rng.uniform(1 - partner.steady / 2, 1 + partner.steady)
    Touch.objects.bulk_create(rows)


def _help(actor: Actor, partner: Partner, supplier_id: int, contact: int | None, now: datetime) -> None:
    for what, owes, ago, due in partner.favours:
        at = now - ago * DAY
        raw = {
            "supplier_id": supplier_id,
            "what": what,
            "owes": owes,
            "asked": owes == "we",
            "contact_id": contact,
            "due_on": (now + due * DAY).date() if due is not None else None,
        }
        made = actions.note_favour(actor, parse(actions.NoteFavour, raw), now=at)
        if due is None and owes == "we":
            end = actions.EndFavour(favour_id=made.favour_id, how="多订了一批，算还上")
            actions.end_favour(actor, end, now=at + 40 * DAY)


def _problems(actor: Actor, ids: dict[str, int], now: datetime) -> None:
    """Let a problem of each supplier stand somewhere else on its way: settled, offered, unanswered, agreed."""
    groups = _complaints(now)
    ways = (
        (supply.PUNCTUAL, _settled),
        (supply.LAGGING, _offered),
        (supply.LIES_ON_FRIDAYS, _unanswered),
        (supply.RESTS_LONG, _agreed),
    )
    for code, go in ways:
        supplier_id = ids.get(code)
        mine = [some for (whose, _variant), some in groups.items() if whose == supplier_id]
        if supplier_id is not None and mine:
            go(actor, supplier_id, max(mine, key=len), now)


def _complaints(now: datetime) -> dict[tuple[int, int], list[Complaint]]:
    since = now - LOOKED_BACK
    served = Served(since, now)
    groups: dict[tuple[int, int], list[Complaint]] = {}
    for one in complaints(since, now):
        supplier_id = served.supplier_of(one.order_id, one.variant_id)
        if supplier_id is not None and one.at < now - 2 * DAY:
            groups.setdefault((supplier_id, one.variant_id), []).append(one)
    return groups


def _raise(
    actor: Actor, supplier_id: int, some: list[Complaint], at: datetime, *, asked: str, amount: int | None = None
) -> int:
    variant_id = some[0].variant_id
    face = catalogue.faces([variant_id], "zh-hans", now=at)[variant_id]
    fault = next((one.reason for one in some if one.reason), "other")
    raw = {
        "supplier_id": supplier_id,
        "variant_id": variant_id,
        "fault": fault,
        "title": f"{face.title}：连着有买家投诉",
        "text": f"近来 {len(some)} 位买家收到的「{face.title}」有毛病。看看是不是同一批，怎么解决？",
        "asked": asked,
        "asked_amount": Money(amount, "CNY") if amount else None,
        "due_on": (at + 7 * DAY).date(),
        "cases": sorted({one.subject for one in some}),
    }
    made = actions.raise_problem(actor, parse(actions.RaiseProblem, raw), now=at)
    told = actions.SendProblem(problem_id=made.problem_id, by_mail=False)
    actions.send_problem(actor, told, now=at + timedelta(hours=2))
    return made.problem_id


def _say(supplier_id: int, problem_id: int, at: datetime, **values: object) -> None:
    them = outsider(f"supplier:{supplier_id}", surface=Surface.PORTAL)
    data = parse(actions.AnswerProblem, {"problem_id": problem_id, **values})
    actions.answer_problem(them, data, now=at)


def _settled(actor: Actor, supplier_id: int, some: list[Complaint], now: datetime) -> None:
    at = max(one.at for one in some) + DAY
    number = _raise(actor, supplier_id, some, at, asked="replacement")
    _say(
        supplier_id,
        number,
        at + 1.2 * DAY,
        outcome="accept",
        text="查了，是一箱垫得太松。补发的今天走，以后加一层珍珠棉。",
    )
    done = min(at + 6 * DAY, now)
    actions.settle_problem(actor, actions.EndProblem(problem_id=number, why="补的货到了，都好"), now=done)


def _offered(actor: Actor, supplier_id: int, some: list[Complaint], now: datetime) -> None:
    number = _raise(actor, supplier_id, some, now - 9 * DAY, asked="credit", amount=24_000)
    text = "老板说最多认一半，剩下的下批货里抵，行不行？"
    _say(supplier_id, number, now - 2 * DAY, outcome="offer", offered="credit", amount=Money(12_000, "CNY"), text=text)


def _unanswered(actor: Actor, supplier_id: int, some: list[Complaint], now: datetime) -> None:
    _raise(actor, supplier_id, some, now - 12 * DAY, asked="credit", amount=18_800)


def _agreed(actor: Actor, supplier_id: int, some: list[Complaint], now: datetime) -> None:
    number = _raise(actor, supplier_id, some, now - 30 * DAY, asked="credit", amount=9_600)
    _say(supplier_id, number, now - 22 * DAY, outcome="accept", text="Accepted. Please take it off the next invoice.")
