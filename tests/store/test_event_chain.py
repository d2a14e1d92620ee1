"""The record of an instance cannot be changed, shortened or thinned out without showing."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engine.site import Site
from engine.store.models import Event
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER
from tests.support.record import broken_chains


def test_every_chain_holds_after_a_matter_was_dispatched_signed_and_handled(either_site: Site) -> None:
    dispatch(either_site)
    complete(either_site, HANDLER, open_task(either_site, "sign"), decision="sign", remark="收到 “今日” 办理 ½")
    complete(either_site, HANDLER, open_task(either_site, "handle"), summary="已办结")
    with either_site.reading() as session:
        assert (session.scalar(select(func.count()).select_from(Event)) or 0) > 15
    assert broken_chains(either_site) == []


def _rewrite(session: Session) -> None:
    session.execute(update(Event).where(Event.seq == 2).values(data={"type": "rewritten"}))


def _thin_out(session: Session) -> None:
    session.execute(delete(Event).where(Event.seq == 2))


def _shorten(session: Session) -> None:
    session.execute(delete(Event).where(Event.seq == select(func.max(Event.seq)).scalar_subquery()))


@pytest.mark.parametrize("tamper", [_rewrite, _thin_out, _shorten])
def test_a_chain_shows_that_it_was_tampered_with(site: Site, tamper: Callable[[Session], None]) -> None:
    dispatch(site)
    with site.writing() as session:
        tamper(session)
    assert broken_chains(site)
