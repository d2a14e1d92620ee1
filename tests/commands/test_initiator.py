"""Tasks that a diagram gives to who started the process find their way back to them."""

from engine.commands.instances.advance import start_instance
from engine.commands.tasks.complete import Completion, complete_task
from engine.commands.tasks.transfer import transfer_task
from engine.queries.inbox import Wanted, list_tasks
from engine.site import Site
from tests.support.diagrams import chain, diagram, end, start, task
from tests.support.instances import task_at
from tests.support.office import HANDLER, LEADER, OFFICER, SUBSTITUTE, act_of, deploy, reader, roles
from tests.support.verbs import by, id_of, whose_turn

MINE = '<extensionElements><duban:assignment rule="initiator" /></extensionElements>'
REQUEST = diagram(start(), task("ask", MINE), task("settle", MINE), end(), chain("start", "ask", "settle", "end"))


def started_by(site: Site, username: str) -> int:
    with site.writing() as session:
        return start_instance(act_of(site, session, username), "p").id


def test_the_next_task_of_the_initiator_is_theirs_though_another_did_the_one_before(either_site: Site) -> None:
    deploy(either_site, REQUEST)
    started = started_by(either_site, HANDLER)
    first = task_at(either_site, started, "ask")
    by(either_site, HANDLER, transfer_task, first, id_of(either_site, SUBSTITUTE))
    with either_site.writing() as session:
        complete_task(act_of(either_site, session, SUBSTITUTE), roles(session, SUBSTITUTE), Completion(first, {}))
    assert whose_turn(either_site, task_at(either_site, started, "settle")) == {HANDLER}


def test_what_somebody_started_is_listed_for_them_as_far_as_they_may_see_it(either_site: Site) -> None:
    deploy(either_site, REQUEST)
    started = started_by(either_site, HANDLER)
    started_by(either_site, SUBSTITUTE)
    first = task_at(either_site, started, "ask")
    assert listed(either_site, HANDLER) == [first]
    by(either_site, HANDLER, transfer_task, first, id_of(either_site, OFFICER))
    assert listed(either_site, LEADER) == []


def listed(site: Site, username: str) -> list[str]:
    with site.reading() as session:
        rows, _ = list_tasks(session, reader(session, username), Wanted(view="started"))
        return [row.task.id for row in rows]
