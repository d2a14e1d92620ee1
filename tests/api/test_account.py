"""One's own account: password, sessions, tokens; and the passwords that an administrator gives."""

from datetime import timedelta

import httpx
import pytest
import structlog

from engine.site import Site
from engine.store.models import ApiToken, SignIn
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.office import ADMINISTRATOR, HANDLER, LEADER, OFFICER, person
from tests.support.signing_in import NEW_PASSWORD, signed_in, stop_machine_clock, try_to_sign_in, wait

OLD = "duban-demo"


def codes(answer: httpx.Response) -> list[str]:
    return [problem["code"] for problem in problem_of(answer, 422)["problems"]]


def bearer(visitor: Visitor, secret: str) -> httpx.Client:
    client = visitor("")
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def token_with(client: httpx.Client, *scopes: str, days: int = 30) -> str:
    answer = client.post("/account/tokens", json={"label": "台账同步", "scopes": list(scopes), "days": days})
    assert answer.status_code == 201, answer.text
    secret: str = answer.json()["secret"]
    return secret


def test_changing_the_password_ends_all_other_sessions(either_visitor: Visitor) -> None:
    here, there = (signed_in(either_visitor(""), OFFICER) for _ in range(2))
    someone = signed_in(either_visitor(""), HANDLER)
    assert here.put("/account/password", json={"old": OLD, "new": NEW_PASSWORD}).status_code == 204
    assert [client.get("/tasks").status_code for client in (here, there, someone)] == [200, 401, 200]
    assert try_to_sign_in(either_visitor(""), OFFICER).status_code == 401
    assert try_to_sign_in(either_visitor(""), OFFICER, NEW_PASSWORD).status_code == 200


def test_all_that_is_wrong_is_said_at_once_and_nothing_changes(visitor: Visitor) -> None:
    officer = signed_in(visitor(""), OFFICER)
    answer = officer.put("/account/password", json={"old": "wrong", "new": OFFICER})
    assert codes(answer) == ["people.password_short", "people.password_username", "people.password_wrong"]
    assert codes(officer.put("/account/password", json={"old": OLD, "new": OLD})) == ["people.password_same"]
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 200


def test_guessing_the_old_password_in_an_open_session_is_throttled(visitor: Visitor, site: Site) -> None:
    stop_machine_clock(site)
    officer = signed_in(visitor(""), OFFICER)
    answers = [officer.put("/account/password", json={"old": f"guess{n}", "new": NEW_PASSWORD}) for n in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]


def test_a_password_that_is_not_kept_here_is_not_changed_here(visitor: Visitor, site: Site) -> None:
    officer = signed_in(visitor(""), OFFICER)
    assert officer.get("/account/password").json() == {"kept_here": True}
    with site.writing() as session:
        person(session, OFFICER).password_hash = None
    assert officer.get("/account/password").json() == {"kept_here": False}
    assert codes(officer.put("/account/password", json={"old": OLD, "new": NEW_PASSWORD})) == [
        "people.password_elsewhere"
    ]


def test_a_one_time_password_opens_nothing_but_its_change(either_visitor: Visitor, either_site: Site) -> None:
    clock = stop_machine_clock(either_site)
    handler = signed_in(either_visitor(""), HANDLER)
    administrator = signed_in(either_visitor(""), ADMINISTRATOR)
    with either_site.reading() as session:
        handler_id = person(session, HANDLER).id
    given = administrator.post(f"/people/{handler_id}/password")
    assert given.status_code == 200
    assert handler.get("/tasks").status_code == 401
    password = given.json()["password"]
    assert given.json()["until"] == (clock.now() + timedelta(hours=72)).isoformat().replace("+00:00", "Z")
    assert try_to_sign_in(either_visitor(""), HANDLER).status_code == 401
    answer = try_to_sign_in(handler, HANDLER, password)
    assert answer.json()["must_change_password"] is True
    for method, path in (("GET", "/tasks"), ("GET", "/account/sessions"), ("POST", "/account/tokens")):
        body = {"json": {"label": "x", "scopes": ["read"], "days": 1}} if method == "POST" else {}
        refused = problem_of(handler.request(method, path, **body), 403)  # type: ignore[arg-type]
        assert [problem["code"] for problem in refused["problems"]] == ["people.must_change_password"]
    assert handler.get("/session").json()["must_change_password"] is True
    assert handler.put("/account/password", json={"old": password, "new": NEW_PASSWORD}).status_code == 204
    assert handler.get("/session").json()["must_change_password"] is False
    assert handler.get("/tasks").status_code == 200


