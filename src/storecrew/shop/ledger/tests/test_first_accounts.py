"""Books that have no account yet."""

from storecrew.shop.ledger.models import Account
from storecrew.shop.ledger.tests.test_pages import visitor


def test_an_owner_begins_with_the_usual_accounts(company) -> None:
    browser = visitor(company.finance)
    assert "No accounts yet" in browser.get("/crew/ledger/").content.decode()
    assert browser.post("/crew/ledger/usual/")["Location"] == "/crew/ledger/"
    assert Account.objects.filter(code="1020").exists()
    new = {"code": "1025", "name_en": "Second bank", "parent": "1000", "once": "a"}
    assert browser.post("/crew/ledger/accounts/new/", new).status_code == 303
    edited = {"name_en": "Savings", "name_zh": "定期存款", "parent": "1000", "once": "b"}
    assert browser.post("/crew/ledger/accounts/1025/", edited).status_code == 303
    assert Account.objects.get(code="1025").name_in("zh-hans") == "定期存款"
    browser.post("/crew/ledger/accounts/1025/closing/", {"closed": "1"})
    assert Account.objects.get(code="1025").closed_at
