"""Lines of the record of signing in, as they are answered."""

from datetime import datetime
from typing import Literal

from api.schemas.common import Named, Shape, person_named
from engine.people.devices import device_name
from engine.people.situation import Situation
from engine.store.models import SignInRecord

Result = Literal[
    "opened",
    "wrong",
    "waiting",
    "unknown",
    "left",
    "refused",
    "old_wrong",
    "signed_out",
    "ended",
    "ended_by_administrator",
    "password_changed",
    "password_given",
    "password_removed",
    "token_created",
    "token_revoked",
]
Way = Literal["", "password", "directory", "provider", "token", "console"]


class SignInLine(Shape):
    """`times` failures between `at` and `last_at`, within a minute; of what succeeded, one.

    `name` is the beginning of what was typed where nobody is called so. `by` is who did it to somebody else.
    `address` is empty where failures came from too many of them, and at the command line.
    """

    id: int
    at: datetime
    last_at: datetime
    times: int
    result: Result
    way: Way
    person: Named | None
    by: Named | None
    name: str
    address: str
    device: str


class OwnSignInsShape(Shape):
    """`last` is the sign-in before the present one; `failures` is how often one was refused since."""

    last: SignInLine | None
    failures: int
    items: list[SignInLine]


def sign_in_line(situation: Situation, row: SignInRecord) -> SignInLine:
    return SignInLine(
        id=row.id,
        at=row.at,
        last_at=row.last_at,
        times=row.times,
        result=row.result,  # type: ignore[arg-type]  # pydantic looks at it
        way=row.way,  # type: ignore[arg-type]
        person=person_named(situation, row.person_id),
        by=person_named(situation, row.by_id),
        name=row.name,
        address=row.address,
        device=device_name(row.device),
    )
