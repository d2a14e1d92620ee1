"""Signing in at an OpenID Connect provider that these tests start: what is proved comes in, nothing else does."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from engine.identity import OidcSettings
from engine.jobs.work import do_all_due
from engine.site import Site, provider_of
from engine.store.models import ProviderVisit, SignIn, SignInRecord
from tests.api.conftest import Visitor
from tests.support import provider as bent
from tests.support.office import HANDLER, OFFICER, let_go
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Claims, Provider, openid_provider
from tests.support.signing_in import NOON, signed_in, stop_machine_clock, wait

CALLBACK = "/session/oidc/callback"


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    with openid_provider() as provider:
        yield provider


@pytest.fixture
def provider(_running: Provider) -> Provider:
    """One that answers as it must, whatever the test before did to it."""
    fresh = Provider(port=_running.port, username=OFFICER, now=NOON.timestamp())
    vars(_running).update(vars(fresh))
    return _running


@pytest.fixture
def known(site: Site, provider: Provider) -> Site:
    """The site as if its settings named the provider."""
    return _knows(site, provider)


def _knows(site: Site, provider: Provider, **more: object) -> Site:
    stop_machine_clock(site)
    settings = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **more}
    site.settings.oidc = OidcSettings.model_validate(settings)
    site.provider = provider_of(site.settings)
    return site


def leave(browser: httpx.Client, page: str = "/ledger") -> str:
    """To the provider and back to us; answers the address that the provider sends the browser to."""
    gone = browser.get("/session/oidc", params={"from": page})
    assert gone.status_code == 303, gone.text
    there = httpx.get(gone.headers["location"], trust_env=False)
    assert there.status_code == 302
    back = urlsplit(there.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://127.0.0.1:8000/api/v1{CALLBACK}"
    return f"{CALLBACK}?{back.query}"


def come(browser: httpx.Client) -> str:
    """Where a whole journey ends."""
    answer = browser.get(leave(browser))
    assert answer.status_code == 303, answer.text
    location: str = answer.headers["location"]
    return location


def test_who_has_signed_in_at_the_provider_is_signed_in_here(
    either_visitor: Visitor, either_site: Site, provider: Provider
) -> None:
    _knows(either_site, provider)
    browser = either_visitor("")
    assert come(browser) == "/ledger"
    session = browser.get("/session").json()
    assert (session["person"]["username"], session["must_change_password"]) == (OFFICER, False)
    browser.headers["X-CSRF-Token"] = session["csrf_token"]
    rows = browser.get("/account/sessions").json()["items"]
    assert [row["way"] for row in rows] == ["provider"]
    assert browser.delete("/session").status_code == 204
    assert browser.get("/session").status_code == 401


def test_the_page_offers_the_provider_only_where_there_is_one(visitor: Visitor, site: Site, provider: Provider) -> None:
    assert visitor("").get("/session/ways").json() == {"provider": None}
    assert visitor("").get("/session/oidc").status_code == 404
    assert visitor("").get(CALLBACK).status_code == 404
    _knows(site, provider, name="省政务统一认证")
    assert visitor("").get("/session/ways").json() == {"provider": "省政务统一认证"}


def test_each_journey_has_a_state_a_nonce_and_a_challenge_of_its_own(visitor: Visitor, known: Site) -> None:
    journeys = [parse_qs(urlsplit(visitor("").get("/session/oidc").headers["location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert journeys[0][name] != journeys[1][name]
    assert journeys[0]["code_challenge_method"] == ["S256"]
    with known.reading() as session:
        kept = " ".join(str(vars(row)) for row in session.query(ProviderVisit))
    assert journeys[0]["state"][0] not in kept


def _with(**claims: object) -> Callable[[Claims], Claims]:
    return lambda right: {**right, **claims}


def _without(name: str) -> Callable[[Claims], Claims]:
    return lambda right: {key: value for key, value in right.items() if key != name}


NOW = int(NOON.timestamp())
BENT: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": _with(nonce="another"),
    "no nonce": _without("nonce"),
    "another audience": _with(aud="another"),
    "no audience": _without("aud"),
    "two audiences, for the other": _with(aud=[CLIENT_ID, "another"], azp="another"),
    "two audiences, for nobody in particular": _with(aud=[CLIENT_ID, "another"]),
    "another issuer": _with(iss="https://another.example"),
    "no issuer": _without("iss"),
    "expired": _with(exp=NOW - 61, iat=NOW - 400),
    "no expiry": _without("exp"),
    "issued in the future": _with(iat=NOW + 600, exp=NOW + 900),
    "no subject": _without("sub"),
    "no username": _without("preferred_username"),
    "an empty username": _with(preferred_username=" "),
    "a username that is no text": _with(preferred_username=[OFFICER]),
    "another access token": _with(at_hash="another"),
}
SIGNED = [
    bent.not_signed,
    bent.signed_by_a_stranger,
    bent.signed_with_the_clients_secret,
    bent.signed_with_the_public_key_as_secret,
    bent.changed_after_signing,
    lambda *_: "no.token",
]


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_what_does_not_hold_opens_no_session(
    visitor: Visitor, known: Site, provider: Provider, bend: Callable[[Claims], Claims]
) -> None:
    provider.bend = bend
    _is_refused(visitor, known, "provider")


@pytest.mark.parametrize("sign", SIGNED, ids=lambda sign: sign.__name__)
def test_what_the_provider_has_not_signed_opens_no_session(
    visitor: Visitor, known: Site, provider: Provider, sign: Callable[[Provider, Claims], str]
) -> None:
    provider.sign = sign
    _is_refused(visitor, known, "provider")


def _is_refused(visitor: Visitor, site: Site, kind: str) -> None:
    browser = visitor("")
    assert come(browser) == f"/login?refused={kind}"
    assert browser.get("/session").status_code == 401
    with site.reading() as session:
        assert session.query(SignIn).count() == 0


def test_only_the_browser_that_left_comes_back_and_only_once(visitor: Visitor, known: Site) -> None:
    browser, other = visitor(""), visitor("")
    back = leave(browser)
    assert other.get(back).headers["location"] == "/login?refused=provider"
    leave(other)
    assert other.get(back).headers["location"] == "/login?refused=provider"
    assert browser.get(back).headers["location"] == "/ledger"
    browser.delete("/session")
    assert browser.get(back).headers["location"] == "/login?refused=provider"


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?state=x&code=y", "?error=access_denied&state=x"])
def test_a_state_that_nobody_left_with_is_refused(visitor: Visitor, known: Site, query: str) -> None:
    browser = visitor("")
    leave(browser)
    assert browser.get(CALLBACK + query).headers["location"] == "/login?refused=provider"


def test_who_declines_at_the_provider_comes_back_to_the_sign_in_page(visitor: Visitor, known: Site) -> None:
    browser = visitor("")
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    refused = browser.get(CALLBACK, params={"error": "access_denied", "state": state})
    assert refused.headers["location"] == "/login?refused=provider"


def test_who_stays_away_for_ten_minutes_begins_anew(visitor: Visitor, known: Site, provider: Provider) -> None:
    browser, clock = visitor(""), stop_machine_clock(known)
    back = leave(browser)
    wait(clock, minutes=10)
    provider.now += 600
    assert browser.get(back).headers["location"] == "/login?refused=provider"
    do_all_due(known)
    with known.reading() as session:
        assert session.query(ProviderVisit).count() == 0


def test_who_is_not_known_here_is_not_let_in(visitor: Visitor, known: Site, provider: Provider) -> None:
    provider.username = "stranger"
    _is_refused(visitor, known, "unknown")


def test_whose_account_was_revoked_is_not_let_in_and_an_open_session_ends(
    either_visitor: Visitor, either_site: Site, provider: Provider
) -> None:
    _knows(either_site, provider)
    browser = either_visitor("")
    assert come(browser) == "/ledger"
    with either_site.writing() as session:
        let_go(session, OFFICER)
    assert browser.get("/tasks").status_code == 401
    assert come(either_visitor("")) == "/login?refused=unknown"


def test_who_was_revoked_at_the_provider_gets_no_code_that_counts(
    visitor: Visitor, known: Site, provider: Provider
) -> None:
    browser = visitor("")
    back = leave(browser)
    provider.visits.clear()
    assert browser.get(back).headers["location"] == "/login?refused=provider"


def test_a_code_is_worth_nothing_without_the_verifier(visitor: Visitor, known: Site, provider: Provider) -> None:
    """Somebody who caught a code on its way through the browser."""
    back = leave(visitor(""))
    thief = visitor("")
    state = parse_qs(urlsplit(leave(thief)).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert thief.get(CALLBACK, params={"state": state, "code": code}).headers["location"] == "/login?refused=provider"


def test_a_new_key_of_the_provider_is_read_when_it_is_needed(visitor: Visitor, known: Site, provider: Provider) -> None:
    assert come(visitor("")) == "/ledger"
    provider.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
    wait(stop_machine_clock(known), minutes=1)
    assert come(visitor("")) == "/ledger"


def test_a_configuration_of_another_issuer_is_not_believed(visitor: Visitor, known: Site, provider: Provider) -> None:
    provider.issuer_said = "https://another.example"
    assert visitor("").get("/session/oidc").headers["location"] == "/login?refused=away"
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_a_provider_that_does_not_answer_is_said_so_and_passwords_still_work(visitor: Visitor, site: Site) -> None:
    site.settings.oidc = OidcSettings(issuer="http://127.0.0.1:1", client_id=CLIENT_ID)
    site.provider = provider_of(site.settings)
    assert visitor("").get("/session/oidc").headers["location"] == "/login?refused=away"
    answer = visitor("").post("/session", json={"username": HANDLER, "password": "duban-demo"})
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["https://a.example", "//a.example", "/\\a.example", "x", "/\t/x"])
def test_afterwards_one_stands_on_a_page_of_ours(visitor: Visitor, known: Site, page: str) -> None:
    browser = visitor("")
    assert browser.get(leave(browser, page)).headers["location"] == "/tasks"


def signs_out(provider: Provider) -> None:
    provider.end_session = f"{provider.issuer}/leave"


def left(browser: httpx.Client) -> str | None:
    """Signs out; answers where the browser is to go then."""
    answer = browser.delete("/session")
    assert browser.get("/session").status_code == 401
    address: str | None = answer.json()["address"] if answer.status_code == 200 else None
    return address


def test_who_signs_out_here_signs_out_at_the_provider_and_comes_back_to_the_sign_in_page(
    either_visitor: Visitor, either_site: Site, provider: Provider
) -> None:
    signs_out(provider)
    _knows(either_site, provider)
    browser = either_visitor("")
    come(browser)
    with either_site.reading() as session:
        kept = session.scalars(select(SignIn.id_token)).one()
    assert kept
    address = left(browser)
    assert address is not None
    assert parse_qs(urlsplit(address).query)["id_token_hint"] == [kept]
    assert httpx.get(address, trust_env=False).headers["location"] == "http://127.0.0.1:8000/login"
    assert provider.left == [OFFICER]
    with either_site.reading() as session:
        assert session.query(SignIn).count() == 0  # and the token with it
        assert [row.result for row in session.query(SignInRecord).order_by(SignInRecord.id)] == ["opened", "signed_out"]


@pytest.mark.parametrize("end_session", [None, "http://provider.example/leave", "javascript:alert(1)", ""])
def test_where_the_provider_cannot_do_that_safely_one_only_leaves_here_and_no_token_is_kept(
    visitor: Visitor, site: Site, provider: Provider, end_session: str | None
) -> None:
    provider.end_session = end_session
    _knows(site, provider)
    browser = visitor("")
    come(browser)
    with site.reading() as session:
        assert session.scalars(select(SignIn.id_token)).all() == [None]
    assert left(browser) is None


def test_the_setting_keeps_people_signed_in_at_the_provider(visitor: Visitor, site: Site, provider: Provider) -> None:
    signs_out(provider)
    _knows(site, provider, sign_out=False)
    browser = visitor("")
    come(browser)
    with site.reading() as session:
        assert session.scalars(select(SignIn.id_token)).all() == [None]
    assert left(browser) is None


def test_who_came_with_a_password_is_not_sent_to_the_provider(visitor: Visitor, site: Site, provider: Provider) -> None:
    signs_out(provider)
    _knows(site, provider)
    assert left(signed_in(visitor(""), OFFICER)) is None


def test_a_provider_that_is_away_keeps_nobody_in(visitor: Visitor, site: Site, provider: Provider) -> None:
    signs_out(provider)
    _knows(site, provider)
    browser = visitor("")
    come(browser)
    assert site.settings.oidc is not None
    site.settings.oidc = site.settings.oidc.model_copy(update={"issuer": "http://127.0.0.1:1"})
    site.provider = provider_of(site.settings)
    assert left(browser) is None


def test_what_was_not_proved_and_who_is_unknown_are_in_the_record(
    either_visitor: Visitor, either_site: Site, provider: Provider
) -> None:
    _knows(either_site, provider)
    either_visitor("").get(CALLBACK)
    either_visitor("").get(CALLBACK)
    provider.username = "stranger"
    come(either_visitor(""))
    with either_site.reading() as session:
        rows = session.query(SignInRecord).order_by(SignInRecord.id)
        told = [(row.result, row.way, row.name, row.times) for row in rows]
    assert told == [("refused", "provider", "", 2), ("unknown", "provider", "stranger", 1)]


def test_an_old_session_of_the_browser_ends(visitor: Visitor, known: Site) -> None:
    browser = visitor("")
    come(browser)
    first = browser.cookies["duban_session"]
    come(browser)
    assert visitor("").get("/session", headers={"Cookie": f"duban_session={first}"}).status_code == 401


@pytest.mark.parametrize(
    "settings",
    [
        {"issuer": "http://provider.example", "client_id": "x"},
        {"issuer": "https://user@provider.example", "client_id": "x"},
        {"issuer": "https://provider.example", "client_id": ""},
        {"issuer": "https://provider.example", "client_id": "x", "scopes": "profile"},
        {"issuer": "https://provider.example", "client_id": "x", "unknown": 1},
    ],
)
def test_settings_that_would_not_be_safe_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        OidcSettings.model_validate(settings)
