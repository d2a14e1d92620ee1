"""What tests ask about items: their tasks, their records, and acts of somebody upon them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from engine.act import Act
from engine.site import Site
from engine.store import Session
from engine.store.models import Item, ItemRecord, Post, PostHolding, Task, Unit
from tests.support.matter import complete
from tests.support.office import LEADER, act_of, person, roles


def do(site: Site, username: str, act: Callable[[Act, set[str]], Any]) -> Any:
    """Let somebody act in a transaction of its own."""
    with site.writing() as session:
        return act(act_of(site, session, username), roles(session, username))


def open_elements(site: Site, item_id: int) -> list[str]:
    """The elements of the open tasks of an item, in order of name."""
    with site.reading() as session:
        query = select(Task.element_id).where(Task.item_id == item_id, Task.state == "open")
        return sorted(session.scalars(query))


def finish(site: Site, username: str, item_id: int, element_id: str, **variables: Any) -> str:
    """Complete the open task of an item at an element."""
    with site.reading() as session:
        query = select(Task.id).where(Task.item_id == item_id, Task.element_id == element_id, Task.state == "open")
        task_id = session.scalars(query.order_by(Task.opened_at)).first()
    assert task_id is not None, element_id
    return complete(site, username, task_id, **variables)


def records(session: Session, item_id: int, kind: str) -> list[ItemRecord]:
    """The entries of a kind in the course of an item, oldest first."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return list(session.scalars(query.order_by(ItemRecord.id)))


def unit_id(session: Session, code: str) -> int:
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def leader_post(session: Session, username: str = LEADER) -> int:
    """The post in which a leader instructs."""
    query = select(Post.id).join(PostHolding, PostHolding.post_id == Post.id)
    return session.scalars(
        query.where(Post.kind == "leader", PostHolding.person_id == person(session, username).id)
    ).one()


def item_of(session: Session, item_id: int) -> Item:
    return session.get_one(Item, item_id)
