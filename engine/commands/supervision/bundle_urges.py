"""The urges over the cap go out: one note for each unit."""

from engine.act import Act
from engine.notify.bundles import mail_bundle
from engine.store.asking import take_bundles


def bundle_urges(act: Act) -> int:
    """How many notes were written."""
    bundles = take_bundles(act.session, act.now)
    for urges in bundles.values():
        mail_bundle(act, urges)
    return len(bundles)
