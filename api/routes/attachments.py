"""Files at tasks, items and nominations: attached, listed, downloaded, removed."""

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse

from api.downloads import download_headers
from api.edge import Reading, Visit, Writing, looking, site_of, visiting
from api.receiving import MEGABYTE, receive
from api.schemas.attachments import Attachments, AttachmentShape, attachment_shape
from api.schemas.common import Key
from api.scopes import needs
from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.attachments.remove import remove_attachment
from engine.documents.kinds import ACCEPTED, KINDS, require_kind
from engine.domain.errors import NotAllowed
from engine.domain.file_names import clean_name
from engine.people.scopes import READ, TASKS
from engine.queries.attachments import (
    Seen,
    get_seen_attachment,
    is_open,
    is_removable,
    list_attachments,
    see_item,
    see_nomination,
    see_task,
    takes_part,
)
from engine.store.blobs import read_blob
from engine.store.models import Attachment

router = APIRouter(tags=["attachments"])
FileName = Annotated[str, Query(min_length=1, max_length=400, description="what the file is called")]
See = Callable[[Visit], Seen]
FILE = {"schema": {"type": "string", "format": "binary"}}
BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": FILE}}}
BLOCK = 256 * 1024


@router.get("/tasks/{task_id}/attachments")
@needs(READ)
def list_of_task(visit: Reading, task_id: str) -> Attachments:
    """The files of a task, and those of the item that it is about."""
    return _listed(visit, _task(task_id)(visit))


@router.get("/items/{item_id}/attachments")
@needs(READ)
def list_of_item(visit: Reading, item_id: Key) -> Attachments:
    """The files of an item and of all its tasks."""
    return _listed(visit, _item(item_id)(visit))


@router.get("/commendation/nominations/{nomination_id}/attachments")
@needs(READ)
def list_of_nomination(visit: Reading, nomination_id: Key) -> Attachments:
    """证明材料 of a nomination: for who nominated, the nominee, who speaks for the unit, the panel when it marks."""
    return _listed(visit, _nomination(nomination_id)(visit))


@router.post("/tasks/{task_id}/attachments", status_code=201, response_model=AttachmentShape, openapi_extra=BODY)
@needs(TASKS)
async def attach_to_task(request: Request, task_id: str, name: FileName) -> Response:
    """Attach a file, sent as the body, to an open task; the same file again under its name gives the same answer."""
    return await _take(request, _task(task_id), name)


@router.post("/items/{item_id}/attachments", status_code=201, response_model=AttachmentShape, openapi_extra=BODY)
@needs(TASKS)
async def attach_to_item(request: Request, item_id: Key, name: FileName) -> Response:
    """Attach a file, sent as the body, to an item that is not closed."""
    return await _take(request, _item(item_id), name)


@router.post(
    "/commendation/nominations/{nomination_id}/attachments",
    status_code=201,
    response_model=AttachmentShape,
    openapi_extra=BODY,
)
@needs(TASKS)
async def attach_to_nomination(request: Request, nomination_id: Key, name: FileName) -> Response:
    """Attach 证明材料 to a nomination until the panel is called; whoever may withdraw it does so."""
    return await _take(request, _nomination(nomination_id), name)


@router.get(
    "/attachments/{attachment_id}/content",
    response_class=Response,
    responses={200: {"content": dict.fromkeys(sorted({k.media_type for k in KINDS.values()}), FILE)}},
)
@needs(READ)
def download(visit: Reading, attachment_id: Key) -> Response:
    """The file, as what it was found to be; 409 where its content is no longer what was attached."""
    attachment = get_seen_attachment(visit.session, visit.reader, attachment_id)
    file = _copied(visit, attachment)
    headers = {**download_headers(attachment.name), "Content-Length": str(attachment.size)}
    return StreamingResponse(_sent(file), media_type=KINDS[attachment.kind].media_type, headers=headers)


@router.delete("/attachments/{attachment_id}", status_code=204)
@needs(TASKS)
def remove(visit: Writing, attachment_id: Key) -> Response:
    """Take away a file before the work is done: one's own, of a nomination whoever may withdraw it."""
    get_seen_attachment(visit.session, visit.reader, attachment_id)
    remove_attachment(visit.act, attachment_id, visit.roles)
    return Response(status_code=204)


def _task(task_id: str) -> See:
    return lambda visit: see_task(visit.session, visit.reader, task_id)


def _item(item_id: int) -> See:
    return lambda visit: see_item(visit.session, visit.reader, item_id)


def _nomination(nomination_id: int) -> See:
    return lambda visit: see_nomination(visit.session, visit.reader, nomination_id)


async def _take(request: Request, see: See, name: str) -> Response:
    """Nothing is taken in from who does not see the place, and nothing is locked while a file comes in."""
    await run_in_threadpool(_look, request, see)
    with SpooledTemporaryFile(max_size=MEGABYTE) as file:
        size, sha256 = await receive(request.stream(), file, site_of(request).settings.attachment_megabytes)
        return await run_in_threadpool(_attach, request, see, Received(file, clean_name(name), "", size, sha256))


def _look(request: Request, see: See) -> None:
    with looking(request) as visit:
        _taking_part(visit, see)


def _taking_part(visit: Visit, see: See) -> Seen:
    seen = see(visit)
    if not takes_part(visit.session, visit.reader, seen):
        raise NotAllowed
    return seen


def _attach(request: Request, see: See, received: Received) -> Response:
    kind = require_kind(received.file, received.name)
    with visiting(request) as visit:
        seen = _taking_part(visit, see)
        place = Place(seen.instance_id, seen.task_id, seen.item_id)
        attachment = attach(visit.act, place, received.found_to_be(kind.code))
        shape = _shape(visit, get_seen_attachment(visit.session, visit.reader, attachment.id))
        return JSONResponse(shape.model_dump(mode="json"), status_code=201)


def _listed(visit: Visit, seen: Seen) -> Attachments:
    found = list_attachments(visit.session, seen)
    return Attachments(
        items=[_shape(visit, one) for one in found],
        addable=is_open(visit.session, seen) and takes_part(visit.session, visit.reader, seen),
        megabytes=visit.site.settings.attachment_megabytes,
        extensions=list(ACCEPTED),
    )


def _shape(visit: Visit, attachment: Attachment) -> AttachmentShape:
    return attachment_shape(attachment, removable=is_removable(visit.session, visit.reader, attachment))


def _copied(visit: Visit, attachment: Attachment) -> IO[bytes]:
    """The whole content beside the database, looked at before anything of it is sent."""
    file = SpooledTemporaryFile(max_size=MEGABYTE)  # noqa: SIM115 - closed by `_sent`
    try:
        for part in read_blob(visit.session, attachment.sha256):
            file.write(part)
    except BaseException:
        file.close()
        raise
    return file


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(BLOCK):
            yield part
