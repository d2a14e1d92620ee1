"""People follow a real slapd: who is new comes, who moved moves, who is gone leaves, and never too many at once."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from ldap3 import MODIFY_REPLACE
from typer.testing import CliRunner

from api.app import make_app
from cli.main import app
from engine.commands.people.sync_directory import Followings, sync_directory
from engine.directory.entries import read_directory
from engine.domain.errors import Invalid, NotAllowed
from engine.people.situation import Situation
from engine.site import Site
from engine.store.models import Person
from tests.api.conftest import visitor_of
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    OFFICER,
    SUBSTITUTE,
    act_of,
    person,
    roles,
    situation,
)
from tests.support.slapd import BASE, SEARCHER, SEARCHERS_PASSWORD, Directory, entry, slapd, someone, unit

GENERAL, OFFICE = f"ou=综合处,{BASE}", f"ou=督查室,{BASE}"
SECTION = f"ou=档案科,{GENERAL}"
Follow = Callable[..., Followings]


@pytest.fixture
def own(tmp_path: Path, site: Site) -> Iterator[Directory]:
    """A directory with everybody of the demo office, each below their unit, to be changed by a test."""
    searcher = "organizationalRole simpleSecurityObject"
    with site.reading() as session:
        now = situation(session)
        mails = {one.id: one.email for one in session.query(Person)}
        ldif = [
            entry(BASE, objectClass="dcObject organization", dc="office", o="示范市"),
            entry(SEARCHER, objectClass=searcher, cn="duban", userPassword=SEARCHERS_PASSWORD),
            *(unit(f"ou={one.name},{BASE}", one.name) for one in now.units()),
            unit(SECTION, "档案科"),
            *(someone(one.username, one.name, below(now, one.id), mail=mails[one.id]) for one in now.everybody()),
        ]
    folder = tmp_path / "slapd"
    folder.mkdir()
    with slapd(folder, "".join(ldif)) as running:
        yield running


def below(now: Situation, person_id: int) -> str:
    """Where somebody of the office stands in the directory."""
    found = now.find_unit(now.unit_of(person_id))
    return f"ou={found.name},{BASE}" if found else BASE


@pytest.fixture
def follow(site: Site, own: Directory) -> Follow:
    with site.writing() as session:
        for one in session.query(Person).filter(Person.username != ADMINISTRATOR):
            one.password_hash = None  # they are the directory's; the administrator has a password of ours

    def do(username: str = ADMINISTRATOR, **more: object) -> Followings:
        entries = read_directory(own.settings())
        with site.writing() as session:
            return sync_directory(act_of(site, session, username), roles(session, username), entries, **more)  # type: ignore[arg-type]

    return do


def kinds(found: Followings) -> dict[str, str]:
    return {one.username: one.kind for one in found.people}


def add(own: Directory, username: str, below: str, **attributes: str) -> None:
    with own.as_owner() as connection:
        values = {"uid": username, "cn": username, "sn": username, **attributes}
        connection.add(f"uid={username},{below}", ["inetOrgPerson"], values)


def remove(own: Directory, *dns: str) -> None:
    with own.as_owner() as connection:
        for dn in dns:
            connection.delete(dn)


def test_what_is_the_same_changes_nothing(follow: Follow) -> None:
    assert follow() == Followings((), (), ())


def test_who_is_new_comes_who_moved_moves_and_who_changed_changes(site: Site, own: Directory, follow: Follow) -> None:
    add(own, "newcomer", SECTION, mail="new@office.example", cn="新来")  # 档案科 is none of the office's units
    with own.as_owner() as connection:
        connection.modify_dn(f"uid={SUBSTITUTE},{GENERAL}", f"uid={SUBSTITUTE}", new_superior=OFFICE)
        connection.modify(f"uid={HANDLER},{GENERAL}", {"mail": [(MODIFY_REPLACE, ["other@office.example"])]})
    found = follow()
    assert kinds(found) == {"newcomer": "new", SUBSTITUTE: "moved", HANDLER: "changed"}
    assert found.unknown_units == ("档案科",)
    with site.reading() as session:
        now = situation(session)
        units = {name: now.find_unit(now.unit_of(person(session, name).id)) for name in ("newcomer", SUBSTITUTE)}
        assert {name: one.name for name, one in units.items() if one} == {"newcomer": "综合处", SUBSTITUTE: "督查室"}
        assert person(session, HANDLER).email == "other@office.example"
        assert "handler" in roles(session, HANDLER)
    assert follow().people == ()


def test_who_is_gone_leaves_and_the_posts_left_empty_are_named(site: Site, own: Directory, follow: Follow) -> None:
    with own.as_owner() as connection:
        connection.modify(f"uid={HANDLER},{GENERAL}", {"employeeType": [(MODIFY_REPLACE, ["left"])]})
    (gone,) = follow().people
    assert (gone.kind, gone.username, gone.left_open) == ("gone", HANDLER, ("综合处承办岗A",))
    with site.reading() as session:
        assert not situation(session).works_here(person(session, HANDLER).id)
    with own.as_owner() as connection:
        connection.modify(f"uid={HANDLER},{GENERAL}", {"employeeType": [(MODIFY_REPLACE, [])]})
    found = follow()
    assert (found.people, [(one.username, one.reason) for one in found.skipped]) == ((), [(HANDLER, "left")])


def test_who_has_a_password_of_ours_is_not_the_directorys(own: Directory, follow: Follow) -> None:
    remove(own, f"uid={ADMINISTRATOR},ou=信息处,{BASE}")
    assert follow().people == ()


def test_more_than_a_share_leaves_only_by_force(site: Site, own: Directory, follow: Follow) -> None:
    with site.reading() as session:
        now = situation(session)
        of_unit = [
            one.username for one in now.everybody() if (u := now.find_unit(now.unit_of(one.id))) and u.code == "zhc"
        ]
        others = [
            one.username for one in now.everybody() if (u := now.find_unit(now.unit_of(one.id))) and u.name == "会议处"
        ]
    remove(own, *(f"uid={one},{GENERAL}" for one in of_unit), *(f"uid={one},ou=会议处,{BASE}" for one in others))
    with pytest.raises(Invalid) as refused:
        follow()
    assert [problem.code for problem in refused.value.problems] == ["people.sync_gone"]
    with site.reading() as session:
        assert situation(session).works_here(person(session, HANDLER).id)
    assert set(kinds(follow(largest_share=50)).values()) == {"gone"}


def test_of_some_nothing_becomes_and_the_reason_is_told(own: Directory, follow: Follow) -> None:
    add(own, "star*(name)", GENERAL, mail="star@office.example")
    add(own, "nomail", GENERAL)
    add(own, "twice", GENERAL, mail="a@office.example")
    add(own, "TWICE", OFFICE, mail="b@office.example")
    found = follow()
    reasons = {one.username: one.reason for one in found.skipped}
    assert reasons == {"star*(name)": "username", "nomail": "mail", "twice": "twice", "TWICE": "twice"}
    assert found.people == ()


def test_differences_of_case_make_no_other_person(own: Directory, follow: Follow) -> None:
    remove(own, f"uid={HANDLER},{GENERAL}")
    add(own, HANDLER.upper(), GENERAL, cn="陈璐", mail=f"{HANDLER}@duban.example")
    assert follow().people == ()


def test_only_administrators_let_people_follow(follow: Follow) -> None:
    with pytest.raises(NotAllowed):
        follow(OFFICER)


def test_over_http_it_can_be_looked_at_first(site: Site, own: Directory, follow: Follow) -> None:
    site.settings.ldap = own.settings()
    chief = visitor_of(make_app(site, nullcontext), site)(ADMINISTRATOR)
    add(own, "newcomer", GENERAL, mail="new@office.example", cn="新来")
    for dry_run in (True, True, False):
        answer = chief.post("/organisation/sync", json={"dry_run": dry_run}).json()
        assert [(one["kind"], one["name"], one["unit"]) for one in answer["people"]] == [("new", "新来", "综合处")]
    assert chief.post("/organisation/sync", json={}).json()["people"] == []


def test_the_page_offers_it_to_administrators_where_a_directory_is_set(site: Site, own: Directory) -> None:
    visit = visitor_of(make_app(site, nullcontext), site)

    def follows(username: str) -> bool:
        offered: bool = visit(username).get("/organisation").json()["follows_directory"]
        return offered

    assert not follows(ADMINISTRATOR)
    site.settings.ldap = own.settings()
    assert (follows(ADMINISTRATOR), follows(OFFICER)) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"url": "ldap://127.0.0.1:1"}, "connect"),
        ({"bind_password": "another"}, "bind"),
        ({"base": "ou=nowhere,dc=office,dc=example"}, "base"),
        ({"base": "no name"}, "base"),
        ({"starttls": True, "ca_file": None}, "certificate"),
    ],
)
def test_what_is_wrong_with_the_directory_is_said_and_how_to_mend_it(
    site: Site, own: Directory, wrong: dict[str, object], reason: str
) -> None:
    site.settings.ldap = own.settings(**wrong)
    chief = visitor_of(make_app(site, nullcontext), site)(ADMINISTRATOR)
    answer = chief.post("/organisation/sync", json={"dry_run": True})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, f"people.sync_away_{reason}")


def test_without_a_directory_it_is_said(site: Site) -> None:
    chief = visitor_of(make_app(site, nullcontext), site)(ADMINISTRATOR)
    answer = chief.post("/organisation/sync", json={})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "people.sync_none")


def test_the_command_says_what_it_does_and_only_looks_where_asked(
    site: Site, own: Directory, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = own.settings()
    ldap = {**settings.model_dump(mode="json", exclude={"bind_password"}), "bind_password": SEARCHERS_PASSWORD}
    monkeypatch.setenv("DUBAN_LDAP", json.dumps(ldap))
    monkeypatch.setenv("DUBAN_DATABASE_URL", site.settings.database)
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))
    monkeypatch.setenv("DUBAN_TESTING", "true")
    add(own, "newcomer", GENERAL, mail="new@office.example", cn="新来")
    for arguments, said in ((["--dry-run"], "没有作任何变动"), ([], "新增 newcomer 新来 综合处"), ([], "没有变动")):
        done = CliRunner().invoke(app, ["people", "sync", *arguments])
        assert (done.exit_code, said in done.output) == (0, True), done.output
