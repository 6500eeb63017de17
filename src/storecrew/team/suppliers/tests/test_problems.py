"""Problems with suppliers' goods: raised from complaints, sent, answered by whoever they belong to, made good."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused, SignedOut
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.mail.models import Message
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.models import Note
from storecrew.shop.returns.models import Return
from storecrew.team.suppliers import actions, health, reads
from storecrew.team.suppliers.models import Claim, Photo, Problem, Reply, Touch
from storecrew.team.suppliers.tests.conftest import LATER, Desk, Keeping, picture, theirs
from storecrew.team.suppliers.writing.cases import refresh


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def test_a_problem_is_raised_with_its_complaints_and_what_they_cost(
    keeping: Keeping, desk: Desk, complaint: Return
) -> None:
    variant_id = desk.lines(complaint)[0].variant_id
    cases = [complaint.subject, f"order:{complaint.order_id}"]
    row = keeping.problem(variant_id=variant_id, cases=cases, photos=[picture()], lot="L-7")
    view = keeping.view(row)
    assert (view.number, view.state, view.quantity, len(view.photos)) == (f"SP-{row.pk}", "open", 2, 1)
    first = view.cases[0] if view.cases[0].subject == complaint.subject else view.cases[1]
    given = desk.paid_back()
    assert given > 0
    assert first.name == complaint.number
    # the lamp had cost something too, which nobody gets back of a piece that was destroyed
    assert sum(money.minor for money in first.cost) >= given
    assert view.cost == first.cost


def test_money_that_goes_back_later_is_counted_when_it_is_told(keeping: Keeping, desk: Desk) -> None:
    before = desk.paid_back()
    complaint = desk.approved(desk.piece(reason="damaged"))
    row = keeping.problem(cases=[complaint.subject])
    complaint = desk.receive(complaint, disposition="restock")
    desk.refund(complaint)
    desk.settle()  # lets everybody hear of it
    assert keeping.view(row).cost == (yuan(desk.paid_back() - before),)


def test_what_is_given_back_later_is_found_when_costs_are_reckoned_anew(keeping: Keeping, desk: Desk) -> None:
    before = desk.paid_back()
    complaint = desk.approved(desk.piece(reason="damaged"))
    row = keeping.problem(cases=[complaint.subject])
    assert keeping.view(row).cost == ()
    complaint = desk.receive(complaint, disposition="restock")
    desk.refund(complaint)
    assert refresh(row) is True
    assert keeping.view(row).cost == (yuan(desk.paid_back() - before),)
    assert refresh(row) is False


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cases": ["return:99999"]}, "cases"),
        ({"variant_id": 99999}, "variant_id"),
        ({"asked": "repair", "asked_amount": yuan(5)}, "asked_amount"),
        ({"asked_amount": Money(5, "USD")}, "asked_amount"),
        ({"asked_amount": yuan(0)}, "asked_amount"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(keeping: Keeping, values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        keeping.problem(**values)
    assert list(error.value.fields) == [field]
    assert not Problem.objects.exists()


def test_who_may_raise_and_send_and_who_may_not(keeping: Keeping) -> None:
    form = actions.RaiseProblem(supplier_id=keeping.supplier_id, fault="other", title="X", asked="explanation")  # type: ignore[arg-type]
    made = actions.raise_problem(keeping.company.service, form, now=LATER)
    for who in (keeping.company.marketing, keeping.company.stranger):
        with pytest.raises(Denied):
            actions.raise_problem(who, form, now=LATER)
    with pytest.raises(Denied):
        actions.send_problem(keeping.company.service, actions.SendProblem(problem_id=made.problem_id), now=LATER)
    with pytest.raises(SignedOut):
        actions.send_problem(keeping.company.nobody, actions.SendProblem(problem_id=made.problem_id), now=LATER)
    with pytest.raises(Missing):
        actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=999), now=LATER)


def test_the_letter_is_in_their_language_and_a_second_one_reminds(keeping: Keeping) -> None:
    row = keeping.problem(text="三盏里有一盏闪。", asked_amount=yuan(12_000), quantity=3)
    due = (LATER + timedelta(days=5)).date()
    told = actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=row.pk, due_on=due), now=LATER)
    assert (told.mailed, told.state) == (True, "sent")
    letter = Message.objects.get()
    assert letter.to == "lin@zs.example"
    assert "三盏里有一盏闪" in letter.text
    assert "120.00" in letter.text
    actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=row.pk), now=LATER + timedelta(days=6))
    assert Message.objects.count() == 2
    assert Touch.objects.filter(supplier=keeping.supplier_id, direction="ours").count() == 2
    assert keeping.view(Problem.objects.get()).late is False  # it is late from the day after on
    late = reads.find(row.pk, LATER + timedelta(days=6))
    assert late is not None
    assert late.late


def test_without_an_address_it_has_to_be_passed_on_by_hand(keeping: Keeping) -> None:
    row = keeping.problem(supplier_id=keeping.other_id)
    with pytest.raises(Refused) as error:
        actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=row.pk), now=LATER)
    assert error.value.code == "suppliers.no_address"
    told = actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=row.pk, by_mail=False), now=LATER)
    assert (told.mailed, told.state) == (False, "sent")


def test_the_supplier_answers_their_own_and_nobody_elses(keeping: Keeping, complaint: Return) -> None:
    row = keeping.sent(cases=[complaint.subject])
    for who in (theirs(keeping.other_id), keeping.company.nobody, keeping.company.marketing):
        with pytest.raises(Denied):
            keeping.answer(row, "explain", actor=who, text="…")
    assert Entry.objects.filter(action="suppliers.answer_problem", outcome="denied").count() == 3
    answer = keeping.answer(row, "explain", text="Wrong bulbs in one lot.", photos=[picture("blue")])
    assert answer.state == "answered"
    view = keeping.view(row)
    assert (view.replies[-1].theirs, view.replies[-1].by) == (True, f"supplier:{keeping.supplier_id}")
    assert view.replies[-1].way == "portal"
    note = Note.objects.get(order=complaint.order_id)
    assert "Wrong bulbs in one lot." in note.text
    assert complaint.number in note.text
    assert Touch.objects.filter(supplier=keeping.supplier_id, direction="theirs").count() == 1


def test_what_was_not_sent_or_was_dropped_is_not_theirs_to_see(keeping: Keeping) -> None:
    row = keeping.problem()
    assert reads.problems_of(keeping.supplier_id) == ()
    with pytest.raises(Missing):
        keeping.answer(row, "explain", text="…")
    row = keeping.sent()
    assert [one.problem_id for one in reads.problems_of(keeping.supplier_id)] == [row.pk]
    assert reads.problems_of(keeping.other_id) == ()
    actions.drop_problem(keeping.keeper, actions.EndProblem(problem_id=row.pk, why="Our own fault"), now=LATER)
    assert reads.problems_of(keeping.supplier_id, open_only=False) == ()
    with pytest.raises(Missing):
        keeping.answer(row, "accept", amount=yuan(5))


def test_agreeing_to_what_was_asked_makes_a_claim_that_finance_uses_up(keeping: Keeping) -> None:
    row = keeping.sent(asked_amount=yuan(9_000))
    assert keeping.answer(row, "accept").state == "agreed"
    (claim,) = reads.claims(keeping.supplier_id)
    assert (claim.amount, claim.left) == (yuan(9_000), yuan(9_000))
    with pytest.raises(Refused):
        keeping.answer(row, "accept")
    with pytest.raises(Refused):
        actions.settle_problem(keeping.keeper, actions.EndProblem(problem_id=row.pk), now=LATER)
    use = actions.UseClaim(claim_id=claim.claim_id, amount=yuan(4_000), document="invoice:1")
    with pytest.raises(Denied):
        actions.use_claim(keeping.keeper, use, now=LATER)
    assert actions.use_claim(keeping.company.finance, use, now=LATER).left == yuan(5_000)
    with pytest.raises(Refused) as twice:
        actions.use_claim(keeping.company.finance, use, now=LATER)
    assert twice.value.code == "suppliers.twice"
    with pytest.raises(InvalidInput):
        actions.use_claim(keeping.company.finance, use.model_copy(update={"amount": yuan(5_001)}), now=LATER)
    rest = actions.UseClaim(claim_id=claim.claim_id, amount=yuan(5_000), document="invoice:2")
    actions.use_claim(keeping.company.finance, rest, now=LATER)
    assert Problem.objects.get(pk=row.pk).state == "settled"
    assert reads.claims(keeping.supplier_id) == ()
    assert reads.claims(keeping.supplier_id, open_only=False)[0].left == yuan(0)


def test_an_offer_waits_for_us_and_may_be_sent_back(keeping: Keeping) -> None:
    row = keeping.sent(asked_amount=yuan(9_000))
    with pytest.raises(InvalidInput):
        keeping.answer(row, "accept", amount=yuan(8_999))
    with pytest.raises(InvalidInput):
        keeping.answer(row, "offer")
    with pytest.raises(InvalidInput):
        keeping.answer(row, "offer", offered="credit")
    with pytest.raises(InvalidInput):
        keeping.answer(row, "refuse")
    keeping.answer(row, "offer", offered="credit", amount=yuan(5_000), text="Half.")
    assert not Claim.objects.exists()
    actions.send_problem(
        keeping.keeper, actions.SendProblem(problem_id=row.pk, by_mail=False, text="Too little."), now=LATER
    )
    assert Problem.objects.get(pk=row.pk).state == "sent"
    keeping.answer(row, "offer", offered="replacement", text="New ones then.")
    agree = actions.AgreeProblem(problem_id=row.pk, made_good="replacement")  # type: ignore[arg-type]
    actions.agree_problem(keeping.keeper, agree, now=LATER)
    with pytest.raises(Refused):
        actions.agree_problem(keeping.keeper, agree, now=LATER)
    actions.settle_problem(keeping.keeper, actions.EndProblem(problem_id=row.pk, why="12 pieces came"), now=LATER)
    assert Problem.objects.get(pk=row.pk).state == "settled"
    assert [one.outcome for one in Reply.objects.order_by("pk")] == ["told", "offer", "told", "offer", "told"]


def test_somebody_here_writes_down_what_was_said_on_the_telephone(keeping: Keeping) -> None:
    row = keeping.sent()
    keeping.answer(
        row, "question", actor=keeping.keeper, way="call", contact_id=keeping.contact_id, text="Which lot is it?"
    )
    reply = keeping.view(row).replies[-1]
    assert (reply.way, reply.contact_id, reply.by) == ("call", keeping.contact_id, keeping.keeper.ref)
    with pytest.raises(InvalidInput):
        other = keeping.sent(supplier_id=keeping.other_id)
        keeping.answer(other, "question", actor=keeping.keeper, contact_id=keeping.contact_id, text="?")


def test_what_was_dropped_is_taken_up_again_and_what_was_had_is_not_dropped(keeping: Keeping) -> None:
    row = keeping.sent(asked_amount=yuan(9_000))
    with pytest.raises(InvalidInput):
        actions.drop_problem(keeping.keeper, actions.EndProblem(problem_id=row.pk), now=LATER)
    keeping.answer(row, "accept")
    drop = actions.EndProblem(problem_id=row.pk, why="They helped us out")
    actions.drop_problem(keeping.keeper, drop, now=LATER)
    assert reads.claims(keeping.supplier_id) == ()
    actions.take_up_problem(keeping.keeper, actions.OneProblem(problem_id=row.pk), now=LATER)
    assert Problem.objects.get(pk=row.pk).state == "open"
    actions.send_problem(keeping.keeper, actions.SendProblem(problem_id=row.pk, by_mail=False), now=LATER)
    keeping.answer(row, "accept")
    use = actions.UseClaim(claim_id=reads.claims()[0].claim_id, amount=yuan(1), document="invoice:1")
    actions.use_claim(keeping.company.finance, use, now=LATER)
    with pytest.raises(Refused) as error:
        actions.drop_problem(keeping.keeper, drop, now=LATER)
    assert error.value.code == "suppliers.had"


def test_evidence_is_added_once_and_theirs_stays(keeping: Keeping, complaint: Return) -> None:
    row = keeping.sent()
    more = actions.AddEvidence(problem_id=row.pk, cases=(complaint.subject,), photos=(picture(),))
    actions.add_evidence(keeping.keeper, more, now=LATER)
    actions.add_evidence(keeping.keeper, more, now=LATER)
    assert (len(keeping.view(row).cases), Photo.objects.count()) == (1, 1)
    keeping.answer(row, "refuse", text="Not ours.", photos=[picture("blue")])
    ours, from_them = Photo.objects.order_by("pk").values_list("asset_id", flat=True)
    with pytest.raises(Refused) as error:
        actions.take_out(keeping.keeper, actions.TakeOut(problem_id=row.pk, asset_id=from_them), now=LATER)
    assert error.value.code == "suppliers.theirs"
    out = actions.TakeOut(problem_id=row.pk, asset_id=ours, case=complaint.subject)
    actions.take_out(keeping.keeper, out, now=LATER)
    assert (len(keeping.view(row).cases), len(keeping.view(row).photos)) == (0, 1)


def test_the_same_answer_sent_twice_is_one(keeping: Keeping) -> None:
    row = keeping.sent()
    data = actions.AnswerProblem(problem_id=row.pk, outcome="question", text="Which lot?")  # type: ignore[arg-type]
    first = actions.answer_problem(theirs(keeping.supplier_id), data, key="k1", now=LATER)
    assert actions.answer_problem(theirs(keeping.supplier_id), data, key="k1", now=LATER) == first
    assert Reply.objects.filter(outcome="question").count() == 1


def test_the_doctor_finds_claims_that_do_not_add_up(keeping: Keeping) -> None:
    row = keeping.sent(asked_amount=yuan(9_000))
    keeping.answer(row, "accept")
    assert {one.level for one in health.claims_are_what_was_agreed_and_had(LATER)} == {"good"}
    Claim.objects.update(used_minor=5)
    assert [one.level for one in health.claims_are_what_was_agreed_and_had(LATER)] == ["bad"]
    Claim.objects.all().delete()
    (lost,) = health.claims_are_what_was_agreed_and_had(LATER)
    assert row.number in str(lost.message)


def test_the_reads_answer_readers_alone(keeping: Keeping) -> None:
    row = keeping.sent()
    listed = reads.problems(keeping.company.finance, reads.ProblemList(state="live"), now=LATER)
    assert [one.problem_id for one in listed.items] == [row.pk]
    assert (
        reads.problem(keeping.company.analyst, reads.OneProblemQuery(problem_id=row.pk), now=LATER).number == row.number
    )
    assert reads.claims_read(keeping.company.finance, reads.ClaimsQuery(), now=LATER).items == ()
    with pytest.raises(Denied):
        reads.problems(keeping.company.marketing, reads.ProblemList(), now=LATER)
    with pytest.raises(Denied):
        reads.problems(theirs(keeping.supplier_id), reads.ProblemList(), now=LATER)
