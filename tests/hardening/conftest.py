"""The API in-process, as for tests/api."""

from tests.api.conftest import _app, _quiet_log, visitor

__all__ = ["_app", "_quiet_log", "visitor"]
