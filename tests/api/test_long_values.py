"""Who looks at a task or an instance sees its long values in their places."""

from engine.bpmn.execution.values import LONG
from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.diagrams import chain, diagram, end, start, task
from tests.support.instances import start_process, task_at
from tests.support.office import ADMINISTRATOR, deploy

TEXT = "关于专项检查情况的报告。" * LONG


def test_a_task_and_its_instance_show_what_was_submitted_before(either_site: Site, either_visitor: Visitor) -> None:
    deploy(either_site, diagram(start(), task("write"), task("check"), end(), chain("start", "write", "check", "end")))
    started = start_process(either_site, "p", number=7)
    visitor, whole = either_visitor(ADMINISTRATOR), {"number": 7, "report": TEXT}
    written = task_at(either_site, started, "write")
    answer = visitor.post(f"/tasks/{written}/complete", json={"variables": {"report": TEXT}})
    assert answer.status_code == 200
    assert visitor.get(f"/tasks/{task_at(either_site, started, 'check')}").json()["variables"] == whole
    assert visitor.get(f"/instances/{started}").json()["variables"] == whole
