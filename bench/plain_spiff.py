"""Plain SpiffWorkflow as a contestant: its state is JSON in one row, loaded, stepped and saved; one commit."""

from io import BytesIO

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import text

from bench.diagrams import sequence
from bench.product import SUBMITTED
from engine.store.database import open_database


class PlainSpiff:
    """It records nothing else: no tasks, no events, no people."""

    def __init__(self, database_url: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(sequence()), "seq5.bpmn")
        self._spec = parser.get_spec("seq5")
        self._serializer = BpmnWorkflowSerializer()
        self._engine = open_database(database_url)
        with self._engine.begin() as connection:
            connection.execute(text("CREATE TABLE spiff_row (id INTEGER PRIMARY KEY, body TEXT)"))
        self._last = 0

    def start(self) -> int:
        self._last += 1
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        with self._engine.begin() as connection:
            body = self._serializer.serialize_json(workflow)
            connection.execute(text("INSERT INTO spiff_row VALUES (:i, :b)"), {"i": self._last, "b": body})
        return self._last

    def next_task(self, instance_id: int) -> str:
        return str(instance_id)  # the sequence has one open task at a time

    def complete(self, task_id: str) -> None:
        row = {"i": int(task_id)}
        with self._engine.begin() as connection:
            body = connection.execute(text("SELECT body FROM spiff_row WHERE id = :i"), row).scalar_one()
            workflow = self._serializer.deserialize_json(body)
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data.update(SUBMITTED)
            task.run()
            workflow.do_engine_steps()
            saved = self._serializer.serialize_json(workflow)
            connection.execute(text("UPDATE spiff_row SET body = :b WHERE id = :i"), {**row, "b": saved})

    def close(self) -> None:
        self._engine.dispose()
