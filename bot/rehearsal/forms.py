"""What a call sends along, as plain text: forms, forms with a file in them, JSON objects."""

from __future__ import annotations

import json
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

A_FILE = "a file"


async def fields(request: Request) -> list[tuple[str, str]]:
    """Every field by name, in order; of a file only that it is there, of a JSON list each item.

    ValueError when JSON is promised and none comes.
    """
    body, kind = await request.body(), request.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return list(_of_object(json.loads(body)))
    if kind.startswith("multipart/form-data"):
        return _of_parts(body, kind)
    return parse_qsl(body.decode(), keep_blank_values=True)


def _of_object(sent: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in sent.items() if isinstance(sent, dict) else ():
        if isinstance(value, list):
            found += [(f"{name}[]", str(item)) for item in value]
        elif value is not None:
            found.append((str(name), str(value)))
    return found


def _of_parts(body: bytes, kind: str) -> list[tuple[str, str]]:
    parsed = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: list[tuple[str, str]] = []
    for part in parsed.walk():
        name = part.get_param("name", header="Content-Disposition")
        if isinstance(name, str):
            content: Any = part.get_payload(decode=True) or b""
            is_file = part.get_filename() and content
            found.append((name, A_FILE if is_file else content.decode()))
    return found
