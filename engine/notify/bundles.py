"""One urging note for several items of a unit: to its handlers, with a line for each item."""

from collections.abc import Sequence

import css_inline

from engine.act import Act
from engine.domain import messages
from engine.notify.mails import PROCESS, office_time, template
from engine.notify.roles import people_told
from engine.store.models import BundledUrge, Item, OutboxMail
from engine.store.people import people_by_id
from engine.store.runtime import runtime_of

KIND = "urge_bundle"


def mail_bundle(act: Act, urges: Sequence[BundledUrge]) -> None:
    """Each person once; the Message-ID follows from the first urge of the note and the person."""
    items = {one.item_id: act.session.get_one(Item, one.item_id) for one in urges}
    told: dict[int, None] = {}
    for item in items.values():
        told |= dict.fromkeys(people_told(act.situation, item, PROCESS, ("handler", "substitute")))
    people = people_by_id(act.session, list(told))
    for person in (people[person_id] for person_id in told):
        subject = messages.text("mail.urge_bundle_subject", count=len(items))
        body = {
            "subject": subject,
            "lead": messages.text("mail.urge_bundle", name=person.name, count=len(items)),
            "rows": [_row(items[one.item_id], one) for one in urges],
            "link": f"{act.house.base_url}/tasks",
            "office": act.house.office_name,
        }
        runtime_of(act.session).has_work = True
        act.session.add(
            OutboxMail(
                message_id=f"<{KIND}.{urges[0].id}.{person.username}@duban>",
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


def _row(item: Item, urge: BundledUrge) -> tuple[str, str]:
    due = office_time(urge.answer_due_at) if urge.answer_due_at else messages.text("mail.no_due")
    return item.number or "", messages.text("mail.urge_bundle_row", title=item.title, asked=urge.asked, due=due)
