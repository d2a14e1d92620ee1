"""What an operator does to an instance under way: let it rest, move its tokens, carry it over to another version."""

from datetime import timedelta

import pytest

from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.instances.message import send_message
from engine.commands.instances.migrate import migrate_instance
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.instances.suspend import resume_instance, suspend_instance
from engine.domain.errors import Conflict, Invalid, NoReceiver
from engine.site import Site
from engine.store.models import Task
from tests.support.diagrams import (
    boundary,
    catch,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    start,
    subprocess,
    task,
    timer,
)
from tests.support.instances import event_types, instance, open_elements, start_process, task_at, timer_states
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, deploy, move_clock_and_work
from tests.support.record import findings

HOUR = timedelta(hours=1)
LATE = boundary("late", "handle", timer("timeDuration", "PT2H"))


def work(*, handle: str = "handle", reminded: bool = True, name: str = "p") -> bytes:
    """Handled and reviewed as often as the reviewer wants; a reminder two hours into each handling."""
    attached = LATE.replace('"handle"', f'"{handle}"') + task("remind") + chain("late", "remind")
    return diagram(
        start(),
        exclusive("again"),
        subprocess("stage", start("s"), task(handle), end("e"), chain("s", handle, "e"), attached if reminded else ""),
        task("review"),
        exclusive("gate", "gate-end"),
        end(),
        chain("start", "again", "stage", "review", "gate"),
        flow("gate", "again", "rework"),
        flow("gate", "end"),
        name=name,
    )


def rounds(site: Site, instance_id: int, turns: int) -> None:
    """So many rounds of rework; the instance is at its handling again afterwards."""
    for _ in range(turns):
        complete(site, ADMINISTRATOR, task_at(site, instance_id, "handle"))
        complete(site, ADMINISTRATOR, task_at(site, instance_id, "review"), rework=True)


def modify(site: Site, instance_id: int, modification: Modification) -> None:
    with site.writing() as session:
        modify_instance(act_of(site, session, ADMINISTRATOR), instance_id, "更正", modification)


def migrate(site: Site, instance_id: int, **options: dict[str, str]) -> None:
    with site.writing() as session:
        migrate_instance(act_of(site, session, ADMINISTRATOR), instance_id, "换新版", **options)  # type: ignore[arg-type]


def open_variables(site: Site, xml: bytes) -> None:
    with site.writing() as session:
        deploy_bundle(act_of(site, session, ADMINISTRATOR), {"p.bpmn": xml}, open_variables=True)


def test_nothing_moves_in_a_suspended_instance_and_what_fell_due_is_caught_up(either_site: Site) -> None:
    open_variables(either_site, work())
    started = start_process(either_site, "p")
    with either_site.writing() as session:
        suspend_instance(act_of(either_site, session, ADMINISTRATOR), started, "等批复")
    move_clock_and_work(either_site, MONDAY + 5 * HOUR)
    assert timer_states(either_site, started) == ["set_aside"]
    with pytest.raises(Conflict) as refused:
        complete(either_site, ADMINISTRATOR, task_at(either_site, started, "handle"))
    assert [problem.code for problem in refused.value.problems] == ["tasks.suspended"]
    with either_site.writing() as session:
        resume_instance(act_of(either_site, session, ADMINISTRATOR), started, "已批复")
    move_clock_and_work(either_site, MONDAY + 5 * HOUR)
    assert open_elements(either_site, started) == ["handle", "remind"]
    assert event_types(either_site, started).count("timer.fired") == 1
    assert findings(either_site) == []


def test_a_suspended_instance_gets_no_message(site: Site) -> None:
    wait = catch("wait", '<messageEventDefinition messageRef="m" />')
    declared = '<message id="m" name="approved" />'
    deploy(site, diagram(start(), wait, end(), chain("start", "wait", "end"), declared=declared))
    started = start_process(site, "p")
    with site.writing() as session:
        suspend_instance(act_of(site, session, ADMINISTRATOR), started, "等批复")
    with pytest.raises(NoReceiver), site.writing() as session:
        send_message(act_of(site, session, ADMINISTRATOR), "approved", {}, {})


def test_a_suspended_or_ended_instance_cannot_be_suspended_or_resumed_again(site: Site) -> None:
    open_variables(site, work())
    started = start_process(site, "p")
    with pytest.raises(Conflict), site.writing() as session:
        resume_instance(act_of(site, session, ADMINISTRATOR), started, "误操作")
    complete(site, ADMINISTRATOR, task_at(site, started, "handle"))
    complete(site, ADMINISTRATOR, task_at(site, started, "review"), rework=False)
    with pytest.raises(Conflict), site.writing() as session:
        suspend_instance(act_of(site, session, ADMINISTRATOR), started, "太晚了")


