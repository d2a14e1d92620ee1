"""Calls go to addresses that were looked at: public ones, and inside the house only where the settings say so."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest
from sqlalchemy import select

from engine.jobs.work import do_all_due
from engine.notify.addresses import Forbidden, PinnedConnection, allowed_addresses, is_allowed, resolve
from engine.notify.calls import HttpCaller
from engine.site import Site
from engine.store.models import OutboxCall
from tests.support.instances import start_process
from tests.support.office import deploy
from tests.support.receiver import calling, http_server, knows, receiver

INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "169.254.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:0a01:0203::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_called(address: str) -> None:
    assert not is_allowed(ip_address(address), ())


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_a_public_address_is_called(address: str) -> None:
    assert is_allowed(ip_address(address), ())


def test_a_network_of_the_settings_is_called_and_no_other() -> None:
    networks = [ip_network("10.1.0.0/16"), ip_network("fd12::/16")]
    assert is_allowed(ip_address("10.1.2.3"), networks)
    assert is_allowed(ip_address("::ffff:10.1.2.3"), networks)
    assert is_allowed(ip_address("fd12::5"), networks)
    assert not is_allowed(ip_address("10.2.2.3"), networks)


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254"])
def test_what_gives_away_the_credentials_of_a_cloud_is_never_called(address: str) -> None:
    assert not is_allowed(ip_address(address), [ip_network("0.0.0.0/0"), ip_network("::/0")])


def test_one_strange_address_among_others_is_enough() -> None:
    def ask(_: str, __: int) -> Sequence[str]:
        return ["93.184.215.14", "10.1.2.3"]

    with pytest.raises(Forbidden, match=r"10\.1\.2\.3"):
        allowed_addresses("oa.example", 443, (), ask)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_an_address_is_known_however_it_is_written(host: str) -> None:
    with pytest.raises((Forbidden, socket.gaierror)):
        allowed_addresses(host, 80, (), resolve)


def _last_error(site: Site) -> str:
    with site.reading() as session:
        return session.scalars(select(OutboxCall.last_error)).one() or ""


def test_a_receiver_inside_is_called_only_where_its_network_is_named(site: Site) -> None:
    with http_server() as heard:
        knows(site, oa=receiver(heard.url, networks=[]))
        deploy(site, calling(receiver="oa"))
        start_process(site, "p")
        do_all_due(site)
        assert heard.calls == []
    assert "127.0.0.1" in _last_error(site)
    assert "networks" in _last_error(site)


class Rebinding:
    """A name that is public when it is asked first, and inside ever after."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return ["93.184.215.14"] if len(self.asked) == 1 else ["127.0.0.1"]


def test_a_name_is_asked_once_and_the_call_goes_where_it_was_looked_at(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], _: float) -> socket.socket:
        went.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    knows(site, oa=receiver("http://rebinding.example:8080/hook", networks=[]))
    ask = Rebinding()
    site.caller = HttpCaller(site.settings.receivers, resolve=ask)
    deploy(site, calling(receiver="oa"))
    start_process(site, "p")
    do_all_due(site)
    assert ask.asked == [("rebinding.example", 8080)]
    assert went == [("93.184.215.14", 8080)]


def test_the_name_still_stands_in_the_request(site: Site) -> None:
    with http_server() as heard:
        knows(site, oa=receiver(f"http://oa.example:{heard.port}/hook"))
        site.caller = HttpCaller(site.settings.receivers, resolve=lambda _host, _port: ["127.0.0.1"])
        deploy(site, calling(receiver="oa"))
        start_process(site, "p")
        do_all_due(site)
        assert [headers["host"] for _, headers, _ in heard.calls] == [f"oa.example:{heard.port}"]


def test_the_second_address_is_tried_where_the_first_is_away() -> None:
    with http_server() as heard:
        connection = PinnedConnection("oa.example", heard.port, timeout=2)
        connection.addresses = ["127.0.0.2", "127.0.0.1"]
        connection.request("POST", "/hook", b"{}")
        assert connection.getresponse().status == 200
        connection.close()


def test_a_certificate_must_be_that_of_the_name(site: Site) -> None:
    """A server that speaks no TLS at all stands for one with a wrong certificate: nothing of the call reaches it."""
    with http_server() as heard:
        knows(site, oa=receiver(f"https://oa.example:{heard.port}/hook"))
        site.caller = HttpCaller(site.settings.receivers, timeout=2, resolve=lambda _host, _port: ["127.0.0.1"])
        deploy(site, calling(receiver="oa"))
        start_process(site, "p")
        do_all_due(site)
        assert heard.calls == []
    assert _last_error(site)
