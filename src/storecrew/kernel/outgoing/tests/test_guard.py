"""Only the public internet is asked, whatever an address looks like."""

import pytest

from storecrew.kernel.outgoing.guard import aim, is_public, reach
from storecrew.kernel.outgoing.types import BadAddress, ForbiddenAddress, Unreachable

INTERNAL = """
    127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1
    192.0.2.7 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2002:c0a8:101::1
    2001:0:0:0:0:0:f5ff:fffe fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1 no-address
"""
PUBLIC = "1.1.1.1 93.184.216.34 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::1.1.1.1"


@pytest.mark.parametrize("address", [*INTERNAL.split(), ""])
def test_internal_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]
)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]:8000/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost./x",
    ],
)
def test_ways_to_write_this_machine_are_refused_with_the_systems_resolver(url):
    with pytest.raises((ForbiddenAddress, Unreachable)):
        aim(url)


def test_one_internal_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(ForbiddenAddress):
        aim("https://shop.example/", resolve=lambda host, port: ["93.184.216.34", "10.0.0.7"])


def test_the_address_that_was_checked_is_the_one_that_is_asked():
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    target = aim(
        "https://Bücher.example:8443/a b/ü?q=1 2".replace(" ", "%20"), resolve=lambda host, port: next(answers)
    )
    assert target.address == "93.184.216.34"
    assert (target.host, target.port, target.path) == ("xn--bcher-kva.example", 8443, "/a%20b/%C3%BC?q=1%202")
    assert target.authority == "xn--bcher-kva.example:8443"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "http://a b/",
        "http://x:99999/",
        "http://user:pw@shop.example/",
        "javascript:alert(1)",
        "http://x/\r\nHost: y",
        "gopher://x/",
        "http://" + "a" * 70 + ".example/",
        "http://[::1/",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(BadAddress):
        aim(url, resolve=lambda host, port: ["93.184.216.34"])


@pytest.mark.parametrize("url", ["http://shop.example:22/", "http://shop.example:25/", "http://[fe80::1%25eth0]/"])
def test_ports_and_zones_that_are_no_websites_are_refused(url):
    with pytest.raises(ForbiddenAddress):
        aim(url, resolve=lambda host, port: ["93.184.216.34"])


def test_an_administrator_may_trust_an_internal_server_by_host_and_port():
    trusted = frozenset({"localhost:8161"})
    assert aim("http://localhost:8161/x", trusted=trusted).port == 8161
    with pytest.raises(ForbiddenAddress):
        aim("http://localhost:8162/x", trusted=trusted)


def test_servers_of_other_protocols_pass_the_same_guard():
    def asked(host, port=22, found=("1.1.1.1",), **more):
        return reach(host, port, frozenset({22}), resolve=lambda _host, _port: list(found), **more)

    assert asked("files.example") == asked(" files.example ", 2222) == "1.1.1.1"
    assert asked("nas.example", found=["10.0.0.7"], trusted=frozenset({"nas.example:22"})) == "10.0.0.7"
    for host, port, found in (
        ("nas.example", 22, ["10.0.0.7"]),
        ("files.example", 22, ["1.1.1.1", "127.0.0.1"]),
        ("files.example", 25, ["1.1.1.1"]),
    ):
        with pytest.raises(ForbiddenAddress):
            asked(host, port, found)
    for host in ("", "a b.example", "a/b", "user@files.example", "x" * 254):
        with pytest.raises(BadAddress):
            asked(host)
    with pytest.raises(Unreachable):
        asked("files.example", found=[])