def test_an_operator_goes_back_to_an_earlier_element_after_a_hundred_rounds(either_site: Site) -> None:
    open_variables(either_site, work())
    started = start_process(either_site, "p")
    rounds(either_site, started, 100)
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "handle"), result="第一稿")
    assert open_elements(either_site, started) == ["review"]
    modify(either_site, started, Modification(leave=["review"], enter=["stage"], variables={"result": "退回"}))
    assert open_elements(either_site, started) == ["handle"]
    with either_site.reading() as session:
        handle = session.get_one(Task, task_at(either_site, started, "handle"))
        assert handle.data == {"result": "退回", "rework": True}
    move_clock_and_work(either_site, MONDAY + 2 * HOUR)
    assert open_elements(either_site, started) == ["handle", "remind"]
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "handle"))
    assert open_elements(either_site, started) == ["remind"]
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "remind"))
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "review"), rework=False)
    assert instance(either_site, started).state == "completed"
    assert findings(either_site) == []


def test_with_an_activity_go_its_reminders_that_wait_and_not_those_that_have_fired(site: Site) -> None:
    flows = (chain("start", "handle", "review", "end"), chain("late", "remind"))
    open_variables(site, diagram(start(), task("handle"), task("review"), LATE, task("remind"), end(), *flows))
    first, second = start_process(site, "p"), start_process(site, "p")
    modify(site, second, Modification(leave=["handle"], enter=["review"]))
    move_clock_and_work(site, MONDAY + 2 * HOUR)
    assert (open_elements(site, second), timer_states(site, second)) == (["review"], ["cancelled"])
    modify(site, first, Modification(leave=["handle"], enter=["review"]))
    assert open_elements(site, first) == ["remind", "review"]
    complete(site, ADMINISTRATOR, task_at(site, first, "review"))
    assert instance(site, first).state == "running"
    complete(site, ADMINISTRATOR, task_at(site, first, "remind"))
    assert instance(site, first).state == "completed"


def test_an_operator_skips_an_element_that_fails(site: Site) -> None:
    script = '<scriptTask id="rate"><script>rate = done / total</script></scriptTask>'
    open_variables(site, diagram(start(), task("count"), script, task("tell"), chain("start", "count", "rate", "tell")))
    started = start_process(site, "p")
    complete(site, ADMINISTRATOR, task_at(site, started, "count"), done=1, total=0)
    assert instance(site, started).state == "incident"
    modify(site, started, Modification(leave=["count"], enter=["tell"], variables={"rate": 0}))
    assert (instance(site, started).state, open_elements(site, started)) == ("running", ["tell"])
    assert instance(site, started).incident is None


def test_correcting_data_moves_nothing_and_the_page_shows_what_was_corrected(site: Site) -> None:
    open_variables(site, work())
    started = start_process(site, "p", unit="信息处")
    before = task_at(site, started, "handle")
    modify(site, started, Modification(variables={"unit": "法规处"}))
    assert task_at(site, started, "handle") == before
    with site.reading() as session:
        assert session.get_one(Task, before).data == {"unit": "法规处"}
    complete(site, ADMINISTRATOR, before)
    assert instance(site, started).variables["unit"] == "法规处"


def test_all_that_cannot_be_moved_is_named_and_nothing_is_changed(site: Site) -> None:
    open_variables(site, work())
    started = start_process(site, "p")
    with pytest.raises(Invalid) as refused:
        modify(site, started, Modification(leave=["review"], enter=["nowhere", "handle"]))
    assert {(p.code, p.element) for p in refused.value.problems} == {
        ("bpmn.no_token", "review"),
        ("bpmn.no_place", "nowhere"),
    }
    assert "instance.modified" not in event_types(site, started)
    assert open_elements(site, started) == ["handle"]


def test_an_instance_goes_on_in_a_new_version_after_a_hundred_rounds(either_site: Site) -> None:
    open_variables(either_site, work())
    started = start_process(either_site, "p")
    rounds(either_site, started, 100)
    open_variables(either_site, work(handle="process", name="新版"))
    migrate(either_site, started, renames={"handle": "process"})
    moved = instance(either_site, started)
    assert moved.version == 2
    assert open_elements(either_site, started) == ["process"]
    move_clock_and_work(either_site, MONDAY + 2 * HOUR)
    assert open_elements(either_site, started) == ["process", "remind"]
    for element in ("process", "remind"):
        complete(either_site, ADMINISTRATOR, task_at(either_site, started, element))
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "review"), rework=False)
    assert instance(either_site, started).state == "completed"
    assert findings(either_site) == []


def test_what_is_at_work_must_exist_in_the_new_version(site: Site) -> None:
    open_variables(site, work())
    started = start_process(site, "p")
    open_variables(site, work(handle="process"))
    with pytest.raises(Invalid) as refused:
        migrate(site, started)
    assert {(p.code, p.element) for p in refused.value.problems} >= {("bpmn.migrate_missing", "handle")}
    assert (instance(site, started).version, open_elements(site, started)) == (1, ["handle"])


def test_a_reminder_that_the_new_version_does_not_have_is_called_off(either_site: Site) -> None:
    open_variables(either_site, work())
    started = start_process(either_site, "p")
    open_variables(either_site, work(reminded=False))
    migrate(either_site, started)
    assert timer_states(either_site, started) == ["cancelled"]
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "handle"))
    assert open_elements(either_site, started) == ["review"]
