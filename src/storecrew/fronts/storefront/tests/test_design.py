"""The look, the words around every page, menus, home and pages: who may change them, and what is refused."""

import pytest
from pydantic import ValidationError

from storecrew.conftest import Company
from storecrew.fronts.storefront import actions, reads
from storecrew.fronts.storefront.actions.home import AddSection, EditSection, MoveSection, RemoveSection
from storecrew.fronts.storefront.actions.look import SetTheme
from storecrew.fronts.storefront.actions.menus import SetMenu
from storecrew.fronts.storefront.actions.pages import RemovePage, SavePage
from storecrew.fronts.storefront.types import Fact, Facts, Frame, Hero, Link, LinkGroup, PageText, Tiles
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db


def _design(company: Company) -> reads.DesignView:
    return reads.design_now(company.web, reads.Nothing())


def _headings(company: Company) -> list[str]:
    sections = reads.home(company.web, reads.Nothing()).sections
    return [section.content.kind for section in sections]


def test_the_web_seat_chooses_a_look_with_its_own_accent(company: Company) -> None:
    actions.set_theme(company.web, SetTheme(look="market", accent="#1F5A4C", corners="soft"))
    now = _design(company)
    assert (now.look, now.accent, now.corners) == ("market", "#1f5a4c", "soft")


def test_a_colour_that_cannot_be_read_on_the_look_is_refused(company: Company) -> None:
    with pytest.raises(Refused, match="4.5"):
        actions.set_theme(company.web, SetTheme(look="quiet", accent="#e0c080"))
    actions.set_theme(company.web, SetTheme(look="night", accent="#e0c080"))  # on a dark ground it can


def test_a_look_that_nobody_made_is_no_input() -> None:
    with pytest.raises(ValidationError):
        SetTheme.model_validate({"look": "baroque"})


@pytest.mark.parametrize("seat", ["warehouse", "finance", "service", "stranger"])
def test_other_seats_may_not_change_the_look(company: Company, seat: str) -> None:
    with pytest.raises(Denied):
        actions.set_theme(getattr(company, seat), SetTheme(look="night"))
    assert _design(company).look == "quiet"


def test_a_preview_changes_nothing(company: Company) -> None:
    preview = actions.set_theme.preview(company.marketing, SetTheme(look="night"))
    assert [(change.field, change.new) for change in preview.changes] == [("look", "night")]
    assert _design(company).look == "quiet"


def test_the_words_around_every_page_are_kept_with_old_and_new_in_the_audit(company: Company) -> None:
    actions.set_frame(company.marketing, Frame(tagline={"en": "After dark"}, currencies={"en": "USD"}))
    assert _design(company).frame.currencies == {"en": "USD"}
    changed = {change["field"] for change in Entry.objects.get(action="storefront.set_frame").changes}
    assert {"tagline", "currencies"} <= changed


def test_a_currency_that_does_not_exist_is_refused_at_its_field(company: Company) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.set_frame(company.web, Frame(currencies={"en": "USX"}))
    assert set(caught.value.fields) == {"currencies.en"}


def test_a_link_has_to_lead_somewhere() -> None:
    with pytest.raises(ValidationError):
        Link(label={"en": "Tea"}, target="javascript:alert(1)")
    assert Link(label={"en": "Tea"}, target="category:tea").target == "category:tea"


def test_menus_are_set_as_a_whole(company: Company) -> None:
    group = LinkGroup(heading={"en": "Help"}, links=(Link(label={"en": "Delivery"}, target="page:delivery"),))
    actions.set_menu(company.web, SetMenu(place="foot", groups=(group,)))
    actions.set_menu(company.web, SetMenu(place="foot", groups=(group, group)))
    assert len(reads.menus(company.web, reads.Nothing()).foot) == 2


def test_parts_of_the_home_page_are_added_moved_edited_and_removed(company: Company) -> None:
    hero = actions.add_section(company.web, AddSection(content=Hero(heading={"en": "Hello"})))
    facts = actions.add_section(company.web, AddSection(content=Facts(facts=(Fact(title={"en": "30 days"}),))))
    actions.add_section(company.web, AddSection(content=Tiles(heading={"en": "Departments"})))
    actions.move_section(company.web, MoveSection(section_id=facts.section_id, by=-5))
    assert _headings(company) == ["facts", "hero", "tiles"]
    actions.edit_section(
        company.web, EditSection(section_id=hero.section_id, content=Hero(heading={"en": "Good evening"}), shown=False)
    )
    actions.remove_section(company.web, RemoveSection(section_id=facts.section_id))
    first, second = reads.home(company.web, reads.Nothing()).sections
    assert (first.shown, second.content.kind) == (False, "tiles")


def test_a_part_that_is_gone_says_so(company: Company) -> None:
    with pytest.raises(Missing):
        actions.remove_section(company.web, RemoveSection(section_id=404))


def test_a_home_page_bears_twenty_parts(company: Company) -> None:
    for _ in range(20):
        actions.add_section(company.web, AddSection(content=Tiles(heading={"en": "Again"})))
    with pytest.raises(Refused):
        actions.add_section(company.web, AddSection(content=Tiles(heading={"en": "Once more"})))


def test_the_same_key_writes_a_page_once(company: Company) -> None:
    page = SavePage(slug="delivery", texts={"en": PageText(title="Delivery", body="By post.")})
    actions.save_page(company.web, page, key="one")
    actions.save_page(company.web, page, key="one")
    assert Entry.objects.filter(action="storefront.save_page").count() == 1
    assert reads.page(company.web, reads.PageQuery(slug="delivery")).texts["en"].title == "Delivery"


def test_a_removed_page_is_gone(company: Company) -> None:
    actions.save_page(company.web, SavePage(slug="old", texts={"en": PageText(title="Old")}))
    actions.remove_page(company.web, RemovePage(slug="old"))
    with pytest.raises(Missing):
        reads.page(company.web, reads.PageQuery(slug="old"))
