"""To whom a task belongs, as one word that a row holds: a post, a person, or one of these but for some who may not."""

from collections.abc import Collection

POST, PERSON = "post", "person"
APART, BUT = "apart:", "-"


def of_post(post_id: int) -> str:
    return f"{POST}:{post_id}"


def of_person(person_id: int) -> str:
    return f"{PERSON}:{person_id}"


def parts_of(principal: str) -> tuple[str, int]:
    """The kind and the id of a post or person: ("post", 7)."""
    kind, _, number = principal.partition(":")
    return kind, int(number)


def apart_from(principal: str, others: Collection[str]) -> str:
    """As `principal`, but never done by one of the `others` (posts: by who holds them): "apart:person:3-post:7"."""
    base, before = base_and_others(principal)
    together = sorted({*before, *others})
    return f"{APART}{BUT.join((base, *together))}" if together else base


def base_and_others(principal: str) -> tuple[str, tuple[str, ...]]:
    """The post or person that is meant, and those who may not do it: ("person:3", ("post:7",))."""
    base, *others = principal.removeprefix(APART).split(BUT)
    return base, tuple(others)
