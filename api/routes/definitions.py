"""Definitions: deployed, checked, listed, given back byte for byte."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.downloads import download_headers
from api.edge import Reading, Visit, looking, rehearsing, visiting
from api.problems import as_json, language_of
from api.schemas.common import Key, Named, Page, Shape, named
from api.scopes import needs
from engine.bpmn.source.called import versions_in
from engine.commands.definitions.deploy import Deployment, compile_files, deploy_bundle
from engine.commands.instances.carry_over import CarriedOver, carry_over
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.policy import may_design, may_operate
from engine.people.scopes import DESIGN, OPERATE, READ
from engine.store.definitions import bundle_files, find_bundle, get_definition, latest_definitions, versions_of
from engine.store.instances import behind_version
from engine.store.models import Definition
from engine.store.people import people_by_id

router = APIRouter(prefix="/definitions", tags=["definitions"])
MAX_FILE_NAME = 200
KINDS: dict[str, Literal["bpmn", "dmn", "form"]] = {"bpmn": "bpmn", "xml": "bpmn", "dmn": "dmn", "json": "form"}


class PathStep(Shape):
    id: str
    name: str


class ProblemShape(Shape):
    code: str
    message: str
    file: str | None = None
    line: int | None = None
    element: str | None = None
    field: str | None = None
    path: list[PathStep] | None = None


class Deployed(Shape):
    """`open_before` instances stay on an older version until they are carried over on purpose."""

    key: str
    name: str
    version: int
    executable: bool
    open_before: int
    warnings: list[ProblemShape]


class DeploymentShape(Shape):
    digest: str
    definitions: list[Deployed]


class Checked(Shape):
    problems: list[ProblemShape]


class DefinitionShape(Shape):
    key: str
    name: str
    version: int
    executable: bool
    deployed_at: datetime | None


class VersionShape(Shape):
    version: int
    digest: str
    deployed_at: datetime | None
    deployed_by: Named | None


class CalledShape(Shape):
    key: str
    version: int


class FileShape(Shape):
    """`called` names the processes with which a file came along because they are called; empty for an own file."""

    name: str
    kind: Literal["bpmn", "dmn", "form"]
    text: str
    called: list[CalledShape]


class DefinitionDetail(Shape):
    """A definition with its versions and the other files of its bundle.

    `open_before` open instances are still on an older version.
    """

    key: str
    name: str
    version: int
    executable: bool
    digest: str
    file_name: str
    open_before: int
    versions: list[VersionShape]
    files: list[FileShape]


def _require_designer(visit: Visit) -> None:
    if not may_design(visit.roles):
        raise NotAllowed


def _contents(files: list[UploadFile]) -> dict[str, bytes]:
    """The files by name; one that the record could not keep, or that would hide another, is a problem."""
    names = [upload.filename or "file" for upload in files]
    problems = [
        Problem("request.upload_name", {"name": name[:40], "length": MAX_FILE_NAME}, file=name[:MAX_FILE_NAME])
        for name in dict.fromkeys(names)
        if len(name) > MAX_FILE_NAME or names.count(name) > 1
    ]
    if problems:
        raise Invalid(problems)
    return {name: upload.file.read() for name, upload in zip(names, files, strict=True)}


@router.post("", status_code=201, response_model=DeploymentShape)
@needs(DESIGN)
def deploy(
    request: Request,
    files: list[UploadFile],
    variables: Literal["declared", "open"] = "declared",
    base: str | None = None,
) -> Response:
    """Deploy files as one bundle (laid over the bundle `base`); the same content again is no new version."""
    contents, is_open = _contents(files), variables == "open"
    with looking(request) as visit:  # examined before anything is locked, so that nobody waits for it
        _require_designer(visit)
        compile_files(visit.act, contents, base, open_variables=is_open)
    with visiting(request) as visit:
        _require_designer(visit)
        deployment = deploy_bundle(visit.act, contents, base=base, open_variables=is_open)
        body = _deployment(visit, deployment).model_dump(mode="json")
        return JSONResponse(body, status_code=201 if deployment.is_new else 200)


def _deployment(visit: Visit, deployment: Deployment) -> DeploymentShape:
    language = language_of(visit.request)
    files = {definition.key: definition.file_name for definition in deployment.definitions}
    return DeploymentShape(
        digest=deployment.digest,
        definitions=[
            Deployed(
                key=definition.key,
                name=definition.name,
                version=definition.version,
                executable=definition.executable,
                open_before=len(behind_version(visit.session, definition.key, definition.version)),
                warnings=[
                    ProblemShape(**as_json(warning, language))
                    for warning in deployment.warnings
                    if warning.file == files[definition.key] or warning.file not in files.values()
                ],
            )
            for definition in deployment.definitions
        ],
    )


@router.post("/check")
@needs(DESIGN)
def check(
    visit: Reading,
    files: list[UploadFile],
    variables: Literal["declared", "open"] = "declared",
    base: str | None = None,
) -> Checked:
    """Check files as a deployment would, storing nothing."""
    _require_designer(visit)
    bundle = compile_files(visit.act, _contents(files), base, open_variables=variables == "open")
    language = language_of(visit.request)
    return Checked(problems=[ProblemShape(**as_json(warning, language)) for warning in bundle.warnings])


@router.get("")
@needs(READ)
def list_definitions(visit: Reading) -> Page[DefinitionShape]:
    """The latest version of every process."""
    rows = [
        DefinitionShape(
            key=definition.key,
            name=definition.name,
            version=definition.version,
            executable=definition.executable,
            deployed_at=_deployed_at(visit, definition),
        )
        for definition in latest_definitions(visit.session)
    ]
    return Page[DefinitionShape](items=rows)


def _deployed_at(visit: Visit, definition: Definition) -> datetime | None:
    bundle = find_bundle(visit.session, definition.digest)
    return bundle.deployed_at if bundle else None


@router.get("/{key}")
@needs(READ)
def get_one(visit: Reading, key: str) -> DefinitionDetail:
    """One process with its versions and the files deployed with it."""
    definition = get_definition(visit.session, key)
    files = bundle_files(visit.session, definition.digest)
    return DefinitionDetail(
        key=definition.key,
        name=definition.name,
        version=definition.version,
        executable=definition.executable,
        digest=definition.digest,
        file_name=definition.file_name,
        open_before=len(behind_version(visit.session, key, definition.version)),
        versions=_versions(visit, key),
        files=[
            FileShape(
                name=name,
                kind=KINDS[name.rpartition(".")[2]],
                text=content.decode("utf-8", "replace"),
                called=[CalledShape(key=key, version=number) for key, number in versions_in(name).items()],
            )
            for name, content in sorted(files.items())
        ],
    )


class CarryOverBody(BaseModel):
    """With `dry_run` nothing is kept: the answer tells what would change."""

    reason: str = Field(min_length=1, max_length=2000)
    dry_run: bool = False


class CarriedChange(Shape):
    """An item whose light, or whose next moment of the ladder, is another one now."""

    item_id: int
    number: str | None
    title: str
    light_before: str
    light_after: str
    next_asked_before: datetime | None
    next_asked_after: datetime | None


class CarryRefusal(Shape):
    instance_id: int
    number: str
    problems: list[ProblemShape]


class CarriedOverShape(Shape):
    """`moved` open instances are on `version` now; `left` are still on an older one, the refused among them."""

    version: int
    moved: int
    left: int
    changes: list[CarriedChange]
    refused: list[CarryRefusal]


@router.post("/{key}/carry-over", response_model=CarriedOverShape)
@needs(OPERATE)
def carry(request: Request, key: str, body: CarryOverBody) -> Response:
    """Carry the open instances of a process over to its latest version, up to 500 at a time; first as a rehearsal."""

    def do(visit: Visit) -> CarriedOverShape:
        if not may_operate(visit.roles):
            raise NotAllowed
        return _carried(carry_over(visit.act, key, body.reason), language_of(request))

    if body.dry_run:
        return rehearsing(request, do)
    with visiting(request) as visit:
        return visit.once(200, lambda: do(visit))


def _carried(done: CarriedOver, language: str) -> CarriedOverShape:
    return CarriedOverShape(
        version=done.version,
        moved=done.moved,
        left=done.left,
        changes=[
            CarriedChange(
                item_id=one.item_id,
                number=one.number,
                title=one.title,
                light_before=one.light[0],
                light_after=one.light[1],
                next_asked_before=one.next_asked[0],
                next_asked_after=one.next_asked[1],
            )
            for one in done.changes
        ],
        refused=[
            CarryRefusal(
                instance_id=instance_id,
                number=number,
                problems=[ProblemShape(**as_json(problem, language)) for problem in refusal.problems],
            )
            for instance_id, number, refusal in done.refused
        ],
    )


def _versions(visit: Visit, key: str) -> list[VersionShape]:
    definitions = versions_of(visit.session, key)
    bundles = {d.digest: find_bundle(visit.session, d.digest) for d in definitions}
    people = people_by_id(visit.session, {b.deployed_by_id for b in bundles.values() if b and b.deployed_by_id})
    shapes = []
    for definition in definitions:
        bundle = bundles[definition.digest]
        shapes.append(
            VersionShape(
                version=definition.version,
                digest=definition.digest,
                deployed_at=bundle.deployed_at if bundle else None,
                deployed_by=named(people.get(bundle.deployed_by_id or 0)) if bundle else None,
            )
        )
    return shapes


@router.get("/{key}/versions/{version}/xml")
@needs(READ)
def get_xml(visit: Reading, key: str, version: Key) -> Response:
    """The diagram as it was deployed, byte for byte."""
    definition = get_definition(visit.session, key, version)
    content = bundle_files(visit.session, definition.digest)[definition.file_name]
    return Response(content, media_type="application/xml", headers=download_headers(definition.file_name))
