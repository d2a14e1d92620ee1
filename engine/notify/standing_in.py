"""Whoever stands in while somebody is away is told: from when to when, and for which posts."""

from engine.act import Act
from engine.domain import messages
from engine.notify.mails import office_time
from engine.notify.telling import Said, tell
from engine.people.principals import of_person, of_post
from engine.people.situation import Situation, Work
from engine.store.models import AbsenceRow

KIND = "standing_in"


def tell_who_stands_in(act: Act, absence: AbsenceRow) -> None:
    """Everybody to whom work falls at the beginning of the absence, each once."""
    if absence.starts_at is None or absence.ends_at is None:
        return
    situation = act.situation_at(max(absence.starts_at, act.now))
    for person_id, posts in _work_by_person(situation, absence).items():
        facts = {
            "absent": situation.name_of(absence.person_id),
            "posts": "、".join(posts) or messages.text("mail.own_work"),
            "starts": office_time(absence.starts_at),
            "ends": office_time(absence.ends_at),
            "office": act.house.office_name,
        }
        tell(act, [person_id], Said(KIND, f"{KIND}.{absence.id}", facts))


def _work_by_person(situation: Situation, absence: AbsenceRow) -> dict[int, list[str]]:
    """Whoever does the work of the posts that the absent one holds as A, and of what is theirs by name."""
    work = Work(absence.process, absence.unit_id)
    found: dict[int, list[str]] = {}
    for post, part in situation.posts_held(absence.person_id):
        if part == "A":
            for person_id in situation.doers([of_post(post.id)], work):
                found.setdefault(person_id, []).append(situation.post_name(post, "A"))
    for person_id in situation.doers([of_person(absence.person_id)], work):
        found.setdefault(person_id, [])
    return {person_id: sorted(posts) for person_id, posts in found.items() if person_id != absence.person_id}
