"""The kinds of what people are told: those for which the catalogue `mail` has a subject and a lead."""

from functools import cache

from engine.domain import messages
from engine.domain.errors import NotFound

SUBJECT = "_subject"
NOT_TOLD = frozenset({"anchor", "digest"})  # mails that are no notices
AT_ONCE, DIGEST, APP = "at_once", "digest", "app"
MODES = (AT_ONCE, DIGEST, APP)
SUPERVISION = frozenset({"supervise", "circular", "talk"})
ALWAYS_AT_ONCE = SUPERVISION | {"standing_in"}
"""督办通知单 and what is above it count from when they were delivered; who stands in has work from that moment on."""

ITEM_NAMES = (
    "name",
    "number",
    "title",
    "matter",
    "unit",
    "due",
    "late",
    "asked",
    "answer_due",
    "rectify_due",
    "document",
    "office",
)
TASK_NAMES = (*ITEM_NAMES, "task", "actor")
STANDING_IN_NAMES = ("name", "absent", "posts", "starts", "ends", "office")
BUNDLE = "urge_bundle"
BUNDLE_NAMES = ("name", "count", "asked", "document", "office")
ROBOT_NAMES = ("subject", "link")


@cache
def kinds() -> tuple[str, ...]:
    """Every kind, in the order of the catalogue."""
    catalogue = messages.catalogue(messages.DEFAULT_LANGUAGE)
    codes = [code.removeprefix("mail.") for code in catalogue if code.startswith("mail.")]
    found = [code.removesuffix(SUBJECT) for code in codes if code.endswith(SUBJECT)]
    return tuple(kind for kind in found if kind not in NOT_TOLD)


def require_kind(kind: str) -> str:
    if kind not in kinds():
        raise NotFound
    return kind


def label_of(kind: str) -> str:
    """What a kind is called: what stands between 【 and 】 at the beginning of its subject."""
    subject = messages.catalogue(messages.DEFAULT_LANGUAGE)[f"mail.{kind}{SUBJECT}"]
    return subject.partition("】")[0].removeprefix("【")


def names_of(kind: str) -> tuple[str, ...]:
    """The closed list of what a text of this kind may name."""
    if kind == "standing_in":
        return STANDING_IN_NAMES
    if kind == BUNDLE:
        return BUNDLE_NAMES
    return TASK_NAMES if kind.startswith("task_") else ITEM_NAMES
