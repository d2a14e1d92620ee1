"""Receivers are checked at the start, and what is wrong is named."""

import sys

import pytest
from pydantic import ValidationError

from engine.domain.errors import Invalid
from engine.settings import Settings
from engine.site import Site


def settings(**receivers: object) -> Settings:
    return Settings.model_validate({"receivers": receivers})


def test_receivers_are_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_RECEIVERS", '{"oa": {"kind": "webhook", "url": "https://oa.example/x", "secret": "s"}}')
    oa = Settings().receivers["oa"]
    assert (oa.kind, oa.url, oa.secret_text) == ("webhook", "https://oa.example/x", "s")
    assert "'s'" not in repr(oa)


@pytest.mark.parametrize(
    ("place", "receivers"),
    [
        (("receivers", "oa", "kind"), {"oa": {"kind": "pigeon", "url": "https://oa.example"}}),
        (("receivers", "oa", "url"), {"oa": {"kind": "webhook", "url": "file:///etc/passwd"}}),
        (("receivers", "oa", "url"), {"oa": {"kind": "webhook", "url": "https://user:word@oa.example"}}),
        (("receivers", "oa", "url"), {"oa": {"kind": "webhook", "url": "https://oa.example:port"}}),
        (("receivers", "oa", "url"), {"oa": {"kind": "webhook", "url": "https://oa.example/a b"}}),
        (("receivers", "oa", "token"), {"oa": {"kind": "webhook", "url": "https://oa.example", "token": "t"}}),
        (("receivers", "oa"), {"oa": {"kind": "webhook"}}),
        (("receivers", "oa"), {"oa": {"kind": "wecom", "secret": "s"}}),
        (("receivers", "oa"), {"oa": {"kind": "webhook", "accepts": ["m"], "secret": "short"}}),
        (("receivers", "o a", "[key]"), {"o a": {"kind": "webhook", "url": "https://oa.example"}}),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_shown(place: tuple[str, ...], receivers: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        settings(**receivers)
    assert [error["loc"] for error in caught.value.errors()] == [place]
    assert "user:word" not in str(caught.value)


@pytest.mark.parametrize(
    ("module", "setting"),
    [
        ("engine.oidc.provider", {"oidc": {"issuer": "https://sso.example", "client_id": "x"}}),
        ("engine.directory.sign_in", {"ldap": {"url": "ldaps://ldap.example", "base": "dc=x"}}),
    ],
)
def test_a_setting_whose_extra_is_not_installed_stops_the_start_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, module: str, setting: dict[str, object]
) -> None:
    named = Settings.model_validate({"database_url": "sqlite://", **setting})
    Site(named).close()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Invalid) as refused:
        Site(named)
    assert "make extras" in refused.value.problems[0].message()
