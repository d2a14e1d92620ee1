"""Group robots and webhooks that an administrator enters, changes and tries; their addresses are never shown again."""

from collections.abc import Collection
from dataclasses import dataclass, field

from engine.act import Act
from engine.domain import messages
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.identity import web_address
from engine.notify.kinds import kinds
from engine.people.policy import may_change_channels
from engine.settings import SHORTEST_SECRET
from engine.store.events import append_event
from engine.store.models import Channel, OutboxCall
from engine.store.office_record import lock_office_record
from engine.store.runtime import runtime_of
from engine.store.telling import all_channels

WEBHOOK = "webhook"
KINDS = (WEBHOOK, "wecom", "dingtalk", "feishu")
LONGEST_NAME, LONGEST_URL, LONGEST_SECRET = 60, 500, 200


@dataclass(frozen=True)
class Entry:
    """What an administrator enters. `url` and `secret` None: as they are, for one that is there already."""

    name: str
    kind: str
    events: Collection[str]
    url: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    unit_id: int | None = None
    is_on: bool = True


def enter_channel(act: Act, roles: Collection[str], entry: Entry) -> Channel:
    """Invalid with everything that is wrong."""
    return _write(act, roles, None, entry)


def change_channel(act: Act, roles: Collection[str], channel_id: int, entry: Entry) -> Channel:
    """The same of one that is there; what waits to be said goes where it points from now on."""
    return _write(act, roles, channel_id, entry)


def try_channel(act: Act, roles: Collection[str], channel_id: int) -> OutboxCall:
    """One message that says what it is; whether it arrived is seen with the deliveries."""
    channel = _require(act, roles, channel_id)
    assert channel is not None  # noqa: S101 - a number was given
    if not channel.is_on:
        raise Conflict([Problem("telling.channel_off")])
    record = lock_office_record(act.session, act.now)
    append_event(record, "channel.tried", act.origin, name=channel.name, data={"channel": channel.id})
    text = messages.text("telling.trial", office=act.house.office_name, name=channel.name)
    call = OutboxCall(
        key=f"channel.{channel.id}.trial.{record.event_count}",
        receiver=channel.name,
        event="trial",
        text=text,
        body={"event": "trial", "at": act.now.isoformat(), "text": text},
        instance_id=record.id,
        element_id="trial",
        channel_id=channel.id,
        created_at=act.now,
        state="waiting",
        next_attempt_at=act.now,
    )
    act.session.add(call)
    act.session.flush()
    runtime_of(act.session).has_work = True
    return call


def _write(act: Act, roles: Collection[str], channel_id: int | None, entry: Entry) -> Channel:
    channel = _require(act, roles, channel_id)
    if problems := _problems(act, entry, channel):
        raise Invalid(problems)
    assert act.actor_id is not None  # noqa: S101 - entered by somebody
    record = lock_office_record(act.session, act.now)
    if channel is None:
        channel = Channel(kind=entry.kind, url="", secret=None)
        act.session.add(channel)
    channel.name, channel.kind, channel.unit_id = entry.name.strip(), entry.kind, entry.unit_id
    channel.events = [kind for kind in kinds() if kind in entry.events]
    channel.is_on, channel.changed_at, channel.changed_by_id = entry.is_on, act.now, act.actor_id
    if entry.url is not None:
        channel.url = entry.url
    if entry.secret is not None:
        channel.secret = entry.secret or None
    act.session.flush()
    data = {"channel": channel.id, "kind": channel.kind, "events": channel.events, "is_on": channel.is_on}
    data |= {"unit": channel.unit_id, "address_changed": entry.url is not None}
    append_event(record, "channel.changed", act.origin, name=channel.name, data=data)
    return channel


def _require(act: Act, roles: Collection[str], channel_id: int | None) -> Channel | None:
    if not may_change_channels(roles):
        raise NotAllowed
    if channel_id is None:
        return None
    channel = act.session.get(Channel, channel_id)
    if channel is None:
        raise NotFound
    return channel


def _problems(act: Act, entry: Entry, channel: Channel | None) -> list[Problem]:
    problems = []
    names = {one.name for one in all_channels(act.session) if channel is None or one.id != channel.id}
    if not 0 < len(entry.name.strip()) <= LONGEST_NAME:
        problems.append(Problem("telling.channel_name", {"length": LONGEST_NAME}, field="/name"))
    elif entry.name.strip() in names:
        problems.append(Problem("telling.channel_twice", {"name": entry.name.strip()}, field="/name"))
    if entry.kind not in KINDS:
        problems.append(Problem("telling.channel_kind", field="/kind"))
    if unknown := sorted(set(entry.events) - set(kinds())):
        problems.append(Problem("telling.unknown_kind", {"kind": "、".join(unknown)}, field="/events"))
    if not entry.events:
        problems.append(Problem("telling.no_events", field="/events"))
    if entry.unit_id is not None and act.situation.find_unit(entry.unit_id) is None:
        problems.append(Problem("telling.unit_unknown", field="/unit_id"))
    return [*problems, *_problems_of_address(entry, channel)]


def _problems_of_address(entry: Entry, channel: Channel | None) -> list[Problem]:
    """A webhook must be signed; of a robot the platform decides whether it is."""
    problems = []
    if entry.url is None and channel is None:
        problems.append(Problem("telling.url_missing", field="/url"))
    if entry.url is not None and not _is_address(entry.url):
        problems.append(Problem("telling.url_wrong", field="/url"))
    kept = channel.secret if channel else None
    secret = kept if entry.secret is None else entry.secret
    if entry.kind == WEBHOOK and len(secret or "") < SHORTEST_SECRET:
        problems.append(Problem("telling.secret_short", {"length": SHORTEST_SECRET}, field="/secret"))
    if len(secret or "") > LONGEST_SECRET:
        problems.append(Problem("telling.secret_long", {"length": LONGEST_SECRET}, field="/secret"))
    return problems


def _is_address(url: str) -> bool:
    try:
        return len(url) <= LONGEST_URL and bool(web_address(url))
    except ValueError:
        return False
