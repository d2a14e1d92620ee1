"""登录记录: what is written of signing in, that it stays, and who reads it; on both databases where they differ."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from api.schemas.sign_ins import Result
from engine.commands.people.sign_in_records import record_failure
from engine.jobs.work import do_all_due
from engine.people.sign_in_record import FAILED, MOST_A_MINUTE, RESULTS, Entry, masked
from engine.site import Site
from engine.store import DatabaseRefused
from engine.store.models import PersonRole, SignInRecord
from engine.store.sign_in_records import add_sign_in
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, OFFICER, let_go, person
from tests.support.signing_in import NEW_PASSWORD, NOON, signed_in, stop_machine_clock, try_to_sign_in, wait

AUDITOR = "yuanye"
CHROME = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36"}
LONG_AGO = datetime(2024, 1, 5, 4, tzinfo=UTC)


@pytest.fixture
def auditor(either_site: Site, either_visitor: Visitor) -> Iterator[httpx.Client]:
    with either_site.writing() as session:
        session.add(PersonRole(person_id=person(session, AUDITOR).id, role="auditor"))
    yield either_visitor(AUDITOR)


def lines(site: Site) -> list[tuple[str, str, int]]:
    """Result, way and times, in order."""
    with site.reading() as session:
        rows = session.query(SignInRecord).order_by(SignInRecord.id)
        return [(row.result, row.way, row.times) for row in rows]


def test_coming_going_and_what_was_refused_are_lines_of_the_record(
    either_visitor: Visitor, either_site: Site, auditor: httpx.Client
) -> None:
    clock = stop_machine_clock(either_site)
    with either_site.writing() as session:
        person(session, LEADER).password_hash = None
        let_go(session, HANDLER)
    officer = either_visitor("")
    officer.headers.update(CHROME)
    for name in (OFFICER, LEADER, HANDLER, "my-secret-password"):
        assert try_to_sign_in(officer, name, "wrong").status_code == 401
    signed_in(officer, OFFICER)
    officer.delete("/session")
    assert lines(either_site) == [
        ("wrong", "password", 1),
        ("wrong", "directory", 1),
        ("left", "password", 1),
        ("unknown", "password", 1),
        ("opened", "password", 1),
        ("signed_out", "password", 1),
    ]
    out, opened, unknown, *_, wrong = auditor.get("/sign-ins").json()["items"]
    assert (out["person"]["name"], out["device"], out["at"]) == ("郑怡", "Chrome，Windows", _said(clock.now()))
    assert (opened["address"], opened["by"]) == (wrong["address"], None)
    assert (unknown["person"], unknown["name"]) == (None, "my…")


def _said(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_guessing_is_counted_in_one_row_a_minute_and_waiting_is_told_apart(
    either_visitor: Visitor, either_site: Site
) -> None:
    clock = stop_machine_clock(either_site)
    for _ in range(9):
        try_to_sign_in(either_visitor(""), OFFICER, "wrong")
    assert lines(either_site) == [("wrong", "password", 5), ("waiting", "password", 4)]
    wait(clock, minutes=1)
    for name in (OFFICER, "nobody", "another"):
        try_to_sign_in(either_visitor(""), name, "wrong")
    assert lines(either_site)[2:] == [("wrong", "password", 1), ("unknown", "password", 2)]


def test_from_any_number_of_addresses_there_are_only_so_many_rows_a_minute(either_site: Site) -> None:
    most = MOST_A_MINUTE
    with either_site.writing() as session:
        who = person(session, OFFICER).id
        for number in range(most + 20):
            record_failure(session, "unknown", Entry(f"10.0.{number}.1", ""), NOON, name="ad…")
        record_failure(session, "wrong", Entry("10.9.9.9", ""), NOON, person_id=who, way="password")
        record_failure(session, "wrong", Entry("10.9.9.8", ""), NOON, person_id=who, way="password")
    with either_site.reading() as session:
        rows = session.query(SignInRecord).order_by(SignInRecord.id).all()
        assert [(row.address, row.name, row.times) for row in rows[most:]] == [("", "", 20), ("", "", 2)]
        assert sum(row.times for row in rows) == most + 22


def test_what_an_administrator_and_oneself_do_with_an_account_is_there(
    either_visitor: Visitor, either_site: Site, auditor: httpx.Client
) -> None:
    stop_machine_clock(either_site)
    here, _there = (signed_in(either_visitor(""), OFFICER) for _ in range(2))
    assert here.put("/account/password", json={"old": "wrong", "new": NEW_PASSWORD}).status_code == 422
    assert here.delete("/account/sessions").status_code == 204
    assert here.delete("/account/sessions").status_code == 204  # nothing was left to end
    token = here.post("/account/tokens", json={"label": "台账同步", "scopes": ["read"], "days": 30})
    here.delete(f"/account/tokens/{token.json()['token']['id']}")
    here.put("/account/password", json={"old": "duban-demo", "new": NEW_PASSWORD})
    chief = either_visitor(ADMINISTRATOR)
    with either_site.reading() as session:
        who = person(session, OFFICER).id
    assert chief.delete(f"/people/{who}/sessions").json() == {"count": 1}
    assert here.get("/tasks").status_code == 401
    chief.post(f"/people/{who}/password")
    told = auditor.get("/sign-ins", params={"person_id": who}).json()["items"]
    assert [(one["result"], one["by"] and one["by"]["name"]) for one in reversed(told)] == [
        ("opened", None),
        ("opened", None),
        ("old_wrong", None),
        ("ended", None),
        ("token_created", None),
        ("token_revoked", None),
        ("password_changed", None),
        ("ended_by_administrator", "彭飞"),
        ("password_given", "彭飞"),
    ]


def test_the_record_is_narrowed_by_person_result_and_day_and_leaves_as_a_workbook(
    either_visitor: Visitor, either_site: Site, auditor: httpx.Client
) -> None:
    clock = stop_machine_clock(either_site)  # noon in the office on 2026-01-05
    try_to_sign_in(either_visitor(""), "=1+1", "wrong")
    wait(clock, hours=12)
    signed_in(either_visitor(""), OFFICER)

    def results(**query: object) -> list[str]:
        return [one["result"] for one in auditor.get("/sign-ins", params=query).json()["items"]]  # type: ignore[arg-type]

    assert results() == ["opened", "unknown"]
    assert results(result="failed") == ["unknown"]
    assert results(**{"from": "2026-01-06"}) == ["opened"]
    assert results(to="2026-01-05") == ["unknown"]
    with either_site.reading() as session:
        assert results(person_id=person(session, HANDLER).id) == []
    answer = auditor.get("/sign-ins/sheet", params={"to": "2026-01-05"})
    (sheet,) = load_workbook(BytesIO(answer.content)).worksheets
    (row,) = sheet.iter_rows(min_row=3, values_only=True)
    assert row[:7] == ("2026-01-05 12:00:00", None, 1, None, "=1…", "用户名不存在", "密码")
    assert sheet["E3"].data_type == "s"


def test_long_records_come_page_by_page(either_visitor: Visitor, either_site: Site, auditor: httpx.Client) -> None:
    with either_site.writing() as session:
        who = person(session, OFFICER).id
        for _ in range(60):
            add_sign_in(
                session, at=NOON, result="opened", way="password", person_id=who, name="", address="", device=""
            )
    first = auditor.get("/sign-ins").json()
    second = auditor.get("/sign-ins", params={"cursor": first["next"]}).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 10, None)
    assert auditor.get("/sign-ins", params={"cursor": "x"}).status_code == 422


@pytest.mark.parametrize("username", [OFFICER, HANDLER, LEADER, DESIGNER])
def test_only_the_auditor_and_the_administrator_read_everybodys(visitor: Visitor, username: str) -> None:
    for path in ("/sign-ins", "/sign-ins/sheet"):
        assert problem_of(visitor(username).get(path), 403)["code"] == "error.not_allowed"
    assert problem_of(visitor(username).delete("/people/1/sessions"), 403)["code"] == "error.not_allowed"


def test_everybody_sees_when_they_came_last_and_who_failed_since(visitor: Visitor, site: Site) -> None:
    clock = stop_machine_clock(site)
    first = signed_in(visitor(""), OFFICER)
    assert (first.get("/account/sign-ins").json()["last"], first.get("/account/sign-ins").json()["failures"]) == (
        None,
        0,
    )
    came = clock.now()
    wait(clock, hours=2)
    try_to_sign_in(visitor(""), OFFICER, "wrong")
    try_to_sign_in(visitor(""), OFFICER, "wrong")
    try_to_sign_in(visitor(""), HANDLER, "wrong")
    own = signed_in(visitor(""), OFFICER).get("/account/sign-ins").json()
    assert (own["last"]["at"], own["failures"]) == (_said(came), 2)
    assert [one["result"] for one in own["items"]] == ["opened", "wrong", "opened"]
    problem_of(visitor(OFFICER).get("/account/sign-ins"), 403)  # no token reaches it


REFUSED = (
    "UPDATE sign_in_record SET person_id = NULL",
    "UPDATE sign_in_record SET times = times + 2",
    "UPDATE sign_in_record SET times = times - 1",
    "UPDATE sign_in_record SET address = 'x', times = times + 1",
    "UPDATE sign_in_record SET last_at = '2030-01-01 00:00:00', times = times + 1",
    "DELETE FROM sign_in_record",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_lets_nobody_change_or_delete_a_line(either_site: Site, statement: str) -> None:
    now = datetime.now(UTC)
    with either_site.writing() as session:
        who = person(session, OFFICER).id
        record_failure(session, "wrong", Entry("10.0.0.1", ""), now, person_id=who, way="password")
    with pytest.raises(DatabaseRefused, match="never changed or deleted"), either_site.writing() as session:
        session.execute(text(statement))
    assert lines(either_site) == [("wrong", "password", 1)]


def test_what_happened_once_is_not_counted_up_and_on_postgresql_nothing_is_emptied(postgresql_site: Site) -> None:
    signs_of(postgresql_site, datetime.now(UTC))
    for statement in ("UPDATE sign_in_record SET times = times + 1", "TRUNCATE sign_in_record"):
        with pytest.raises(DatabaseRefused, match="never changed or deleted"), postgresql_site.writing() as session:
            session.execute(text(statement))


def signs_of(site: Site, at: datetime) -> None:
    with site.writing() as session:
        who = person(session, OFFICER).id
        add_sign_in(session, at=at, result="opened", way="password", person_id=who, name="", address="", device="")


def test_lines_go_when_the_office_no_longer_keeps_them_and_never_before_half_a_year(either_site: Site) -> None:
    signs_of(either_site, LONG_AGO)
    clock = stop_machine_clock(either_site)
    clock.set(LONG_AGO + timedelta(days=366))
    do_all_due(either_site)
    assert len(lines(either_site)) == 1
    clock.set(LONG_AGO + timedelta(days=366, seconds=1))
    do_all_due(either_site)
    assert lines(either_site) == []
    signs_of(either_site, datetime.now(UTC))
    clock.set(datetime.now(UTC) + timedelta(days=4000))  # a clock that is wrong costs no line and stops no work
    do_all_due(either_site)
    assert len(lines(either_site)) == 1


def test_the_console_is_named_where_no_page_was_used(site: Site) -> None:
    from engine.commands.people.passwords import give_one_time_password, remove_password  # noqa: PLC0415

    with site.writing() as session:
        give_one_time_password(session, person(session, OFFICER), NOON)
        remove_password(session, person(session, OFFICER), NOON)
    assert lines(site) == [("password_given", "console", 1), ("password_removed", "console", 1)]


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), (" a ", "a…"), ("secret", "se…"), ("\x1b[31m", "[3…"), ("超长密码", "超长…")]
)
def test_of_a_name_that_nobody_has_only_the_beginning_is_kept(typed: str, kept: str) -> None:
    assert masked(typed) == kept


def test_the_results_that_are_answered_are_those_of_the_record() -> None:
    assert set(Result.__args__) == set(RESULTS)  # type: ignore[attr-defined]
    assert set(FAILED) < set(RESULTS)
