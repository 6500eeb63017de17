"""The pages of keeping up with suppliers: shown in both languages to whom they are for, written by their forms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk, search
from storecrew.kernel.pages.queue import gather
from storecrew.kernel.people.handover import sections
from storecrew.kernel.people.models import Tenure
from storecrew.shop.returns.models import Return
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply import panels
from storecrew.team.suppliers import actions, story
from storecrew.team.suppliers.measures.formula import Code
from storecrew.team.suppliers.models import (
    Claim,
    Favour,
    Greeting,
    Problem,
    Proposal,
    Reply,
    Score,
    Suggestion,
    Touch,
    Verdict,
    Yardstick,
)
from storecrew.team.suppliers.tests.conftest import LATER, Desk, Keeping, SignIn, picture

ROOT = "/crew/suppliers/"


@pytest.fixture(scope="module")
def lasting_full(lasting_keeping: Keeping, lasting_desk: Desk, lasting_complaint: Return) -> Keeping:
    keeping, desk, complaint = lasting_keeping, lasting_desk, lasting_complaint
    now = timezone.now()
    lamp = desk.lines(complaint)[0].variant_id
    form = {"supplier_id": keeping.supplier_id, "variant_id": lamp, "sku": "ZS-1", "cost": Money(4000, "CNY")}
    supply.make_offer(keeping.keeper, supply.MakeOffer.model_validate(form), now=LATER)
    keeping.problem(
        now=now, variant_id=lamp, cases=[complaint.subject], photos=[picture()], asked_amount=Money(900, "CNY")
    )
    sent = keeping.sent(now=now, title="Cartons are torn")
    keeping.answer(sent, "offer", offered="credit", amount=Money(500, "CNY"), text="半价可以吗？", now=now)
    agreed = keeping.sent(now=now, title="Wrong plugs", asked_amount=Money(700, "CNY"))
    keeping.answer(agreed, "accept", now=now)
    log = {"supplier_id": keeping.supplier_id, "way": "call", "contact_id": keeping.contact_id, "note": "聊了新款"}
    actions.log_contact(keeping.keeper, actions.LogContact.model_validate(log), now=now)
    for owes in ("we", "they"):
        favour = {"supplier_id": keeping.supplier_id, "what": f"Rush order {owes}", "owes": owes}
        actions.note_favour(keeping.keeper, actions.NoteFavour.model_validate(favour), now=now)
    Greeting.objects.create(
        supplier_id=keeping.supplier_id,
        contact_id=keeping.contact_id,
        occasion="birthday",
        on=now.date() + timedelta(days=2),
        language="zh-hans",
        text="林姐，生日快乐！",
        drafted_at=now,
    )
    Suggestion.objects.create(
        supplier_id=keeping.supplier_id,
        variant_id=lamp,
        lot="L-7",
        fault="defective",
        complained=3,
        sent=9,
        low=0.12,
        high=0.65,
        usual=0.01,
        usual_of="catalogue",
        subjects=[complaint.subject],
        found_at=now,
    )
    Proposal.objects.create(
        supplier_id=keeping.supplier_id,
        values={"risk": 0.1, "confirm_after": 1.0, "stop_after": 2.5, "cap": None},
        right=0.6,
        low=0.4,
        high=0.8,
        asked=20,
        made_at=now,
    )
    for days in range(5):
        Score.objects.create(
            supplier_id=keeping.supplier_id,
            on=now.date() - timedelta(days=7 * days),
            points=50 + days,
            low=40,
            high=60,
            known=0.8,
            kept_at=now,
        )
    return keeping


@pytest.fixture
def full(lasting_full: Keeping, keeping: Keeping) -> Keeping:
    """A supplier with something of everything."""
    return keeping


def pages(keeping: Keeping) -> list[str]:
    one, two, three = Problem.objects.order_by("pk").values_list("pk", flat=True)[:3]
    supplier, suggestion = keeping.supplier_id, Suggestion.objects.get().pk
    return [
        *("", "problems/", "greetings/", "claims/", "claims/?every=1", f"{supplier}/", f"{keeping.other_id}/"),
        *(f"{supplier}/?topic=problem", f"{supplier}/numbers/otif/", f"{supplier}/numbers/claims/?bad=1"),
        *(f"problems/{one}/", f"problems/{two}/", f"problems/{three}/"),
        *(f"{supplier}/contact/", f"{supplier}/care/", f"{supplier}/help/new/", f"{supplier}/problems/new/"),
        *(f"{supplier}/problems/new/?suggestion={suggestion}", f"problems/{one}/edit/", f"problems/{one}/send/"),
        *(f"problems/{two}/answer/", f"problems/{two}/agree/", f"problems/{two}/more/", f"problems/{two}/end/drop/"),
        *(f"problems/{two}/end/settle/",),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(full: Keeping, signed_in: SignIn, language: str) -> None:
    client = signed_in(full.company.director, language)
    for path in [*pages(full), "rhythm/", "measured/", f"{full.supplier_id}/verdict/"]:
        answer = client.get(f"{ROOT}{path}")
        assert answer.status_code == 200, path
    shown = client.get(f"{ROOT}{full.supplier_id}/").content.decode()
    for word in ("林姐", "聊了新款", "Cartons are torn", "Rush order we", "半价可以吗"):
        assert word in shown, word
    assert "L-7" in client.get(f"{ROOT}problems/").content.decode()


def test_readers_look_and_others_do_not(full: Keeping, signed_in: SignIn) -> None:
    finance, shut = signed_in(full.company.finance), signed_in(full.company.marketing)
    writes = ("contact/", "care/", "new/", "edit/", "send/", "answer/", "agree/", "more/", "end/")
    for path in pages(full):
        expected = 403 if any(part in path for part in writes) else 200
        assert finance.get(f"{ROOT}{path}").status_code == expected, path
        assert shut.get(f"{ROOT}{path}").status_code == 403, path
    assert finance.get(f"{ROOT}measured/").status_code == 403
    assert finance.post(f"{ROOT}reckon/").status_code == 403
    keeper = signed_in(full.keeper)
    assert keeper.get(f"{ROOT}claims/{Claim.objects.get().pk}/use/").status_code == 403
    for path in ("999/", "problems/999/", f"{full.supplier_id}/numbers/nothing/", "claims/999/use/"):
        assert signed_in(full.company.director).get(f"{ROOT}{path}").status_code == 404, path


def test_a_problem_goes_from_complaints_to_the_money(full: Keeping, signed_in: SignIn, complaint: Return) -> None:
    client = signed_in(full.keeper)
    suggestion = Suggestion.objects.get()
    form = {
        "title": "灯不亮",
        "fault": "defective",
        "variant_id": str(suggestion.variant_id),
        "asked": "credit",
        "asked_amount": "12.50",
        "cases": complaint.number,
        "photos": SimpleUploadedFile("lamp.png", picture("green"), "image/png"),
    }
    wrong = client.post(f"{ROOT}{full.supplier_id}/problems/new/", form | {"cases": "SO-0", "photos": ""})
    assert wrong.status_code == 422
    form["photos"] = SimpleUploadedFile("lamp.png", picture("green"), "image/png")
    made = client.post(f"{ROOT}{full.supplier_id}/problems/new/?suggestion={suggestion.pk}", form)
    assert made.status_code == 303, made.content.decode()[-3000:]
    row = Problem.objects.latest("pk")
    assert (row.asked_minor, row.cases.count(), row.photos.count()) == (
        1250,
        1,
        1 + Return.objects.get().photos.count(),
    )
    page = f"{ROOT}problems/{row.pk}/"
    assert client.post(f"{page}edit/", {**form, "photos": "", "title": "灯闪"}).status_code == 303
    assert client.post(f"{page}send/", {"by_mail": "no", "due_on": ""}).status_code == 303
    said = {"outcome": "offer", "offered": "credit", "amount": "10", "way": "wechat", "contact_id": full.contact_id}
    assert client.post(f"{page}answer/", said).status_code == 303
    assert client.post(f"{page}more/", {"cases": complaint.number}).status_code == 303
    assert client.post(f"{page}agree/", {"made_good": "credit", "amount": "10"}).status_code == 303
    claim = Claim.objects.get(problem=row)
    assert claim.amount_minor == 1000
    assert client.post(f"{page}end/settle/", {"why": ""}).status_code == 422  # nothing was had yet
    finance = signed_in(full.company.finance)
    used = finance.post(f"{ROOT}claims/{claim.pk}/use/", {"amount": "10", "document": "INV-7"})
    assert used.status_code == 303
    row.refresh_from_db()
    assert row.state == "settled"


def test_the_other_forms_write_what_they_say(full: Keeping, signed_in: SignIn) -> None:
    client, supplier = signed_in(full.keeper), f"{ROOT}{full.supplier_id}/"
    assert (
        client.post(f"{supplier}contact/", {"way": "visit", "direction": "both", "note": "样品间"}).status_code == 303
    )
    assert Touch.objects.filter(way="visit", note="样品间").exists()
    assert client.post(f"{supplier}care/", {"days": "5"}).status_code == 303
    assert client.post(f"{supplier}help/new/", {"what": "借了叉车", "owes": "they"}).status_code == 303
    favour = Favour.objects.latest("pk")
    assert (favour.asked, favour.owes) == (False, "they")
    assert client.post(f"{ROOT}help/{favour.pk}/end/", {"waived": "1"}).status_code == 303
    assert client.post(f"{supplier}tier/", {"tier": "b"}).status_code == 303
    greeting = Greeting.objects.get()
    assert client.post(f"{ROOT}greetings/{greeting.pk}/mail/", {"text": "生日快乐"}).status_code == 303
    greeting.refresh_from_db()
    assert (greeting.state, greeting.text) == ("mailed", "生日快乐")
    assert client.post(f"{ROOT}greetings/{greeting.pk}/leave/").status_code == 303  # refused, and said so
    answered = Reply.objects.filter(outcome="offer").get().problem_id
    assert client.post(f"{ROOT}problems/{answered}/end/drop/", {"why": "算了"}).status_code == 303
    assert client.post(f"{ROOT}problems/{answered}/end/again/").status_code == 303
    assert Problem.objects.get(pk=answered).state == "open"
    photographed = Problem.objects.order_by("pk")[0]
    asset = photographed.photos.order_by("pk")[0].asset_id
    assert client.post(f"{ROOT}problems/{photographed.pk}/out/", {"asset": asset}).status_code == 303
    proposal = Proposal.objects.get()
    for what, state in (("take", "taken"), ("undo", "undone")):
        assert client.post(f"{ROOT}proposals/{proposal.pk}/{what}/").status_code == 303
        proposal.refresh_from_db()
        assert proposal.state == state
    assert client.post(f"{ROOT}complaints/{Suggestion.objects.get().pk}/leave/").status_code == 303
    assert client.post(f"{ROOT}complaints/look/").status_code == 303
    assert client.post(f"{ROOT}reckon/").status_code == 303


def test_the_director_sets_what_weighs_and_what_follows(full: Keeping, signed_in: SignIn) -> None:
    client = signed_in(full.company.director)
    assert client.post(f"{ROOT}rhythm/", {"tier": "a", "days": "9"}).status_code == 303
    assert client.post(f"{ROOT}rhythm/", {"tier": "a", "days": "0"}).status_code == 422
    form: dict[str, Any] = {
        "days": 90,
        "warn_below": 55,
        "block_below": 20,
        "complaints_days": 60,
        "complaints_least": 4,
    }
    marks = {"otif": (95, 60), "honest": (98, 70), "punctual": (98, 60), "defects": (1, 8), "price": (0, 5)}
    for code in Code:
        full_points, none = marks.get(code.value, (2, 20))
        form |= {f"weight-{code}": 10, f"full-{code}": full_points, f"none-{code}": none}
    assert client.post(f"{ROOT}measured/", form | {"full-ack": 90}).status_code == 422
    assert client.post(f"{ROOT}measured/", form).status_code == 303
    row = Yardstick.objects.get()
    assert (row.marks["otif"], row.weights["ack"], row.warn_below) == ([0.95, 0.6], 10, 55)
    verdict = {"level": "block", "why": "Recall"}
    assert client.post(f"{ROOT}{full.supplier_id}/verdict/", verdict).status_code == 303
    assert Verdict.objects.get().level == "block"
    assert client.post(f"{ROOT}{full.supplier_id}/verdict/", {"level": ""}).status_code == 303
    assert not Verdict.objects.exists()


def test_the_list_is_searched_filtered_and_exported(full: Keeping, signed_in: SignIn) -> None:
    client = signed_in(full.keeper)
    for query, seen in (("q=义乌", ["义乌百货"]), ("which=open", ["中山灯饰"]), ("tier=c", ["义乌百货"])):
        shown = client.get(f"{ROOT}?{query}").content.decode()
        assert [name for name in ("中山灯饰", "义乌百货") if f">{name}<" in shown] == seen, query
    for sort in ("name", "tier", "score", "due", "last", "silent", "open", "spent", "level"):
        assert client.get(f"{ROOT}?sort=-{sort}").status_code == 200
    file = b"".join(client.get(f"{ROOT}?export=csv").streaming_content)  # type: ignore[attr-defined]
    assert "中山灯饰" in file.decode()
    listed = client.get(f"{ROOT}problems/?state=answered").content.decode()
    assert "Cartons are torn" in listed
    assert "Lamps flicker" not in listed.partition("<table")[2]


def test_the_rest_of_the_console_knows_of_it(full: Keeping, signed_in: SignIn) -> None:
    now = timezone.now()
    subjects = {item.key.partition(":")[0] for item in gather(full.keeper, now)}
    assert {"suppliers.suggestion", "suppliers.problem", "suppliers.proposal", "suppliers.greetings"} <= subjects
    problem = Problem.objects.order_by("pk")[0]
    hits = [hit.title for hit in search.find(full.keeper, problem.number)]
    assert problem.title in hits
    assert "suppliers" in {panel.template.partition("/")[0] for panel in panels.for_supplier(full.supplier_id, now)}
    shown = [panel.template for panel in desk.panels("warehouse", full.keeper, now)]
    assert "suppliers/parts/worst.html" in shown
    assert signed_in(full.keeper).get("/crew/seats/warehouse/").status_code in {200, 404}
    tenure = Tenure.objects.get(person=full.keeper.person_id)
    assert any("Lamps flicker" in item.text for item in sections(tenure, now)["suppliers.open"].items)
    topics = {beat.topic for beat in story.told(full.supplier_id, now - timedelta(days=400))}
    assert {"contact", "problem", "help"} <= topics


def test_pages_cost_the_same_however_much_there_is(
    full: Keeping, signed_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = signed_in(full.keeper)
    for number in range(4):
        data = {"code": f"S{number}", "name": f"S{number}", "country": "CN", "currency": "CNY"}
        made = supply.add_supplier(full.keeper, supply.SupplierForm.model_validate(data), now=LATER)
        full.problem(supplier_id=made.supplier_id)
        full.sent(title=f"More {number}")
    for path, most in (("", 45), (f"{full.supplier_id}/", 130), ("problems/", 35), ("greetings/", 25)):
        client.get(f"{ROOT}{path}")
        with django_assert_max_num_queries(most):
            client.get(f"{ROOT}{path}")
