"""Telling people: one notice a person and cause, a mail as each of them wants it, a word to groups outside.

All of it is written in the act's transaction; what leaves the house leaves through the outbox.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import css_inline

from engine.act import Act
from engine.domain import messages
from engine.domain.ladder import CHANNELS
from engine.notify.channels import tell_channels
from engine.notify.kinds import ALWAYS_AT_ONCE
from engine.notify.layouts import layout
from engine.notify.preferences import preferences_for
from engine.notify.texts import filled, texts_of
from engine.store.models import Item, Notice, OutboxMail, Person
from engine.store.people import people_by_id
from engine.store.runtime import runtime_of
from engine.store.telling import newest_text

MAIL, ROBOT = "mail", "robot"
LABELLED = (
    "document",
    "number",
    "title",
    "matter",
    "unit",
    "task",
    "actor",
    "due",
    "late",
    "asked",
    "answer_due",
    "rectify_due",
)


@dataclass(frozen=True)
class Said:
    """What is to be told. `cause` is the same whenever the same thing is told: it names the notice, mail and calls.

    `facts` are the names that a text may use. `channels` bounds the ways; in the product everybody is told
    whatever they say, for that is what tells when somebody has read it.
    """

    kind: str
    cause: str
    facts: Mapping[str, str]
    instance_id: int | None = None
    item: Item | None = None
    task_id: str | None = None
    confidential: bool = False
    channels: Collection[str] = field(default=CHANNELS)


def tell(act: Act, people: Iterable[int], said: Said) -> None:
    """Each of the people once, in their order, and the groups and programs that are told of this kind."""
    told = list(dict.fromkeys(people))
    texts = texts_of(said.kind, newest_text(act.session, said.kind))
    if told:
        known, wanted = people_by_id(act.session, told), preferences_for(act.session, told)
        named = [known[person_id] for person_id in told]
        notices = [_notice(act, said, one, filled(texts.subject, _own(said, one)), texts.lead) for one in named]
        act.session.add_all(notices)
        act.session.flush()
        for person, notice in zip(named, notices, strict=True):
            leaves = wanted[person.id].leaves_at(said.kind, act.calendar, act.now)
            if leaves is not None and (MAIL in said.channels or said.kind in ALWAYS_AT_ONCE):
                _mail(act, said, person, notice, *leaves)
    if ROBOT in said.channels and not said.confidential:
        subject = _one_line(filled(texts.subject, {**said.facts, "name": ""}))
        tell_channels(act, said.kind, said.cause, said.item, said.instance_id, subject, texts.robot, said.facts)


def _own(said: Said, person: Person) -> dict[str, str]:
    return {**said.facts, "name": person.name}


def _one_line(text: str) -> str:
    """Whatever a title holds."""
    return " ".join(text.split())


def _notice(act: Act, said: Said, person: Person, subject: str, lead: str) -> Notice:
    return Notice(
        person_id=person.id,
        cause=said.cause,
        kind=said.kind,
        title=_one_line(subject)[:400],
        text=filled(lead, _own(said, person)),
        instance_id=said.instance_id,
        item_id=said.item.id if said.item else None,
        task_id=said.task_id,
        created_at=act.now,
    )


def _mail(act: Act, said: Said, person: Person, notice: Notice, state: str, leaves_at: object) -> None:
    body = {
        "subject": notice.title,
        "lead": notice.text,
        "rows": rows_of(said.facts),
        "link": notice_link(act.house.base_url, notice.id),
        "office": act.house.office_name,
    }
    runtime_of(act.session).has_work = True
    act.session.add(
        OutboxMail(
            message_id=f"<{said.cause}.{person.username}@duban>",
            person_id=person.id,
            item_id=notice.item_id,
            notice_id=notice.id,
            kind=said.kind,
            address=person.email,
            recipient=person.name,
            subject=notice.title,
            text=layout("mail.txt.j2").render(body),
            html=css_inline.inline(layout("mail.html.j2").render(body)),
            created_at=act.now,
            state=state,
            next_attempt_at=leaves_at,
        )
    )


def notice_link(base_url: str, notice_id: int) -> str:
    """Where a mail leads: to the very task, once it is known who opens it."""
    return f"{base_url}/notices/{notice_id}"


def rows_of(facts: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The facts a reader needs, in a fixed order, empty ones left out."""
    return [(messages.text(f"mail.label_{name}"), facts[name]) for name in LABELLED if facts.get(name)]
