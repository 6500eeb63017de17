"""Textbook cases that an accountant can read: each books what happened and says what then stands on the accounts."""

from datetime import date

from storecrew.shop.ledger.tests.conftest import cr, dr


def test_the_owner_pays_in_capital(post, stands) -> None:
    post(dr("1020", "100000"), cr("3010", "100000"))
    assert stands() == {"1020": "100000.00", "3010": "-100000.00"}


def test_a_sale_with_tax_from_payment_to_dispatch(post, stands) -> None:
    # a lamp for ¥113.00 with 13 % tax inside and ¥8.00 shipping, paid today, sent tomorrow; it cost ¥45.00
    post(dr("1300", "45"), cr("1020", "45"), text="bought the lamp")
    post(dr("1100", "121"), cr("2100", "121"), text="paid", source="payment:1")
    assert stands()["2100"] == "-121.00"  # it is the customer's money until the lamp is on its way
    post(dr("2100", "121"), cr("4010", "100"), cr("2200", "13"), cr("4020", "8"), text="sent", source="order:1")
    post(dr("5010", "45"), cr("1300", "45"), text="cost of what was sent", source="order:1")
    assert stands() == {
        "1020": "-45.00",
        "1100": "121.00",
        "2200": "-13.00",
        "4010": "-100.00",
        "4020": "-8.00",
        "5010": "45.00",
    }


def test_a_refund_after_dispatch_gives_the_tax_back_too(post, stands) -> None:
    post(dr("1100", "113"), cr("4010", "100"), cr("2200", "13"), text="sold")
    post(dr("4090", "100"), dr("2200", "13"), cr("1100", "113"), text="refunded")
    assert stands() == {"4010": "-100.00", "4090": "100.00"}


def test_a_purchase_on_credit_with_input_tax(post, stands) -> None:
    post(dr("1300", "1000"), dr("1600", "130"), cr("2010", "1130"), text="bill of the supplier")
    post(dr("2010", "1130"), cr("1020", "1130"), text="bill paid", on=date(2026, 4, 9))
    assert stands(at=date(2026, 3, 31)) == {"1300": "1000.00", "1600": "130.00", "2010": "-1130.00"}
    assert stands() == {"1020": "-1130.00", "1300": "1000.00", "1600": "130.00"}


def test_a_dropshipped_cost_waits_for_the_bill_which_is_dearer(post, stands) -> None:
    post(dr("5010", "40"), cr("2020", "40"), text="sent by the supplier")
    post(dr("2020", "40"), dr("5020", "2.50"), cr("2010", "42.50"), text="the bill")
    assert stands() == {"2010": "-42.50", "5010": "40.00", "5020": "2.50"}


def test_equipment_loses_value_month_by_month(post, stands) -> None:
    # ¥7,200 over 36 months, straight line: ¥200 a month
    post(dr("1500", "7200"), cr("1020", "7200"), text="camera", on=date(2026, 1, 5))
    for month in (1, 2, 3):
        post(dr("5700", "200"), cr("1590", "200"), text="depreciation", on=date(2026, month, 28))
    assert stands(at=date(2026, 2, 28)) == {"1020": "-7200.00", "1500": "7200.00", "1590": "-400.00", "5700": "400.00"}
    assert stands()["1590"] == "-600.00"


def test_rent_paid_for_three_months_is_cost_when_its_month_comes(post, stands) -> None:
    post(dr("1400", "9000"), cr("1020", "9000"), text="rent of a quarter", on=date(2026, 1, 2))
    post(dr("5500", "3000"), cr("1400", "3000"), text="rent of January", on=date(2026, 1, 31))
    assert stands(at=date(2026, 1, 31)) == {"1020": "-9000.00", "1400": "6000.00", "5500": "3000.00"}


def test_the_payment_provider_keeps_its_fee_and_pays_out_the_rest(post, stands) -> None:
    post(dr("1100", "500"), cr("2100", "500"), text="captured")
    post(dr("5200", "14.80"), cr("1100", "14.80"), text="fee")
    post(dr("1110", "25"), cr("1100", "25"), text="held back")
    post(dr("1020", "460.20"), cr("1100", "460.20"), text="payout")
    assert stands() == {"1020": "460.20", "1110": "25.00", "2100": "-500.00", "5200": "14.80"}


def test_a_payout_across_currencies_goes_over_the_exchange_account(post, stands) -> None:
    # $1,000.00 of sales were booked while a dollar was ¥7.10; the payout brings ¥7,050.00: ¥50.00 are lost
    post(dr("1100", "1000", "USD"), cr("4010", "1000", "USD"), text="sales in dollars")
    post(
        dr("3950", "1000", "USD"),
        cr("1100", "1000", "USD"),
        dr("1020", "7050", "CNY"),
        dr("5900", "50", "CNY"),
        cr("3950", "7100", "CNY"),
        text="payout",
    )
    assert stands(currency="USD") == {"3950": "1000.00", "4010": "-1000.00"}
    assert stands() == {"1020": "7050.00", "3950": "-7100.00", "5900": "50.00"}


def test_a_refund_larger_than_what_the_provider_holds_is_taken_from_the_bank(post, stands) -> None:
    post(dr("4090", "80"), cr("1100", "80"), text="refund")
    post(dr("1100", "80"), cr("1020", "80"), text="negative payout")
    assert stands() == {"1020": "-80.00", "4090": "80.00"}
