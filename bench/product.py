"""The product as a contestant: its commands, one transaction and one commit a completion."""

from pathlib import Path
from typing import Any

from engine.commands.definitions.deploy import deploy_bundle
from engine.commands.instances.advance import start_instance
from engine.commands.people.accounts import ensure_bootstrap
from engine.commands.tasks.complete import Completion, complete_task
from engine.settings import Settings
from engine.site import Site
from engine.store.database import upgrade
from engine.store.models import Person
from engine.store.tasks import open_tasks

ROLES = frozenset({"administrator"})
TOKEN = "bench-token-0123456789-0123456789-0123"
SUBMITTED = {"n": 1}


def open_site(database_url: str, folder: Path) -> Site:
    """A site on the machine's clock; what the environment says about Duban is overruled."""
    named = {"data_dir": folder, "database_url": database_url, "testing": False, "demo": False, "smtp_host": None}
    return Site(Settings.model_validate(named))


class Product:
    """The latest version of one process of `diagrams`, by its key."""

    def __init__(self, site: Site, key: str, *diagrams: bytes) -> None:
        self.site = site
        self.key = key
        upgrade(site.engine)
        with site.writing() as session:
            ensure_bootstrap(session, TOKEN)
        with site.writing() as session:
            self.actor = session.query(Person).filter_by(username="administrator").one().id
            files = {f"diagram{number}.bpmn": diagram for number, diagram in enumerate(diagrams)}
            deploy_bundle(site.act(session, self.actor), files, open_variables=True)

    def start(self, **variables: Any) -> int:
        with self.site.writing() as session:
            return start_instance(self.site.act(session, self.actor), self.key, variables=variables).id

    def open(self, instance_id: int) -> list[str]:
        """The open tasks, oldest first."""
        with self.site.reading() as session:
            return [task.id for task in open_tasks(session, instance_id)]

    def next_task(self, instance_id: int) -> str:
        return self.open(instance_id)[0]

    def complete(self, task_id: str, **variables: Any) -> None:
        with self.site.writing() as session:
            complete_task(self.site.act(session, self.actor), ROLES, Completion(task_id, variables or SUBMITTED))
