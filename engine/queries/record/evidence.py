"""The evidence of one matter or instance: a package that proves itself without the product."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain import proof
from engine.domain.clock import OFFICE_ZONE
from engine.domain.document_names import word_key, word_name
from engine.domain.errors import NotFound
from engine.domain.proof import canonical, leaf_hash, tree_path
from engine.queries.record.ballot_package import ballot_files
from engine.queries.record.cycle_files import cycle_files, fields_of
from engine.store.anchors import anchor_body, leaves_of
from engine.store.blobs import blob_parts
from engine.store.models import (
    Anchor,
    AnchorLeaf,
    Attachment,
    Award,
    AwardCycle,
    AwardRevocation,
    Ballot,
    BundledUrge,
    BundleFile,
    Instance,
    Item,
    ItemRecord,
    Matter,
    Nomination,
    OfficialDocument,
    Person,
    Task,
)
from engine.store.reading_record import read_events

MATTER = "supervision-matter"  # runs once more for each time that a closed matter is taken up again
README = Path(__file__).with_name("evidence.md")


@dataclass(frozen=True)
class Subject:
    """What evidence is taken of; `matter_id` is None without a matter, `cycle_id` for all but a cycle of awards."""

    title: str
    instances: tuple[int, ...]
    matter_id: int | None = None
    cycle_id: int | None = None


def matter_subject(session: Session, matter: Matter) -> Subject:
    """A matter with every run of it and the instances of its items."""
    runs = session.scalars(
        select(Instance.id).where(Instance.key == MATTER, Instance.business_key == matter.number).order_by(Instance.id)
    )
    items = session.scalars(select(Item.instance_id).where(Item.matter_id == matter.id).order_by(Item.ordinal))
    # an item that was reopened has gone on in another instance
    rounds = session.scalars(select(Task.instance_id).where(Task.matter_id == matter.id).order_by(Task.instance_id))
    # items that were urged together with others share a note, which has an instance of its own
    urged = (
        select(BundledUrge.instance_id).join(Item, Item.id == BundledUrge.item_id).where(Item.matter_id == matter.id)
    )
    notes = session.scalars(urged.order_by(BundledUrge.instance_id))
    instances = dict.fromkeys([*runs, matter.instance_id, *items, *rounds, *notes])
    return Subject(f"{matter.number} {matter.title}", tuple(filter(None, instances)), matter.id)


def cycle_subject(session: Session, cycle: AwardCycle) -> Subject:
    """A cycle of awards with its nominations, and the revocations of its awards."""
    nominations = session.scalars(select(Nomination.instance_id).where(Nomination.cycle_id == cycle.id))
    revocations = select(AwardRevocation.instance_id).join(Award, Award.id == AwardRevocation.award_id)
    revoked = session.scalars(revocations.where(Award.cycle_id == cycle.id).order_by(AwardRevocation.id))
    instances = dict.fromkeys([cycle.instance_id, *sorted(filter(None, nominations)), *revoked])
    return Subject(f"{cycle.number} {cycle.title}", tuple(filter(None, instances)), cycle_id=cycle.id)


def find_cycle(session: Session, number: str) -> AwardCycle:
    cycle = session.scalars(select(AwardCycle).where(AwardCycle.number == number)).first()
    if cycle is None:
        raise NotFound
    return cycle


def find_matter(session: Session, number: str) -> Matter:
    matter = session.scalars(select(Matter).where(Matter.number == number)).first()
    if matter is None:
        raise NotFound
    return matter


def instance_subject(session: Session, instance_id: int) -> Subject:
    instance = session.get(Instance, instance_id)
    if instance is None:
        raise NotFound
    matter = session.scalars(select(Matter.id).where(Matter.instance_id == instance_id)).first()
    matter = matter or session.scalars(select(Item.matter_id).where(Item.instance_id == instance_id)).first()
    return Subject(instance.business_key or f"{instance.key} {instance.id}", (instance_id,), matter)


class _Package:
    """A zip file whose entries are listed with their digests."""

    def __init__(self, file: IO[bytes], made_at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._time = made_at.astimezone(OFFICE_ZONE).timetuple()[:6]
        self.digests: dict[str, str] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w") as entry:
            for part in parts:
                digest.update(part)
                entry.write(part)
        self.digests[name] = digest.hexdigest()

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, [f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()])

    def close(self) -> None:
        self._zip.close()


def write_evidence(session: Session, file: IO[bytes], subject: Subject, made_at: datetime, office: str) -> None:
    """The zip file of a subject. Anchors are read before events: events may be added meanwhile, and only at the end."""
    package = _Package(file, made_at)
    keys: set[str] = set()
    package.add("anchors.jsonl", _anchors(session, subject.instances, keys))
    people: set[int] = set()
    for instance_id in subject.instances:
        package.add(f"events/{instance_id}.jsonl", _events(session, instance_id, people))
    _add_instances(session, package, subject.instances)
    if subject.matter_id is not None:
        _add_matter(session, package, subject)
    if subject.cycle_id is not None:
        for name, value in cycle_files(session, subject.cycle_id, subject.instances).items():
            package.add_json(name, value)
    _add_attachments(session, package, subject.instances)
    _add_documents(session, package, subject.instances)
    _add_ballots(session, package, subject.instances)
    named = session.scalars(select(Person).where(Person.id.in_(people)).order_by(Person.id))
    package.add_json("people.json", {str(one.id): {"name": one.name, "title": one.title} for one in named})
    package.add("public-keys.txt", [f"{key}\n".encode() for key in sorted(keys)])
    package.add("verify.py", [Path(proof.__file__).read_bytes()])
    moment = made_at.astimezone(OFFICE_ZONE)
    facts = {"title": subject.title, "office": office, "made_at": f"{moment:%Y-%m-%d %H:%M}"}
    package.add("README.md", [README.read_text(encoding="utf-8").format(**facts).encode()])
    package.add_json("manifest.json", {"format": 1, **facts, "files": dict(sorted(package.digests.items()))})
    package.close()


def _anchors(session: Session, instances: Sequence[int], keys: set[str]) -> Iterator[bytes]:
    """Every anchor that has seen one of the instances, with the path from its leaf to the root."""
    query = select(AnchorLeaf.anchor_number).where(AnchorLeaf.instance_id.in_(instances)).distinct()
    for number in sorted(session.scalars(query)):
        anchor = session.get_one(Anchor, number)
        keys.add(anchor.key)
        leaves = leaves_of(session, number)
        hashes = [leaf_hash(leaf) for leaf in leaves]
        for index, leaf in enumerate(leaves):
            if leaf[0] in instances:
                proven = {"leaf": leaf, "path": tree_path(hashes, index)}
                line = canonical({"anchor": anchor_body(anchor), "signature": anchor.signature, **proven})
                yield f"{line}\n".encode()


def _events(session: Session, instance_id: int, people: set[int]) -> Iterator[bytes]:
    own = takewhile(lambda one: one.content["instance"] == instance_id, read_events(session, instance_id))
    for record in own:
        people.update(one for one in (record.content.get("actor"), record.content.get("behalf_of")) if one)
        yield f"{canonical({**record.content, 'hash': record.hash})}\n".encode()


def _add_instances(session: Session, package: _Package, ids: Sequence[int]) -> None:
    instances = list(session.scalars(select(Instance).where(Instance.id.in_(ids)).order_by(Instance.id)))
    package.add_json("instances.json", [fields_of(one) for one in instances])
    digests = {one.digest for one in instances}
    query = select(BundleFile).where(BundleFile.digest.in_(digests)).order_by(BundleFile.digest, BundleFile.name)
    for one in session.scalars(query):
        package.add(f"bundles/{one.digest[:16]}/{_inside(one.name)}", [one.content])


def _inside(name: str) -> str:
    """A name that leads nowhere else, whoever unpacks it."""
    return "/".join(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".."))


def _add_matter(session: Session, package: _Package, subject: Subject) -> None:
    matter = session.get_one(Matter, subject.matter_id)
    query = select(Item).where(Item.matter_id == matter.id).order_by(Item.ordinal)
    items = [one for one in session.scalars(query) if _is_of(one, subject, matter)]
    package.add_json("matter.json", {**fields_of(matter), "items": [fields_of(one) for one in items]})
    ids = [one.id for one in items]
    records = session.scalars(select(ItemRecord).where(ItemRecord.item_id.in_(ids)).order_by(ItemRecord.id))
    package.add_json("records.json", [_of_record(one) for one in records])


def _of_record(record: ItemRecord) -> dict[str, Any]:
    """Without what is private in it: evidence is read by others than those concerned."""
    found = fields_of(record)
    return found | {"data": {name: value for name, value in record.data.items() if name != "private"}}


def _add_attachments(session: Session, package: _Package, ids: Sequence[int]) -> None:
    """The files that were not removed, as they are; that they are what was attached is checked by `verify.py`."""
    query = select(Attachment).where(Attachment.instance_id.in_(ids), Attachment.removed_at.is_(None))
    for one in session.scalars(query.order_by(Attachment.id)).all():
        package.add(f"attachments/{one.id}/{_inside(one.name)}", blob_parts(session, one.sha256))


def _add_documents(session: Session, package: _Package, ids: Sequence[int]) -> None:
    """The official documents that were filed, as they are; checked by `verify.py` like attachments."""
    query = select(OfficialDocument).where(OfficialDocument.instance_id.in_(ids), OfficialDocument.sha256.is_not(None))
    for one in session.scalars(query.order_by(OfficialDocument.id)).all():
        package.add(f"documents/{one.id}/{_inside(one.name)}", blob_parts(session, one.sha256 or ""))
        if one.word_sha256 is not None:
            path = f"documents/{word_key(one.id)}/{_inside(word_name(one.name))}"
            package.add(path, blob_parts(session, one.word_sha256))


def _add_ballots(session: Session, package: _Package, ids: Sequence[int]) -> None:
    """The published records of ballots that were counted, each with the program that counts it again."""
    query = select(Ballot).where(Ballot.instance_id.in_(ids)).order_by(Ballot.id)
    for one in session.scalars(query):
        for name, content in (ballot_files(one.record) if one.record is not None else {}).items():
            package.add(f"ballots/{one.code}/{name}", [content])


def _is_of(item: Item, subject: Subject, matter: Matter) -> bool:
    """Evidence of one item's instance tells nothing of the other items."""
    return matter.instance_id in subject.instances or item.instance_id in subject.instances
