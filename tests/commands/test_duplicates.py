"""Duplicates are found before they burden a unit, and the officer decides."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.supervision.matters import edit_items, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.errors import Invalid
from engine.site import Site
from engine.store.duplicates import find_alike
from engine.store.models import Item, ItemLink, Matter
from tests.support.items import records, unit_id
from tests.support.matter import REGISTRATION, dispatch
from tests.support.office import OFFICER, act_of, roles

TEXT = "建立督办台账，逐项明确责任人和完成时限，每周五报送进展情况"


def dispatch_rows(site: Site, *given: dict[str, Any]) -> list[int]:
    """A matter with these rows; the ids of its items."""
    with site.writing() as session:
        act, own = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, task = register_matter(act, own, REGISTRATION)
        base = {"lead_unit_id": unit_id(session, "xxc"), "due_working_days": 10}
        edit_items(act, own, matter.id, [{"title": TEXT, **base, **row} for row in given])
        assert task is not None
        complete_task(act, own, Completion(task.id, {}))
        return list(session.scalars(select(Item.id).where(Item.matter_id == matter.id).order_by(Item.ordinal)))


def test_the_same_text_is_not_dispatched_before_somebody_decides(either_site: Site) -> None:
    site = either_site
    dispatch(site, title="（一）" + TEXT)
    with pytest.raises(Invalid) as refused:
        dispatch_rows(site, {})
    assert [(one.code, one.field) for one in refused.value.problems] == [
        ("supervision.duplicate_item", "/items/1/same_as_id")
    ]


def test_taken_as_the_same_it_burdens_nobody_and_the_other_says_who_asks_too(either_site: Site) -> None:
    site = either_site
    first = dispatch(site, title=TEXT)
    same, other = dispatch_rows(site, {"same_as_id": first}, {"title": "另一件需要办理的具体事情"})
    with site.reading() as session:
        item = session.get_one(Item, same)
        assert (item.state, item.outcome, item.instance_id) == ("closed", "same", None)
        assert session.get_one(Item, other).state == "dispatched"
        assert records(session, first, "same_asked")[0].data["items"] == [item.number]


def test_where_all_are_the_same_there_is_nothing_to_dispatch(site: Site) -> None:
    first = dispatch(site, title=TEXT)
    with pytest.raises(Invalid) as refused:
        dispatch_rows(site, {"same_as_id": first})
    assert [one.code for one in refused.value.problems] == ["supervision.all_same"]


def test_with_a_reason_it_is_dispatched_and_the_reason_is_kept(site: Site) -> None:
    first = dispatch(site, title=TEXT)
    (again,) = dispatch_rows(site, {"distinct_reason": "另一处室的台账"})
    with site.reading() as session:
        link = session.scalars(select(ItemLink)).one()
        assert (link.from_id, link.to_id, link.kind, link.reason) == (again, first, "distinct", "另一处室的台账")


def test_one_is_the_same_only_as_an_open_item_of_another_matter(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        dispatch_rows(site, {"same_as_id": 999})
    assert [one.code for one in refused.value.problems] == ["supervision.same_as_unknown"]


def test_drafts_are_drafted_anew_with_their_decisions(site: Site) -> None:
    first = dispatch(site, title=TEXT)
    with site.writing() as session:
        act, own = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, _ = register_matter(act, own, REGISTRATION)
        for _ in range(2):
            edit_items(act, own, matter.id, [{"title": TEXT, "same_as_id": first}])
        edit_items(act, own, matter.id, [])
        assert session.scalars(select(ItemLink)).all() == []


def test_near_ones_are_found_among_many_and_the_matters_own_are_not_compared(site: Site) -> None:
    first = dispatch(site, title=TEXT)
    dispatch(site, title="完成与本件完全无关的另外一项工作并按要求归档")
    with site.reading() as session:
        alike = find_alike(session, [TEXT + "表", "没有任何相似之处的一段文字在这里"])
        assert [(one.place, one.item.id) for one in alike] == [(0, first)]
        assert 0.8 <= alike[0].similarity < 1
        matter_id = session.get_one(Item, first).matter_id
        assert find_alike(session, [TEXT], beside_matter=matter_id) == []


def test_the_same_number_from_the_same_source_is_registered_twice_only_with_a_reason(either_site: Site) -> None:
    site = either_site
    numbered = replace(REGISTRATION, reference="省办〔2026〕3号")
    with site.writing() as session:
        act, own = act_of(site, session, OFFICER), roles(session, OFFICER)
        register_matter(act, own, numbered)
        with pytest.raises(Invalid) as refused:
            register_matter(act, own, numbered)
        assert [(one.code, one.field) for one in refused.value.problems] == [
            ("supervision.duplicate_matter", "reference")
        ]
        register_matter(act, own, replace(numbered, duplicate_reason="第二部分另行立项"))
        register_matter(act, own, replace(numbered, issuer="另一位领导"))
        assert len(session.scalars(select(Matter.id)).all()) == 3
