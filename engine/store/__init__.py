"""The only place that speaks SQL: tables, repositories, transactions. `Session` is one transaction's hands."""

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError as DatabaseFailed
from sqlalchemy.exc import IntegrityError as DatabaseRefused
from sqlalchemy.exc import OperationalError as DatabaseBusy
from sqlalchemy.exc import TimeoutError as DatabaseCrowded
from sqlalchemy.orm import Session

__all__ = ["DatabaseBusy", "DatabaseCrowded", "DatabaseFailed", "DatabaseRefused", "Engine", "Session"]
