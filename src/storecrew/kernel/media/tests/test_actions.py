"""Pictures are kept once, described, and removed only when nobody uses them."""

import base64
import io
import json

import pytest
from django.core.files.storage import default_storage

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused, SignedOut
from storecrew.kernel.actions.validation import parse, parse_json
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.media import keeping, usage
from storecrew.kernel.media.actions import Describe, Remove, Upload, describe, remove, upload
from storecrew.kernel.media.jobs import delete_files, make_copies
from storecrew.kernel.media.models import Asset, Rendition
from storecrew.kernel.media.paths import copy_path, original_path
from storecrew.kernel.media.provenance import TRAINED
from storecrew.kernel.media.reads import AssetQuery, OneAsset, asset, assets, fetched_from, pictures
from storecrew.kernel.media.tests.pictures import DRAWING, decode, photo


def test_an_original_is_kept_as_it_came(company):
    data = photo(size=(700, 350), orientation=6, source_type=TRAINED)
    answer = upload(company.marketing, Upload(content=data, name="IMG_1.jpg", alt={"zh-hans": "一盏灯", "en": " "}))
    shown = answer.picture
    assert answer.created
    assert (shown.media_type, shown.width, shown.height, shown.source_type) == ("image/jpeg", 350, 700, TRAINED)
    assert shown.alt == {"zh-hans": "一盏灯"}
    kept = Asset.objects.get()
    assert keeping.read(original_path(kept.sha256, kept.media_type)) == data


def test_the_audit_keeps_the_fingerprint_and_not_the_picture(company):
    data = photo()
    upload(company.marketing, Upload(content=data))
    entry = Entry.objects.get(action="media.upload")
    assert entry.input["content"] == {"bytes": len(data), "sha256": Asset.objects.get().sha256}


def test_the_same_bytes_are_one_picture_and_keep_their_first_words(company):
    first = upload(company.marketing, Upload(content=photo(), name="a.jpg", alt={"en": "A lamp"}))
    again = upload(company.web, Upload(content=photo(), name="b.jpg", alt={"en": "Other", "zh-hans": "灯"}))
    assert not again.created
    assert again.picture.asset_id == first.picture.asset_id
    assert again.picture.alt == {"en": "A lamp", "zh-hans": "灯"}
    assert Asset.objects.get().name == "a.jpg"


def test_one_key_stores_once(company):
    one = upload(company.marketing, Upload(content=photo()), key="k")
    assert upload(company.marketing, Upload(content=photo()), key="k") == one


def test_drawings_are_cleaned_and_their_original_is_not_what_is_served(company):
    answer = upload(company.marketing, Upload(content=DRAWING, name="x.svg"))
    assert set(answer.cleaned) == {"onload", "script"}
    assert (answer.picture.width, answer.picture.height) == (30, 40)
    served = keeping.read(copy_path(answer.picture.key, "drawing.svg"))
    assert b"x()" not in served
    kept = Asset.objects.get()
    assert keeping.read(original_path(kept.sha256, kept.media_type)) == DRAWING


def test_programs_send_base64(company):
    body = json.dumps({"content": base64.b64encode(photo()).decode(), "name": "a.jpg"})
    assert upload(company.marketing, parse_json(Upload, body)).created


@pytest.mark.parametrize("content", [b"", b"no picture", photo()[:800], "not base64!", b"%PDF-1.7"])
def test_what_is_no_picture_is_invalid_input_with_a_sentence_at_the_field(content):
    with pytest.raises(InvalidInput) as refusal:
        parse(Upload, {"content": content})
    assert set(refusal.value.fields) == {"content"}


def test_strangers_and_seats_without_pictures_may_not_upload(company):
    for actor in (company.stranger, company.finance):
        with pytest.raises(Denied):
            upload(actor, Upload(content=photo()))
    with pytest.raises(SignedOut):
        upload(company.nobody, Upload(content=photo()))
    assert not Asset.objects.exists()


def test_the_job_makes_every_copy_once_and_writes_it_down(company):
    shown = upload(company.marketing, Upload(content=photo(size=(700, 350), source_type=TRAINED))).picture
    make_copies.call(asset_id=shown.asset_id)
    made = {(copy.width, copy.format): copy.bytes for copy in Rendition.objects.all()}
    assert set(made) == {(w, to) for w in (160, 320, 640, 700) for to in ("avif", "webp")} | {(700, "jpg")}
    small = keeping.read(copy_path(shown.key, "160.webp"))
    assert len(small) == made[160, "webp"]
    assert decode(small).size == (160, 80)
    make_copies.call(asset_id=shown.asset_id)
    assert Rendition.objects.count() == len(made)


