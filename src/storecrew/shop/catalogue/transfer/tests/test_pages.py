"""The pages of imports and exports, as a browser without JavaScript uses them."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.media.fetching import NotThere
from storecrew.kernel.people.models import Person
from storecrew.shop.catalogue.models import Picture, Product
from storecrew.shop.catalogue.transfer import pictures as sources
from storecrew.shop.catalogue.transfer.models import Import, ImportFinding, RememberedMapping
from storecrew.shop.catalogue.transfer.tests.conftest import Importer

HERE = "/crew/catalogue/import/"
FILE = "款号,商品名称,价格\nA1,台灯,129\nA2,吊灯,面议\n"


@pytest.fixture
def browser(importer: Importer, client: Client) -> Client:
    client.force_login(
        Person.objects.get(pk=importer.actor.person_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def sent(browser: Client, content: bytes, name: str = "商品.csv", **more: Any) -> Import:
    answer = browser.post(HERE, {"file": SimpleUploadedFile(name, content), **more})
    assert answer.status_code == 302, answer.content.decode()
    row = Import.objects.latest("pk")
    run_to_end(row.work_id or 0)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_file_is_sent_checked_and_brought_in(browser: Client, language: str) -> None:
    browser.cookies["django_language"] = language
    row = sent(browser, FILE.encode("gb18030"))
    page = browser.get(f"{HERE}{row.pk}/")
    assert "面议" in page.content.decode()
    assert "GB18030" in page.content.decode()
    assert browser.post(f"{HERE}{row.pk}/run/").status_code in {302, 303}
    row.refresh_from_db()
    assert 'id="progress"' in browser.get(f"{HERE}{row.pk}/").content.decode()
    run_to_end(row.work_id or 0)
    assert Product.objects.get().title == "台灯"
    assert browser.get(f"{HERE}{row.pk}/").status_code == 200
    assert browser.get(HERE).status_code == 200


def test_a_page_that_polls_is_loaded_anew_when_the_import_has_ended(browser: Client) -> None:
    row = sent(browser, FILE.encode())
    answer = browser.get(f"{HERE}{row.pk}/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def test_a_file_that_is_no_table_says_so_beside_the_form(browser: Client) -> None:
    answer = browser.post(HERE, {"file": SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")})
    assert answer.status_code == 422
    assert ".xlsx" in answer.content.decode()


def test_a_mapping_is_chosen_column_by_column(browser: Client) -> None:
    row = sent(browser, "代号,叫法,多少钱\nA1,台灯,9\n".encode())
    form = {
        "dialect": "mapped",
        "encoding": "utf-8",
        "delimiter": ",",
        "decimal": ".",
        "weight_unit": "kg",
        "column-0": "sku",
        "column-1": "title",
        "column-2": "price",
    }
    answer = browser.post(f"{HERE}{row.pk}/check/", form)
    assert answer.status_code in {302, 303}, answer.content.decode()
    row.refresh_from_db()
    run_to_end(row.work_id or 0)
    row.refresh_from_db()
    assert row.predicted["created"] == 1
    assert RememberedMapping.objects.get().mapping == {"代号": "sku", "叫法": "title", "多少钱": "price"}


def test_the_report_is_a_table_in_the_files_own_encoding_that_can_be_sent_again(browser: Client) -> None:
    browser.cookies["django_language"] = "zh-hans"
    row = sent(browser, FILE.encode("gb18030"))
    browser.post(f"{HERE}{row.pk}/run/")
    row.refresh_from_db()
    run_to_end(row.work_id or 0)
    body = b"".join(browser.get(f"{HERE}{row.pk}/report.csv?rows=refused"))
    rows = list(csv.DictReader(io.StringIO(body.decode("gb18030"))))
    assert [(one["货号" if "货号" in one else "款号"], one["Storecrew: line"]) for one in rows] == [("A2", "3")]
    assert rows[0]["Storecrew: reason"].startswith("价格")
    corrected = body.replace("面议".encode("gb18030"), b"199")
    again = sent(browser, corrected)
    assert (again.predicted["created"], "Storecrew: reason" in again.header) == (1, False)


def test_pictures_of_a_zip_come_in_and_missing_ones_are_told(browser: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photos/m/h/lamp.png", _png())
    header = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\n"
    file = (header + "a,Lamp,,,1.00,/m/h/lamp.png\nb,Bowl,,,1.00,/m/h/bowl.png\n").encode()
    row = sent(browser, file, "shop.csv", zip=SimpleUploadedFile("photos.zip", packed.getvalue()))
    browser.post(f"{HERE}{row.pk}/run/")
    row.refresh_from_db()
    run_to_end(row.work_id or 0)
    row.refresh_from_db()
    assert run_to_end(row.pictures_work_id or 0).state == "done"
    assert Picture.objects.get(product__slug="a").asset is not None
    assert Picture.objects.get(product__slug="b").trouble
    found = ImportFinding.objects.get(of=row, code="picture_missing")
    assert (found.value, found.line) == ("/m/h/bowl.png", 3)
    assert "/m/h/bowl.png" in browser.get(f"{HERE}{row.pk}/").content.decode()


def test_pictures_with_an_address_are_fetched_and_failures_named(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str) -> bytes:
        if "lost" in url:
            raise NotThere("The address answers 404 instead of a picture.", sent=True)
        return _png()

    monkeypatch.setattr(sources.bytes_of, "__kwdefaults__", {"fetch": fetch})
    header = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\n"
    row = importer((header + "a,Lamp,,,1.00,https://x.example/lamp.png\na,,,,,https://x.example/lost.png\n").encode())
    work = run_to_end(row.pictures_work_id or 0)
    assert (work.done, work.refused) == (1, 1)
    assert ImportFinding.objects.get(of=row, code="picture_not_fetched").params["reason"].endswith("picture.")


def test_the_export_page_counts_and_sends(browser: Client) -> None:
    row = sent(browser, FILE.encode())
    browser.post(f"{HERE}{row.pk}/run/")
    row.refresh_from_db()
    run_to_end(row.work_id or 0)
    assert browser.get(f"{HERE}export/").status_code == 200
    answer = browser.get(f"{HERE}export/products.csv?excel=1")
    body = b"".join(answer).decode()
    assert body.startswith("\ufeffTitle,URL handle")
    assert "台灯" in body
    nothing = b"".join(browser.get(f"{HERE}export/products.csv?status=archived")).decode()
    assert len(nothing.splitlines()) == 1


def test_strangers_see_nothing(importer: Importer, client: Client) -> None:
    row = importer.take(FILE.encode())
    for path in ("", f"{row.pk}/", "export/", "export/products.csv", f"{row.pk}/report.csv"):
        assert client.get(HERE + path).status_code in {302, 401, 403}


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#a94f36").save(out, "PNG")
    return out.getvalue()
