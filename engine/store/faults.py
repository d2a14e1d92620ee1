"""What kind of trouble the database reports: somebody held a lock too long, or the database itself is away or full."""

from sqlalchemy.exc import DBAPIError

BUSY_ON_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED")
BUSY_ON_POSTGRESQL = ("55P03", "40001", "40P01")  # lock not available, serialization failure, deadlock detected


def is_busy(error: DBAPIError) -> bool:
    """True when the same request would do a moment later; False when somebody must mend the database first."""
    name: str = getattr(error.orig, "sqlite_errorname", None) or ""
    return name.startswith(BUSY_ON_SQLITE) or getattr(error.orig, "sqlstate", None) in BUSY_ON_POSTGRESQL
