"""Excel workbooks as answers."""

from typing import Any
from urllib.parse import quote

from fastapi import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


def sheet_response(content: bytes, name: str) -> Response:
    """To be saved under its Chinese name."""
    headers = {"Content-Disposition": f"attachment; filename=\"duban.xlsx\"; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
