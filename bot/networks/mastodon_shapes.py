"""Which fields are read of the long answers of a Mastodon server, so that nothing is made of the
others: they are four fifths of the bytes.

A server that sends something else than is named here is not wrong: its answer is then read whole.
"""

from __future__ import annotations

from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core.core_schema import (
    any_schema,
    list_schema,
    typed_dict_field,
    typed_dict_schema,
)


def _object(*plain: str, **inner: CoreSchema) -> CoreSchema:
    """A JSON object of which these fields are kept as they come, any of which may be missing."""
    fields = dict.fromkeys(plain, any_schema()) | inner
    return typed_dict_schema(
        {name: typed_dict_field(shape, required=False) for name, shape in fields.items()},
        extra_behavior="ignore",
    )


_STATUS = _object(
    *("id", "created_at", "edited_at", "content", "spoiler_text", "language", "visibility"),
    *("in_reply_to_id", "url", "uri", "reblog"),
    media_attachments=list_schema(_object("type")),
    mentions=list_schema(_object("id", "acct", "username")),
    account=_object("id", "acct", "username", "uri", "url", "bot", "created_at"),
)

NOTIFICATIONS = SchemaValidator(list_schema(_object("id", "type", status=_STATUS)))
"""A page of notifications."""

CONTEXT = SchemaValidator(_object(descendants=list_schema(_STATUS)))
"""What stands under a post."""

STATUSES = SchemaValidator(list_schema(_STATUS))
"""Some of it."""
