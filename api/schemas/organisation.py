"""Units, posts, people and absences as pages and programs see them, and the changes they ask for."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from api.schemas.common import Coded, Key, Named, Shape, person_named, unit_named
from engine.commands.people.absences import Entry
from engine.commands.people.import_sheet import Imported
from engine.commands.people.sync_directory import Followings
from engine.domain import messages
from engine.people import changes
from engine.people.facts import Member, PostFacts, UnitFacts
from engine.people.situation import Situation
from engine.store.models import AbsenceRow

Text60 = Annotated[str, Field(max_length=60)]


class UnitChange(BaseModel):
    type: Literal["unit"]
    code: str = Field(max_length=40)
    name: str = Field(max_length=120)
    line: str = Field(default="", max_length=60)
    position: int = Field(default=0, ge=0, le=100_000)
    parent: Text60 | None = None
    partner: Text60 | None = None
    leader: Text60 | None = None

    def change(self) -> changes.Change:
        return changes.SetUnit(**self.model_dump(exclude={"type"}))


class UnitEnd(BaseModel):
    type: Literal["end_unit"]
    code: Text60
    successor: Text60 | None = None

    def change(self) -> changes.Change:
        return changes.EndUnit(self.code, self.successor)


class PersonChange(BaseModel):
    type: Literal["person"]
    username: Text60
    name: Text60
    email: str = Field(max_length=200)
    title: Text60 = ""
    unit: Text60 | None = None
    roles: list[Text60] = Field(default_factory=list, max_length=20)

    def change(self) -> changes.Change:
        fields = self.model_dump(exclude={"type", "roles"})
        return changes.SetPerson(**fields, roles=frozenset(self.roles))


class PersonLeave(BaseModel):
    type: Literal["leave"]
    username: Text60
    successor: Text60 | None = None

    def change(self) -> changes.Change:
        return changes.LeavePerson(self.username, self.successor)


class PostChange(BaseModel):
    type: Literal["post"]
    unit: Text60 | None = None
    title: Text60
    kind: str = "handler"
    both_absent: str = "refuse"
    a: Text60 | None = None
    b: Text60 | None = None

    def change(self) -> changes.Change:
        return changes.SetPost(**self.model_dump(exclude={"type"}))


class PostEnd(BaseModel):
    type: Literal["end_post"]
    unit: Text60 | None = None
    title: Text60

    def change(self) -> changes.Change:
        return changes.EndPost(self.unit, self.title)


AnyChange = Annotated[
    UnitChange | UnitEnd | PersonChange | PersonLeave | PostChange | PostEnd, Field(discriminator="type")
]


class ChangesBody(BaseModel):
    """From `starts_at` on, or from now."""

    starts_at: AwareDatetime | None = None
    changes: list[AnyChange] = Field(min_length=1, max_length=5_000)


class Changed(Shape):
    count: int


class FieldShape(Shape):
    """What one column of a row changed, in the words of the sheet."""

    heading: str
    before: str
    after: str


class ImportedShape(Shape):
    """What one row of a sheet changed."""

    sheet: str
    line: int
    kind: Literal["new", "changed", "ended", "entered"]
    name: str
    fields: list[FieldShape]


class SheetImported(Shape):
    """What an imported workbook changed, or (`dry_run`) would change."""

    dry_run: bool
    changes: list[ImportedShape]


def sheet_imported(changes: list[Imported], *, dry_run: bool) -> SheetImported:
    return SheetImported(dry_run=dry_run, changes=[ImportedShape.model_validate(asdict(one)) for one in changes])


class SyncBody(BaseModel):
    """`force` lets more people leave at once than is usual."""

    dry_run: bool = False
    force: bool = False


class FollowedShape(Shape):
    """What the directory brings about of somebody; `left_open` are the posts that they leave empty."""

    kind: Literal["new", "changed", "moved", "gone"]
    username: str
    name: str
    unit: str
    left_open: list[str]


class SkippedShape(Shape):
    username: str
    reason: Coded


class Synced(Shape):
    """What following the directory changed, or (`dry_run`) would change."""

    dry_run: bool
    people: list[FollowedShape]
    skipped: list[SkippedShape]
    unknown_units: list[str]


def synced(found: Followings, *, dry_run: bool) -> Synced:
    return Synced(
        dry_run=dry_run,
        people=[FollowedShape.model_validate(asdict(one)) for one in found.people],
        skipped=[
            SkippedShape(
                username=one.username, reason=Coded(code=one.reason, text=messages.text(f"people.sync_{one.reason}"))
            )
            for one in found.skipped
        ],
        unknown_units=list(found.unknown_units),
    )


class PostShape(Shape):
    id: int
    title: str
    kind: str
    both_absent: str
    unit: Named | None
    a: Named | None
    b: Named | None


class UnitOfOffice(Shape):
    id: int
    code: str
    name: str
    line: str
    position: int
    parent: Named | None
    partner: Named | None
    leader: Named | None


class PersonShape(Shape):
    """Somebody to choose."""

    id: int
    name: str
    unit: Named | None
    post: str
    roles: list[str]


def person_shape(situation: Situation, one: Member) -> PersonShape:
    return PersonShape(
        id=one.id,
        name=one.name,
        unit=unit_named(situation, situation.unit_of(one.id)),
        post=one.title,
        roles=sorted(situation.roles(one.id)),
    )


class PersonOfOffice(Shape):
    """`given_roles` are those that do not follow from posts; `email` is told to administrators only."""

    id: int
    username: str
    name: str
    title: str
    email: str | None
    unit: Named | None
    roles: list[str]
    given_roles: list[str]
    present: bool


class OfficeShape(Shape):
    """The organisation at a moment; `turns` are the later moments at which something changes.

    `follows_directory`: who asks may let people follow the directory of the settings.
    """

    at: datetime
    units: list[UnitOfOffice]
    posts: list[PostShape]
    people: list[PersonOfOffice]
    turns: list[datetime]
    follows_directory: bool


def unit_of_office(situation: Situation, unit: UnitFacts) -> UnitOfOffice:
    return UnitOfOffice(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        line=unit.line,
        position=unit.position,
        parent=unit_named(situation, unit.parent_id),
        partner=unit_named(situation, unit.partner_id),
        leader=person_named(situation, situation.holder(unit.leader_post_id)),
    )


def post_shape(situation: Situation, post: PostFacts) -> PostShape:
    return PostShape(
        id=post.id,
        title=post.title,
        kind=post.kind,
        both_absent=post.both_absent,
        unit=unit_named(situation, post.unit_id),
        a=person_named(situation, situation.holder(post.id, "A")),
        b=person_named(situation, situation.holder(post.id, "B")),
    )


def office_shape(
    situation: Situation,
    at: datetime,
    turns: list[datetime],
    emails: Mapping[int, str],
    *,
    follows_directory: bool,
) -> OfficeShape:
    return OfficeShape(
        at=at,
        units=[unit_of_office(situation, unit) for unit in situation.units()],
        posts=[post_shape(situation, post) for post in situation.posts()],
        people=[
            PersonOfOffice(
                id=one.id,
                username=one.username,
                name=one.name,
                title=one.title,
                email=emails.get(one.id),
                unit=unit_named(situation, situation.unit_of(one.id)),
                roles=sorted(situation.roles(one.id)),
                given_roles=sorted(situation.given_roles(one.id)),
                present=situation.is_present(one.id),
            )
            for one in situation.everybody()
        ],
        turns=turns,
        follows_directory=follows_directory,
    )


class AbsenceBody(BaseModel):
    """`person_id` is oneself where it is not given."""

    person_id: Key | None = None
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    process: str | None = Field(default=None, max_length=120)
    unit_id: Key | None = None
    third_id: Key | None = None
    reason: str = Field(default="", max_length=200)

    def entry(self, myself: int) -> Entry:
        fields = self.model_dump(exclude={"person_id"})
        return Entry(person_id=self.person_id or myself, **fields)


class AbsenceShape(Shape):
    """`may_end`: it is the reader's to end, and to see what was done meanwhile."""

    id: int
    person: Named
    starts_at: datetime | None
    ends_at: datetime | None
    process: str | None
    unit: Named | None
    third: Named | None
    reason: str
    entered_by: Named | None
    entered_at: datetime | None
    may_end: bool


def absence_shape(situation: Situation, row: AbsenceRow, *, may_end: bool = True) -> AbsenceShape:
    return AbsenceShape(
        id=row.id,
        person=Named(id=row.person_id, name=situation.name_of(row.person_id)),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        process=row.process,
        unit=unit_named(situation, row.unit_id),
        third=person_named(situation, row.third_id),
        reason=row.reason,
        entered_by=person_named(situation, row.entered_by_id),
        entered_at=row.entered_at,
        may_end=may_end,
    )


class DoneForShape(Shape):
    """What somebody did in an absent person's place."""

    at: datetime
    actor: Named | None
    post: str | None
    task: str
    item_id: int | None
    number: str | None
    title: str | None
