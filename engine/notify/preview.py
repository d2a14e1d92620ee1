"""How a mail, a notice and a word to a group would read to whoever asks: of an item that is there, or an example."""

from dataclasses import dataclass

import css_inline

from engine.act import Act
from engine.domain import messages
from engine.notify.kinds import names_of
from engine.notify.layouts import layout
from engine.notify.mails import facts_of_item, office_time
from engine.notify.telling import rows_of
from engine.notify.texts import Texts, filled
from engine.store.models import Item


@dataclass(frozen=True)
class Shown:
    subject: str
    lead: str
    text: str
    html: str
    robot: str


def preview(act: Act, kind: str, item: Item | None, texts: Texts) -> Shown:
    """What only an act itself would say (who did it, what is asked) stands there as an example."""
    reader = act.situation.name_of(act.actor_id) if act.actor_id is not None else ""
    facts = facts_of_item(act, item) if item else _example(act)
    facts |= {name: messages.text(f"telling.example_{name}") for name in ("asked", "task", "actor", "absent", "posts")}
    facts |= {name: office_time(act.now) for name in ("answer_due", "rectify_due", "starts", "ends")}
    facts = {name: value for name, value in facts.items() if name in names_of(kind)}
    link = f"{act.house.base_url}/items/{item.id if item else 1}"
    own = {**facts, "name": reader}
    subject, lead = " ".join(filled(texts.subject, own).split()), filled(texts.lead, own)
    body = {
        "subject": subject,
        "lead": lead,
        "rows": rows_of(facts),
        "link": link,
        "office": act.house.office_name,
    }
    group = {**facts, "name": ""}
    said = filled(texts.robot, {**group, "subject": " ".join(filled(texts.subject, group).split()), "link": link})
    html = css_inline.inline(layout("mail.html.j2").render(body))
    return Shown(subject, lead, layout("mail.txt.j2").render(body), html, said)


def _example(act: Act) -> dict[str, str]:
    facts = {name: messages.text(f"telling.example_{name}") for name in ("number", "title", "matter", "unit", "late")}
    return {**facts, "due": office_time(act.now), "document": "", "office": act.house.office_name}
