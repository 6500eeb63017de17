"""Addresses copied out of chats and marketplaces come apart into their fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.shop.addresses.types import Address, checked, one_line, parse_pasted

NANHAI = {
    "country": "CN",
    "name": "张三",
    "phone": "13800138000",
    "region": "广东省",
    "city": "佛山市",
    "district": "南海区",
    "line1": "桂城街道灯湖路8号",
}


def said(text: str) -> dict[str, str] | None:
    address = parse_pasted(text)
    return {name: value for name, value in address.model_dump().items() if value} if address else None


@pytest.mark.parametrize(
    "text",
    [
        "张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号",
        "广东省佛山市南海区桂城街道灯湖路8号 张三 13800138000",
        "张三，13800138000，广东省 佛山市 南海区 桂城街道 灯湖路8号",
        "张三 86-13800138000 广东佛山南海区桂城街道灯湖路8号",
        "收货人：张三\n手机号码：138-0013-8000\n所在地区：广东省佛山市南海区\n详细地址：桂城街道灯湖路8号",
        "佛山市南海区桂城街道灯湖路8号；张三；１３８００１３８０００",
        "广东省南海区桂城街道灯湖路8号 张三收 +86 138 0013 8000",
    ],
)
def test_one_address_is_found_in_whatever_order_and_dress(text) -> None:
    assert said(text) == NANHAI


def test_a_postal_code_is_told_from_a_number_of_a_house() -> None:
    assert said("张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号 528200") == {**NANHAI, "postal_code": "528200"}


@pytest.mark.parametrize(
    ("text", "district", "line"),
    [
        ("王小明 13911112222 北京市朝阳区建国路88号A座1201", "朝阳区", "建国路88号A座1201"),
        ("王小明 13911112222 北京市北京市朝阳区建国路88号", "朝阳区", "建国路88号"),
        ("王小明 13911112222 北京 朝阳区 建国路88号", "朝阳区", "建国路88号"),
        ("王小明 13911112222 上海市市辖区浦东新区世纪大道100号", "浦东新区", "世纪大道100号"),
    ],
)
def test_municipalities_have_no_city(text, district, line) -> None:
    found = parse_pasted(text)
    assert found is not None
    assert (found.name, found.city, found.district, found.line1) == ("王小明", "", district, line)


def test_the_private_number_of_a_marketplace_keeps_its_extension() -> None:
    found = parse_pasted("欧阳娜娜[1234]18412345678-1234 浙江杭州余杭区文一西路969号[1234]")
    assert found is not None
    assert (found.name, found.phone) == ("欧阳娜娜", "18412345678-1234")
    assert (found.region, found.city, found.district) == ("浙江省", "杭州市", "余杭区")


def test_a_street_that_begins_like_a_district_stays_a_street() -> None:
    found = parse_pasted("李四 13800138000 广东省佛山市南海大道12号")
    assert found is not None
    assert (found.city, found.district, found.line1) == ("佛山市", "", "南海大道12号")


def test_hong_kong_goes_under_its_own_code() -> None:
    found = parse_pasted("香港特别行政区九龙尖沙咀弥敦道100号 黄大文 13800138000")
    assert found is not None
    assert (found.country, found.region, found.name) == ("HK", "Kowloon", "黄大文")


@pytest.mark.parametrize("text", ["", "hello world", "海南", "在吗？这款什么时候发货", "张三 13800138000", "1" * 500])
def test_what_is_no_address_is_none(text) -> None:
    assert parse_pasted(text) is None


def test_what_is_written_on_one_line_is_read_back_the_same() -> None:
    address = checked(Address(**NANHAI))
    assert parse_pasted(one_line(address, "zh-hans")) == address


@given(st.text(alphabet="张三广东省佛山市南海区北京朝阳路号栋 ,，0123456789-:：\n", max_size=60))
def test_no_text_breaks_it_and_nothing_is_made_up(text) -> None:
    found = parse_pasted(text)
    if found is not None:
        assert found.region or found.country != "CN"
        assert all(sign in "".join(text.split()) or sign in "，-" for sign in found.name)
