"""Addresses of the ledger in the console."""

from django.urls import path

from storecrew.shop.ledger.views import accounts, balance, journal, months, posting

app_name = "ledger"
urlpatterns = [
    path("", accounts.index, name="accounts"),
    path("usual/", accounts.usual, name="usual"),
    path("accounts/new/", accounts.new, name="new_account"),
    path("accounts/<str:code>/", accounts.account, name="account"),
    path("accounts/<str:code>/closing/", accounts.close, name="close_account"),
    path("journal/", journal.index, name="journal"),
    path("journal/new/", posting.new, name="post"),
    path("journal/opening/", posting.opening, name="opening"),
    path("journal/<int:number>/", journal.entry, name="entry"),
    path("journal/<int:number>/reversal/", journal.reverse_entry, name="reverse"),
    path("balance/", balance.balance, name="balance"),
    path("months/", months.index, name="months"),
    path("months/<str:month>/lock/", months.lock, name="lock"),
    path("months/<str:month>/opening/", months.unlock, name="unlock"),
]
