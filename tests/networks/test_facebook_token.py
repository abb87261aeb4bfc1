"""What Facebook says of a token, and what an organiser is told of that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.networks.facebook_token import PERMISSIONS, token_findings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WELL: dict[str, Any] = {
    "is_valid": True,
    "expires_at": 0,
    "data_access_expires_at": 0,
    "scopes": list(PERMISSIONS),
}


def at(days: int) -> int:
    return int((NOW + timedelta(days=days)).timestamp())


def told(**changed: Any) -> list[tuple[bool | None, str]]:
    return [(found.well, found.text) for found in token_findings(WELL | changed, NOW)]


def test_a_good_token_is_told_in_three_lines() -> None:
    assert told() == [
        (True, "the token does not expire"),
        (True, "its access to comments does not expire"),
        (True, "the token has all permissions that the bot needs"),
    ]


@pytest.mark.parametrize("valid", [False, None, "true"])
def test_a_token_that_is_not_valid_is_all_there_is_to_say(valid: object) -> None:
    assert told(is_valid=valid) == [
        (False, "the token is not valid any more; make a new one for the Page")
    ]


def test_a_token_that_will_expire_is_told_in_time() -> None:
    assert told(expires_at=at(60))[0] == (
        False,
        "the token expires on 21 January 2027; extend it (Access Token Debugger), then take the "
        "Page's token, which does not expire",
    )
    assert told(data_access_expires_at=at(80))[1] == (
        True,
        "its access to comments has to be renewed before 10 February 2027",
    )
    assert told(data_access_expires_at=at(-1))[1] == (
        False,
        "its access to comments expired on 21 November 2026; make a new token",
    )


def test_a_missing_permission_is_named() -> None:
    assert told(scopes=list(PERMISSIONS[:-1]))[2] == (
        False,
        "the token lacks pages_manage_engagement; add them in the Graph API Explorer",
    )
    assert told(scopes=None)[2][0] is False
