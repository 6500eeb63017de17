"""Addresses are written as their own country writes them, for those who can read it."""

from storecrew.shop.addresses.types import Address, lines, one_line

NANHAI = Address(
    country="CN",
    name="张三",
    phone="13800138000",
    region="广东省",
    city="佛山市",
    district="南海区",
    line1="桂城街道灯湖路8号",
    line2="3栋501",
)
CUPERTINO = Address(
    country="US", name="Ann", line1="1 Infinite Loop", city="Cupertino", region="CA", postal_code="95014"
)


def test_a_chinese_label_goes_from_big_to_small_on_one_line() -> None:
    assert lines(NANHAI, "zh-hans", home="CN") == ("广东省佛山市南海区桂城街道灯湖路8号 3栋501", "张三 13800138000")


def test_a_chinese_address_on_one_line_is_what_people_paste_into_chats() -> None:
    assert one_line(NANHAI, "zh-hans") == "张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号 3栋501"


def test_readers_of_english_get_the_places_in_latin_and_small_to_big() -> None:
    assert lines(NANHAI, "en") == (
        "张三",
        "桂城街道灯湖路8号, 3栋501, Nanhai District",
        "Foshan, Guangdong",
        "China",
        "13800138000",
    )


def test_a_street_typed_in_latin_letters_is_never_glued_to_chinese_places() -> None:
    typed = NANHAI.model_copy(update={"line1": "8 Denghu Road", "line2": ""})
    assert lines(typed, "zh-hans")[1:3] == ("8 Denghu Road, Nanhai District", "Foshan, Guangdong")


def test_other_countries_keep_their_order_whoever_reads() -> None:
    assert lines(CUPERTINO, "zh-hans") == ("Ann", "1 Infinite Loop", "Cupertino, CA 95014", "美国")
    assert lines(CUPERTINO, "en", home="US") == ("Ann", "1 Infinite Loop", "Cupertino, CA 95014")


def test_a_japanese_address_opens_with_its_postal_sign() -> None:
    tokyo = Address(country="JP", name="山田", region="東京都", city="千代田区", line1="1-1-1", postal_code="100-0001")
    assert lines(tokyo, "ja", home="JP") == ("〒100-0001", "東京都千代田区1-1-1", "山田")


def test_signs_of_a_layout_vanish_with_their_fields() -> None:
    bare = Address(country="US", name="Ann", line1="1 Loop", region="CA")
    assert lines(bare, "en", home="US") == ("Ann", "1 Loop", "CA")


def test_a_town_that_is_its_country_is_named_once() -> None:
    singapore = Address(country="SG", name="Ann", line1="1 Orchard Road", postal_code="546080")
    assert lines(singapore, "en") == ("Ann", "1 Orchard Road", "SINGAPORE 546080")


def test_what_a_layout_has_no_place_for_stands_with_the_street() -> None:
    berlin = Address(country="DE", name="Max", line1="Weg 1", district="Mitte", city="Berlin", postal_code="10115")
    assert lines(berlin, "en", home="DE") == ("Max", "Weg 1, Mitte", "10115 Berlin")


def test_a_country_that_nobody_knows_still_prints_what_is_there() -> None:
    assert lines(Address(country="XX", name="Ann", line1="1 Road"), "en") == ("Ann", "1 Road")
