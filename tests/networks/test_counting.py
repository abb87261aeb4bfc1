"""How long a text is to Mastodon: a link counts 23, a remote handle its local part."""

from __future__ import annotations

import pytest

from bot.networks.counting import characters


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("two of us", 9),
        ("@ana@town.example thank you!", len("@ana thank you!")),
        ("@ana@town.example\n@bo@b.example, thank you!", len("@ana\n@bo, thank you!")),
        ("@ana@town.example and @bo@b.example come", len("@ana and @bo come")),
        ("thank you, @bo@b.example:8080", len("thank you, @bo")),
        ("see https://town.example/2", len("see ") + 23),
        ("https://town.example for @ana@town.example", 23 + len(" for @ana")),
        ("an @ alone, and a://", len("an @ alone, and a://")),
        ("Käserei für @ana@town.example", len("Käserei für @ana")),
        ("👨‍👩‍👧 for @ana@town.example", 1 + len(" for @ana")),
    ],
)
def test_what_a_text_counts(text: str, length: int) -> None:
    assert characters(text) == length
