"""On what terms people sign in: how long a session lasts, how many failures are free, how long one waits then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

FORGOTTEN_AFTER = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MOST_DOUBLINGS = 10
ONE_LINE = 64  # bits of an IPv6 address that one subscriber is given


@dataclass(frozen=True)
class Throttle:
    """`free` failures in a row, then a wait that doubles with each one, from half a minute to a quarter of an hour.

    OWASP ASVS 4.0.3, 2.2.1: at most a hundred failed attempts an hour on one account. With five free it is a dozen.
    """

    free: int

    def count_with(self, count: int, last_at: datetime | None, now: datetime) -> int:
        """The count with one more; after an hour without any it begins anew."""
        is_forgotten = last_at is None or now - last_at > FORGOTTEN_AFTER
        return 1 if is_forgotten else count + 1

    def blocked_until(self, count: int, now: datetime) -> datetime | None:
        if count < self.free:
            return None
        doublings = min(count - self.free, MOST_DOUBLINGS)
        return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


@dataclass(frozen=True)
class SignInTerms:
    """A session ends when nobody asked anything for `idle`, and at the latest after `longest`."""

    idle: timedelta = timedelta(hours=1)
    longest: timedelta = timedelta(hours=12)
    of_account: Throttle = Throttle(free=5)
    of_address: Throttle = Throttle(free=50)


def address_as_counted(address: str) -> str:
    """What failures are counted under: an IPv4 address, or the network of an IPv6 one, which holds any number."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> ONE_LINE << ONE_LINE)}/{ONE_LINE}"
