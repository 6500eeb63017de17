"""The pages of feeds: for whom they are, in both languages, and a file with bad rows from upload to mended."""

from datetime import timedelta

import asyncssh
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from storecrew.kernel.secrets import decrypt
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.tests.conftest import SKUS, Feeding, file_of, rows_of, usual
from storecrew.shop.feeds.types import Kind, State

pytestmark = pytest.mark.django_db


def pages(feeding: Feeding, row: Source) -> list[str]:
    query = f"?supplier={feeding.supplier_id}&kind="
    versions = Version.objects.filter(source=row).values_list("pk", flat=True)
    return [
        reverse("feeds:sources"),
        *(reverse("feeds:new") + query + kind for kind in Kind.values),
        reverse("feeds:source", args=[row.pk]),
        reverse("feeds:edit", args=[row.pk]),
        *(reverse(f"feeds:{name}", args=[pk]) for name in ("version", "columns", "quarantine") for pk in versions),
    ]


def test_pages_open_for_those_who_look_after_suppliers(feeding: Feeding, signed_in) -> None:
    row = feeding.source()
    feeding.send(row, file_of(rows_of(usual())))
    feeding.send(row, file_of(rows_of(usual(_1="?", _2=3))))
    feeding.send(row, file_of([]))
    other = feeding.source(name="Waits")
    server = {"host": "9.9.9.9", "user": "lamp", "secret": "x", "path": "stock"}
    ways = [feeding.source("sftp", **server), feeding.source("mail", senders="@zs.example", **server)]
    ways[0].trouble = {"code": "new_key", "params": {"key": "ssh-ed25519 SHA256:shown"}}
    ways[0].failures = 1
    ways[0].save()
    more = [reverse(f"feeds:{name}", args=[way.pk]) for way in ways for name in ("source", "edit")]
    feeding.send(row, file_of(rows_of(dict.fromkeys(SKUS, 0))))
    waiting = feeding.send(other, file_of(rows_of(usual())), run=False)
    Version.objects.filter(pk=waiting.pk).update(state=State.MAPPING)
    urls = [*pages(feeding, row), reverse("feeds:version", args=[waiting.pk]), *more]
    company = feeding.company
    seen = ((feeding.keeper, "en", 200), (company.it, "zh-hans", 200), (company.marketing, "en", 403))
    for who, language, status in seen:
        client = signed_in(who, language)
        for url in urls:
            assert client.get(url).status_code == status, url


def test_who_only_reads_is_not_offered_to_add_a_source(feeding: Feeding, signed_in) -> None:
    form = reverse("feeds:new")
    for who, offered in ((feeding.company.warehouse, True), (feeding.company.analyst, False)):
        page = signed_in(who).get(reverse("feeds:sources")).content.decode()
        assert (f'action="{form}"' in page) == offered


def test_the_list_asks_as_many_questions_for_many_sources_as_for_one(
    feeding: Feeding, signed_in, django_assert_max_num_queries
) -> None:
    client = signed_in(feeding.keeper)
    client.get(reverse("feeds:sources"))
    for place in range(4):
        feeding.send(feeding.source(name=f"Source {place}"), file_of(rows_of(usual(_1=place))))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("feeds:sources")).status_code == 200


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_file_with_bad_rows_from_upload_to_mended(feeding: Feeding, signed_in, encoding: str) -> None:
    row = feeding.source()
    client = signed_in(feeding.keeper)
    content = file_of(rows_of(usual(_1="约50件", _2="？")), kind="tsv", encoding=encoding)
    sent = {"file": SimpleUploadedFile("库存.txt", content), "scope": "whole"}
    answer = client.post(reverse("feeds:send", args=[row.pk]), sent, follow=True)
    version = Version.objects.get()
    assert answer.status_code == 200
    assert "可用库存" in answer.content.decode()
    told = {"of-sku": "货号", "of-quantity": "可用库存", "of-cost": "供货价"}
    answer = client.post(reverse("feeds:columns", args=[version.pk]), {**told, "of-cost": "货号"})
    assert answer.status_code == 422
    client.post(reverse("feeds:columns", args=[version.pk]), told)
    feeding.now = timezone.now()
    feeding.work(row)
    assert feeding.stock() == {sku: n for sku, n in usual().items() if sku not in SKUS[:2]}
    page = client.get(reverse("feeds:quarantine", args=[version.pk])).content.decode()
    assert "约50件" in page
    file = b"".join(client.get(reverse("feeds:rows_to_mend", args=[version.pk])).streaming_content)  # type: ignore[arg-type]
    text = file.decode(encoding)
    assert text.splitlines()[0].startswith("货号\t名称\t可用库存\t供货价\t")
    assert len(text.splitlines()) == 3
    mended = text.replace("约50件", "50").replace("？", "7").encode(encoding)
    answer = client.post(
        reverse("feeds:quarantine", args=[version.pk]), {"file": SimpleUploadedFile("mended.txt", mended)}
    )
    assert answer.status_code == 303
    feeding.now = timezone.now()
    feeding.work(row)
    assert feeding.stock() == usual(_1=50, _2=7)
    assert feeding.bad(version) == []
    again = client.get(reverse("feeds:rows_to_mend", args=[version.pk]))
    assert len(b"".join(again.streaming_content).decode(encoding).splitlines()) == 1  # type: ignore[arg-type]


