"""The process families that come with the product, deployed at start when their content is new."""

from collections.abc import Mapping
from pathlib import Path

from engine.act import Act
from engine.bpmn.bundle import digest_of
from engine.commands.definitions.bind import bind_calls
from engine.commands.definitions.deploy import Deployment, deploy_bundle
from engine.store.definitions import find_bundle

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
    """Deploy every family whose content is new; one that was deployed before is not examined again at each start."""
    folders = sorted(path for path in PROCESSES.iterdir() if path.is_dir())
    families = [files for folder in folders if (files := family_files(folder))]
    return [deploy_bundle(act, files) for files in families if not _is_deployed(act, files)]


def _is_deployed(act: Act, files: Mapping[str, bytes]) -> bool:
    whole = {**files, **bind_calls(act.session, files).files}
    return find_bundle(act.session, digest_of(whole)) is not None