def test_a_one_time_password_is_worth_nothing_after_three_days(visitor: Visitor, site: Site) -> None:
    clock = stop_machine_clock(site)
    with site.reading() as session:
        handler_id = person(session, HANDLER).id
    password = visitor(ADMINISTRATOR).post(f"/people/{handler_id}/password").json()["password"]
    wait(clock, hours=72)
    assert try_to_sign_in(visitor(""), HANDLER, password).status_code == 401


@pytest.mark.parametrize("username", [OFFICER, HANDLER, LEADER])
def test_only_an_administrator_gives_passwords(visitor: Visitor, site: Site, username: str) -> None:
    with site.reading() as session:
        there = person(session, HANDLER).id
    for person_id in (there, 99999):
        assert problem_of(visitor(username).post(f"/people/{person_id}/password"), 403)["code"] == "error.not_allowed"


def test_a_password_for_nobody_is_not_found(visitor: Visitor) -> None:
    problem_of(visitor(ADMINISTRATOR).post("/people/99999/password"), 404)


def test_a_reset_lets_somebody_in_who_had_to_wait(visitor: Visitor, site: Site) -> None:
    stop_machine_clock(site)
    for _ in range(6):
        try_to_sign_in(visitor(""), HANDLER, "wrong")
    with site.reading() as session:
        handler_id = person(session, HANDLER).id
    password = visitor(ADMINISTRATOR).post(f"/people/{handler_id}/password").json()["password"]
    assert try_to_sign_in(visitor(""), HANDLER, password).status_code == 200


def test_my_sessions_say_device_address_since_and_last_seen(visitor: Visitor, site: Site) -> None:
    clock = stop_machine_clock(site)
    here, there = visitor(""), visitor("")
    here.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
    signed_in(here, OFFICER)
    wait(clock, minutes=5)
    signed_in(there, OFFICER)
    wait(clock, minutes=5)
    rows = here.get("/account/sessions").json()["items"]
    assert [row["is_current"] for row in rows] == [False, True]
    mine = here.get("/account/sessions").json()["items"][0]
    assert (mine["is_current"], mine["device"], mine["address"], mine["way"]) == (
        True,
        "Chrome，Linux",
        "127.0.0.1",
        "password",
    )
    assert (mine["opened_at"], mine["seen_at"]) == ("2026-01-05T04:00:00Z", "2026-01-05T04:10:00Z")


def test_one_ends_a_session_of_ones_own_or_all_others(visitor: Visitor) -> None:
    here, second, third = (signed_in(visitor(""), OFFICER) for _ in range(3))
    stranger = signed_in(visitor(""), HANDLER)
    ids = {row["id"]: row["is_current"] for row in here.get("/account/sessions").json()["items"]}
    other = [number for number in ids if ids[number] is False]
    assert stranger.delete(f"/account/sessions/{other[0]}").status_code == 404
    assert here.delete(f"/account/sessions/{other[0]}").status_code == 204
    assert sorted(client.get("/tasks").status_code for client in (second, third)) == [200, 401]
    assert here.delete("/account/sessions").status_code == 204
    assert [client.get("/tasks").status_code for client in (here, second, third)] == [200, 401, 401]
    assert stranger.get("/tasks").status_code == 200


def test_ending_sessions_needs_the_token_against_forged_requests(visitor: Visitor) -> None:
    officer = signed_in(visitor(""), OFFICER)
    del officer.headers["X-CSRF-Token"]
    attempts = [
        officer.delete("/account/sessions"),
        officer.put("/account/password", json={"old": OLD, "new": NEW_PASSWORD}),
        officer.post("/account/tokens", json={"label": "x", "scopes": ["read"], "days": 1}),
    ]
    for answer in attempts:
        assert [one["code"] for one in problem_of(answer, 403)["problems"]] == ["request.csrf"]


def test_a_token_is_shown_once_and_kept_as_a_hash(visitor: Visitor, site: Site) -> None:
    officer = signed_in(visitor(""), OFFICER)
    secret = token_with(officer, "tasks", "read")
    listed = officer.get("/account/tokens").json()["items"][-1]
    assert (listed["label"], listed["scopes"]) == ("台账同步", ["read", "tasks"])
    assert secret not in officer.get("/account/tokens").text
    with site.reading() as session:
        kept = " ".join(str(vars(row)) for table in (ApiToken, SignIn) for row in session.query(table))
    assert secret not in kept
    assert officer.cookies["duban_session"] not in kept


