"""One urging note for several items of a unit: to its handlers, with what is asked of each item."""

from collections.abc import Sequence

from engine.act import Act
from engine.domain import messages
from engine.notify.kinds import BUNDLE
from engine.notify.mails import PROCESS, office_time
from engine.notify.roles import people_told
from engine.notify.telling import Said, tell
from engine.store.models import BundledUrge, Item


def tell_bundle(act: Act, urges: Sequence[BundledUrge], number: str) -> None:
    """Each person once; the cause follows from the first urge of the note."""
    items = {one.item_id: act.session.get_one(Item, one.item_id) for one in urges}
    told: dict[int, None] = {}
    for item in items.values():
        told |= dict.fromkeys(people_told(act.situation, item, PROCESS, ("handler", "substitute")))
    facts = {
        "document": number,
        "count": str(len(items)),
        "asked": "；".join(_line(items[one.item_id], one) for one in urges),
        "office": act.house.office_name,
    }
    tell(act, told, Said(BUNDLE, f"{BUNDLE}.{urges[0].id}", facts))


def _line(item: Item, urge: BundledUrge) -> str:
    due = office_time(urge.answer_due_at) if urge.answer_due_at else messages.text("mail.no_due")
    return messages.text("mail.bundled", number=item.number or "", title=item.title, asked=urge.asked, due=due)
