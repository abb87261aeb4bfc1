"""What is sent to Facebook: forms, with or without a file, and the text in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.rehearsal import facebook_refusals as refusals


def message_of(form: Mapping[str, str], longest: int, pictures: Sequence[str]) -> str:
    """The text to publish; Refused where it is too long, or there is nothing to show."""
    text = form.get("message", "")
    if not text.strip() and not pictures:
        raise refusals.empty()
    if len(text) > longest:
        raise refusals.too_long()
    return text


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; of a file only that it is there."""
    body, kind = await request.body(), request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    parsed = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    sent: dict[str, str] = {}
    for part in parsed.walk():
        name = part.get_param("name", header="Content-Disposition")
        if isinstance(name, str):
            content: Any = part.get_payload(decode=True) or b""
            sent[name] = "a file" if part.get_filename() and content else content.decode()
    return sent
