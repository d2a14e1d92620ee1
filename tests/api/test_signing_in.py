"""Signing in at the API: throttled, with sessions that end, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi import FastAPI

from engine.commands.people.sign_in import PASSWORDS
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.models import Person, SignIn, SignInFailure
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.in_process import InProcess
from tests.support.office import HANDLER, OFFICER, let_go, person
from tests.support.signing_in import NEW_PASSWORD, signed_in, stop_machine_clock, try_to_sign_in, wait


def test_after_five_wrong_passwords_the_account_waits_and_the_right_one_is_not_looked_at(
    either_visitor: Visitor, either_site: Site
) -> None:
    clock = stop_machine_clock(either_site)
    nobody = either_visitor("")
    assert [try_to_sign_in(nobody, OFFICER, "wrong").status_code for _ in range(5)] == [401] * 5
    refused = try_to_sign_in(nobody, OFFICER)
    assert problem_of(refused, 429)["code"] == "error.too_many_attempts"
    assert refused.json()["detail"] == "登录失败次数过多，请 1 分钟后再试；忘记密码请联系系统管理员"
    assert refused.headers["Retry-After"] == "30"
    assert try_to_sign_in(nobody, HANDLER).status_code == 200
    wait(clock, seconds=30)
    assert try_to_sign_in(nobody, OFFICER).status_code == 200
    assert [try_to_sign_in(nobody, OFFICER, "wrong").status_code for _ in range(4)] == [401] * 4


def test_guesses_at_the_same_moment_are_counted_one_by_one(either_visitor: Visitor, either_site: Site) -> None:
    stop_machine_clock(either_site)
    with ThreadPoolExecutor(8) as at_once:
        answers = list(at_once.map(lambda _: try_to_sign_in(either_visitor(""), OFFICER, "wrong"), range(16)))
    assert Counter(one.status_code for one in answers) == {401: 5, 429: 11}


def test_an_account_that_is_not_there_waits_as_one_that_is(visitor: Visitor, site: Site) -> None:
    stop_machine_clock(site)
    for name in (OFFICER, "nobody"):
        answers = [try_to_sign_in(visitor(""), name, "wrong") for _ in range(6)]
        assert [one.status_code for one in answers] == [401] * 5 + [429]
        assert answers[5].headers["Retry-After"] == "30"


def test_the_same_work_is_done_for_every_name(visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with site.writing() as session:
        person(session, HANDLER).password_hash = None
    verified: list[str] = []
    verify = PASSWORDS.verify

    def counted(password: str, hashed: str) -> bool:
        verified.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return verify(password, hashed)

    monkeypatch.setattr("engine.commands.people.sign_in.PASSWORDS.verify", counted)
    for name in (OFFICER, HANDLER, "nobody"):
        assert try_to_sign_in(visitor(""), name, "wrong").status_code == 401
    assert len(verified) == 3
    assert len(set(verified)) == 1  # algorithm, version and costs


def test_from_one_address_no_number_of_names_helps(visitor: Visitor, site: Site) -> None:
    clock = stop_machine_clock(site)
    free = site.terms.of_address.free
    answers = [try_to_sign_in(visitor(""), f"name{n}", "wrong").status_code for n in range(free + 1)]
    assert answers == [401] * free + [429]
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 429
    wait(clock, seconds=30)
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 200
    assert try_to_sign_in(visitor(""), "name0", "wrong").status_code == 401
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 429  # success gives back one failure, not all


def test_failures_are_kept_in_the_database_and_forgotten_after_an_hour(
    either_visitor: Visitor, either_site: Site
) -> None:
    clock = stop_machine_clock(either_site)
    try_to_sign_in(either_visitor(""), OFFICER, "wrong")
    with either_site.reading() as session:
        rows = session.query(SignInFailure).all()
    assert sorted(row.subject.partition(":")[0] for row in rows) == ["account", "address"]
    assert OFFICER not in "".join(row.subject for row in rows)
    wait(clock, hours=1, seconds=1)
    do_all_due(either_site)
    with either_site.reading() as session:
        assert session.query(SignInFailure).count() == 0


def test_a_session_ends_after_an_hour_without_a_request_and_after_twelve_in_any_case(
    either_visitor: Visitor, either_site: Site
) -> None:
    clock = stop_machine_clock(either_site)
    idle, busy = signed_in(either_visitor(""), OFFICER), signed_in(either_visitor(""), OFFICER)
    for _ in range(2):
        wait(clock, minutes=31)
        assert busy.get("/tasks").status_code == 200
    assert problem_of(idle.get("/tasks"), 401)["code"] == "error.unauthenticated"
    for _ in range(20):
        wait(clock, minutes=31)
        assert busy.get("/tasks").status_code == 200
    wait(clock, minutes=40)
    assert busy.get("/tasks").status_code == 401
    do_all_due(either_site)
    with either_site.reading() as session:
        assert session.query(SignIn).count() == 0


def test_reading_notes_once_a_minute_that_somebody_is_there(visitor: Visitor, site: Site) -> None:
    clock = stop_machine_clock(site)
    officer, opened = signed_in(visitor(""), OFFICER), clock.now()

    def seen() -> object:
        with site.reading() as session:
            return session.query(SignIn.seen_at).scalar()

    wait(clock, seconds=59)
    officer.get("/tasks")
    assert seen() == opened
    wait(clock, seconds=1)
    officer.get("/tasks")
    assert seen() == clock.now()


def test_signing_in_again_gives_a_new_secret_and_ends_the_old_session(visitor: Visitor) -> None:
    officer = signed_in(visitor(""), OFFICER)
    old = officer.cookies["duban_session"]
    officer = signed_in(officer, OFFICER)
    assert officer.cookies["duban_session"] != old
    assert visitor("").get("/tasks", headers={"Cookie": f"duban_session={old}"}).status_code == 401
    assert officer.get("/tasks").status_code == 200


def test_a_secret_that_the_visitor_brought_along_is_never_taken_over(visitor: Visitor) -> None:
    client = visitor("")
    client.cookies.set("duban_session", "chosen-by-somebody-else")
    answer = try_to_sign_in(client, OFFICER)
    assert answer.status_code == 200
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]


def test_the_cookie_is_read_by_no_script_and_sent_from_no_other_site(visitor: Visitor) -> None:
    cookie = try_to_sign_in(visitor(""), OFFICER).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_behind_https_the_cookie_is_sent_over_https_only(_app: FastAPI, visitor: Visitor) -> None:
    client = httpx.Client(transport=InProcess(_app), base_url="https://testserver/api/v1")
    assert "secure" in try_to_sign_in(client, OFFICER).headers["set-cookie"].lower()


def test_a_form_of_another_site_cannot_sign_somebody_in(visitor: Visitor) -> None:
    """A form can send text/plain, which needs no question beforehand; only JSON is taken as JSON."""
    body = f'{{"username": "{OFFICER}", "password": "duban-demo"}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = visitor("").post("/session", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers


def test_signing_out_ends_the_session_on_the_server(visitor: Visitor) -> None:
    officer = signed_in(visitor(""), OFFICER)
    cookie = officer.cookies["duban_session"]
    assert officer.delete("/session").status_code == 204
    assert visitor("").get("/tasks", headers={"Cookie": f"duban_session={cookie}"}).status_code == 401


def test_who_has_left_is_out_at_once_and_does_not_come_back(either_visitor: Visitor, either_site: Site) -> None:
    handler, token = signed_in(either_visitor(""), HANDLER), either_visitor(HANDLER)
    with either_site.writing() as session:
        let_go(session, HANDLER)
    assert handler.get("/tasks").status_code == 401
    assert token.get("/tasks").status_code == 401
    assert try_to_sign_in(either_visitor(""), HANDLER).status_code == 401


def test_a_password_changed_while_it_was_verified_opens_no_session(
    visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = PASSWORDS.verify

    def meanwhile(password: str, hashed: str) -> bool:
        with site.writing() as session:
            session.query(Person).filter_by(username=OFFICER).update({"password_hash": PASSWORDS.hash(NEW_PASSWORD)})
        return verify(password, hashed)

    monkeypatch.setattr("engine.commands.people.sign_in.PASSWORDS.verify", meanwhile)
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 401
