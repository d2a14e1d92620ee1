"""Which items and matters ask the same as what comes in: by the fingerprint and by the bands of the sketch."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from engine.domain.duplicates import NEAR, bands, fingerprint, shingles, similarity
from engine.store.models import Item, ItemBand, ItemLink, Matter

CHUNK = 500  # values of one IN
MOST_CANDIDATES = 50  # near ones that are looked at for one text


@dataclass(frozen=True)
class Alike:
    """A text (by its place in what was asked, from 0) and an item that asks the same (1.0) or nearly the same."""

    place: int
    item: Item
    similarity: float


def find_alike(session: Session, texts: Sequence[str], *, beside_matter: int | None = None) -> list[Alike]:
    """Items that are not closed and ask the same or nearly the same, by place, the most alike first.

    `beside_matter`: the matter whose own items are not compared.
    """
    prints = [fingerprint(text) for text in texts]
    same = _by_fingerprint(session, {one for one in prints if one}, beside_matter)
    found = [Alike(place, item, 1.0) for place, one in enumerate(prints) for item in same.get(one or "", ())]
    known = {(one.place, one.item.id) for one in found}
    found += [one for one in _near(session, texts, beside_matter) if (one.place, one.item.id) not in known]
    return sorted(found, key=lambda one: (one.place, -one.similarity, one.item.id))


def find_same(session: Session, drafts: Sequence[Item], *, beside_matter: int) -> dict[int, Item]:
    """For each draft the first dispatched item of another matter that is not closed and asks the same."""
    prints = {item.fingerprint for item in drafts if item.fingerprint}
    found = _by_fingerprint(session, prints, beside_matter)
    dispatched = {one: [item for item in items if item.state != "draft"] for one, items in found.items()}
    return {item.id: dispatched[one][0] for item in drafts if (one := item.fingerprint) and dispatched.get(one)}


def _by_fingerprint(session: Session, prints: Collection[str], beside: int | None) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for chunk in _chunks(sorted(prints)):
        query = _open(beside).where(Item.fingerprint.in_(chunk))
        for item in session.scalars(query):
            found[item.fingerprint or ""].append(item)
    return found


def _near(session: Session, texts: Sequence[str], beside: int | None) -> Iterator[Alike]:
    wanted = [bands(text) for text in texts]
    holders: dict[int, list[int]] = defaultdict(list)
    for chunk in _chunks(sorted({band for one in wanted for band in one})):
        query = select(ItemBand.band, ItemBand.item_id).where(ItemBand.band.in_(chunk))
        for band, item_id in session.execute(query.order_by(ItemBand.item_id.desc())):
            holders[band].append(item_id)
    candidates = [
        dict.fromkeys(item_id for band in one for item_id in holders[band][:MOST_CANDIDATES]) for one in wanted
    ]
    items: dict[int, Item] = {}
    for id_chunk in _chunks(sorted({item_id for one in candidates for item_id in one})):
        items |= {item.id: item for item in session.scalars(_open(beside).where(Item.id.in_(id_chunk)))}
    of_item = {item_id: shingles(item.text) for item_id, item in items.items()}
    for place, text in enumerate(texts):
        own = shingles(text) if candidates[place] else frozenset()
        for item_id in list(candidates[place])[:MOST_CANDIDATES]:
            if item_id in items and (found := similarity(own, of_item[item_id])) >= NEAR:
                yield Alike(place, items[item_id], round(found, 2))


def _open(beside: int | None):  # type: ignore[no-untyped-def]
    query = select(Item).where(Item.state != "closed").options(joinedload(Item.matter))
    return query if beside is None else query.where(Item.matter_id != beside)


def _chunks(values: Sequence):  # type: ignore[no-untyped-def, type-arg]
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def same_matters(session: Session, reference: str, source: str, issuer: str, print_: str | None) -> list[Matter]:
    """Matters from the same source and issuer with the same number, or with the same title; the newest first."""
    alike = [Matter.fingerprint == print_] if print_ else []
    if reference:
        alike.append((Matter.reference == reference) & (Matter.source == source) & (Matter.issuer == issuer))
    if not alike:
        return []
    return list(session.scalars(select(Matter).where(or_(*alike)).order_by(Matter.id.desc()).limit(20)))


def compared(session: Session, item_ids: Collection[int]) -> dict[int, list[ItemLink]]:
    """What was decided of these drafts: which item each is the same as, or distinct from."""
    query = select(ItemLink).where(ItemLink.from_id.in_(item_ids), ItemLink.kind.in_(("same", "distinct")))
    found: dict[int, list[ItemLink]] = defaultdict(list)
    for link in session.scalars(query.order_by(ItemLink.id)):
        found[link.from_id].append(link)
    return found


def add_bands(session: Session, item_id: int, text: str) -> None:
    """The sketch of an item's text, for what comes later."""
    session.add_all(ItemBand(band=band, item_id=item_id) for band in dict.fromkeys(bands(text)))
