"""Who asks: the person behind a token or a session with all their roles, in one statement, for every request has it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.store.native import as_instant, as_json, fetch, is_sqlite

ROLES = {
    True: "(SELECT json_group_array(role) FROM person_role WHERE person_id = p.id)",
    False: "ARRAY(SELECT role FROM person_role WHERE person_id = p.id)",
}
WHO = (
    "p.id, p.is_active, {roles}, EXISTS (SELECT 1 FROM unit WHERE head_id = p.id), "
    "EXISTS (SELECT 1 FROM post WHERE a_id = p.id OR b_id = p.id)"
)
BY_TOKEN = f"SELECT {WHO} FROM api_token s JOIN person p ON p.id = s.person_id WHERE s.secret_hash = :hash"
BY_COOKIE = (
    f"SELECT {WHO}, s.csrf_token, s.expires_at "
    "FROM sign_in s JOIN person p ON p.id = s.person_id WHERE s.secret_hash = :hash"
)


@dataclass(frozen=True)
class Visitor:
    """`roles` are those given to the person and those that follow from units and posts, as `roles_of` has them."""

    person_id: int
    is_active: bool
    roles: frozenset[str]
    csrf_token: str = ""


def find_by_token(session: Session, secret_hash: str) -> Visitor | None:
    rows = fetch(session, BY_TOKEN.format(roles=ROLES[is_sqlite(session)]), {"hash": secret_hash})
    return _visitor(rows[0]) if rows else None


def find_by_cookie(session: Session, secret_hash: str, now: datetime) -> Visitor | None:
    """None for a session that has expired."""
    rows = fetch(session, BY_COOKIE.format(roles=ROLES[is_sqlite(session)]), {"hash": secret_hash})
    expires_at = as_instant(rows[0][6]) if rows else None
    return _visitor(rows[0], rows[0][5]) if expires_at is not None and expires_at > now else None


def _visitor(row: Any, csrf_token: str = "") -> Visitor:
    roles = {*as_json(row[2]), *(["unit_head"] if row[3] else []), *(["handler"] if row[4] else [])}
    return Visitor(row[0], bool(row[1]), frozenset(roles), csrf_token)
