"""How far a soak run goes: its seed, and how many of everything."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """`minutes` bounds each part that could go on for ever; the counts bound the rest."""

    seed: int
    kills: int = 500
    minutes: float = 60.0
    rounds: int = 1_000
    timers: int = 10_000
    examples: int = 400
    standstill: float = 90.0
    tamperings: int = 1_000
    review_units: int = 40
    review_tasks: int = 4
    nominees: int = 60
    cycles: int = 3
    ballots: int = 100
    crashes: int | None = None  # all there are
    matters: int = 300
    items: int = 1_200

    @classmethod
    def short(cls, seed: int) -> "Bounds":
        """Everything once, in a few minutes: to see that the soak itself works."""
        return cls(
            seed,
            kills=10,
            minutes=2,
            rounds=20,
            timers=100,
            examples=5,
            standstill=5,
            tamperings=125,
            crashes=3,
            ballots=3,
            review_units=4,
            review_tasks=1,
            nominees=20,
            cycles=1,
            matters=10,
            items=30,
        )
