"""The demo office's year of 四同步 and its cycle of awards, as they are written down in `merit.toml`."""

import tomllib
from collections.abc import Mapping
from typing import Any

from engine.commands.commendation.nominate import Nominee, nominate
from engine.commands.commendation.open_cycle import Category, CyclePlan, open_cycle
from engine.commands.reviews.enter_tasks import NewTask, enter_tasks
from engine.commands.reviews.open_year import Seat, YearPlan, open_year
from engine.demo.moving import MovingOffice
from engine.demo.story import FOLDER, NEVER
from engine.domain.criteria import Criterion
from engine.store.commendation import categories_of
from engine.store.models import AwardCycle
from engine.store.tasks import open_tasks

Written = Mapping[str, Any]
ANNUAL = "annual"
TRACKS = ("prepare_business", "prepare_party")
EQUAL = {f"{one}_equal": "yes" for one in ("goals", "people", "dates", "measures")}


class Merit:
    """What is written for a day is done on that day."""

    def __init__(self, office: MovingOffice) -> None:
        written = tomllib.loads((FOLDER / "merit.toml").read_text(encoding="utf-8"))
        self._office = office
        self._reviews: Written = written["reviews"]
        self._awards: Written = written["awards"]
        self._tasks: list[tuple[Written, int]] = []
        self._cycle: AwardCycle | None = None
        self._unit_ids = {unit.code: unit.id for unit in office.situation.units()}

    @property
    def first_day(self) -> int:
        return min(int(self._reviews["opens"]), int(self._awards["opens"]))

    def work(self, day: int) -> None:
        if day == self._reviews["opens"]:
            self._open_reviews()
        if day == self._awards["opens"]:
            self._open_awards()
        for task, instance_id in self._tasks:
            self._review(task, instance_id, day)
        for nominee in self._awards["nominee"]:
            if nominee["day"] == day:
                self._nominate(nominee)

    def _open_reviews(self) -> None:
        written, office = self._reviews, self._office
        officer = office.id_of(written["officer"])
        gates = [office.date_of(day) for day in written["gates"]]
        plan = YearPlan(
            gates[0].year, gates, self._seats(written), written["quorum"], written["prepare_days"], written["sit_days"]
        )
        open_year(office.act(officer), office.roles(officer), plan)
        new = [NewTask(self._unit_ids[one["unit"]], one["title"], one["text"]) for one in written["task"]]
        entered = enter_tasks(office.act(officer), office.roles(officer), plan.year, new)
        self._tasks = [(one, task.instance_id or 0) for one, task in zip(written["task"], entered, strict=True)]

    def _review(self, written: Written, instance_id: int, day: int) -> None:
        """Whatever of the first gate is due today, by whoever has it."""
        words = self._reviews["words"]
        track = {
            "goals": written["goals"],
            "people": words["people"],
            "starts_on": self._office.date_of(day).isoformat(),
            "ends_on": self._office.date_of(self._reviews["gates"][-1]).isoformat(),
            "measures": words["measures"],
        }
        answers: dict[str, tuple[int, dict[str, Any]]] = {
            **{name: (written.get(name, NEVER), track) for name in TRACKS},
            "review": (written.get("reviewed", NEVER), {"opinion": "pass", **EQUAL}),
            "conclude": (written.get("concluded", NEVER), {"conclusion": words["conclusion"]}),
        }
        whose = [(min(self._office.doers(task)), task) for task in open_tasks(self._office.session, instance_id)]
        for person_id, task in sorted(whose, key=lambda one: (one[0], one[1].element_id)):
            due, answer = answers.get(task.element_id, (NEVER, {}))
            if due <= day:
                self._office.complete(person_id, task, answer)

    def _open_awards(self) -> None:
        written, office = self._awards, self._office
        officer, opens = office.id_of(written["officer"]), office.date_of(written["opens"])
        plan = CyclePlan(
            title=f"{opens.year}{written['title']}",
            year=opens.year,
            kind=ANNUAL,
            nominate_until=office.closing_of(written["closes"]),
            categories=[_category(one) for one in written["category"]],
            seats=self._seats(written),
            quorum=written["quorum"],
            contact=written["contact"],
            text=written["text"],
        )
        self._cycle = open_cycle(office.act(officer), office.roles(officer), plan)

    def _nominate(self, written: Written) -> None:
        if self._cycle is None:
            return
        office = self._office
        category = categories_of(office.session, self._cycle.id)[written["category"] - 1]
        person_id = office.id_of(written["person"]) if "person" in written else None
        nominee = Nominee(category.id, self._unit_ids[written["unit"]], written["deeds"], person_id)
        nominate(office.act(office.id_of(written["by"])), self._cycle.id, nominee)

    def _seats(self, written: Written) -> list[Seat]:
        return [Seat(person_id=self._office.id_of(one), is_chair=one == written["chair"]) for one in written["panel"]]


def _category(written: Written) -> Category:
    criteria = [Criterion(name, points, text) for name, points, text in written["criteria"]]
    return Category(
        written["name"], written["subject"], written["quota"], criteria, self_allowed=written.get("self_allowed", False)
    )
