"""Copies are served to everybody, for ever; originals to nobody."""

import pytest
from django.template import Context, Template
from django.utils import translation

from storecrew.kernel.media import keeping
from storecrew.kernel.media.actions import Upload, upload
from storecrew.kernel.media.images import inspect
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.templatetags.media import fallback_size, fallback_url
from storecrew.kernel.media.tests.pictures import DRAWING, encode, halves, photo
from storecrew.kernel.people.models import Person

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def lamp(company):
    return upload(
        company.marketing, Upload(content=photo(size=(700, 350)), alt={"en": "A lamp", "zh-hans": "一盏灯"})
    ).picture


def test_a_copy_is_made_when_first_asked_for_and_kept(client, lamp, monkeypatch):
    first = client.get(f"/media/{lamp.key}/320.webp")
    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (200, "image/webp", FOR_EVER)
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert inspect(first.content).width == 320
    monkeypatch.setattr("storecrew.kernel.media.images.render_all", None)
    assert client.get(f"/media/{lamp.key}/320.webp").content == first.content


def test_the_answer_is_the_same_for_all_and_says_so(client, lamp, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get(f"/media/{lamp.key}/160.avif", headers={"Accept-Language": "zh"})
    assert not answer.has_header("Vary")
    assert not answer.cookies
    with django_assert_num_queries(0):
        again = client.get(f"/media/{lamp.key}/160.avif", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", FOR_EVER)
    assert client.head(f"/media/{lamp.key}/160.avif").content == b""
    assert client.post(f"/media/{lamp.key}/160.avif").status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "321.webp",
        "1280.webp",
        "320.jpg",
        "700.png",
        "drawing.svg",
        "0.webp",
        "320.gif",
        "original",
        "../settings.py",
        "320.webp/",
        "",
    ],
)
def test_only_what_pages_name_is_computed(client, lamp, name):
    answer = client.get(f"/media/{lamp.key}/{name}")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "public, max-age=60")


def test_originals_are_not_served(client, lamp):
    kept = Asset.objects.get()
    for path in (f"/media/originals/{kept.sha256[:2]}/{kept.sha256}.jpg", f"/media/{kept.sha256}", "/media/"):
        assert client.get(path).status_code == 404


def test_the_crew_downloads_an_original_and_strangers_do_not(client, company):
    shown = upload(company.marketing, Upload(content=DRAWING, name="灯.svg")).picture
    address = f"/crew/media/{shown.asset_id}/original"
    assert client.get(address).status_code in {302, 303}
    client.force_login(Person.objects.get(pk=company.analyst.person_id))
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, DRAWING)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert client.get("/crew/media/99/original").status_code == 404


def test_a_drawing_is_served_behind_a_second_wall(client, company):
    shown = upload(company.marketing, Upload(content=DRAWING)).picture
    answer = client.get(f"/media/{shown.key}/drawing.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert client.get(f"/media/{shown.key}/160.webp").status_code == 404


def test_a_lost_original_is_a_404_and_not_an_error(client, lamp, tmp_path):
    for path in tmp_path.rglob("*.jpg"):
        path.unlink()
    assert client.get(f"/media/{lamp.key}/320.webp").status_code == 404


def _render(source: str, asset, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% load media %}" + source).render(Context({"asset": asset, "words": '<b>"'})).strip()


def test_the_picture_tag_offers_formats_and_widths(lamp, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = _render('{% picture asset sizes="50vw" most=640 %}', lamp)
    assert html == (
        f'<picture><source type="image/avif" srcset="/media/{lamp.key}/160.avif 160w, /media/{lamp.key}/320.avif 320w, '
        f'/media/{lamp.key}/640.avif 640w" sizes="50vw"><source type="image/webp" srcset="/media/{lamp.key}/160.webp 160w, '
        f'/media/{lamp.key}/320.webp 320w, /media/{lamp.key}/640.webp 640w" sizes="50vw">'
        f'<img src="/media/{lamp.key}/700.jpg" width="700" height="350" alt="A lamp" loading="lazy"></picture>'
    )


def test_the_first_picture_of_a_page_is_not_lazy_and_speaks_the_readers_language(lamp):
    html = _render('{% picture asset eager=True css="hero" %}', Asset.objects.get(), "zh-hans")
    assert 'alt="一盏灯"' in html
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html
    assert 'class="hero"' in html


def test_words_from_the_page_go_before_and_are_escaped(lamp):
    assert 'alt="&lt;b&gt;&quot;"' in _render("{% picture asset alt=words %}", lamp)
    assert 'alt=""' in _render('{% picture asset alt="" %}', lamp)


def test_no_picture_is_nothing(db):
    assert _render("{% picture asset %}", None).strip() == ""


def test_a_drawing_is_a_plain_img(company):
    shown = upload(company.marketing, Upload(content=DRAWING)).picture
    assert _render("{% picture asset %}", shown) == (
        f'<img src="/media/{shown.key}/drawing.svg" width="30" height="40" alt="" loading="lazy">'
    )


def test_every_address_that_the_tag_names_is_served(client, company):
    shown = upload(company.marketing, Upload(content=encode(halves((200, 100), "RGBA"), "PNG"))).picture
    html = _render("{% picture asset %}", shown)
    names = {part for part in html.replace('"', " ").replace(",", " ").split() if part.startswith("/media/")}
    assert len(names) == 5
    for name in names:
        assert client.get(name).status_code == 200
    assert fallback_url(shown) in names
    assert fallback_size(shown) == (200, 100)


class Unplugged:
    """A storage that does not answer."""

    def open(self, path: str) -> None:
        raise ConnectionError(path)

    exists = open


def test_a_storage_that_does_not_answer_is_asked_again_later(client, company, lamp, monkeypatch):
    monkeypatch.setattr("storecrew.kernel.media.keeping.default_storage", Unplugged())
    answer = client.get(f"/media/{lamp.key}/320.webp")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert answer.content == b""
    client.force_login(Person.objects.get(pk=company.marketing.person_id))
    original = client.get(f"/crew/media/{lamp.asset_id}/original")
    assert (original.status_code, original["Retry-After"]) == (503, "30")


def test_a_bucket_that_does_not_answer_counts_as_away(lamp, monkeypatch):
    exceptions = pytest.importorskip("botocore.exceptions")

    class Bucket:
        def open(self, path: str) -> None:
            raise exceptions.EndpointConnectionError(endpoint_url="https://bucket.example")

    monkeypatch.setattr("storecrew.kernel.media.keeping.default_storage", Bucket())
    with pytest.raises(keeping.Away):
        keeping.read("copies/a")
