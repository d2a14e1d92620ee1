"""What those above are told about a key task or an assessment, when something was not done in time."""

from collections.abc import Iterable

from engine.actions.around_reviews import around_review
from engine.actions.registry import Call
from engine.domain import messages
from engine.domain.errors import NotFound
from engine.notify.telling import Said, tell
from engine.people.assignment import principals_of
from engine.people.situation import Work
from engine.store.models import KeyTask

KIND = "review_late"


def tell_of_review(call: Call, roles: Iterable[str], about: str) -> None:
    """Everybody behind the roles who is present; the cause follows from instance, element and moment."""
    act, around = call.act, around_review(call.act, call.data)
    if around is None:
        raise NotFound
    task = act.session.get(KeyTask, call.data["key_task_id"]) if "key_task_id" in call.data else None
    unit = act.situation.find_unit(around.lead_unit_id)
    facts = {
        "number": task.number if task else "",
        "title": task.title if task else messages.text("reviews.assessment"),
        "unit": unit.name if unit else "",
        "asked": about,
        "office": act.house.office_name,
    }
    hidden = call.instance.confidential
    work = Work(call.instance.key, around.lead_unit_id, hidden)
    told = {
        person_id
        for role in roles
        for person_id in act.situation.doers(principals_of(role, around, act.situation), work)
    }
    cause = f"{KIND}.{call.instance.id}.{call.element_id}.{int(act.now.timestamp())}"
    tell(act, sorted(told), Said(KIND, cause, facts, call.instance.id, confidential=hidden))
