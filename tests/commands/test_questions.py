"""People ask; the bot answers from what the owner told, and leaves the rest to the organisers."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.commands.facts import facts
from tests.commands.organiser import CONFIG, Organiser, announced, balloting, called

PARKING = "@cashmob is there parking nearby?"


def told(ida: Organiser, *words: str) -> None:
    result = CliRunner().invoke(facts, ["1", "--by", "Ida", *words], obj=ida)
    assert (result.exit_code, result.stderr) == (0, "")


def answer(ida: Organiser, text: str) -> tuple[str, str]:
    """The kind and the words of what the bot answers to this."""
    ida.hears(("kim", text))
    rows = [
        r for r in ida.reads("outbox") if r["visibility"] == "unlisted" and r["action"] == "post"
    ]
    replies = [r for r in rows if r["key"].startswith("reply:mastodon:kim")]
    return replies[-1]["kind"], replies[-1]["text"]


@pytest.mark.parametrize(
    ("option", "fact", "question", "words"),
    [
        ("--parking", "behind the church", PARKING, "Parking at Harbour Books: behind the church."),
        (
            "--access",
            "one step, a ramp on request",
            "@cashmob is it wheelchair accessible?",
            "Getting into Harbour Books: one step, a ramp on request.",
        ),
        (
            "--payment",
            "cash and cards.",
            "@cashmob can I pay by card?",
            "Paying at Harbour Books: cash and cards.",
        ),
    ],
)
def test_what_the_owner_told_is_the_answer(
    ida: Organiser, option: str, fact: str, question: str, words: str
) -> None:
    told(announced(ida), option, fact)
    assert answer(ida, question) == (
        f"answer_{option.removeprefix('--')}",
        f"@kim {words} The cash mob is on Sat 12 Dec, 11:00 am.",
    )


def test_where_to_park_is_not_where_we_meet(ida: Organiser) -> None:
    told(announced(ida), "--parking", "behind the church")
    assert answer(ida, "@cashmob where can I park?")[0] == "answer_parking"
    assert answer(ida, "@cashmob where do we meet?")[0] == "status_announced"


def test_before_the_shop_may_be_named_how_to_get_there_is_not_told(ida: Organiser) -> None:
    secret = CONFIG.replace("[city.oxbow.mastodon]", "[city.oxbow.mastodon]").replace(
        'spend = ["10", "20"]', 'spend = ["10", "20"]\nreveal = "on the spot"'
    )
    ida.config_path.write_text(secret, encoding="utf-8")
    told(announced(ida), "--parking", "behind the church")
    kind, text = answer(ida, PARKING)
    assert (kind, "church" in text) == ("question_passed_on", False)


def test_how_much_to_spend_is_known_from_the_start(ida: Organiser) -> None:
    kind, text = answer(called(ida), "@cashmob what does it cost to take part?")
    assert (kind, "€10–20" in text) == ("answer_money", True)


def test_what_is_not_known_is_left_to_the_organisers(ida: Organiser) -> None:
    ida.config_path.write_text(
        CONFIG.replace('name = "Ida"', 'name = "Ida"\nmastodon = "@ida@social.oxbow.example"'),
        encoding="utf-8",
    )
    announced(ida)
    assert answer(ida, PARKING)[0] == "question_passed_on"
    word = [row for row in ida.reads("outbox") if row["kind"] == "todo_question"]
    assert [(row["visibility"], "park" in row["text"]) for row in word] == [("direct", False)]
    assert ida.types("questions").stdout.splitlines() == [
        "Sun 06 Dec 2026 15:00:06  @kim on mastodon (public):",
        "    @cashmob is there parking nearby?",
    ]
    assert [asked["name"] for asked in ida.reads("questions")] == ["@kim"]


def test_an_owner_of_no_shop_that_we_know_waits_for_an_organiser(ida: Organiser) -> None:
    kind, text = answer(called(ida), "@cashmob I own a shop in town, please don't put us on this")
    assert (kind, "which shop is yours" in text) == ("owner_which", True)
    assert ida.types("questions").stdout.splitlines()[1:] == [
        "    @cashmob I own a shop in town, please don't put us on this"
    ]


def test_nobody_asked(ida: Organiser) -> None:
    assert balloting(ida).types("questions").stdout == (
        "Nobody has asked anything that the bot could not answer.\n"
    )


def test_an_answer_has_room_for_so_much(ida: Organiser) -> None:
    result = balloting(ida).types(f"mob facts 1 --parking {'x' * 81}")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        "Error: --parking has room for 80 letters; yours has 81.",
    )
