"""The office's calendar over HTTP: due dates, the days of a year, what a notice says, and changing it."""

from engine.site import Site
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.matter import dispatch
from tests.support.notices import OF_2027
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER


def test_a_due_date_names_the_days_it_skipped(visitor: Visitor) -> None:
    params: dict[str, str | int | bool] = {"from": "2026-09-30", "working_days": 1}
    answer = visitor(HANDLER).get("/calendar/due", params=params).json()
    assert (answer["due"], answer["provisional"], len(answer["skipped"])) == ("2026-10-08", False, 7)
    assert answer["skipped"][0] == {"date": "2026-10-01", "reason": "国庆节"}
    today = visitor(HANDLER).get("/calendar/due", params={**params, "from_next_day": False}).json()
    assert today == {"due": "2026-09-30", "skipped": [], "provisional": False}


def test_plain_days_and_office_hours_are_told_apart_from_working_days(visitor: Visitor) -> None:
    ask = visitor(HANDLER).get
    plain = ask("/calendar/due", params={"from": "2026-09-30", "calendar_days": 3}).json()
    assert plain == {"due": "2026-10-03", "skipped": [], "provisional": False}
    hours = ask("/calendar/due-moment", params={"from": "2026-09-30T16:30:00+08:00", "working_hours": 2}).json()
    assert hours == {"due_at": "2026-10-08T02:00:00Z", "provisional": False}
    for wrong in ("", "&working_days=1&calendar_days=1"):
        problem_of(ask(f"/calendar/due?from=2026-09-30{wrong}"), 422)


def test_a_year_without_its_notice_is_provisional_until_the_notice_is_entered(
    either_site: Site, either_visitor: Visitor
) -> None:
    dispatch(either_site, due_working_days=272)
    administrator = either_visitor(ADMINISTRATOR)
    before = administrator.get("/calendar", params={"year": 2027}).json()
    assert (before["provisional"], before["notice"], before["version"], len(before["days"])) == (True, None, 0, 365)
    understood = administrator.post("/calendar/read", json={"text": OF_2027}).json()
    assert understood["notice"]["festivals"][1]["worked"] == ["2027-01-31", "2027-02-20"]
    assert administrator.get("/calendar/changes").json()["items"] == []
    entered = administrator.post("/calendar/changes", json={**understood, "source": "notice"})
    assert entered.status_code == 201
    (moved,) = entered.json()["moved"]
    assert moved["before"] != moved["after"]
    after = administrator.get("/calendar", params={"year": 2027}).json()
    assert (after["provisional"], after["version"]) == (False, 1)
    assert after["notice"] == {"text": OF_2027.strip(), "version": 1}
    kinds = {day["date"]: day["kind"] for day in after["days"]}
    assert (kinds["2027-02-11"], kinds["2027-01-31"], kinds["2027-02-21"]) == ("holiday", "adjusted", "weekend")
    item = either_visitor(OFFICER).get(f"/items/{moved['item_id']}").json()
    assert (item["due_at"], item["due"]["provisional"]) == (moved["after"], False)
    assert administrator.get("/calendar/changes").json()["items"] == [entered.json()]


def test_days_of_the_offices_own_show_in_the_year(visitor: Visitor) -> None:
    hours = [{"start": "09:00", "end": "12:00"}]
    days = [
        {"date": "2026-03-02", "kind": "off", "reason": "建设日"},
        {"date": "2026-03-03", "kind": "hours", "reason": "半天", "hours": hours},
    ]
    assert visitor(ADMINISTRATOR).post("/calendar/changes", json={"days": days}).status_code == 201
    year = visitor(HANDLER).get("/calendar", params={"year": 2026}).json()
    shown = {day["date"]: day for day in year["days"]}
    assert (shown["2026-03-02"]["kind"], shown["2026-03-02"]["reason"]) == ("office_off", "建设日")
    assert shown["2026-03-03"]["kind"] == "office_hours"
    assert shown["2026-03-03"]["hours"] == [{"start": "09:00:00", "end": "12:00:00"}]
    assert [day["date"] for day in year["days"] if day["is_own"]] == ["2026-03-02", "2026-03-03"]


def test_every_problem_of_a_change_is_in_the_answer(visitor: Visitor) -> None:
    read = visitor(ADMINISTRATOR).post("/calendar/read", json={"text": OF_2027.replace("2027年", "2028年")})
    assert read.status_code == 422
    assert len(read.json()["problems"]) > 5
    days = [{"date": "2026-03-02", "kind": "off"}, {"date": "2026-03-02", "kind": "hours"}]
    answer = visitor(ADMINISTRATOR).post("/calendar/changes", json={"days": days})
    assert [one["field"] for one in answer.json()["problems"]] == ["/days/1/date", "/days/1/hours"]


def test_a_repeated_request_changes_the_calendar_once(visitor: Visitor) -> None:
    body, headers = {"days": [{"date": "2026-03-02", "kind": "off"}]}, {"Idempotency-Key": "one"}
    answers = [visitor(ADMINISTRATOR).post("/calendar/changes", json=body, headers=headers).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(visitor(ADMINISTRATOR).get("/calendar/changes").json()["items"]) == 1
