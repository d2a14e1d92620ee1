"""Notices, preferences, texts and channels as pages and programs see them."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.schemas.common import Key, Named, Shape, unit_named
from engine.act import Act
from engine.calendar.quiet import Quiet
from engine.commands.notices.channels import Entry
from engine.notify.kinds import ALWAYS_AT_ONCE, AT_ONCE, kinds, label_of, names_of
from engine.notify.texts import LONGEST, Texts, shipped_texts, texts_of
from engine.people.situation import Situation
from engine.queries.notices import Pulse, Told
from engine.store.models import Channel, Notice, NoticePreference, NoticeText, OutboxMail

Mode = Literal["at_once", "digest", "app"]
ChannelKind = Literal["webhook", "wecom", "dingtalk", "feishu"]
Text60 = Annotated[str, Field(max_length=60)]


class NoticeOfPerson(Shape):
    """`read_via`: app, link (from a mail) or marked."""

    id: int
    kind: str
    label: str
    title: str
    text: str
    created_at: datetime
    read_at: datetime | None
    read_via: str | None


class OpenBody(BaseModel):
    via: Literal["app", "link"] = "app"


class OpenedNotice(Shape):
    """`place` is the page where it is answered."""

    notice: NoticeOfPerson
    place: str


class PulseShape(Shape):
    """What a page compares to see whether something has arrived; the ETag changes with any of it.

    `item` counts the record of the item that was asked for.
    """

    unread: int
    newest: int
    tasks: int
    newest_task: datetime | None
    item: int | None


class MarkedShape(Shape):
    marked: int


class QuietBody(BaseModel):
    """Local times of the office, over midnight where `ends` is the earlier; the same twice is no time at all."""

    starts: time = time(0)
    ends: time = time(0)
    days_off: bool = False

    def quiet(self) -> Quiet:
        return Quiet(self.starts, self.ends, self.days_off)


class QuietShape(Shape):
    starts: str
    ends: str
    days_off: bool


class KindShape(Shape):
    """`own` is None where the person has it as the office; `fixed` kinds leave at once always."""

    kind: str
    label: str
    own: Mode | None
    office: Mode
    fixed: bool


class PreferenceShape(Shape):
    """`quiet` is None where the person has it as the office."""

    kinds: list[KindShape]
    quiet: QuietShape | None
    office_quiet: QuietShape | None


class PreferenceBody(BaseModel):
    """A kind that is not named, and `quiet` null, is as the office has it."""

    modes: dict[Text60, Mode] = Field(default_factory=dict, max_length=200)
    quiet: QuietBody | None = None


class OfficePreferenceBody(BaseModel):
    modes: dict[Text60, Mode] = Field(default_factory=dict, max_length=200)
    quiet: QuietBody = Field(default_factory=QuietBody)


class TextsBody(BaseModel):
    """With `restore` what was shipped holds again, and the rest is not looked at."""

    subject: str = Field(default="", max_length=LONGEST["subject"] * 2)
    lead: str = Field(default="", max_length=LONGEST["lead"] * 2)
    robot: str = Field(default="", max_length=LONGEST["robot"] * 2)
    restore: bool = False

    def texts(self) -> Texts:
        return Texts(self.subject, self.lead, self.robot)


class PreviewBody(TextsBody):
    """Without an item that the designer may see, an example stands for one."""

    item_id: Key | None = None


class TextsShape(Shape):
    subject: str
    lead: str
    robot: str


class TextVersion(Shape):
    """`texts` is None for what was shipped, restored."""

    version: int
    changed_at: datetime
    changed_by: Named
    texts: TextsShape | None


class KindOfText(Shape):
    """`version` 0: as shipped, never changed."""

    kind: str
    label: str
    version: int
    is_shipped: bool


class TextsDetail(KindOfText):
    texts: TextsShape
    shipped: TextsShape
    names: list[str]
    versions: list[TextVersion]


class PreviewShape(Shape):
    subject: str
    lead: str
    text: str
    html: str
    robot: str


class ChannelBody(BaseModel):
    """`url` and `secret` left out: as they are, for one that is there already."""

    name: str = Field(max_length=120)
    kind: ChannelKind
    events: list[Text60] = Field(max_length=200)
    url: str | None = Field(default=None, max_length=1000)
    secret: str | None = Field(default=None, max_length=400)
    unit_id: Key | None = None
    is_on: bool = True

    def entry(self) -> Entry:
        return Entry(**self.model_dump())


class ChannelShape(Shape):
    """The address is shown as its host alone, of the secret only that there is one."""

    id: int
    name: str
    kind: ChannelKind
    events: list[str]
    host: str
    has_secret: bool
    unit: Named | None
    is_on: bool
    changed_at: datetime
    changed_by: Named


class TriedShape(Shape):
    """The number of the call with the deliveries."""

    delivery_id: int


class ToldOfItem(Shape):
    """One telling of an item. `way`: app, mail, digest (a mail within a digest), webhook, wecom, dingtalk or feishu."""

    way: str
    kind: str
    label: str
    title: str
    to: str
    at: datetime
    state: str | None
    sent_at: datetime | None
    leaves_at: datetime | None
    attempts: int
    last_error: str | None
    read_at: datetime | None
    read_via: str | None


def notice_shape(notice: Notice) -> NoticeOfPerson:
    return NoticeOfPerson(
        id=notice.id,
        kind=notice.kind,
        label=label_or_code(notice.kind),
        title=notice.title,
        text=notice.text,
        created_at=notice.created_at,
        read_at=notice.read_at,
        read_via=notice.read_via,
    )


def label_or_code(kind: str) -> str:
    """A kind that this release does not know any more keeps its code."""
    return label_of(kind) if kind in kinds() else kind


def pulse_shape(pulse: Pulse) -> PulseShape:
    return PulseShape(
        unread=pulse.unread, newest=pulse.newest, tasks=pulse.tasks, newest_task=pulse.newest_task, item=pulse.item
    )


def preference_shape(office: dict[str, Any], own: NoticePreference | None) -> PreferenceShape:
    modes, office_modes = (own.modes if own else {}), office.get("modes", {})
    return PreferenceShape(
        kinds=[
            KindShape.model_validate(
                {
                    "kind": kind,
                    "label": label_of(kind),
                    "own": modes.get(kind),
                    "office": AT_ONCE if kind in ALWAYS_AT_ONCE else office_modes.get(kind, AT_ONCE),
                    "fixed": kind in ALWAYS_AT_ONCE,
                }
            )
            for kind in kinds()
        ],
        quiet=_quiet(own.quiet if own else None),
        office_quiet=_quiet(office.get("quiet")),
    )


def _quiet(stored: dict[str, Any] | None) -> QuietShape | None:
    return QuietShape(**stored) if stored else None


def kind_of_text(kind: str, changed: NoticeText | None) -> KindOfText:
    return KindOfText(
        kind=kind,
        label=label_of(kind),
        version=changed.version if changed else 0,
        is_shipped=changed is None or changed.lead is None,
    )


def texts_detail(situation: Situation, kind: str, versions: list[NoticeText]) -> TextsDetail:
    newest = versions[0] if versions else None
    return TextsDetail(
        **kind_of_text(kind, newest).model_dump(),
        texts=_texts(texts_of(kind, newest)),
        shipped=_texts(shipped_texts(kind)),
        names=list(names_of(kind)),
        versions=[
            TextVersion(
                version=row.version,
                changed_at=row.changed_at,
                changed_by=Named(id=row.changed_by_id, name=situation.name_of(row.changed_by_id)),
                texts=None if row.lead is None else _texts(texts_of(kind, row)),
            )
            for row in versions
        ],
    )


def _texts(texts: Texts) -> TextsShape:
    return TextsShape(subject=texts.subject, lead=texts.lead, robot=texts.robot)


def channel_shape(act: Act, channel: Channel) -> ChannelShape:
    situation = act.situation
    return ChannelShape.model_validate(
        {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "events": channel.events,
            "host": channel.host,
            "has_secret": bool(channel.secret),
            "unit": unit_named(situation, channel.unit_id),
            "is_on": channel.is_on,
            "changed_at": channel.changed_at,
            "changed_by": Named(id=channel.changed_by_id, name=situation.name_of(channel.changed_by_id)),
        }
    )


def told_shapes(situation: Situation, told: list[Told], bundles: dict[int, OutboxMail]) -> list[ToldOfItem]:
    return [_told(situation, one, bundles) for one in told]


def _told(situation: Situation, told: Told, bundles: dict[int, OutboxMail]) -> ToldOfItem:
    """A mail in a digest left when the digest did."""
    notice, mail, call = told.notice, told.mail, told.call
    bundle = bundles.get(mail.digest_id or 0) if mail else None
    sent = call or bundle or mail
    kind = (notice and notice.kind) or (mail and mail.kind) or (call.event if call else "")
    waits = sent is not None and sent.state in ("waiting", "gathered")
    return ToldOfItem(
        way=_way(told),
        kind=kind,
        label=label_or_code(kind),
        title=(notice and notice.title) or (mail and mail.subject) or str(call.body.get("text", "") if call else ""),
        to=_recipient(situation, told),
        at=told.at,
        state=sent.state if sent else None,
        sent_at=sent.sent_at if sent else None,
        leaves_at=sent.next_attempt_at if sent is not None and waits else None,
        attempts=sent.attempts if sent else 0,
        last_error=sent.last_error if sent else None,
        read_at=notice.read_at if notice else None,
        read_via=notice.read_via if notice else None,
    )


def _way(told: Told) -> str:
    if told.channel is not None:
        return told.channel.kind
    if told.mail is None:
        return "app"
    return "digest" if told.mail.state in ("gathered", "bundled") else "mail"


def _recipient(situation: Situation, told: Told) -> str:
    if told.notice is not None:
        return situation.name_of(told.notice.person_id)
    if told.channel is not None:
        return told.channel.name
    return told.mail.recipient if told.mail else ""
