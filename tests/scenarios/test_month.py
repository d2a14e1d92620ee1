"""A month of an office on both databases: no task is lost, and no mail goes to somebody who is not there."""

from collections import Counter

from sqlalchemy import func, select

from engine.people.situation import Work
from engine.queries.attendance import find_unattended
from engine.queries.stranded import find_stranded
from engine.site import Site
from engine.store import Session
from engine.store.models import Event, Item, OutboxMail, Person, Task, TaskCandidate
from tests.scenarios.month import LAST_DAY, UNITS, Month
from tests.support.office import act_of
from tests.support.record import findings


def _names(session: Session) -> dict[int, str]:
    return {row.id: row.username for row in session.execute(select(Person.id, Person.username))}


def _look(month: Month) -> None:
    """Somebody who is here may do every open task, and nobody who is not here."""
    with month.site.reading() as session:
        situation = act_of(month.site, session).situation
        names = _names(session)
        query = select(Task.id, Task.key, Item.lead_unit_id, TaskCandidate.principal).join(TaskCandidate)
        for task_id, key, unit_id, principal in session.execute(query.outerjoin(Item, Item.id == Task.item_id)):
            doers = situation.doers([principal], Work(key, unit_id))
            assert doers, f"{task_id} is without anybody at {month.now}"
            away = [names[one] for one in doers if not month.presence.is_here(names[one], month.now)]
            assert away == [], f"{task_id} is with somebody who is not here at {month.now}"
        organisation = month.site.house.organisations.get(session)
        assert find_unattended(session, organisation, month.now, month.now) == []
        assert find_stranded(session) == []


def test_a_month_of_people_who_come_and_go(either_site: Site) -> None:
    month = Month(either_site, _look)
    month.live()
    with either_site.reading() as session:
        items = Counter(session.scalars(select(Item.state)))
        assert items == {"closed": len(UNITS) + 2}, f"not all is done by {LAST_DAY}"
        assert session.scalar(select(func.count()).where(Task.state == "open")) == 0
        names = _names(session)
        for mail in session.scalars(select(OutboxMail)):
            assert mail.person_id is not None
            username = names[mail.person_id]
            is_news = mail.kind == "standing_in"  # of what is to come, to whoever it comes to
            assert is_news or month.presence.is_here(username, mail.created_at), (mail.subject, username)
        completed = list(session.scalars(select(Event).where(Event.type == "task.completed")))
        for event in completed:
            assert event.actor_id is not None
            assert month.presence.is_here(names[event.actor_id], event.at), (names[event.actor_id], event.at)
        stood_in = {names[event.actor_id or 0] for event in completed if event.behalf_of_id is not None}
        assert {"liuyang", "hefan"} & stood_in
        assert {names[one] for one in session.scalars(select(Event.actor_id)) if one} >= {"hanlei", "linxi"}
    assert findings(either_site) == []
