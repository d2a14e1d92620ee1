"""What is measured: a sequence of five user tasks, through the product, without an engine, and on plain SpiffWorkflow."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import create_engine, event, text

from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.instances.advance import start_instance
from engine.commands.people.accounts import ensure_bootstrap
from engine.commands.tasks.complete import Completion, complete_task
from engine.settings import Settings
from engine.site import Site
from engine.store.database import open_database, upgrade
from engine.store.models import Person
from engine.store.tasks import open_tasks

STEPS = 5
ROLES = frozenset({"administrator"})


def sequence() -> bytes:
    """A process of five user tasks in a row."""
    names = ["start", *(f"task{n}" for n in range(STEPS)), "end"]
    nodes = "".join(
        f'<bpmn:{"startEvent" if n == "start" else "endEvent" if n == "end" else "userTask"} id="{n}" name="{n}"/>'
        for n in names
    )
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{i}" sourceRef="{a}" targetRef="{b}"/>' for i, (a, b) in enumerate(pairwise(names))
    )
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench">'
        f'<bpmn:process id="seq5" isExecutable="true">{nodes}{flows}</bpmn:process></bpmn:definitions>'
    ).encode()


class Product:
    """A completion through the command layer: everything recorded, one commit."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.site = Site(Settings(database_url=database_url, data_dir=folder, testing=True))
        upgrade(self.site.engine)
        with self.site.writing() as session:
            ensure_bootstrap(session, "bench-token-0123456789-0123456789-0123")
            self.actor = session.query(Person).one().id
            deploy_bundle(self.site.act(session, self.actor), {"seq5.bpmn": sequence()}, open_variables=True)

    def start(self) -> int:
        with self.site.writing() as session:
            return start_instance(self.site.act(session, self.actor), "seq5").id

    def complete(self, instance_id: int) -> None:
        with self.site.writing() as session:
            task = open_tasks(session, instance_id)[0]
            complete_task(self.site.act(session, self.actor), ROLES, Completion(task.id, {"n": 1}))

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The SQL statements sent while the block runs."""
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(self.site.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.site.engine, "before_cursor_execute", note)


class WithoutEngine:
    """The rows that a completion writes, without any engine: instance, state, tasks, events; one commit."""

    def __init__(self, database_url: str) -> None:
        self._engine = open_database(database_url)
        with self._engine.begin() as connection:
            blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
            for table in (
                "plain_instance (id INTEGER PRIMARY KEY, revision INTEGER, state TEXT, variables TEXT)",
                f"plain_state (id INTEGER PRIMARY KEY, body {blob})",
                "plain_task (id TEXT PRIMARY KEY, instance_id INTEGER, name TEXT, state TEXT, submitted TEXT)",
                "plain_event (instance_id INTEGER, seq INTEGER, type TEXT, at TEXT, data TEXT, hash TEXT)",
            ):
                connection.execute(text(f"CREATE TABLE IF NOT EXISTS {table}"))
        self._next = 0

    def start(self) -> int:
        self._next += 1
        with self._engine.begin() as connection:
            connection.execute(text("INSERT INTO plain_instance VALUES (:i, 0, 'running', '{}')"), {"i": self._next})
            connection.execute(text("INSERT INTO plain_state VALUES (:i, :b)"), {"i": self._next, "b": b"x" * 900})
            connection.execute(
                text("INSERT INTO plain_task VALUES (:t, :i, 'n', 'open', NULL)"), {"t": str(uuid4()), "i": self._next}
            )
        return self._next

    def complete(self, instance_id: int) -> None:
        with self._engine.begin() as connection:
            parameters = {"i": instance_id, "b": b"y" * 900, "t": str(uuid4())}
            connection.execute(text("UPDATE plain_instance SET revision = revision + 1 WHERE id = :i"), parameters)
            connection.execute(text("UPDATE plain_state SET body = :b WHERE id = :i"), parameters)
            connection.execute(
                text(
                    "UPDATE plain_task SET state = 'done', submitted = '{}' WHERE instance_id = :i AND state = 'open'"
                ),
                parameters,
            )
            connection.execute(text("INSERT INTO plain_task VALUES (:t, :i, 'n', 'open', NULL)"), parameters)
            for seq in range(3):
                connection.execute(
                    text("INSERT INTO plain_event VALUES (:i, :s, 'e', '2026', '{}', 'h')"), parameters | {"s": seq}
                )


class PlainSpiff:
    """Plain SpiffWorkflow with its state as JSON in one row: load, complete, save; one commit."""

    def __init__(self, database_url: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(sequence()), "seq5.bpmn")
        self._spec = parser.get_spec("seq5")
        self._serializer = BpmnWorkflowSerializer()
        self._engine = create_engine(database_url)
        with self._engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS spiff_row (id INTEGER PRIMARY KEY, body TEXT)"))
        self._next = 0

    def start(self) -> int:
        self._next += 1
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        with self._engine.begin() as connection:
            body = self._serializer.serialize_json(workflow)
            connection.execute(text("INSERT INTO spiff_row VALUES (:i, :b)"), {"i": self._next, "b": body})
        return self._next

    def complete(self, instance_id: int) -> None:
        with self._engine.begin() as connection:
            row = connection.execute(text("SELECT body FROM spiff_row WHERE id = :i"), {"i": instance_id}).scalar_one()
            workflow = self._serializer.deserialize_json(row)
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data["n"] = 1
            task.run()
            workflow.do_engine_steps()
            body = self._serializer.serialize_json(workflow)
            connection.execute(text("UPDATE spiff_row SET body = :b WHERE id = :i"), {"i": instance_id, "b": body})
