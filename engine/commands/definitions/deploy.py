"""Deploying a bundle: checked whole, stored byte for byte; the same content again is no new version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.source.called import FOLDER, is_laid_in
from engine.commands.definitions.bind import bind_calls
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

    What they call and do not hold comes along from what is deployed, anew for each deployment.
    It is verified, too: with `open_variables`, what verification finds is told and refuses nothing.
    """
    whole = {**_own_files(act, base), **files}
    if not whole:
        raise Invalid([Problem("definitions.no_files", field="files")])
    reserved = [
        Problem("definitions.reserved_name", {"folder": FOLDER}, file=name) for name in files if is_laid_in(name)
    ]
    if reserved:
        raise Invalid(reserved)
    bound = bind_calls(act.session, whole)
    bundle = act.house.bundles.examined({**whole, **bound.files}, open_variables=open_variables)
    if not bundle.processes:
        raise Invalid([Problem("bpmn.no_process", file=next(iter(whole)))])
    said = tuple(warning for warning in bundle.warnings if not is_laid_in(warning.file or ""))
    return replace(bundle, warnings=said + bound.warnings)


def _own_files(act: Act, base: str | None) -> dict[str, bytes]:
    files = bundle_files(act.session, base) if base else {}
    return {name: content for name, content in files.items() if not is_laid_in(name)}


def deploy_bundle(
    act: Act, files: Mapping[str, bytes], *, base: str | None = None, open_variables: bool = False
) -> Deployment:
    """Deploy files as one bundle; every process in it gets its next version, but not what came along."""
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
        if is_laid_in(process.file):
            continue
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
        confidential=process.confidential,
        digest=digest,
    )
    act.session.add(definition)
    return definition
