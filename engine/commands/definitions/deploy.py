"""Deploying a bundle: checked whole, stored byte for byte; the same content again is no new version."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.verification.verify import verified
from engine.commands.definitions.schedule import schedule_starts
from engine.domain.errors import Invalid, Problem
from engine.store.definitions import add_bundle, bundle_files, definitions_of, find_bundle, next_version
from engine.store.models import Definition


@dataclass(frozen=True)
class Deployment:
    """What a deployment came to; `is_new` is False when the same content was deployed before."""

    digest: str
    definitions: tuple[Definition, ...]
    warnings: tuple[Problem, ...]
    is_new: bool


def compile_files(
    act: Act, files: Mapping[str, bytes], base: str | None = None, *, open_variables: bool = False
) -> CompiledBundle:
    """The bundle that these files make, laid over the bundle `base` where one is named; Invalid with every problem.

    It is verified, too: with `open_variables`, what verification finds is told and refuses nothing.
    """
    whole = {**(bundle_files(act.session, base) if base else {}), **files}
    if not whole:
        raise Invalid([Problem("definitions.no_files", field="files")])
    bundle = act.house.bundles.compile(whole, open_variables=open_variables)
    if not bundle.processes:
        raise Invalid([Problem("bpmn.no_process", file=next(iter(whole)))])
    return verified(bundle, is_foreign=open_variables)


def deploy_bundle(
    act: Act, files: Mapping[str, bytes], *, base: str | None = None, open_variables: bool = False
) -> Deployment:
    """Deploy files as one bundle; every process in it gets its next version."""
    bundle = compile_files(act, files, base, open_variables=open_variables)
    if find_bundle(act.session, bundle.digest):
        return Deployment(bundle.digest, tuple(definitions_of(act.session, bundle.digest)), bundle.warnings, False)
    add_bundle(
        act.session,
        bundle.digest,
        bundle.files,
        now=act.now,
        actor_id=act.actor_id,
        open_variables=open_variables,
    )
    warnings = bundle.warnings
    for process in bundle.processes.values():
        warnings += schedule_starts(act, _define(act, bundle.digest, process), process)
    act.session.flush()
    act.house.bundles.keep(bundle)
    return Deployment(bundle.digest, tuple(definitions_of(act.session, bundle.digest)), warnings, True)


def _define(act: Act, digest: str, process: CompiledProcess) -> Definition:
    definition = Definition(
        key=process.key,
        version=next_version(act.session, process.key),
        name=process.name,
        file_name=process.file,
        executable=process.executable,
        digest=digest,
    )
    act.session.add(definition)
    return definition
