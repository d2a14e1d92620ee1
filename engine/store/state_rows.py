"""The stored state of instances: (sub)processes and the long values that they name, in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.domain.step import Stored
from engine.store.native import fetch, is_sqlite

NAMED = {
    True: "json_each(s.value_keys) k",
    False: "LATERAL json_array_elements_text(s.value_keys) k(value) ON true",
}
# A row for each value that a part names, or one without. Looked up one by one: a join would hash all that there are.
VALUE = "(SELECT v.body FROM instance_value v WHERE v.instance_id = s.instance_id AND v.key = k.value)"
STATE = {
    one: f"SELECT s.instance_id, s.part, s.body, k.value, {VALUE} FROM instance_state s LEFT JOIN {named}"
    for one, named in NAMED.items()
}


def read_parts(session: Session, instance_id: int, keys: Sequence[str] | None = None) -> Stored:
    """What is stored of an instance: the (sub)processes named, or all."""
    parts = "" if keys is None else f" AND s.part IN ({', '.join(f':k{n}' for n in range(len(keys)))})"
    parameters = {"id": instance_id} | {f"k{n}": key for n, key in enumerate(keys or ())}
    statement = f"{STATE[is_sqlite(session)]} WHERE s.instance_id = :id{parts}"
    return _stored(fetch(session, statement, parameters))


def read_roots(session: Session, instance_ids: Sequence[int]) -> dict[int, Stored]:
    """The processes of several instances, without their sub-processes."""
    if not instance_ids:
        return {}
    ids = ", ".join(str(int(one)) for one in instance_ids)
    statement = f"{STATE[is_sqlite(session)]} WHERE s.part = '' AND s.instance_id IN ({ids})"
    by_instance: dict[int, list[Any]] = {}
    for row in fetch(session, statement, {}):
        by_instance.setdefault(row[0], []).append(row)
    return {instance_id: _stored(rows) for instance_id, rows in by_instance.items()}


def _stored(rows: Sequence[Any]) -> Stored:
    parts = {part: bytes(body) for _, part, body, _, _ in rows}
    return Stored(parts, {key: bytes(value) for _, _, _, key, value in rows if value is not None})
