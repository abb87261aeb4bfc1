"""Lines that stand under each other, whatever strangers called themselves."""

from __future__ import annotations

import pytest

from bot.commands.tables import one_line, table


def test_numbers_stand_right_and_wide_letters_take_two_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table(("Shop", "Votes"), [("서촌책방", 12), ("Café", 3)])
    assert capsys.readouterr().out.splitlines() == [
        "Shop      Votes",
        "서촌책방     12",
        "Café          3",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[2Jgone", "[2Jgone"),
        ("two\nlines", "two lines"),
        ("right\u202eleft", "right left"),
        (None, ""),
    ],
)
def test_nothing_steers_the_terminal(written: str | None, shown: str) -> None:
    assert one_line(written) == shown
