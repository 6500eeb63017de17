"""Tracking numbers: the public set of examples, and those of carriers in China."""

import json
from pathlib import Path
from typing import Any

import pytest

from storecrew.shop.shipping.carriers import KNOWN, PATTERNS, State, judge, normal, recognise
from storecrew.shop.shipping.carriers.numbers import POSTS

FOLDER = Path(__file__).resolve().parents[6] / "shared" / "data" / "tracking_numbers" / "couriers"


def _kinds() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        file = json.loads(path.read_text())
        found += [(file["courier_code"], kind) for kind in file["tracking_numbers"]]
    return found


def _examples(which: str) -> list[Any]:
    return [
        pytest.param(code, number, id=f"{kind['name']}: {number}")
        for code, kind in _kinds()
        for number in kind["test_numbers"][which]
    ]


needs_set = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the tracking number set is not there: {FOLDER}")


@needs_set
@pytest.mark.parametrize(("carrier", "number"), _examples("valid") or [("", "")])
def test_the_public_examples_are_recognised_with_their_check_digit(carrier: str, number: str) -> None:
    found = {one.carrier: one.state for one in recognise(number)}
    if carrier == "s10":  # some posts have a name of their own
        assert found and set(found.values()) == {State.CHECKED}
        return
    expected = State.CHECKED if carrier != "amazon" else State.PLAUSIBLE
    assert found.get(carrier) == expected
    assert judge(carrier, number).state == expected


@needs_set
@pytest.mark.parametrize(("carrier", "number"), _examples("invalid") or [("", "")])
def test_the_public_counterexamples_are_refused(carrier: str, number: str) -> None:
    kinds = {kind["name"] for code, kind in _kinds() if code == carrier and number in kind["test_numbers"]["invalid"]}
    judged = judge(carrier, number)
    # a number that is wrong as one kind may be right as another of the same carrier; then its kind differs
    assert judged.state in {State.WRONG, State.UNKNOWN} or judged.kind not in kinds


@needs_set
def test_our_list_of_posts_is_that_of_the_set() -> None:
    (kind,) = [kind for code, kind in _kinds() if code == "s10"]
    (courier,) = [one for one in kind["additional"] if one["name"] == "Courier"]
    assert {row["matches"] for row in courier["lookup"]} == POSTS


CHINESE = [
    ("sf", "SF1316582044876"),
    ("yto", "YT7419358220147"),
    ("yunexpress", "YT2432021272011547"),
    ("jt", "JT5253041238711"),
    ("jd", "JDVA16592718364"),
    ("jd", "JD0145938221107-1-1-"),
    ("deppon", "DPK210048125533"),
    ("zto", "78764112345678"),
    ("sto", "773230945182736"),
    ("yunda", "432145678901234"),
    ("cainiao", "LP00612345678901"),
    ("4px", "4PX3000291734501CN"),
]


@pytest.mark.parametrize(("carrier", "number"), CHINESE)
def test_numbers_of_carriers_in_china_come_first(carrier: str, number: str) -> None:
    assert recognise(number)[0].carrier == carrier
    assert judge(carrier, number).state in {State.PLAUSIBLE, State.CHECKED}


@pytest.mark.parametrize(
    "written",
    [
        "sf1316582044876",
        " SF 1316 5820 44876 ",
        "ＳＦ１３１６５８２０４４８７６",
        "'SF1316582044876",
        "SF1316582044876\ufeff",
    ],
)
def test_numbers_are_read_as_people_and_machines_write_them(written: str) -> None:
    assert normal(written) == "SF1316582044876"


def test_a_slip_in_the_check_digit_is_told_from_a_foreign_number() -> None:
    assert judge("ups", "1Z5R89390357567128").digit_wrong
    assert not judge("ups", "SF1316582044876").digit_wrong
    assert judge("ups", "SF1316582044876").state == State.WRONG


def test_every_single_wrong_digit_of_a_postal_number_is_found() -> None:
    right = "RB473124829GB"  # the example of the standard; 0 and 5 as check digits each stand for two remainders
    for place in range(2, 11):
        for digit in "0123456789":
            wrong = right[:place] + digit + right[place + 1 :]
            assert judge("s10", wrong).state == (State.CHECKED if wrong == right else State.WRONG)


def test_posts_are_named_where_the_house_knows_them() -> None:
    assert [one.carrier for one in recognise("EE123456785CN")] == ["ems"]
    assert [one.carrier for one in recognise("RB123456785US")] == ["usps"]
    assert recognise("RB123456785XX") == ()


def test_a_number_of_a_carrier_without_rules_is_taken_as_it_is() -> None:
    assert judge("corner_courier", "A1").state == State.UNKNOWN


def test_every_pattern_belongs_to_a_carrier() -> None:
    assert {pattern.carrier for pattern in PATTERNS} <= set(KNOWN)


@pytest.mark.parametrize("number", ["", " ", "X", "1" * 200, "你好", "<script>", "\x00"])
def test_nonsense_is_nobodys(number: str) -> None:
    assert recognise(number) == ()
