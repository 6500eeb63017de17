"""Addresses: what runs where, and mistakes in them said in words, without the password."""

import json
import logging
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.test import override_settings

from storecrew.config import engines
from storecrew.config.logs import JsonFormatter
from storecrew.kernel.actions.cause import because

DATA = Path("/srv/shop")


def test_without_addresses_everything_is_in_the_data_folder() -> None:
    assert engines.database("", data=DATA, durable=True)["NAME"] == DATA / "storecrew.sqlite3"
    assert engines.cache("", data=DATA)["LOCATION"] == "/srv/shop/cache/cache.sqlite3"
    assert engines.files("", media=DATA / "media")["OPTIONS"] == {"location": DATA / "media"}
    assert engines.mailer("", data=DATA)["OPTIONS"] == {"file_path": "/srv/shop/mail"}


def test_only_a_durable_store_waits_for_the_disk() -> None:
    commands = [engines.database("", data=DATA, durable=on)["OPTIONS"]["init_command"] for on in (True, False)]
    assert "synchronous=FULL" in commands[0]
    assert "synchronous=NORMAL" in commands[1]


def test_a_postgres_address_keeps_odd_characters_and_options() -> None:
    found = engines.database("postgres://shop:p%40ss%2F@db.example:5433/store?sslmode=require", data=DATA, durable=True)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "shop",
        "p@ss/",
        "db.example",
        "5433",
        "store",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}
    socket = engines.database("postgres://shop@/store?host=%2Frun%2Fpg", data=DATA, durable=True)
    assert socket["HOST"] == "/run/pg"


def test_valkey_is_spoken_to_as_redis() -> None:
    assert engines.cache("valkeys://cache.example/1", data=DATA)["LOCATION"] == "rediss://cache.example/1"


def test_a_bucket_may_be_anywhere() -> None:
    own = engines.files("s3://k:s%2B@files.example:9000/shop/media?insecure=1&region=eu", media=DATA)["OPTIONS"]
    assert own["endpoint_url"] == "http://files.example:9000"
    assert (own["bucket_name"], own["location"], own["secret_key"]) == ("shop", "media", "s+")
    amazon = engines.files("s3:///shop?region=eu-central-1", media=DATA)["OPTIONS"]
    assert amazon["endpoint_url"] is None
    assert amazon["client_config"].s3 == {"addressing_style": "auto"}


@pytest.mark.parametrize(
    ("url", "port", "tls", "starttls"),
    [
        ("smtp://u:p@mail.example", 587, False, True),
        ("smtps://u:p@mail.example", 465, True, False),
        ("smtp://localhost:25?starttls=0", 25, False, False),
    ],
)
def test_mail_is_encrypted_unless_told_otherwise(url: str, port: int, tls: bool, starttls: bool) -> None:
    options = engines.mailer(url, data=DATA)["OPTIONS"]
    assert (options["port"], options["use_ssl"], options["use_tls"]) == (port, tls, starttls)


def test_mail_comes_from_a_named_address() -> None:
    assert engines.sender("smtp://a%40b.example:p@mail.example", host="shop.example") == "a@b.example"
    assert engines.sender("smtp://u:p@m?from=Shop%20%3Chi%40b.example%3E", host="x") == "Shop <hi@b.example>"
    assert engines.sender("", host="shop.example") == "shop@shop.example"


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("database", "mysql://u:hush@h/d"),
        ("cache", "http://u:hush@h"),
        ("files", "s3://u:hush@h/"),
        ("mailer", "smtp://u:hush@:99999"),
    ],
)
def test_a_mistake_is_named_without_the_password(name: str, url: str) -> None:
    more = {"durable": True} if name == "database" else {}
    folder = {"media": DATA} if name == "files" else {"data": DATA}
    with pytest.raises(ImproperlyConfigured) as error:
        getattr(engines, name)(url, **folder, **more)
    assert "hush" not in str(error.value)


def test_mail_without_a_server_is_kept_as_files(tmp_path: Path) -> None:
    with override_settings(MAILERS={"default": engines.mailer("", data=tmp_path)}):
        EmailMessage("Hello", "body", "shop@example.com", ["a@example.com"]).send()
    (kept,) = (tmp_path / "mail").iterdir()
    assert "Subject: Hello" in kept.read_text()


def test_a_log_line_is_json_with_the_cause_and_without_secrets() -> None:
    try:
        raise ValueError("broken\nline")
    except ValueError:
        record = logging.LogRecord("storecrew.x", logging.ERROR, __file__, 1, "Order %s 单", ("SO-1",), sys.exc_info())
    record.order_id = 7
    record.api_token = "hush"
    with because("cafe"):
        text = JsonFormatter().format(record)
    line = json.loads(text)
    assert "\n" not in text
    assert (line["message"], line["cause"], line["order_id"], line["level"]) == ("Order SO-1 单", "cafe", 7, "error")
    assert "ValueError: broken" in line["traceback"]
    assert "hush" not in text
