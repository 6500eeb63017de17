"""The score from real rows of other rooms, what follows from it, and who may say otherwise."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import ValidationError

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.shop.availability.models import Outcome
from storecrew.shop.availability.reads.recorded import thresholds_of
from storecrew.shop.buying import warnings
from storecrew.shop.dropships import actions as dropships
from storecrew.shop.dropships.tests.conftest import NOW, Trade, lasting_trade, trade
from storecrew.shop.feeds.models import Arrival, Source
from storecrew.shop.orders.tests.making import Want
from storecrew.team.suppliers import actions, reads
from storecrew.team.suppliers.facts import gather
from storecrew.team.suppliers.measures.formula import KINDS, Code
from storecrew.team.suppliers.models import Proposal, Score, Verdict
from storecrew.team.suppliers.seats import watcher

__all__ = ["lasting_trade", "trade"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + 10 * DAY


def keep(*, now: object = LATER) -> actions.Kept:
    return actions.keep_scores(watcher("test"), actions.KeepScores(), now=now)  # type: ignore[arg-type]


def test_drop_shipments_are_facts_of_their_supplier(trade: Trade) -> None:
    good = trade.asked()
    acknowledge = dropships.Acknowledge(dropship_id=good.pk)
    dropships.acknowledge(trade.near.actor, acknowledge, now=NOW + HOUR)
    trade.ship(good, now=NOW + 2 * HOUR)
    late = trade.asked(at=trade.far)
    refused = trade.asked(Want(trade.cup))
    line = refused.lines.get()
    refuse = {
        "dropship_id": refused.pk,
        "lines": [{"line_id": line.pk, "quantity": line.wanted}],
        "reason": "out_of_stock",
    }
    dropships.refuse(trade.near.actor, dropships.Refuse.model_validate(refuse), now=NOW + HOUR)
    trade.settle(NOW + 3 * HOUR)  # what orders found is told
    ids = [trade.near.supplier_id, trade.far.supplier_id]
    facts = gather(ids, since=NOW - DAY, until=LATER)
    near = {one.subject: one for one in facts[ids[0]].deliveries}
    sent = near[f"dropship:{good.pk}"]
    assert (sent.in_time, sent.in_full, sent.ack_hours) == (True, True, pytest.approx(1.0))
    out = near[f"dropship:{refused.pk}"]
    assert (out.counts(LATER), out.in_full) == (True, False)
    assert facts[ids[0]].sent == 1
    waits = facts[ids[1]].deliveries[0]
    assert waits.subject == f"dropship:{late.pk}"
    assert (waits.counts(LATER), waits.in_time, waits.answered) == (True, False, False)
    assert facts[ids[0]].found  # refusing and sending say whether the report was right
    alone = gather(ids[:1], since=NOW - DAY, until=LATER)[ids[0]]
    assert {one.subject for one in alone.deliveries} == set(near)
    rows = reads.fact_rows(
        trade.company.analyst, reads.BehindQuery(supplier_id=ids[0], code=Code.OTIF, bad=True), now=LATER
    )
    assert [row.subject for row in rows.items] == [f"dropship:{refused.pk}"]


def test_feeds_are_counted_by_the_words_that_are_missing(trade: Trade) -> None:
    source = Source.objects.create(
        supplier_id=trade.near.supplier_id,
        site_id=trade.near.site_id,
        name="CSV",
        kind="push",
        expected_hours=24,
        created_at=NOW,
    )
    for days in (1, 2, 3, 5):  # 26, 27, 28, 30 November 2026: they rest on the Sunday between
        Arrival.objects.create(source=source, at=NOW + days * DAY, outcome="new")
    periods = gather([trade.near.supplier_id], since=NOW - DAY, until=NOW + 6 * DAY)[trade.near.supplier_id].periods
    assert [one.missed for one in periods] == [0, 0, 0, 0]
    silent = gather([trade.near.supplier_id], since=NOW - DAY, until=NOW + 9 * DAY)[trade.near.supplier_id].periods
    assert silent[-1].missed >= 3


@pytest.fixture
def judged(trade: Trade) -> Iterator[Trade]:
    """Twenty orders relied on what the near one says, and half of the pieces were there."""
    offer = trade.near.offers[trade.lamp]
    for number in range(20):
        Outcome.objects.create(
            offer_id=offer,
            site_id=trade.near.site_id,
            wanted=2,
            had=1,
            at=NOW,
            document=f"dropship:{number}",
            said=5,
            seen_at=NOW,
            expected=0.9,
        )
    yield trade


def test_reports_that_are_wrong_make_a_proposal_that_a_person_takes_and_takes_back(judged: Trade) -> None:
    supplier_id, keeper = judged.near.supplier_id, judged.crew
    assert keep().proposals == 1
    assert keep().proposals == 0
    row = Proposal.objects.get()
    assert (row.supplier_id, row.right, row.asked) == (supplier_id, 0.5, 20)
    assert thresholds_of(supplier_id) is None
    one = actions.OneProposal(proposal_id=row.pk)
    with pytest.raises(Denied):
        actions.take_proposal(judged.company.finance, one, now=LATER)
    actions.take_proposal(keeper, one, now=LATER)
    assert thresholds_of(supplier_id) == row.values
    with pytest.raises(Refused):
        actions.take_proposal(keeper, one, now=LATER)
    actions.undo_proposal(keeper, one, now=LATER)
    assert thresholds_of(supplier_id) is None
    with pytest.raises(Refused):
        actions.undo_proposal(keeper, one, now=LATER)
    assert keep().proposals == 0  # not again within thirty days
    with pytest.raises(Missing):
        actions.leave_proposal(keeper, actions.OneProposal(proposal_id=999), now=LATER)


def test_thresholds_that_were_set_since_are_not_taken_back(judged: Trade) -> None:
    from storecrew.shop.availability import actions as availability  # noqa: PLC0415  named like this room's

    keep()
    one = actions.OneProposal(proposal_id=Proposal.objects.get().pk)
    actions.take_proposal(judged.crew, one, now=LATER)
    other = availability.SetThresholds(supplier_id=judged.near.supplier_id, risk=0.3)
    availability.set_thresholds(judged.crew, other, now=LATER)
    with pytest.raises(Refused) as error:
        actions.undo_proposal(judged.crew, one, now=LATER)
    assert error.value.code == "suppliers.changed"


def only(code: Code, **values: object) -> actions.SetYardstick:
    weights = {one: 100 if one is code else 0 for one in KINDS}
    return actions.SetYardstick.model_validate({"weights": weights} | values)


def test_a_score_below_the_mark_warns_whoever_orders_and_one_surely_below_stops_them(judged: Trade) -> None:
    supplier_id, director = judged.near.supplier_id, judged.company.director
    assert keep().scores == 2
    assert warnings.about([supplier_id]) == {}  # too little is known for a score
    actions.set_yardstick(director, only(Code.HONEST, warn_below=60), now=LATER)
    keep()
    assert Score.objects.get(supplier=supplier_id).points == 0.0
    assert [one.level for one in warnings.about([supplier_id, judged.far.supplier_id])[supplier_id]] == ["warn"]
    actions.set_yardstick(director, only(Code.HONEST, warn_below=60, block_below=50), now=LATER)
    (blocked,) = warnings.about([supplier_id])[supplier_id]
    assert blocked.level == "block"
    assert "50" in str(blocked.sentence)
    card = reads.scorecard(judged.company.analyst, reads.ScorecardQuery(supplier_id=supplier_id), now=LATER)
    assert (card.level, card.points) == ("block", 0.0)
    listed = reads.standings_read(judged.company.finance, reads.StandingsQuery(), now=LATER).items
    assert {one.level for one in listed} == {"block", "free"}


def test_a_straddling_interval_does_not_stop_orders(judged: Trade) -> None:
    Outcome.objects.update(had=2)
    Outcome.objects.filter(document__in=["dropship:0", "dropship:1", "dropship:2"]).update(had=0)
    marks = only(Code.HONEST, warn_below=70, block_below=70)
    actions.set_yardstick(judged.company.director, marks, now=LATER)
    keep()
    score = Score.objects.get(supplier=judged.near.supplier_id)
    assert score.points is not None
    assert score.high is not None
    assert score.points < 70 < score.high
    assert [one.level for one in warnings.about([judged.near.supplier_id])[judged.near.supplier_id]] == ["warn"]


def test_a_persons_word_comes_before_the_score_until_its_day(judged: Trade) -> None:
    supplier_id, director = judged.near.supplier_id, judged.company.director
    actions.set_yardstick(director, only(Code.HONEST), now=LATER)
    keep()

    def say(level: str | None, **values: object) -> None:
        data = {"supplier_id": supplier_id, "level": level, "why": "they moved house"} | values
        actions.set_verdict(director, actions.SetVerdict.model_validate(data), now=LATER)

    say("free")
    assert warnings.about([supplier_id]) == {}
    say("block")
    assert warnings.about([supplier_id])[supplier_id][0].level == "block"
    Verdict.objects.update(until=NOW.date() - timedelta(days=400))
    assert warnings.about([supplier_id])[supplier_id][0].level == "warn"
    say(None)
    assert not Verdict.objects.exists()
    with pytest.raises(InvalidInput):
        say("warn", why="")
    with pytest.raises(InvalidInput):
        say("warn", until=NOW.date() - timedelta(days=1))
    with pytest.raises(Missing):
        say("warn", supplier_id=999)
    with pytest.raises(Denied):
        actions.set_verdict(judged.crew, actions.SetVerdict(supplier_id=supplier_id, level=None), now=LATER)


def test_the_yardstick_is_the_owners_and_has_to_make_sense(company: Company) -> None:
    for who in (company.founder, company.director):
        actions.set_yardstick(who, only(Code.OTIF), now=NOW)
    with pytest.raises(Denied):
        actions.set_yardstick(company.warehouse, only(Code.OTIF), now=NOW)
    for wrong, field in (
        (only(Code.OTIF, warn_below=30, block_below=40), "block_below"),
        (only(Code.OTIF, marks={"ack": (48.0, 4.0)}), "marks"),
        (only(Code.OTIF, marks={"otif": (0.9, 0.9)}), "marks"),
        (actions.SetYardstick(weights=dict.fromkeys(KINDS, 0)), "weights"),
    ):
        with pytest.raises(InvalidInput) as error:
            actions.set_yardstick(company.director, wrong, now=NOW)
        assert list(error.value.fields) == [field]
    with pytest.raises(ValidationError):
        actions.SetYardstick(weights={Code.OTIF: 101})


def test_a_day_has_one_score_and_only_readers_see_it(judged: Trade) -> None:
    keep()
    keep()
    assert Score.objects.count() == 2
    keep(now=LATER + DAY)
    assert Score.objects.count() == 4
    with pytest.raises(Denied):
        reads.scorecard(judged.company.marketing, reads.ScorecardQuery(supplier_id=1), now=LATER)
    with pytest.raises(Missing):
        reads.scorecard(judged.company.finance, reads.ScorecardQuery(supplier_id=999), now=LATER)
    with pytest.raises(Denied):
        actions.keep_scores(judged.company.finance, actions.KeepScores(), now=LATER)
