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
POSTS = {
    True: "(SELECT json_group_array(json_array(u.name || o.title, o.a_id)) {of_posts})",
    False: "ARRAY(SELECT json_build_array(u.name || o.title, o.a_id) {of_posts})",
}
OF_POSTS = "FROM post o JOIN unit u ON u.id = o.unit_id WHERE o.a_id = p.id OR o.b_id = p.id"
WHO = "p.id, p.is_active, {roles}, EXISTS (SELECT 1 FROM unit WHERE head_id = p.id), {posts}"
BY_TOKEN = f"SELECT {WHO} FROM api_token s JOIN person p ON p.id = s.person_id WHERE s.secret_hash = :hash"
BY_COOKIE = (
    f"SELECT {WHO}, s.csrf_token, s.expires_at "
    "FROM sign_in s JOIN person p ON p.id = s.person_id WHERE s.secret_hash = :hash"
)


@dataclass(frozen=True)
class Visitor:
    """`roles` are those given to the person and those that follow from units and posts, as `roles_of` has them.

    `post` names the posts, each with A or B behind it; `stands_in_for` are the A holders of those held as B.
    """

    person_id: int
    is_active: bool
    roles: frozenset[str]
    post: str | None = None
    stands_in_for: frozenset[int] = frozenset()
    csrf_token: str = ""


def find_by_token(session: Session, secret_hash: str) -> Visitor | None:
    rows = fetch(session, _in_words_of(session, BY_TOKEN), {"hash": secret_hash})
    return _visitor(rows[0]) if rows else None


def find_by_cookie(session: Session, secret_hash: str, now: datetime) -> Visitor | None:
    """None for a session that has expired."""
    rows = fetch(session, _in_words_of(session, BY_COOKIE), {"hash": secret_hash})
    expires_at = as_instant(rows[0][6]) if rows else None
    return _visitor(rows[0], rows[0][5]) if expires_at is not None and expires_at > now else None


def _in_words_of(session: Session, statement: str) -> str:
    sqlite = is_sqlite(session)
    return statement.format(roles=ROLES[sqlite], posts=POSTS[sqlite].format(of_posts=OF_POSTS))


def _visitor(row: Any, csrf_token: str = "") -> Visitor:
    posts = sorted((title, a_id) for title, a_id in as_json(row[4]))
    roles = {*as_json(row[2]), *(["unit_head"] if row[3] else []), *(["handler"] if posts else [])}
    named = "、".join(f"{title}{'A' if a_id == row[0] else 'B'}" for title, a_id in posts)
    stands_in_for = frozenset(a_id for _, a_id in posts if a_id != row[0])
    return Visitor(row[0], bool(row[1]), frozenset(roles), named or None, stands_in_for, csrf_token)
