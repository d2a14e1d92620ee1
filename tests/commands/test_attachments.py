"""Files at tasks and items: content once for each hash, in parts; every act in the record; nothing after the end."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import delete, func, select

from engine.commands.attachments import attach as attaching
from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.attachments.remove import remove_attachment
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.site import Site
from engine.store import blobs
from engine.store.blobs import read_blob
from engine.store.models import Attachment, Blob, BlobChunk, Event, Item
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, OFFICER, act_of
from tests.support.record import findings

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 40


def received(content: bytes = CONTENT, name: str = "报告.pdf") -> Received:
    return Received(io.BytesIO(content), name, "pdf", len(content), hashlib.sha256(content).hexdigest())


def at_task(site: Site, element_id: str = "sign") -> Place:
    item = at_item(site)
    return Place(item.instance_id, open_task(site, element_id), item.item_id)


def at_item(site: Site) -> Place:
    with site.reading() as session:
        item = session.scalars(select(Item)).one()
        assert item.instance_id is not None
        return Place(item.instance_id, None, item.id)


def add(site: Site, place: Place, file: Received | None = None, by: str = HANDLER) -> int:
    with site.writing() as session:
        return attach(act_of(site, session, by), place, file or received()).id


def remove(site: Site, attachment_id: int, by: str = HANDLER) -> None:
    with site.writing() as session:
        remove_attachment(act_of(site, session, by), attachment_id)


def kept(site: Site) -> tuple[int, int]:
    """How many contents there are, and in how many parts."""
    with site.reading() as session:
        count = session.scalar(select(func.count()).select_from(Blob)) or 0
        return count, session.scalar(select(func.count()).select_from(BlobChunk)) or 0


def test_the_content_is_kept_once_in_parts(either_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "CHUNK", 1000)
    dispatch(either_site)
    add(either_site, at_task(either_site))
    add(either_site, at_item(either_site), received(name="另一个名字.pdf"), OFFICER)
    assert kept(either_site) == (1, -(-len(CONTENT) // 1000))
    with either_site.reading() as session:
        assert b"".join(read_blob(session, received().sha256)) == CONTENT


def test_both_acts_are_in_the_record_with_the_hash(either_site: Site) -> None:
    dispatch(either_site)
    place = at_task(either_site)
    number = add(either_site, place)
    remove(either_site, number)
    with either_site.reading() as session:
        events = session.scalars(select(Event).where(Event.type.like("attachment.%")).order_by(Event.seq)).all()
        assert [(one.type, one.name, one.element_id) for one in events] == [
            ("attachment.added", "报告.pdf", "sign"),
            ("attachment.removed", "报告.pdf", "sign"),
        ]
        assert events[0].data == events[1].data
        assert events[0].data == {
            "attachment": number,
            "task": place.task_id,
            "item": place.item_id,
            "kind": "pdf",
            "size": len(CONTENT),
            "sha256": received().sha256,
        }
    assert findings(either_site) == []


def test_content_goes_with_the_last_that_has_it(either_site: Site) -> None:
    dispatch(either_site)
    first = add(either_site, at_task(either_site))
    second = add(either_site, at_item(either_site))
    remove(either_site, first)
    assert kept(either_site)[0] == 1
    remove(either_site, second)
    assert kept(either_site) == (0, 0)
    with either_site.reading() as session:
        assert session.scalars(select(Attachment.removed_at)).all().count(None) == 0
    add(either_site, at_task(either_site))
    assert kept(either_site)[0] == 1


def test_the_same_again_is_one_attachment(site: Site) -> None:
    dispatch(site)
    place = at_task(site)
    assert add(site, place) == add(site, place)
    assert add(site, place, received(name="修订.pdf")) != add(site, place)
    with site.reading() as session:
        assert session.scalar(select(func.count()).where(Event.type == "attachment.added")) == 2


def test_what_was_handed_in_keeps_its_files(site: Site) -> None:
    dispatch(site)
    place = at_task(site)
    number = add(site, place)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    with pytest.raises(Conflict):
        remove(site, number)
    with pytest.raises(Conflict):
        add(site, place, received(name="补交.pdf"))
    add(site, at_task(site, "handle"), received(name="补交.pdf"))


def test_a_file_is_removed_by_who_attached_it(site: Site) -> None:
    dispatch(site)
    number = add(site, at_task(site))
    with pytest.raises(NotAllowed):
        remove(site, number, OFFICER)
    remove(site, number)
    with pytest.raises(NotFound):
        remove(site, number)


def test_an_instance_takes_no_endless_number_of_files(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "MOST_ATTACHMENTS", 1)
    dispatch(site)
    add(site, at_task(site))
    with pytest.raises(Invalid):
        add(site, at_task(site), received(name="又一个.pdf"))


def test_content_that_was_changed_is_not_given_out(either_site: Site) -> None:
    dispatch(either_site)
    add(either_site, at_task(either_site))
    with either_site.writing() as session:
        chunk = session.scalars(select(BlobChunk)).one()
        chunk.content = chunk.content[:-1] + b"x"
    with either_site.reading() as session, pytest.raises(Conflict):
        list(read_blob(session, received().sha256))


def test_verifying_the_record_names_content_that_was_changed_or_taken(either_site: Site) -> None:
    dispatch(either_site)
    add(either_site, at_task(either_site))
    remove(either_site, add(either_site, at_item(either_site), received(b"%PDF-gone", "误传.pdf")))
    assert findings(either_site) == []
    with either_site.writing() as session:
        session.scalars(select(BlobChunk)).one().content = b"another"
        event = session.scalars(select(Event).where(Event.type == "attachment.added").order_by(Event.seq)).first()
        assert event is not None
    (found,) = findings(either_site)
    assert (found.code, found.instance, found.seq) == ("content", event.instance_id, event.seq)
    assert (found.expected, found.found) == (received().sha256, hashlib.sha256(b"another").hexdigest())
    with either_site.writing() as session:
        session.execute(delete(BlobChunk))
    assert [one.found for one in findings(either_site)] == ["-"]


def test_two_who_attach_and_remove_the_same_content_at_once_leave_it_whole(postgresql_site: Site) -> None:
    """Whoever attaches either has the content or is told to try again; nobody's file is without it."""
    site = postgresql_site
    dispatch(site)
    dispatch(site)
    with site.reading() as session:
        places = [Place(one.instance_id or 0, None, one.id) for one in session.scalars(select(Item).order_by(Item.id))]
    for _ in range(5):
        first = add(site, places[0])
        with ThreadPoolExecutor(2) as both:
            removed, added = both.submit(remove, site, first), both.submit(_add_or_be_told, site, places[1])
        removed.result()
        added.result()
        with site.reading() as session:
            left = session.scalars(select(Attachment).where(Attachment.removed_at.is_(None))).all()
            assert [b"".join(read_blob(session, one.sha256)) for one in left] == [CONTENT] * len(left)
        assert kept(site)[0] == (1 if left else 0)
        for one in left:
            remove(site, one.id)


def _add_or_be_told(site: Site, place: Place) -> None:
    with suppress(Conflict):
        add(site, place)
