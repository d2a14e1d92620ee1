"""What every answer to a bad request must look like."""

from typing import Any

import httpx

FIELDS = {"type", "title", "status", "detail", "code", "problems"}


def problem_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of an answer (RFC 9457); AssertionError where it is not one."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert set(document) == FIELDS
    assert document["status"] == status
    assert document["code"]
    for problem in document["problems"]:
        assert problem["code"]
        assert problem["message"]
    return document
