"""The town's clock in every answer of a face."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

from starlette.types import Message, Send


def dated(send: Send, now: datetime, headers: Mapping[str, str]) -> Send:
    """A `send` that adds the HTTP Date of that instant and these headers to the answer."""
    date = format_datetime(now.replace(microsecond=0), usegmt=True)
    more = [(name.encode(), value.encode()) for name, value in {"date": date, **headers}.items()]

    async def send_dated(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return send_dated
