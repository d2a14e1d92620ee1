"""Administrators see what is to be started when, and let what failed be tried again."""

from datetime import UTC, timedelta

from sqlalchemy import update

from engine.site import Site
from engine.store.models import ScheduledStart
from tests.api.conftest import Visitor
from tests.support.diagrams import chain, diagram, task, timer
from tests.support.office import ADMINISTRATOR, DESIGNER, MONDAY, deploy


def test_the_schedule_is_listed_and_what_was_set_aside_is_taken_up_again(site: Site, visitor: Visitor) -> None:
    begin = f'<startEvent id="bell">{timer("timeCycle", "R3/PT1H")}</startEvent>'
    deploy(site, diagram(begin, task("work"), chain("bell", "work")))
    administrator = visitor(ADMINISTRATOR)
    (row,) = administrator.get("/scheduled-starts").json()["items"]
    due = (MONDAY + timedelta(hours=1)).astimezone(UTC).isoformat()
    assert (row["key"], row["version"], row["element_id"], row["left"]) == ("p", 1, "bell", 3)
    assert row["due_at"] == due.replace("+00:00", "Z")
    path = f"/scheduled-starts/{row['id']}/retry"
    assert administrator.post(path).status_code == 409
    with site.writing() as session:
        session.execute(update(ScheduledStart).values(state="set_aside", attempts=3, last_error="满了"))
    assert administrator.get("/scheduled-starts").json()["items"][0]["last_error"] == "满了"
    again = administrator.post(path).json()
    assert (again["state"], again["attempts"]) == ("pending", 0)
    assert administrator.post("/scheduled-starts/99/retry").status_code == 404


def test_nobody_else_sees_it(visitor: Visitor) -> None:
    assert visitor(DESIGNER).get("/scheduled-starts").status_code == 403
