"""E-mail addresses: what is taken for one."""

from __future__ import annotations

import re

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@{_LABEL}(?:\.{_LABEL})+")


def is_address(text: str) -> bool:
    """Whether this is one plain address and nothing else: no name, no second one, no line end.

    The dot-atom form of RFC 5321, at most 64 characters before the @ and 254 in all. Quoted names
    and letters beyond ASCII, which not every server takes, are none.
    """
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(found["local"]) <= 64 and len(text) <= 254
