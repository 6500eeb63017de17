"""Search over everything, and what was done to an object."""

import pytest

from storecrew.fronts.desks import actions
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.activity import ActivityQuery, activity
from storecrew.kernel.pages.types import Hit, Link, MenuItem

pytestmark = pytest.mark.django_db


def test_search_finds_pages_seats_people_and_what_rooms_know(jobs, company, browse) -> None:
    menu.register(MenuItem("pages", "Styleguide", "image", "pages:styleguide", {"web"}))

    @search.source("lamps")
    def lamps(actor, text, limit):
        if "lamp" in text.casefold():
            yield Hit("Paper lamp", "/lamps/1/", "tag", detail="FL-02", kind="Product", score=1.0)
            yield Hit("Restock Paper lamp", "/restock/", "swap", act=True)

    client = browse(company.web)
    page = client.get("/crew/search", {"q": "lamp"}).content.decode()
    assert "<mark>lamp</mark>" in page
    assert "/lamps/1/" in page
    assert "Restock Paper lamp" in page
    assert "/crew/styleguide/" in client.get("/crew/search", {"q": "style"}).content.decode()
    assert "/crew/seat/finance/" in client.get("/crew/search", {"q": "沈砚秋"}).content.decode()
    assert "Nothing here is called" in client.get("/crew/search", {"q": "xyzzy"}).content.decode()


def test_the_palette_gets_the_list_alone(jobs, company, browse) -> None:
    part = browse(company.web).get("/crew/search", {"q": "today", "part": "hits"}).content.decode()
    assert "<html" not in part
    assert "palette__hit" in part


def test_what_somebody_types_is_escaped(jobs, company, browse) -> None:
    page = browse(company.web).get("/crew/search", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_the_activity_of_an_object_says_who_did_what_in_which_words(jobs, company, browse) -> None:
    links.register("job", lambda key: Link(f"Job {key}", "/crew/"))
    actions.drop(company.web, actions.Drop(key="k", seat="web", title="T", reason="samples"))
    page = browse(company.it).get("/crew/activity/job:k/").content.decode()
    assert "What happened to Job k" in page
    assert "Drop a job" in page
    assert "Noah Field" in page
    assert '<span class="strong">dropped</span>' in page


def test_activity_about_people_is_for_the_owner_it_and_themselves(jobs, company, browse) -> None:
    subject = f"person:{company.web.person_id}"
    assert browse(company.finance).get(f"/crew/activity/{subject}/").status_code == 404
    for actor in (company.founder, company.it, company.web):
        assert browse(actor).get(f"/crew/activity/{subject}/").status_code == 200


def test_a_kind_of_object_can_have_its_own_audience(jobs, company, browse) -> None:
    links.register("ledger", lambda key: Link("Ledger"), seats={"finance"})
    assert browse(company.finance).get("/crew/activity/ledger:1/").status_code == 200
    assert browse(company.web).get("/crew/activity/ledger:1/").status_code == 404


def test_network_addresses_are_for_the_owner_and_it(jobs, company) -> None:
    from storecrew.kernel.actions.types import person  # noqa: PLC0415  only here

    there = person(company.web.person_id or 0, address="203.0.113.9")
    actions.drop(there, actions.Drop(key="k", seat="web", title="T", reason="samples"))
    seen = activity(company.finance, ActivityQuery(subject="job:k")).items[0]
    full = activity(company.it, ActivityQuery(subject="job:k")).items[0]
    assert (seen.address, full.address) == ("", "203.0.113.9")


def test_activity_is_paged_without_repeating(jobs, company) -> None:
    for _turn in range(5):
        actions.drop(company.web, actions.Drop(key="k", seat="web", title="T", reason="samples"))
    seen, cursor = [], None
    while True:
        page = activity(company.web, ActivityQuery(subject="job:k", limit=2, cursor=cursor))
        seen += [row.entry_id for row in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_nonsense_is_no_subject(jobs, company, browse) -> None:
    assert browse(company.web).get("/crew/activity/NONSENSE/").status_code == 422
