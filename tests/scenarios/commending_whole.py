"""A whole cycle of awards with the revocations after it, lived through and held against both models."""

from collections import Counter
from dataclasses import dataclass

from engine.site import Site
from tests.scenarios.commending import Commending, draw, roster
from tests.scenarios.commending_seen import EDGES, seen_in
from tests.scenarios.revoking import Revoking, draw_revocations


@dataclass(frozen=True)
class Whole:
    """`differences` from what the models say; `missed`: edges that it should have met and did not."""

    cycle_id: int
    differences: list[str]
    seen: dict[str, int]

    @property
    def missed(self) -> list[str]:
        return [edge for edge in EDGES if not self.seen.get(edge)]


def live_whole(site: Site, units: int, nominees: int, seed: int) -> Whole:
    """What the cycle came to must hold once more when the revocations are over: no place is filled again."""
    people = roster(site, units)
    plan = draw(people, nominees, seed)
    cycle = Commending(site, plan)
    cycle.live()
    wrong = cycle.differences()
    if wrong:
        return Whole(cycle.cycle_id, wrong, {})
    revoking = Revoking(site, draw_revocations(people, plan, seed), plan.nominees, cycle.awards())
    revoking.live()
    refused = [f"refused: {one.refused}" for one in revoking.procedures]
    seen = dict(seen_in(site) + Counter(refused))
    revoked = [one.nominee for one in revoking.expected.procedures if one.state == "revoked"]
    return Whole(cycle.cycle_id, [*revoking.differences(), *cycle.differences(revoked)], seen)
