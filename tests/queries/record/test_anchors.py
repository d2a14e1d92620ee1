"""Tampering with the anchors themselves is named, too."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.domain.errors import Invalid
from engine.domain.proof import canonical
from engine.domain.signing import sign
from engine.jobs.anchoring import anchor
from engine.site import Site
from engine.store.anchors import anchor_body, hash_of
from engine.store.final import unguarded
from engine.store.models import Anchor, AnchorLeaf
from tests.support.office import MONDAY, move_clock
from tests.support.record import verified
from tests.support.tampering import Tamperer, write_record


@pytest.fixture
def recorded(site: Site) -> Site:
    """Four chains of eight events, four anchors."""
    write_record(site, 4, 8)
    return site


def _exported(site: Site) -> list[Path]:
    return sorted(site.settings.anchor_folder.glob("*.jsonl"))


def _edit(session: Session) -> None:
    session.execute(update(Anchor).where(Anchor.number == 2).values(at=MONDAY - timedelta(days=9)))


def _delete(session: Session) -> None:
    session.execute(delete(AnchorLeaf).where(AnchorLeaf.anchor_number == 2))
    session.execute(delete(Anchor).where(Anchor.number == 2))


def _change_a_leaf(session: Session) -> None:
    session.execute(update(AnchorLeaf).where(AnchorLeaf.anchor_number == 2).values(hashes=["0" * 64]))


def _link_again(session: Session) -> None:
    """Everything from the second on is made to fit, but for the signatures."""
    previous = ""
    for one in session.scalars(select(Anchor).order_by(Anchor.number)):
        if one.number == 2:
            one.at -= timedelta(days=9)
        one.previous = previous
        one.hash = previous = hash_of(one)


def _sign_again(session: Session) -> None:
    """With a key of one's own."""
    previous = ""
    for one in session.scalars(select(Anchor).order_by(Anchor.number)):
        if one.number >= 2:
            one.key, one.previous = OTHER_PUBLIC, previous
            one.signature = sign(OTHER, canonical(anchor_body(one)).encode()).hex()
            one.hash = hash_of(one)
        previous = one.hash


OTHER = bytes(range(32))
OTHER_PUBLIC = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (_edit, "anchor_edited"),
        (_delete, "anchor_deleted"),
        (_change_a_leaf, "anchor_leaves"),
        (_link_again, "anchor_unsigned"),
        (_sign_again, "anchor_key"),
    ],
)
def test_what_was_done_to_an_anchor_is_named(recorded: Site, tamper: Callable[[Session], None], code: str) -> None:
    key = recorded.settings.anchor_key.with_suffix(".pub").read_text(encoding="ascii").split()
    assert verified(recorded, set(key)).findings == []
    with recorded.writing() as session, unguarded(session):
        tamper(session)
    report = verified(recorded, set(key))
    assert [(one.code, one.anchor) for one in report.findings] == [(code, 2)]


def test_only_exported_anchors_show_that_the_last_are_gone(recorded: Site) -> None:
    with recorded.writing() as session, unguarded(session):
        session.execute(delete(AnchorLeaf).where(AnchorLeaf.anchor_number == 4))
        session.execute(delete(Anchor).where(Anchor.number == 4))
    assert verified(recorded).findings == []
    assert [(one.code, one.anchor) for one in verified(recorded, exported=_exported(recorded)).findings] == [
        ("anchor_cut", 4)
    ]


def test_only_exported_anchors_show_what_somebody_with_the_key_rewrote(recorded: Site) -> None:
    (exported,) = _exported(recorded)
    kept = shutil.copyfile(exported, recorded.settings.data_dir / "kept.jsonl")
    with recorded.writing() as session, unguarded(session):
        session.execute(delete(AnchorLeaf))
        session.execute(delete(Anchor))
        seq = Tamperer(session, Random(1)).rewrite(2)
    move_clock(recorded, MONDAY + timedelta(days=1))
    anchor(recorded)
    assert verified(recorded).findings == []
    first, *rest = verified(recorded, exported=[kept]).findings
    assert (first.code, first.anchor) == ("anchor_rewritten", 1)
    assert [(one.code, one.instance, one.seq) for one in rest] == [("anchor_cut", None, 0), ("rewritten", 2, seq)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"chains":4', '"chains":5', "record.line_unsigned"),
        ('"leaves":[[', '"leaves":[[9,1,["a"]],[', "record.line_broken"),
        ('{"anchor"', '{"anker"', "record.line_broken"),
    ],
)
def test_an_exported_file_that_was_touched_is_refused(recorded: Site, old: str, new: str, code: str) -> None:
    (file,) = _exported(recorded)
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines[:-1], lines[-1].replace(old, new)]), encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        verified(recorded, exported=[file])
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [(code, file.name)]
