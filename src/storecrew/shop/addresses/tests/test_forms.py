"""Each country's form asks in its own order, with its own words and choices."""

from storecrew.shop.addresses.types import form_of, regions


def names(country: str, language: str = "en") -> list[str]:
    return [field.name for field in form_of(country, language)]


def test_china_is_asked_from_big_to_small_with_the_mobile_first() -> None:
    assert names("CN", "zh-hans") == [
        "country",
        "name",
        "phone",
        "region",
        "city",
        "district",
        "line1",
        "postal_code",
    ]
    fields = {field.name: field for field in form_of("CN", "zh-hans")}
    assert fields["region"].label == "省份"
    assert len(fields["region"].choices) == 31
    assert fields["city"].after == ("region",)
    assert fields["district"].after == ("region", "city")
    assert not fields["district"].required
    assert not fields["postal_code"].required


def test_the_united_states_have_states_and_zip_codes() -> None:
    assert names("US")[-4:] == ["city", "region", "postal_code", "phone"]
    fields = {field.name: field for field in form_of("US", "en")}
    assert (fields["region"].label, fields["postal_code"].label) == ("State", "ZIP code")
    assert fields["postal_code"].inputmode == "numeric"
    assert ("CA", "California") in [(choice.value, choice.name) for choice in fields["region"].choices]


def test_germany_has_no_regions_and_its_code_before_the_town() -> None:
    assert names("DE") == ["country", "name", "company", "line1", "line2", "postal_code", "city", "phone"]


def test_british_postcodes_are_not_typed_on_a_pad_of_digits() -> None:
    assert {field.name: field.inputmode for field in form_of("GB", "en")}["postal_code"] == "text"


def test_below_a_province_come_cities_and_below_a_municipality_districts() -> None:
    assert {region.level for region in regions("CN", ("广东",), "en")} == {"city"}
    below = regions("CN", ("北京市",), "zh-hans")
    assert {region.level for region in below} == {"district"}
    assert "朝阳区" in {region.value for region in below}
    assert regions("CN", ("北京市", "北京市"), "zh-hans") == below


def test_choices_are_named_for_the_reader_and_keep_their_key() -> None:
    found = {region.value: region.name for region in regions("CN", ("广东省", "佛山市"), "en")}
    assert found["南海区"] == "Nanhai District"


def test_what_is_unknown_has_no_choices() -> None:
    assert regions("CN", ("亚特兰蒂斯",), "en") == ()
    assert regions("DE", (), "en") == ()
    assert form_of("XX", "en") == ()
