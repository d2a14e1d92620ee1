"""The urges over the cap go out: one numbered note for each unit, told and on paper."""

from collections.abc import Sequence

from engine.act import Act
from engine.actions.official_urges import order_urges
from engine.commands.instances.advance import start_instance
from engine.notify.bundles import tell_bundle
from engine.store.asking import take_bundles
from engine.store.models import BundledUrge
from engine.store.numbers import numbered

PROCESS = "supervision-urges"
SERIES = "urges"


def bundle_urges(act: Act) -> int:
    """How many notes were written."""
    bundles = take_bundles(act.session, act.now)
    for unit_id, urges in bundles.items():
        _issue(act, unit_id, urges)
    return len(bundles)


def _issue(act: Act, unit_id: int, urges: Sequence[BundledUrge]) -> None:
    """合并催办单 has an instance of its own, in whose record its filing stands: it is no single item's."""
    number = numbered(act.session, SERIES, act.calendar.local_date(act.now).year)
    instance = start_instance(act, PROCESS, business_key=number, variables={})
    for one in urges:
        one.instance_id = instance.id
    order_urges(act, instance.id, number, unit_id, urges)
    tell_bundle(act, urges, number)
