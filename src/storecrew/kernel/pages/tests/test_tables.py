"""Index tables: everything in the address, the same cost on any page, and nothing a spreadsheet would run."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from storecrew.kernel.actions.types import nobody
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import tables
from storecrew.kernel.pages.models import Notice
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.tables.cells import harmless
from storecrew.kernel.people.models import Person

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

NOTICES = Table(
    name="samples.notices",
    label="Notices",
    columns=[
        Column("text", "Text", lambda row: row.text, sort="text", link=lambda row: f"/n/{row.pk}"),
        Column("at", "At", lambda row: row.at, kind=Kind.MOMENT, sort="at"),
        Column("read", "Read", lambda row: row.read_at, kind=Kind.MOMENT, sort="read_at"),
        Column("length", "Length", lambda row: len(row.text), kind=Kind.NUMBER, shown=False),
        Column("worth", "Worth", lambda row: Money(len(row.text) * 100, "CNY"), kind=Kind.MONEY),
    ],
    sort="-at",
    currency="CNY",
    filters=[
        Filter("icon", "Icon", lambda rows, value: rows.filter(icon=value), choices=[("bell", "Bell"), ("tag", "Tag")])
    ],
    search=lambda rows, text: rows.filter(text__icontains=text),
    bulk=[Bulk("archive", "Archive")],
    views=[View("all", "All"), View("tags", "Tags", "icon=tag")],
    empty=Empty("No notices yet", "They come by themselves."),
    per_page=10,
)


@pytest.fixture
def rows(db):
    person = Person.objects.create(name="Reader", email="reader@lamphour.example", joined_at=AT)
    Notice.objects.bulk_create(
        Notice(
            person=person,
            at=AT + timedelta(minutes=number // 3),  # many equal values: the tie decides
            text=f"Notice {number:03}",
            key=str(number),
            icon="tag" if number % 5 == 0 else "bell",
            read_at=AT + timedelta(hours=number) if number % 4 else None,
        )
        for number in range(45)
    )
    return Notice.objects.all()


def asked(address: str, **more):
    request = RequestFactory().get(f"/notices/{address}", **more)
    request.actor, request.user = nobody(), AnonymousUser()
    return request


def names(page) -> list[str]:
    return [str(line.name) for line in page.lines]


def body_of(answer) -> bytes:
    body = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # the server does it; the file behind a workbook goes with it
        close()
    return body


@pytest.mark.parametrize("sort", ["at", "-at", "text", "-text", "read", "-read"])
def test_pages_forwards_and_back_show_every_row_once_in_order(rows, sort) -> None:
    seen, address = [], f"?sort={sort}"
    pages = []
    while address:
        page = tables.show(NOTICES, asked(address), rows)
        pages.append(page)
        seen += names(page)
        address = page.next_url
    assert len(seen) == len(set(seen)) == 45
    field = {"at": "at", "text": "text", "read": "read_at"}[sort.lstrip("-")]
    values = [getattr(rows.get(text=text), field) for text in seen]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert values[len(known) :] == [None] * (45 - len(known))  # empty values come last, both ways
    for later, earlier in zip(reversed(pages), list(reversed(pages))[1:], strict=False):
        assert names(tables.show(NOTICES, asked(later.previous_url), rows)) == names(earlier)


def test_a_row_added_meanwhile_neither_repeats_nor_hides_another_one(rows) -> None:
    first = tables.show(NOTICES, asked("?sort=text"), rows)
    Notice.objects.create(person=rows[0].person, at=AT, text="Notice 000a", key="new")
    second = tables.show(NOTICES, asked(first.next_url), rows)
    assert names(second)[0] == "Notice 010"


def test_filters_text_and_order_come_from_the_address(rows) -> None:
    page = tables.show(NOTICES, asked("?icon=tag&q=Notice 0&sort=text"), rows)
    assert names(page) == [f"Notice {number:03}" for number in (0, 5, 10, 15, 20, 25, 30, 35, 40)]
    assert page.count == 9
    assert [(chip.label, chip.value) for chip in page.chips] == [("Icon", "Tag")]
    assert "icon" not in page.chips[0].url
    assert "q=Notice" in page.chips[0].url


def test_a_phone_shows_the_first_amount_beside_the_name(rows) -> None:
    line = tables.show(NOTICES, asked("?sort=text"), rows).lines[0]
    assert [cell.css.split() for cell in line.cells if "c-lead" in cell.css] == [["c-worth", "c-lead", "num"]]


def test_what_the_address_gets_wrong_is_left_out(rows) -> None:
    page = tables.show(NOTICES, asked("?icon=nonsense&sort=secret&after=!!!&before=e30&n=x&col=nothing"), rows)
    assert len(page.lines) == 10
    assert not page.chips
    assert page.heads[1].sorted == "descending"


def test_columns_can_be_chosen_but_never_without_the_first(rows) -> None:
    page = tables.show(NOTICES, asked("?col=length"), rows)
    assert [head.column.name for head in page.heads] == ["text", "length"]


def test_the_three_kinds_of_nothing(rows) -> None:
    none_yet = tables.show(NOTICES, asked(""), rows.none())
    none_matching = tables.show(NOTICES, asked("?q=zzz"), rows)
    assert none_yet.empty is NOTICES.empty
    assert none_matching.empty is None
    assert not none_matching.lines
    assert "q=" not in none_matching.clear_url


def test_a_bulk_action_is_about_the_ticked_rows_or_about_all_that_match(rows) -> None:
    two = list(rows.order_by("text")[:2])

    def posted(body: str):
        request = RequestFactory().post("/notices/")
        request._post = QueryDict(body)  # what the form of the page sends
        request.actor = nobody()
        return tables.chosen(NOTICES, request, rows)

    ticked = posted(f"row={two[0].pk}&row={two[1].pk}&row=x&row=999999")
    assert set(ticked) == set(two)
    assert posted("every=1&state=icon%3Dtag%26q%3DNotice").count() == 9
    foreign = RequestFactory().post("/notices/", {"row": [two[0].pk]})
    assert not tables.chosen(NOTICES, foreign, rows.filter(text="Notice 044"))


def test_an_export_holds_every_matching_row_in_the_chosen_columns(rows) -> None:
    answer = tables.export(NOTICES, asked("?export=csv&icon=tag&sort=text&col=worth"), rows)
    text = body_of(answer).decode()
    assert text.startswith("\ufeff")
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert table[0] == ["Text", "Worth CNY"]
    assert table[1] == ["Notice 000", "10.00"]
    assert len(table) == 10


def test_an_export_speaks_the_readers_language_and_time_even_when_it_is_sent_later(rows) -> None:
    table = Table(
        name="samples.times",
        label="Times",
        columns=[
            Column("text", gettext_lazy("Product"), lambda row: row.text),
            Column("at", "At", lambda row: row.at, kind=Kind.MOMENT),
        ],
        sort="text",
    )
    with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
        answer = tables.export(table, asked("?export=csv"), rows.filter(key="0"))
    lines = body_of(answer).decode().splitlines()
    assert lines[0] == "\ufeff商品,At"
    assert lines[1] == "Notice 000,2026-03-02 09:00:00+08:00"


def test_an_xlsx_export_can_be_read_back(rows) -> None:
    answer = tables.export(NOTICES, asked("?export=xlsx&sort=text"), rows)
    sheet = load_workbook(io.BytesIO(body_of(answer))).active
    read = list(sheet.iter_rows(values_only=True))
    assert len(read) == 46
    assert read[1][0] == "Notice 000"
    assert read[1][3] == 10  # the amount as a number


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1"])
def test_an_export_holds_nothing_that_a_spreadsheet_would_run(rows, text) -> None:
    rows.filter(key="0").update(text=text)
    answer = tables.export(NOTICES, asked("?export=csv"), rows.filter(key="0"))
    body = body_of(answer).decode().splitlines()[1]
    assert body.lstrip('"').startswith("'")
    book = tables.export(NOTICES, asked("?export=xlsx"), rows.filter(key="0"))
    cell = load_workbook(io.BytesIO(body_of(book))).active["A2"]
    assert cell.data_type == "s"


def test_ordinary_text_and_numbers_are_exported_as_they_are() -> None:
    assert harmless("Lamp, amber = warm") == "Lamp, amber = warm"


def test_a_list_that_is_no_queryset_is_sorted_and_paged_too() -> None:
    table = Table(
        name="samples.numbers",
        label="Numbers",
        columns=[
            Column("name", "Name", lambda row: f"n{row}"),
            Column("value", "Value", lambda row: row, kind=Kind.NUMBER, sort="value"),
        ],
        sort="-value",
        per_page=3,
    )
    with_views_off = asked("?sort=value")
    page = _shown_without_database(table, with_views_off, [3, 1, 2, 5, 4])
    assert names(page) == ["n1", "n2", "n3"]
    assert page.count == 5
    second = _shown_without_database(table, asked(page.next_url), [3, 1, 2, 5, 4])
    assert names(second) == ["n4", "n5"]
    assert second.first == 4


def _shown_without_database(table, request, rows):
    from unittest.mock import patch  # noqa: PLC0415  this test alone has no database

    with patch("storecrew.kernel.pages.tables.page.SavedView.objects.filter") as saved:
        saved.return_value.order_by.return_value = []
        return tables.show(table, request, rows)


def test_a_hundred_thousand_rows_cost_the_same_four_questions(rows, django_assert_max_num_queries) -> None:
    person = rows[0].person
    at = AT + timedelta(days=1)
    for start in range(0, 100_000, 10_000):
        Notice.objects.bulk_create(
            Notice(person=person, at=at + timedelta(seconds=number), text=f"Row {number:06}", key=f"big{number}")
            for number in range(start, start + 10_000)
        )
    with django_assert_max_num_queries(4) as first:
        page = tables.show(NOTICES, asked(""), rows)
    assert page.count is None  # more than can be counted cheaply
    assert page.capped == 1000
    with django_assert_max_num_queries(4) as later:
        for _turn in range(1):
            page = tables.show(NOTICES, asked(page.next_url), rows)
    for asked_sql in [*first.captured_queries, *later.captured_queries]:
        text = asked_sql["sql"]
        assert "OFFSET" not in text
        if "COUNT(" in text:
            assert re.search(r"LIMIT 1001\b", text)  # never over all rows


def test_a_streamed_export_never_holds_all_rows(rows) -> None:
    answer = tables.export(NOTICES, asked("?export=csv"), rows)
    content = iter(answer.streaming_content)
    assert next(content) == "\ufeff".encode()
    assert next(content).startswith(b"Text,")
    assert len(list(content)) == 45  # one piece a row


def test_the_page_draws_rows_links_and_a_bulk_bar(rows, browse, company) -> None:
    from django.template import engines  # noqa: PLC0415  only this test draws

    page = tables.show(NOTICES, asked("?sort=text"), rows)
    text = engines["django"].from_string("{% load pages %}{% table page %}").render({"page": page}, asked("?sort=text"))
    assert text.count('name="row"') == 10
    assert f'href="/n/{rows.get(text="Notice 000").pk}"' in text
    assert 'aria-sort="ascending"' in text
    assert 'type="search"' in text
    assert "all 45 that match" in text
    assert "1–10" in text


def test_pictures_of_a_page_are_asked_for_at_once_and_stand_before_the_names(rows) -> None:
    seen = []

    def pictures(some):
        seen.append(len(some))
        return {some[0].pk: mark_safe('<img class="thumb" src="/x.webp" alt="">')}

    page = tables.show(replace(NOTICES, pictures=pictures), asked(""), Notice.objects.all())
    assert seen == [10]
    html = render_to_string("pages/parts/table.html", {"page": page}, request=asked(""))
    assert html.count('<img class="thumb"') == 1
    assert html.count('<span class="thumb"></span>') == 9  # names stay in line
    assert "thumb" not in render_to_string(
        "pages/parts/table.html",
        {"page": tables.show(NOTICES, asked(""), Notice.objects.all())},
        request=asked(""),
    )
