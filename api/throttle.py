"""How often one address may ask for what needs no sign-in: counted in this process, kept nowhere, forgotten soon."""

from collections import OrderedDict
from threading import Lock

from engine.domain.errors import TooManyRequests
from engine.people.terms import address_as_counted

MOST_ADDRESSES = 10_000


def new_throttles() -> dict[str, "Throttle"]:
    """For one application: reading a notice or an answer, and objecting."""
    return {"reads": Throttle(free=120, seconds=60), "writes": Throttle(free=10, seconds=600)}


class Throttle:
    """`free` requests in each window of so many seconds; the address that asked longest ago is forgotten first."""

    def __init__(self, free: int, seconds: int) -> None:
        self._free, self._seconds = free, seconds
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def count(self, address: str, now: float) -> None:
        """`now` in seconds of any clock. TooManyRequests with the seconds that are left of the window."""
        key = address_as_counted(address)
        with self._lock:
            since, count = self._counts.pop(key, (now, 0))
            if now - since >= self._seconds:
                since, count = now, 0
            self._counts[key] = since, count + 1
            if len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)
        if count >= self._free:
            raise TooManyRequests(int(since + self._seconds - now) + 1)
