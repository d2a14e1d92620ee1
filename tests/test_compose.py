"""What docker-compose.yml runs is what the scaled scenario runs. No Docker engine is asked."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from cli.main import app
from engine.settings import Settings
from tests.support.server import Server

ROOT = Path(__file__).resolve().parent.parent


class Recorded(Server):
    """Notes the programs that a scaled server would start."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, database_url="postgresql+psycopg://", broker_url="redis://")
        self.programs: dict[str, str] = {}

    def _run(self, name: str) -> None:
        self.programs[name] = self._arguments[name][0]

    def wait(self) -> None:
        """Nothing runs."""


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = document["services"]
    return found


@pytest.fixture(scope="module")
def ours(services: dict[str, Any]) -> dict[str, Any]:
    return {name: service for name, service in services.items() if "build" in service}


def test_the_services_are_the_programs_of_the_scaled_scenario(ours: dict[str, Any], tmp_path: Path) -> None:
    server = Recorded(tmp_path)
    server.start()
    assert {name: service["command"][0] for name, service in ours.items()} == server.programs


def test_every_command_is_one_the_program_understands(ours: dict[str, Any]) -> None:
    group: Any = get_command(app)
    for service in ours.values():
        name, *arguments = service["command"]
        with group.commands[name].make_context(name, arguments):
            pass


def test_every_variable_is_a_setting(ours: dict[str, Any]) -> None:
    known = {f"DUBAN_{name.upper()}" for name in Settings.model_fields}
    assert {variable for service in ours.values() for variable in service["environment"]} <= known


def test_every_service_waits_only_for_one_that_says_when_it_is_healthy(services: dict[str, Any]) -> None:
    awaited = {name for service in services.values() for name in service.get("depends_on", {})}
    assert awaited == {name for name, service in services.items() if "healthcheck" in service}
