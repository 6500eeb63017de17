"""The chart of accounts: a tree of one kind below each heading, codes that stay, names that may change."""

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.accounts import CloseAccount, EditAccount, OpenAccount
from storecrew.shop.ledger.actions.beginning import UsualAccounts
from storecrew.shop.ledger.models import Account, Kind, Purpose
from storecrew.shop.ledger.reads.accounts import AccountsQuery
from storecrew.shop.ledger.tests.conftest import cr, dr


def opened(books, code, **more):
    return actions.open_account(books.finance, OpenAccount(code=code, **{"name_en": "New", **more}))


def test_the_usual_accounts_are_opened_once_in_both_languages(company) -> None:
    first = actions.open_usual_accounts(company.finance, UsualAccounts())
    again = actions.open_usual_accounts(company.finance, UsualAccounts())
    assert (first.known, again.opened, again.known) == (0, 0, first.opened)
    assert not Account.objects.filter(name_en="").exists()
    assert not Account.objects.filter(name_zh="").exists()
    assert set(Account.objects.exclude(purpose="").values_list("purpose", flat=True)) == {"opening", "exchange"}
    with pytest.raises(Denied):
        actions.open_usual_accounts(company.director, UsualAccounts())


def test_an_account_stands_below_its_heading_and_counts_what_it_counts(books) -> None:
    opened(books, "1030", name_zh="支付宝", parent="1000", currency="CNY")
    tree = reads.accounts(books.director, AccountsQuery()).items
    row = next(row for row in tree if row.code == "1030")
    assert (row.parent, row.depth, row.kind, row.currency) == ("1000", 2, "asset", "CNY")
    assert [row.code for row in tree][:4] == ["1000", "1010", "1020", "1030"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "1020", "parent": "1000"}, "code"),
        ({"code": "1031", "parent": "7777"}, "parent"),
        ({"code": "1031", "parent": "1020"}, "parent"),
        ({"code": "1031", "parent": "1000", "kind": Kind.EXPENSE}, "parent"),
        ({"code": "1031"}, "kind"),
        ({"code": "1031", "kind": Kind.ASSET, "currency": "XQX"}, "currency"),
        ({"code": "1031", "kind": Kind.ASSET, "name_en": ""}, "name_en"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_at_its_field(books, values, field) -> None:
    with pytest.raises(InvalidInput) as wrong:
        opened(books, **values)
    assert list(wrong.value.fields) == [field]


def test_there_is_one_account_for_each_purpose(books) -> None:
    with pytest.raises(Refused) as refused:
        opened(books, "3901", kind=Kind.EQUITY, purpose=Purpose.OPENING)
    assert refused.value.code == "ledger_account_purpose_once"


def test_names_and_place_change_and_what_stands_below_moves_along(books) -> None:
    opened(books, "1700", kind=Kind.ASSET, heading=True)
    opened(books, "1710", parent="1700")
    actions.edit_account(books.finance, EditAccount(code="1700", name_zh="其他资产", parent="1000"))
    assert Account.objects.get(code="1710").path == "1000/1700/1710/"
    assert Account.objects.get(code="1700").name_in("zh-hans") == "其他资产"
    actions.edit_account(books.finance, EditAccount(code="1700", parent=""))
    assert Account.objects.get(code="1710").path == "1700/1710/"
    with pytest.raises(InvalidInput, match="below itself"):
        opened(books, "1720", parent="1700", heading=True)
        actions.edit_account(books.finance, EditAccount(code="1700", parent="1720"))
    with pytest.raises(Missing):
        actions.edit_account(books.finance, EditAccount(code="nope", name_en="x"))
    with pytest.raises(Denied):
        actions.edit_account(books.director, EditAccount(code="1700", name_en="x"))


def test_the_chart_is_six_levels_deep_and_no_more(books) -> None:
    opened(books, "A1", kind=Kind.ASSET, heading=True)
    for level in range(2, 7):
        opened(books, f"A{level}", parent=f"A{level - 1}", heading=True)
    with pytest.raises(InvalidInput, match="six levels"):
        opened(books, "A7", parent="A6")
    opened(books, "B1", kind=Kind.ASSET, heading=True)
    with pytest.raises(InvalidInput, match="six levels"):
        actions.edit_account(books.finance, EditAccount(code="A1", parent="B1"))


def test_an_account_is_closed_when_nothing_stands_on_it_and_opened_again(books, post) -> None:
    post(dr("1010", "5"), cr("3010", "5"))
    with pytest.raises(Refused) as refused:
        actions.close_account(books.finance, CloseAccount(code="1010"))
    assert refused.value.code == "ledger.not_empty"
    post(dr("1020", "5"), cr("1010", "5"))
    actions.close_account(books.finance, CloseAccount(code="1010"))
    actions.close_account(books.finance, CloseAccount(code="1010"))
    assert "1010" not in {row.code for row in reads.accounts(books.finance, AccountsQuery(closed=False)).items}
    with pytest.raises(Refused) as refused:
        actions.close_account(books.finance, CloseAccount(code="1000"))
    assert refused.value.code == "ledger.has_children"
    actions.close_account(books.finance, CloseAccount(code="1010", closed=False))
    assert Account.objects.get(code="1010").closed_at is None
    with pytest.raises(Denied):
        actions.close_account(books.director, CloseAccount(code="1010"))
