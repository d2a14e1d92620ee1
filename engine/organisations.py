"""The organisation as one process knows it: read once, and again when its version has gone on."""

from engine.people.organisation import Organisation
from engine.store import Session
from engine.store.organisation import CHANGED, has_changed_it, read_facts, version_of
from engine.store.runtime import runtime_of

OWN = "own_organisation"


class Organisations:
    """One per process; safe to ask from many threads, for an organisation is replaced, never changed."""

    def __init__(self) -> None:
        self._kept: Organisation | None = None

    def get(self, session: Session) -> Organisation:
        """As this transaction sees it; what it has changed (and flushed) is seen by it alone until it is committed."""
        if has_changed_it(session):
            return self._own(session)
        runtime = runtime_of(session)
        if runtime.organisation_version is None:
            runtime.organisation_version = version_of(session)
        kept = self._kept
        if kept is None or kept.version < runtime.organisation_version:
            kept = self._kept = self._read(session)
        return kept

    def _read(self, session: Session) -> Organisation:
        """Facts of one version: read again where somebody changed them meanwhile."""
        while True:
            version = version_of(session)
            facts = read_facts(session)
            if version_of(session) == version:
                runtime_of(session).organisation_version = version
                return Organisation(facts, version)

    def _own(self, session: Session) -> Organisation:
        change: int = session.info[CHANGED]
        found: tuple[int, Organisation] | None = session.info.get(OWN)
        if found is None or found[0] != change:
            found = session.info[OWN] = (change, Organisation(read_facts(session)))
        return found[1]
