"""A mail to whoever stands in while somebody is away: from when to when, and for which posts."""

import css_inline

from engine.act import Act
from engine.domain import messages
from engine.notify.mails import office_time, template
from engine.people.principals import of_person, of_post
from engine.people.situation import Situation, Work
from engine.store.models import AbsenceRow, OutboxMail
from engine.store.people import people_by_id
from engine.store.runtime import runtime_of

KIND = "standing_in"


def tell_who_stands_in(act: Act, absence: AbsenceRow) -> None:
    """Everybody to whom work falls at the beginning of the absence, each once."""
    if absence.starts_at is None or absence.ends_at is None:
        return
    situation = act.situation_at(max(absence.starts_at, act.now))
    told = _work_by_person(situation, absence)
    people = people_by_id(act.session, told)
    for person_id, posts in told.items():
        person = people[person_id]
        facts = {
            "name": person.name,
            "absent": situation.name_of(absence.person_id),
            "posts": "、".join(posts) or messages.text("mail.own_work"),
            "starts": office_time(absence.starts_at),
            "ends": office_time(absence.ends_at),
            "office": act.house.office_name,
        }
        subject = " ".join(messages.text("mail.standing_in_subject", **facts).split())
        body = {
            "subject": subject,
            "lead": messages.text("mail.standing_in", **facts),
            "rows": [],
            "link": f"{act.house.base_url}/tasks",
            "office": facts["office"],
        }
        runtime_of(act.session).has_work = True
        act.session.add(
            OutboxMail(
                message_id=f"<{KIND}.{absence.id}.{person.username}@duban>",
                person_id=person.id,
                item_id=None,
                kind=KIND,
                address=person.email,
                recipient=person.name,
                subject=subject,
                text=template("mail.txt.j2").render(body),
                html=css_inline.inline(template("mail.html.j2").render(body)),
                created_at=act.now,
                state="waiting",
                next_attempt_at=act.now,
            )
        )


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
