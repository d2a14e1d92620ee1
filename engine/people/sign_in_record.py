"""What the record of signing in says: results, ways, and as much of a typed name as may be kept (decision 0047)."""

from dataclasses import dataclass
from datetime import timedelta

FAILED = ("wrong", "waiting", "unknown", "left", "refused", "old_wrong")
"""Counted: the same failure of the same person from the same address within a minute is one row."""

RESULTS = (
    "opened",
    *FAILED,
    "signed_out",
    "ended",
    "ended_by_administrator",
    "password_changed",
    "password_given",
    "password_removed",
    "token_created",
    "token_revoked",
)
WAYS = ("password", "directory", "provider", "token", "console")
MOST_A_MINUTE = 100
"""Rows of failures a minute. Beyond it the address is left out, and there is a row a person and result at most."""

SHORTEST_KEPT = timedelta(days=184)
"""网络安全法, article 21: logs are kept for six months at least. The database refuses to let them go earlier."""

SHOWN = 2
LONGEST_NAME = 60


@dataclass(frozen=True)
class Entry:
    """Where somebody signs in from: the address, and what the browser says it is."""

    address: str
    device: str


CONSOLE = Entry("", "")
"""The command line of the machine: nobody signed in for it."""


def masked(typed: str) -> str:
    """`ad…`: a name that nobody has may be a password in the wrong field; what was meant can be guessed, not read."""
    kept = "".join(one for one in typed.strip() if one.isprintable())[:SHOWN]
    return f"{kept}…" if kept else ""


def proved_name(name: str) -> str:
    """A name that the provider has signed is no secret, and may be long."""
    return "".join(one for one in name if one.isprintable())[:LONGEST_NAME]
