"""The demo office lives through its last weeks with the product's own commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands.supervision.imports import edit_import, import_plan
from engine.commands.supervision.matters import Registration, confirm_import, register_matter
from engine.demo.answers import Today, answer
from engine.demo.moving import MovingOffice
from engine.demo.story import FOLDER, Course, Story, Words
from engine.domain.errors import NotFound
from engine.store.items import draft_items
from engine.store.models import ImportDraft, Item, Matter
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks

OFFICER = "zhengyi"


@dataclass(frozen=True)
class Tracked:
    """A dispatched item with its course."""

    item: Item
    course: Course
    since: int


class Life:
    """What happens in the office, day by day."""

    def __init__(self, office: MovingOffice, words: Words) -> None:
        self._office = office
        self._words = words
        self._officer_id = office.id_of(OFFICER)
        self._unit_ids = {unit.code: unit.id for unit in office.situation.units()}
        self._tracked: list[Tracked] = []

    def take_in(self, story: Story) -> None:
        """Register the matter, from its file or by hand; dispatch it unless it is left to be split."""
        matter, split = self._register(story)
        items = draft_items(self._office.session, matter.id)
        if split is None or not story.dispatched:
            return
        self._office.complete(self._officer_id, split, {})
        for item, course in zip(items, story.courses, strict=True):
            self._tracked.append(Tracked(item, course, story.day))

    def upload(self, file_name: str) -> ImportDraft:
        """Import a file of this folder and leave its draft."""
        act, content = self._office.act(self._officer_id), (FOLDER / file_name).read_bytes()
        return import_plan(act, self._office.roles(self._officer_id), file_name, content)

    def work(self, day: int) -> None:
        """Everybody goes through what is open and does what is meant for this day."""
        for tracked in self._tracked:
            if tracked.item.state != "closed" and tracked.item.instance_id is not None:
                self._work_on(tracked, tracked.item.instance_id, day)

    def _work_on(self, tracked: Tracked, instance_id: int, day: int) -> None:
        today = Today(day, tracked.since, tracked.course, self._words)
        for task in sorted(open_tasks(self._office.session, instance_id), key=_results_last):
            filled = answer(task.element_id, today)
            if filled is not None:
                self._office.complete(self._whose(task), task, filled)

    def _whose(self, task: HeldTask) -> int:
        """Somebody whose turn it is: of units the A post, unless away."""
        doers = self._office.doers(task)
        if not doers:
            raise NotFound
        return min(doers)

    def _register(self, story: Story) -> tuple[Matter, HeldTask | None]:
        received_on = self._office.date_of(story.day)
        registration = Registration(story.title, story.source, story.issuer, story.urgency, received_on)
        rows, roles = [self._row(course, story.day) for course in story.courses], self._office.roles(self._officer_id)
        if story.file is None:
            return register_matter(self._office.act(self._officer_id), roles, registration, rows)
        draft = self.upload(story.file)
        edit_import(self._office.act(self._officer_id), roles, draft.id, _filled_in(draft, rows))
        return confirm_import(self._office.act(self._officer_id), roles, draft.id, registration)

    def _row(self, course: Course, day: int) -> dict[str, Any]:
        """What the officer enters for an item."""
        return {
            **({"title": course.title, "text": course.text} if course.title else {}),
            "lead_unit_id": self._unit_ids[course.unit],
            "co_unit_ids": [self._unit_ids[code] for code in course.co_units],
            "cadence": course.cadence,
            "due_on": self._office.date_of(course.due).isoformat() if course.fixed else None,
            "due_working_days": None if course.fixed else course.due - day,
        }


def _filled_in(draft: ImportDraft, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The proposal with what the officer entered laid over it."""
    return [{**proposed, **entered} for proposed, entered in zip(draft.rows, rows, strict=True)]


def _results_last(task: HeldTask) -> tuple[bool, int]:
    """A result withdraws what else is open of its item, so it is handed in last; co-organising units in their order."""
    return task.element_id == "handle", task.data.get("co_unit", 0)