def test_the_job_of_a_picture_that_is_gone_does_nothing(company):
    make_copies.call(asset_id=99)


def test_alt_text_is_written_by_language(company):
    shown = upload(company.marketing, Upload(content=photo(), alt={"en": "Lamp", "zh-hans": "灯"})).picture
    described = describe(company.service, Describe(asset_id=shown.asset_id, alt={"EN": "", "de": "Lampe"}))
    assert described.alt == {"zh-hans": "灯", "de": "Lampe"}
    assert described.alt_in("zh-hans") == "灯"
    assert described.alt_in("fr") == "灯"
    change = Entry.objects.get(action="media.describe").changes[0]
    assert (change["old"], change["new"]) == ({"en": "Lamp", "zh-hans": "灯"}, {"zh-hans": "灯", "de": "Lampe"})
    with pytest.raises(Denied):
        describe(company.analyst, Describe(asset_id=shown.asset_id, alt={}))
    with pytest.raises(Missing):
        describe(company.web, Describe(asset_id=99, alt={}))


def test_a_picture_in_use_is_not_removed(company, monkeypatch):
    shown = upload(company.marketing, Upload(content=photo())).picture
    monkeypatch.setattr(usage, "_sources", {"test": lambda ids: {shown.asset_id: ["product:7"]}})
    with pytest.raises(Refused):
        remove(company.marketing, Remove(asset_id=shown.asset_id))
    assert Entry.objects.get(action="media.remove").outcome == "refused"
    assert Asset.objects.exists()


def test_removing_takes_everything_and_coming_back_keeps_it(company):
    shown = upload(company.marketing, Upload(content=photo())).picture
    make_copies.call(asset_id=shown.asset_id)
    sha256 = Asset.objects.get().sha256
    remove(company.marketing, Remove(asset_id=shown.asset_id))
    gone = {"sha256": sha256, "media_type": shown.media_type, "width": shown.width, "has_alpha": shown.has_alpha}
    upload(company.marketing, Upload(content=photo()))
    delete_files.call(**gone)
    assert default_storage.exists(original_path(sha256, "image/jpeg"))
    Asset.objects.all().delete()
    delete_files.call(**gone)
    assert not default_storage.exists(original_path(sha256, "image/jpeg"))
    assert not default_storage.exists(copy_path(shown.key, "160.webp"))


def test_a_removal_can_be_tried_first(company):
    shown = upload(company.marketing, Upload(content=photo())).picture
    assert remove.preview(company.marketing, Remove(asset_id=shown.asset_id)).events == ("media.AssetRemoved",)
    assert Asset.objects.exists()


def test_pictures_are_listed_page_by_page(company, django_assert_num_queries):
    for width in (50, 60, 70):
        upload(company.marketing, Upload(content=photo(size=(width, 40)), name=f"{width}.jpg"))
    page = assets(company.analyst, AssetQuery(limit=2))
    assert [item.name for item in page.items] == ["70.jpg", "60.jpg"]
    assert [item.name for item in assets(company.analyst, AssetQuery(cursor=page.cursor)).items] == ["50.jpg"]
    assert [item.name for item in assets(company.analyst, AssetQuery(text="60")).items] == ["60.jpg"]
    with django_assert_num_queries(1):
        assert len(pictures(item.asset_id for item in page.items)) == 2
    assert asset(company.analyst, OneAsset(asset_id=page.items[0].asset_id)) == page.items[0]
    with pytest.raises(SignedOut):
        assets(company.nobody, AssetQuery())


def test_a_picture_is_found_again_by_where_it_came_from(company):
    shown = upload(company.marketing, Upload(content=photo(), origin_url="https://cdn.example/a.jpg")).picture
    assert fetched_from("https://cdn.example/a.jpg") == shown
    assert fetched_from("https://cdn.example/b.jpg") is None
    assert fetched_from("") is None


def test_an_action_that_rolls_back_leaves_no_row(company, monkeypatch):
    monkeypatch.setattr(Asset, "save", lambda self, **more: (_ for _ in ()).throw(io.UnsupportedOperation("disk")))
    with pytest.raises(io.UnsupportedOperation):
        upload(company.marketing, Upload(content=photo()))
    assert not Asset.objects.exists()
