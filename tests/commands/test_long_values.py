"""A long value has a row of its own from the step that brought it, whatever happens to its instance afterwards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.actions import ACTIONS, Call
from engine.bpmn.execution.values import LONG
from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.instances.message import send_message
from engine.commands.instances.migrate import migrate_instance
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.instances.operate import retry_instance
from engine.commands.instances.suspend import resume_instance, suspend_instance
from engine.long_values import data_of, variables_of
from engine.site import Site
from engine.store import native
from engine.store.forgetting import forget_everything
from engine.store.models import Instance, InstanceState, InstanceValue, Task
from tests.support.diagrams import (
    catch,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    service,
    start,
    subprocess,
    task,
    timer,
)
from tests.support.instances import instance, open_elements, start_process, task_at
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, deploy, move_clock_and_work
from tests.support.record import findings

TEXT = "关于专项检查情况的报告。" * LONG
LIST = [{"no": number, "title": "附件"} for number in range(LONG)]
TASKS = ("write", "check", "sign")
SEQUENCE = diagram(start(), *map(task, TASKS), end(), chain("start", *TASKS, "end"))
STAGE = subprocess("stage", start("s"), task("check"), task("sign"), end("e"), chain("s", "check", "sign", "e"))
STAGED = diagram(start(), task("write"), STAGE, end(), chain("start", "write", "stage", "end"))
CLOSING = diagram(
    start(), task("write"), service("close", "close_matter"), task("sign"), chain("start", "write", "close", "sign")
)


def finish(site: Site, instance_id: int, element_id: str, **variables: Any) -> str:
    return complete(site, ADMINISTRATOR, task_at(site, instance_id, element_id), **variables)


def seen(site: Site, instance_id: int, element_id: str) -> dict[str, Any]:
    """What the page of an open task shows."""
    with site.reading() as session:
        return data_of(session, task_at(site, instance_id, element_id))


def values(site: Site) -> int:
    with site.reading() as session:
        return session.scalars(select(func.count()).select_from(InstanceValue)).one()


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize("xml", [SEQUENCE, STAGED], ids=["sequence", "stage"])
def test_what_was_submitted_is_stored_once_and_seen_by_all_that_follow(
    either_site: Site, xml: bytes, warm: bool
) -> None:
    deploy(either_site, xml)
    started = start_process(either_site, "p", annex=LIST)
    finish(either_site, started, "write", report=TEXT)
    for element in ("check", "sign"):
        if not warm:
            either_site.house.live.clear()
        assert seen(either_site, started, element) == {"annex": LIST, "report": TEXT}
        finish(either_site, started, element)
    assert values(either_site) == 2
    with either_site.reading() as session:
        assert variables_of(session, started) == {"annex": LIST, "report": TEXT}
        assert all(task.data == {} for task in session.scalars(select(Task).where(Task.instance_id == started)))
        assert session.get_one(Instance, started).variables == {}
        bodies = session.scalars(select(InstanceState.body).where(InstanceState.instance_id == started))
        assert sum(map(len, bodies)) < len(TEXT)
    assert instance(either_site, started).state == "completed"
    assert findings(either_site) == []


@pytest.mark.parametrize("submitted", [{}, {"report": TEXT}], ids=["nothing", "a long text"])
def test_a_cold_completion_reads_the_values_together_with_the_state(
    either_site: Site, monkeypatch: pytest.MonkeyPatch, submitted: dict[str, Any]
) -> None:
    deploy(either_site, SEQUENCE)
    started = start_process(either_site, "p")
    finish(either_site, started, "write", **submitted)
    either_site.house.live.clear()
    task_id, sent = task_at(either_site, started, "check"), []

    def noted(driver: native.Driver, statement: str) -> str:
        sent.append(statement)
        return statement if driver.is_sqlite else native._psycopg_words(statement)

    monkeypatch.setattr(native, "_in_its_words", noted)
    complete(either_site, ADMINISTRATOR, task_id)
    reads = [statement for statement in sent if statement.startswith("SELECT")]
    assert len(reads) == 2  # lock and read, state with values
    with either_site.reading() as session:
        is_sqlite = native.is_sqlite(session)
    assert is_sqlite or len(sent) - len(reads) == 1


def test_a_step_that_fails_leaves_no_value_behind_and_can_be_done_again(
    either_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(call: Call) -> Mapping[str, Any]:
        raise ValueError("no more")

    monkeypatch.setitem(ACTIONS, "close_matter", refused)
    deploy(either_site, CLOSING)
    started = start_process(either_site, "p")
    assert finish(either_site, started, "write", report=TEXT) == "incident"
    assert (values(either_site), open_elements(either_site, started)) == (0, ["write"])
    monkeypatch.setitem(ACTIONS, "close_matter", lambda call: {"answer": [call.data["report"]] * 2})
    assert finish(either_site, started, "write", report=TEXT) == "running"
    assert values(either_site) == 2
    either_site.house.live.clear()
    assert seen(either_site, started, "sign") == {"report": TEXT, "answer": [TEXT, TEXT]}


def test_an_instance_that_failed_at_its_start_begins_again_with_its_long_values(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(site, diagram(start(), service("close", "close_matter"), task("sign"), chain("start", "close", "sign")))
    started = start_process(site, "p", report=TEXT)
    assert instance(site, started).state == "incident"
    monkeypatch.setitem(ACTIONS, "close_matter", lambda call: {})
    with site.writing() as session:
        retry_instance(act_of(site, session, ADMINISTRATOR), started, "已处理")
    assert seen(site, started, "sign") == {"report": TEXT}


def test_a_transaction_that_is_taken_back_takes_the_values_with_it(either_site: Site) -> None:
    deploy(either_site, SEQUENCE)
    started = start_process(either_site, "p")
    with pytest.raises(ZeroDivisionError), either_site.writing() as session:
        modify_instance(
            act_of(either_site, session, ADMINISTRATOR), started, "更正", Modification(variables={"a": TEXT})
        )
        raise ZeroDivisionError
    assert values(either_site) == 0
    finish(either_site, started, "write", a=TEXT)
    either_site.house.live.clear()
    assert seen(either_site, started, "check") == {"a": TEXT}


def test_values_stay_with_an_instance_that_rests_is_corrected_and_is_carried_over(either_site: Site) -> None:
    deploy(either_site, SEQUENCE)
    started = start_process(either_site, "p")
    finish(either_site, started, "write", report=TEXT, annex=LIST)
    either_site.house.live.clear()
    with either_site.writing() as session:
        suspend_instance(act_of(either_site, session, ADMINISTRATOR), started, "等批复")
    with either_site.writing() as session:
        resume_instance(act_of(either_site, session, ADMINISTRATOR), started, "已批复")
    with either_site.writing() as session:
        act = act_of(either_site, session, ADMINISTRATOR)
        modify_instance(
            act, started, "更正", Modification(leave=["check"], enter=["write"], variables={"report": TEXT * 2})
        )
    assert seen(either_site, started, "write") == {"report": TEXT * 2, "annex": LIST}
    with either_site.writing() as session:
        act = act_of(either_site, session, ADMINISTRATOR)
        deploy_bundle(act, {"p.bpmn": SEQUENCE.replace(b'"check"', b'"review"').replace(b"check", b"review")})
        migrate_instance(act, started, "换新版", renames={"check": "review"})
    either_site.house.live.clear()
    finish(either_site, started, "write")
    either_site.house.live.clear()
    assert seen(either_site, started, "review") == {"report": TEXT * 2, "annex": LIST}


def test_a_timer_and_a_message_find_the_values_of_an_instance_that_is_not_live(either_site: Site) -> None:
    pause = catch("pause", timer("timeDuration", "PT2H"))
    wait = catch("wait", '<messageEventDefinition messageRef="m" />')
    flows = (
        chain("start", "write", "pause", "gate") + flow("gate", "wait", f"report == '{TEXT}'") + flow("gate", "none")
    )
    xml = diagram(
        start(),
        task("write"),
        pause,
        exclusive("gate", "gate-none"),
        wait,
        task("sign"),
        end("none"),
        flows,
        chain("wait", "sign"),
        declared='<message id="m" name="approved" />',
    )
    deploy(either_site, xml)
    started = [start_process(either_site, "p") for _ in range(3)]
    for number, one in enumerate(started):
        finish(either_site, one, "write", report=TEXT, number=number)
    either_site.house.live.clear()
    move_clock_and_work(either_site, MONDAY + timedelta(hours=2))
    either_site.house.live.clear()
    with either_site.writing() as session:
        act = act_of(either_site, session, ADMINISTRATOR)
        reached = send_message(act, "approved", {"report": TEXT, "number": 1}, {"reply": LIST})
    assert reached == [started[1]]
    either_site.house.live.clear()
    assert seen(either_site, started[1], "sign")["report"] == TEXT
    assert values(either_site) == 4


def test_forgetting_everything_forgets_the_values(site: Site) -> None:
    deploy(site, SEQUENCE)
    start_process(site, "p", report=TEXT)
    assert values(site) == 1
    with site.writing() as session:
        forget_everything(session)
    assert values(site) == 0