def test_a_token_does_what_its_scopes_say_and_no_more(either_visitor: Visitor) -> None:
    officer = signed_in(either_visitor(""), OFFICER)
    reader = bearer(either_visitor, token_with(officer, "read"))
    assert reader.get("/tasks").status_code == 200
    matter = {"title": "事项", "number": "1", "items": []}
    refused = problem_of(reader.post("/matters", json=matter), 403)
    assert refused["detail"] == "这个令牌没有“register”权限，不能用于此项操作"
    registrar = bearer(either_visitor, token_with(officer, "register"))
    assert registrar.post("/matters", json=matter).status_code == 422  # reached: the body is looked at
    assert registrar.get("/tasks").status_code == 403


def test_a_scope_gives_nothing_that_the_person_does_not_have(visitor: Visitor) -> None:
    handler = signed_in(visitor(""), HANDLER)
    token = bearer(visitor, token_with(handler, "operate", "administer"))
    assert token.post("/signals", json={"name": "x"}).status_code == 403
    assert token.post("/people/1/password").status_code == 403


def test_no_token_reaches_passwords_sessions_and_tokens(visitor: Visitor) -> None:
    unbounded = visitor(OFFICER)
    for method, path, body in (
        ("GET", "/account/sessions", None),
        ("DELETE", "/account/sessions", None),
        ("GET", "/account/tokens", None),
        ("POST", "/account/tokens", {"label": "x", "scopes": ["read"], "days": 1}),
        ("PUT", "/account/password", {"old": OLD, "new": NEW_PASSWORD}),
    ):
        refused = problem_of(unbounded.request(method, path, json=body), 403)
        assert [problem["code"] for problem in refused["problems"]] == ["people.token_account"], path


def test_a_token_ends_on_its_day_or_when_it_is_revoked(either_visitor: Visitor, either_site: Site) -> None:
    clock = stop_machine_clock(either_site)
    officer = signed_in(either_visitor(""), OFFICER)
    short, long = (bearer(either_visitor, token_with(officer, "read", days=days)) for days in (1, 30))
    wait(clock, hours=24)
    assert [client.get("/tasks").status_code for client in (short, long)] == [401, 200]
    officer = signed_in(either_visitor(""), OFFICER)
    number = officer.get("/account/tokens").json()["items"][-1]["id"]
    assert signed_in(either_visitor(""), HANDLER).delete(f"/account/tokens/{number}").status_code == 404
    assert officer.delete(f"/account/tokens/{number}").status_code == 204
    assert long.get("/tasks").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"label": "x", "scopes": ["everything"], "days": 1},
        {"label": "x", "scopes": ["read"], "days": 0},
        {"label": "x", "scopes": ["read"], "days": 367},
        {"label": " ", "scopes": [], "days": 1},
    ],
)
def test_a_token_without_purpose_scope_or_end_is_refused(visitor: Visitor, body: dict[str, object]) -> None:
    officer = signed_in(visitor(""), OFFICER)
    before = officer.get("/account/tokens").json()
    problem_of(officer.post("/account/tokens", json=body), 422)
    assert officer.get("/account/tokens").json() == before


def test_a_token_from_before_goes_on_as_it_was(visitor: Visitor) -> None:
    """One without scopes and end (contract: `duban token create`, the bootstrap token)."""
    listed = signed_in(visitor(""), OFFICER).get("/account/tokens").json()["items"]
    assert [(row["scopes"], row["expires_at"]) for row in listed] == [(None, None)]
    assert visitor(OFFICER).get("/tasks").status_code == 200


def test_the_log_says_who_did_what_and_never_a_secret(visitor: Visitor, site: Site) -> None:
    with structlog.testing.capture_logs() as lines:
        officer = signed_in(visitor(""), OFFICER)
        try_to_sign_in(visitor(""), OFFICER, "a-wrong-password")
        secret = token_with(officer, "read")
        officer.put("/account/password", json={"old": OLD, "new": NEW_PASSWORD})
        with site.reading() as session:
            handler_id = person(session, HANDLER).id
        given = visitor(ADMINISTRATOR).post(f"/people/{handler_id}/password").json()["password"]
    events = [line["event"] for line in lines]
    assert events == ["session.opened", "session.refused", "token.created", "password.changed", "password.given"]
    secrets = (OLD, NEW_PASSWORD, "a-wrong-password", secret, given, officer.cookies["duban_session"])
    assert not [one for one in secrets if one in str(lines)]
