"""The process families that come with the product, deployed at start when their content is new."""

from pathlib import Path

from engine.act import Act
from engine.commands.definitions.deploy import Deployment, deploy_bundle

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
SUFFIXES = (".bpmn", ".dmn", ".json")


def family_files(folder: Path) -> dict[str, bytes]:
    """Diagrams, decision tables and forms of a family by file name; scenarios and texts are left out."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and "scenarios" not in path.parts
    }


def deploy_shipped(act: Act) -> list[Deployment]:
    """Deploy every family; one whose content was deployed before stays as it is."""
    folders = sorted(path for path in PROCESSES.iterdir() if path.is_dir())
    return [deploy_bundle(act, files) for folder in folders if (files := family_files(folder))]
