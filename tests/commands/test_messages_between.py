"""Messages and signals from one instance to others: to who waits, to who agrees by its keys, to a new one."""

import pytest
from sqlalchemy import select

from engine.commands.instances.message import send_message, send_signal
from engine.domain.errors import Invalid, NoReceiver
from engine.site import Site
from engine.store.models import Instance
from tests.support.diagrams import catch, chain, diagram, end, start, task
from tests.support.instances import event_types, instance, open_elements, start_process, task_at
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, act_of, deploy

DECLARED = '<message id="m" name="letter" /><signal id="s" name="bell" />'
LETTER = '<messageEventDefinition messageRef="m" />'
BELL = '<signalEventDefinition signalRef="s" />'


def sender(inside: str) -> bytes:
    nodes = [start(), task("write"), end("sent", inside), chain("start", "write", "sent")]
    return diagram(*nodes, key="sender", declared=DECLARED)


def started_by(inside: str, key: str = "receiver") -> bytes:
    begin = f'<startEvent id="come">{inside}</startEvent>'
    return diagram(begin, task("read"), end(), chain("come", "read", "end"), key=key, declared=DECLARED)


def waiting(inside: str, key: str = "receiver", declared: str = DECLARED) -> bytes:
    nodes = [start(), catch("come", inside), task("read"), end(), chain("start", "come", "read", "end")]
    return diagram(*nodes, key=key, declared=declared)


def instances_of(site: Site, key: str) -> list[int]:
    with site.reading() as session:
        return list(session.scalars(select(Instance.id).where(Instance.key == key).order_by(Instance.id)))


def send(site: Site, **variables: object) -> int:
    instance_id = start_process(site, "sender")
    complete(site, ADMINISTRATOR, task_at(site, instance_id, "write"), **variables)
    return instance_id


def test_a_message_goes_to_the_instance_that_waits_and_to_one_only(either_site: Site) -> None:
    deploy(either_site, sender(LETTER), waiting(LETTER))
    first, second = start_process(either_site, "receiver"), start_process(either_site, "receiver")
    send(either_site, text="你好")
    assert open_elements(either_site, first) == ["read"]
    assert open_elements(either_site, second) == []
    assert instance(either_site, first).variables["text"] == "你好"


def test_a_message_nobody_waits_for_starts_the_process_that_begins_with_it(either_site: Site) -> None:
    deploy(either_site, sender(LETTER), started_by(LETTER))
    send(either_site, text="你好")
    (started,) = instances_of(either_site, "receiver")
    assert open_elements(either_site, started) == ["read"]
    assert instance(either_site, started).variables["text"] == "你好"


def test_a_message_nobody_receives_stands_in_the_record_of_its_sender(either_site: Site) -> None:
    deploy(either_site, sender(LETTER))
    assert "message.unreceived" in event_types(either_site, send(either_site))


def test_a_signal_reaches_all_who_wait_and_starts_all_it_starts(either_site: Site) -> None:
    deploy(either_site, sender(BELL), waiting(BELL), started_by(BELL, "one"), started_by(BELL, "two"))
    waits = [start_process(either_site, "receiver") for _ in range(2)]
    send(either_site)
    assert [open_elements(either_site, one) for one in waits] == [["read"], ["read"]]
    assert [len(instances_of(either_site, key)) for key in ("one", "two")] == [1, 1]


def test_a_signal_from_outside_starts_processes_too(either_site: Site) -> None:
    deploy(either_site, started_by(BELL))
    with either_site.writing() as session:
        answer = send_signal(act_of(either_site, session, ADMINISTRATOR), "bell", {"why": "考核"})
    assert answer == instances_of(either_site, "receiver")


def test_processes_that_start_each_other_without_end_are_stopped_and_nothing_remains(either_site: Site) -> None:
    again = f'<startEvent id="come">{BELL}</startEvent>'
    deploy(either_site, diagram(again, end("ring", BELL), chain("come", "ring"), key="echo", declared=DECLARED))
    with pytest.raises(Invalid) as refused, either_site.writing() as session:
        send_signal(act_of(either_site, session, ADMINISTRATOR), "bell", {})
    assert [problem.code for problem in refused.value.problems] == ["bpmn.starts_without_end"]
    assert instances_of(either_site, "echo") == []


KEYS = (
    DECLARED + '<correlationProperty id="number" name="number" type="string">'
    '<correlationPropertyRetrievalExpression messageRef="m"><messagePath>number</messagePath>'
    "</correlationPropertyRetrievalExpression></correlationProperty>"
    '<collaboration id="c"><correlationKey id="k" name="key">'
    "<correlationPropertyRef>number</correlationPropertyRef></correlationKey></collaboration>"
)


def test_an_answer_finds_the_conversation_with_its_keys(either_site: Site) -> None:
    ask = f'<intermediateThrowEvent id="ask">{LETTER}</intermediateThrowEvent>'
    nodes = [start(), ask, catch("come", LETTER), task("read"), chain("start", "ask", "come", "read")]
    deploy(either_site, diagram(*nodes, key="receiver", declared=KEYS))
    one, two = (start_process(either_site, "receiver", number=number) for number in ("督1", "督2"))
    with either_site.writing() as session:
        answer = send_message(act_of(either_site, session, ADMINISTRATOR), "letter", {}, {"number": "督2"})
    assert answer == [two]
    assert (open_elements(either_site, one), open_elements(either_site, two)) == ([], ["read"])
    with pytest.raises(NoReceiver), either_site.writing() as session:
        send_message(act_of(either_site, session, ADMINISTRATOR), "letter", {}, {"number": "督3"})
