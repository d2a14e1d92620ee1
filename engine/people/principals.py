"""To whom a task belongs: a post or a person, as one word that a row holds."""

POST, PERSON = "post", "person"


def of_post(post_id: int) -> str:
    return f"{POST}:{post_id}"


def of_person(person_id: int) -> str:
    return f"{PERSON}:{person_id}"


def parts_of(principal: str) -> tuple[str, int]:
    """The kind and the id: ("post", 7)."""
    kind, _, number = principal.partition(":")
    return kind, int(number)
