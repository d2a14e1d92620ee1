"""The worker anchors the record: one anchor a period however many workers, out of the database, by mail and syslog."""

import json
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from engine.anchor_key import load_key, public_keys
from engine.domain.proof import is_signed
from engine.jobs.anchoring import anchor, anchor_when_due
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.final import unguarded
from engine.store.models import Anchor, AnchorLeaf, OutboxMail
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, MONDAY, move_clock, move_clock_and_work, open_site
from tests.support.record import findings, verified

FIVE = timedelta(minutes=5)


def _anchors(site: Site) -> list[Anchor]:
    with site.reading() as session:
        return list(session.scalars(select(Anchor).order_by(Anchor.number)))


def _lines(site: Site, name: str = "anchors-0001.jsonl") -> list[dict[str, Any]]:
    text = (site.settings.anchor_folder / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def test_the_bell_anchors_what_moved_once_a_period(either_site: Site) -> None:
    dispatch(either_site)
    do_all_due(either_site)
    do_all_due(either_site)
    assert [one.number for one in _anchors(either_site)] == [1]
    complete(either_site, HANDLER, open_task(either_site, "sign"), decision="sign")
    move_clock_and_work(either_site, MONDAY + timedelta(minutes=4))
    assert len(_anchors(either_site)) == 1
    move_clock_and_work(either_site, MONDAY + FIVE)
    move_clock_and_work(either_site, MONDAY + 2 * FIVE)
    first, second = _anchors(either_site)
    assert second.previous == first.hash
    assert (first.chains, second.chains) == (2, 1)  # nothing moved after the second, and only one chain before it
    assert verified(either_site, public_keys(either_site.settings.anchor_key)).findings == []


def test_of_workers_who_look_at_once_one_anchors(either_site: Site, tmp_path: Path) -> None:
    dispatch(either_site)
    url = either_site.engine.url.render_as_string(hide_password=False)
    load_key(either_site.settings.anchor_key)
    workers = [open_site(url, tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(anchor_when_due, workers))
    for worker in workers:
        worker.close()
    assert [one.number for one in _anchors(either_site)] == [1]
    assert {line["anchor"]["number"] for line in _lines(either_site)} == {1}


def test_a_period_of_nought_anchors_never(site: Site) -> None:
    dispatch(site)
    site.settings.anchor_minutes = 0
    do_all_due(site)
    assert _anchors(site) == []


def test_the_key_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "anchor.key"
    key = load_key(path)
    assert load_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    other = load_key(path)
    assert public_keys(path) == {key.public, other.public}


def test_a_place_that_cannot_be_written_keeps_no_other_work(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    site.settings.anchor_key_file = tmp_path / "file" / "anchor.key"
    dispatch(site)
    assert do_all_due(site) > 0
    assert _anchors(site) == []


def test_the_export_makes_up_for_what_it_missed(site: Site) -> None:
    dispatch(site)
    anchor(site)
    file = site.settings.anchor_folder / "anchors-0001.jsonl"
    whole = file.read_text(encoding="utf-8")
    file.unlink()
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    move_clock(site, MONDAY + FIVE)
    anchor(site)
    assert [line["anchor"]["number"] for line in _lines(site)] == [1, 2]
    assert file.read_text(encoding="utf-8").startswith(whole)
    assert all(is_signed(line["anchor"], line["signature"]) for line in _lines(site))


def test_a_line_that_a_crash_cut_off_is_written_again(site: Site) -> None:
    dispatch(site)
    anchor(site)
    file = site.settings.anchor_folder / "anchors-0001.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"anchor": {"num')
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    anchor(site)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line.startswith('{"anchor":{') for line in lines] == [True, False, True]
    assert json.loads(lines[2])["anchor"]["number"] == 2


def test_a_database_that_was_set_back_gets_another_file(site: Site) -> None:
    dispatch(site)
    anchor(site)
    with site.writing() as session, unguarded(session):
        session.execute(delete(AnchorLeaf))
        session.execute(delete(Anchor))
    move_clock(site, MONDAY + FIVE)
    anchor(site)
    assert [line["anchor"]["number"] for line in _lines(site, "anchors-0002.jsonl")] == [1]
    exported = site.settings.anchor_folder / "anchors-0001.jsonl"
    assert [one.code for one in verified(site, exported=[exported]).findings] == ["anchor_rewritten"]


def test_thousands_of_chains_go_into_several_anchors(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        dispatch(site)
    monkeypatch.setattr("engine.store.anchors.moved_leaves.__defaults__", (2,))
    monkeypatch.setattr("engine.commands.record.anchor.MOST_CHAINS", 2)
    assert [one.chains for one in anchor(site)] == [2, 2, 2]
    assert findings(site) == []


def test_the_first_anchor_of_a_day_goes_by_mail(site: Site, tmp_path: Path) -> None:
    site.settings.anchor_mail = "audit@example.cn"
    dispatch(site)
    anchor(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    move_clock(site, MONDAY + FIVE)
    anchor(site)
    with site.reading() as session:
        (mail,) = session.scalars(select(OutboxMail).where(OutboxMail.kind == "anchor"))
    assert (mail.address, mail.subject) == ("audit@example.cn", "督办记录锚点 第 1 号")
    file = tmp_path / "mail.jsonl"
    file.write_text(mail.text.splitlines()[-1], encoding="utf-8")
    assert verified(site, exported=[file]).findings == []


def test_anchors_go_to_syslog(site: Site) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(10)
        site.settings.anchor_syslog = f"127.0.0.1:{listener.getsockname()[1]}"
        dispatch(site)
        (written,) = anchor(site)
        said = listener.recv(4096).decode()
    assert f"duban: anchor 1 at {written.at.isoformat()} chains 2 hash {written.hash}" in said