def test_a_push_address_is_shown_once(feeding: Feeding, signed_in) -> None:
    client = signed_in(feeding.keeper)
    url = reverse("feeds:new") + f"?supplier={feeding.supplier_id}&kind=push"
    page = client.post(url, {"name": "Their system", "site_id": feeding.site_id, "decimal": "."}).content.decode()
    assert "/hooks/feeds/" in page
    row = Source.objects.get()
    assert "/hooks/feeds/" not in client.get(reverse("feeds:source", args=[row.pk])).content.decode()


def test_ways_are_set_up_and_changed_on_the_pages(feeding: Feeding, signed_in) -> None:
    client = signed_in(feeding.keeper)
    url = reverse("feeds:new") + f"?supplier={feeding.supplier_id}&kind=sftp"
    told = {
        "name": "Server",
        "site_id": feeding.site_id,
        "host": "9.9.9.9",
        "user": "lamp",
        "path": "/s",
        "decimal": ".",
    }
    refused = client.post(url, told)
    assert (refused.status_code, Source.objects.count()) == (422, 0)
    assert "A password or a private key is needed." in refused.content.decode()
    key = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    assert (
        client.post(url, {**told, "private_key": key.replace("\n", "\r\n"), "every_minutes": "60"}).status_code == 302
    )
    row = Source.objects.get()
    sealed = row.secret
    assert "BEGIN" in decrypt(sealed)
    edit = reverse("feeds:edit", args=[row.pk])
    page = client.get(edit).content.decode()
    assert "BEGIN OPENSSH" not in page
    assert client.post(edit, {**told, "port": "2222"}).status_code == 303
    row.refresh_from_db()
    assert (row.port, row.secret) == (2222, sealed)
    url = reverse("feeds:new") + f"?supplier={feeding.supplier_id}&kind=mail"
    told = {**told, "name": "Mail", "secret": "code", "senders": "a@zs.example,\n@lamps.example", "path": ""}
    assert client.post(url, told).status_code == 302
    assert Source.objects.get(name="Mail").senders == "a@zs.example @lamps.example"


def test_decisions_are_made_on_the_pages(feeding: Feeding, signed_in) -> None:
    feeding.now = timezone.now() - timedelta(hours=5)
    row = feeding.source()
    client = signed_in(feeding.keeper)
    first = feeding.send(row, file_of(rows_of(usual())))
    held = feeding.send(row, file_of(rows_of(dict.fromkeys(SKUS, 0))))
    page = client.get(reverse("feeds:version", args=[held.pk])).content.decode()
    assert "It is right: let it through" in page
    assert SKUS[0] in page
    client.post(reverse("feeds:version_step", args=[held.pk, "let-through"]))
    held.refresh_from_db()
    assert held.state == State.READING
    Version.objects.filter(pk=held.pk).update(let_through=True)
    feeding.now = timezone.now()
    feeding.work(row)
    assert set(feeding.stock().values()) == {0}
    client.post(reverse("feeds:version_step", args=[first.pk, "roll-back"]))
    feeding.now = timezone.now()
    feeding.work(row)
    assert feeding.stock() == usual()
    came = client.get(reverse("feeds:file", args=[first.pk]))
    assert b"".join(came.streaming_content) == file_of(rows_of(usual()))  # type: ignore[arg-type]  # read at once here
    assert client.post(reverse("feeds:version_step", args=[first.pk, "nonsense"])).status_code == 404
