"""Group robots and webhooks: entered, changed and tried by administrators."""

from fastapi import APIRouter, Response

from api.edge import Reading, Writing
from api.schemas.common import Key, Page
from api.schemas.notices import ChannelBody, ChannelShape, TriedShape, channel_shape
from api.scopes import needs
from engine.commands.notices.channels import change_channel, enter_channel, try_channel
from engine.domain.errors import NotAllowed
from engine.people.policy import may_change_channels
from engine.people.scopes import ADMINISTER, READ
from engine.store.telling import all_channels

router = APIRouter(prefix="/channels", tags=["notices"])


@router.get("")
@needs(READ)
def list_channels(visit: Reading) -> Page[ChannelShape]:
    """All of them; of their addresses the host."""
    if not may_change_channels(visit.roles):
        raise NotAllowed
    return Page[ChannelShape](items=[channel_shape(visit.act, one) for one in all_channels(visit.session)])


@router.post("", status_code=201, response_model=ChannelShape)
@needs(ADMINISTER)
def enter(visit: Writing, body: ChannelBody) -> Response:
    """Enter a robot or a webhook; its address and secret are never shown again."""
    return visit.once(201, lambda: channel_shape(visit.act, enter_channel(visit.act, visit.roles, body.entry())))


@router.put("/{channel_id}", response_model=ChannelShape)
@needs(ADMINISTER)
def change(visit: Writing, channel_id: Key, body: ChannelBody) -> Response:
    """Change one, or switch it off; address and secret stay where they are left out."""

    def do() -> ChannelShape:
        return channel_shape(visit.act, change_channel(visit.act, visit.roles, channel_id, body.entry()))

    return visit.once(200, do)


@router.post("/{channel_id}/trial", response_model=TriedShape)
@needs(ADMINISTER)
def trial(visit: Writing, channel_id: Key) -> Response:
    """Say one thing to it; whether it arrived is seen with the deliveries."""
    return visit.once(200, lambda: TriedShape(delivery_id=try_channel(visit.act, visit.roles, channel_id).id))
