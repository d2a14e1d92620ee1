"""The long values of an instance: plain in memory, stored once, and named by a key wherever the state has them.

A value is what stands under a name of somebody's data: a text, a list, a record. One that is longer than `LONG` is
encoded by itself; its key is the digest of that. So the state costs the same whatever people submit. Values are never
changed in place (see `merging`), so a value that was encoded once is known again by its identity.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

LONG = 500  # characters of a text, bytes of anything else once it is encoded
KEY_BYTES = 16
WIDE = 1  # msgpack's extension type for whole numbers beyond 64 bits
VALUE = 2  # and that for the key of a long value

_encoder = msgspec.msgpack.Encoder()


class UnknownFormat(Exception):
    """The state was written by a release whose format this one does not read."""


@dataclass(frozen=True, slots=True)
class Known:
    """A long value; it is held, so that no other can get its identity."""

    value: Any
    key: str
    size: int


class Values:
    """The long values in what is loaded of an instance. `fresh` are those first encoded in this step, by key."""

    def __init__(self) -> None:
        self._by_identity: dict[int, Known] = {}
        self._by_key: dict[str, Known] = {}
        self.offered: Mapping[str, bytes] = {}  # what was read beside the parts that are being loaded
        self.fresh: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def size(self) -> int:
        """Bytes of all of them, encoded."""
        return sum(known.size for known in self._by_key.values())

    def keys_in(self, data: Mapping[str, Any]) -> dict[str, str]:
        """The names whose values are long, with their keys."""
        found = {}
        for name, value in data.items():
            kind = type(value)
            if (kind is dict or kind is list or (kind is str and len(value) > LONG)) and (key := self._key_of(value)):
                found[name] = key
        return found

    def short_data(self, data: dict[str, Any], used: set[str]) -> dict[str, Any]:
        """Data as they are stored: a key in the place of each long value."""
        if not data or not (long := self.keys_in(data)):
            return data
        used.update(long.values())
        return {name: _reference(long[name]) if name in long else value for name, value in data.items()}

    def short_record(self, record: Any, used: set[str]) -> Any:
        """The same for what the engine notes about data, however deep the values lie in it."""
        kind = type(record)
        known = self._by_identity.get(id(record))
        key = known.key if known is not None else None
        if key is None and kind is str and len(record) > LONG:
            key = self._key_of(record)
        if key is not None:
            used.add(key)
            return _reference(key)
        if kind is dict:
            return {name: self.short_record(one, used) for name, one in record.items()}
        if kind is list:
            return [self.short_record(one, used) for one in record]
        return record

    def decode(self, body: bytes) -> tuple[Any, Collection[str]]:
        """A stored document with its values in their places, and the keys of these."""
        if not self.offered:
            return _without_values.decode(body), ()
        used: set[str] = set()

        def extension(code: int, data: memoryview) -> Any:
            if code != VALUE:
                return _wide_number(code, data)
            key = bytes(data).hex()
            used.add(key)
            return self._taken(key)

        return msgspec.msgpack.Decoder(ext_hook=extension).decode(body), used

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget what nothing that is loaded has any more."""
        self._by_key = {key: known for key, known in self._by_key.items() if key in keys}
        self._by_identity = {id(known.value): known for known in self._by_key.values()}

    def _key_of(self, value: Any) -> str | None:
        """Of a long text, or of a list or record if it is long."""
        known = self._by_identity.get(id(value))
        if known is not None:
            return known.key
        body = encode(value)
        if type(value) is not str and len(body) <= LONG:
            return None
        key = blake2b(body, digest_size=KEY_BYTES).hexdigest()
        if key not in self._by_key:
            self.fresh[key] = body
        self._know(Known(value, key, len(body)))
        return key

    def _taken(self, key: str) -> Any:
        known = self._by_key.get(key)
        if known is None:
            body = self.offered.get(key)
            if body is None:
                raise UnknownFormat(f"the value {key} is not stored")
            known = Known(decode_value(body), key, len(body))
            self._know(known)
        return known.value

    def _know(self, known: Known) -> None:
        self._by_identity[id(known.value)] = known
        self._by_key[known.key] = known


def decode_value(body: bytes) -> Any:
    """A long value as it was."""
    return _without_values.decode(body)


def encode(value: Any) -> bytes:
    """Plain JSON values; whole numbers may have any size."""
    try:
        return _encoder.encode(value)
    except OverflowError:
        return _encoder.encode(_with_wide_numbers(value))


def _with_wide_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_wide_numbers(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_wide_numbers(one) for one in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return msgspec.msgpack.Ext(WIDE, str(value).encode())
    return value


def _wide_number(code: int, data: memoryview) -> int:
    if code != WIDE:
        raise UnknownFormat(f"the value {bytes(data).hex()} is not stored")
    return int(bytes(data))


def _reference(key: str) -> msgspec.msgpack.Ext:
    return msgspec.msgpack.Ext(VALUE, bytes.fromhex(key))


_without_values = msgspec.msgpack.Decoder(ext_hook=_wide_number)
