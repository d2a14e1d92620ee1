"""The stored state of instances: (sub)processes and the long values that they name, in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.domain.step import Stored
from engine.store.native import fetch, is_sqlite

KEYS = {
    True: "SELECT e.value FROM instance_state s, json_each(s.value_keys) e",
    False: "SELECT json_array_elements_text(s.value_keys) FROM instance_state s",
}


def read_parts(session: Session, instance_id: int, keys: Sequence[str] | None = None) -> Stored:
    """What is stored of an instance: the (sub)processes named, or all."""
    parts = "" if keys is None else f" AND s.part IN ({', '.join(f':k{n}' for n in range(len(keys)))})"
    parameters = {"id": instance_id} | {f"k{n}": key for n, key in enumerate(keys or ())}
    where = f"s.instance_id = :id{parts}"
    values = f"v.instance_id = :id AND v.key IN ({KEYS[is_sqlite(session)]} WHERE {where})"
    return _stored(fetch(session, _statement(where, values), parameters))


def read_roots(session: Session, instance_ids: Sequence[int]) -> dict[int, Stored]:
    """The processes of several instances, without their sub-processes."""
    if not instance_ids:
        return {}
    ids = ", ".join(str(int(one)) for one in instance_ids)
    where = f"s.part = '' AND s.instance_id IN ({ids})"
    own = f"{KEYS[is_sqlite(session)]} WHERE s.part = '' AND s.instance_id = v.instance_id"
    rows = fetch(session, _statement(where, f"v.instance_id IN ({ids}) AND v.key IN ({own})"), {})
    by_instance: dict[int, list[Any]] = {}
    for row in rows:
        by_instance.setdefault(row[0], []).append(row)
    return {instance_id: _stored(its) for instance_id, its in by_instance.items()}


def _statement(where: str, values: str) -> str:
    return (
        f"SELECT s.instance_id, 0, s.part, s.body FROM instance_state s WHERE {where} "
        f"UNION ALL SELECT v.instance_id, 1, v.key, v.body FROM instance_value v WHERE {values}"
    )


def _stored(rows: Sequence[Any]) -> Stored:
    parts, values = ({key: bytes(body) for _, kind, key, body in rows if kind == wanted} for wanted in (0, 1))
    return Stored(parts, values)
