"""The plot of a rehearsal: the parts there are to play, and each part's lines in order.

Winner, second, third and fourth are the shops in the order in which the votes will put them;
`refused` is the one whose owner says no, `chain` the joke. The plot's own count of the votes, when
all is read rightly: winner 7, second 3, third 2, fourth 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.posts import Visibility
from bot.rehearsal.cues import At

WINNER, SECOND, THIRD, FOURTH, REFUSED, CHAIN = range(6)

PARTS = (
    "first",
    "speller",
    "second",
    "tagless",
    "private",
    "neighbour",
    "joker",
    "newcomer",
    "twice",
    "waverer",
    "editor",
    "deleter",
    "late",
    "asker",
    "forgetful",
    "patron",
)
IN_ANOTHER_LANGUAGE = ("speller", "private", "joker", "waverer", "late", "forgetful")
"""The parts that go to the city's other languages, where it has any."""

MAY_BE_NAMELESS = ("speller", "second", "tagless", "joker", "late", "asker")
"""The parts that stay true if nobody can tell that their messages are one person's.

All others vote, come or spend in several messages, of which the last one counts.
"""

NAMESAKES = ("first", "patron")
"""Two parts whose people have the same handle and name, each on a network of their own."""

UNDER = {
    "call": "call",
    "ballot": "ballot",
    "announce": "announcement",
    "gather": "gather",
    "amounts": "amounts",
}
"""Which post of the bot is the newest after each moment: where people on Facebook write."""

ROLES = {
    "nominate": "nominate",
    "chain": "nominate",
    "help": "help",
    "support": "vote",
    "vote_number": "vote",
    "vote_name": "vote",
    "change": "vote",
    "leader": "ask",
    "where_when": "ask",
    "commit_alone": "commit",
    "commit_party": "commit",
    "maybe": "tentative",
    "withdraw": "withdraw",
    "spent": "spent",
    "spent_wrong": "spent",
    "spent_right": "spent",
    "forget": "forget",
}
"""What a careful reader takes each kind of line for; all others ask for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a part does: `says` is a key of the cast's texts, or edit, delete, like."""

    part: str
    says: str
    at: At
    answers: str | None = None
    shop: int | None = None
    private: bool = False
    tag: bool = True
    again: bool = False
    other: bool = False
    of: str | None = None

    @property
    def visibility(self) -> Visibility:
        """Who may read it."""
        return Visibility.DIRECT if self.private else Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the organiser does about a shop."""

    act: str
    at: At
    shop: int
    channel: str | None = None


def _call(part: float) -> At:
    return At("call", "shortlist", part)


def _asking(part: float) -> At:
    return At("shortlist", "ballot", part)


def _vote(part: float) -> At:
    return At("ballot", "close", part)


def _come(part: float) -> At:
    return At("announce", "gather", part)


def _day(part: float) -> At:
    return At("gather", "amounts", part)


def _after(part: float) -> At:
    return At("amounts", "recap", part)


NOMINATIONS = (
    Line("first", "nominate", _call(0.05), "call", WINNER),
    Line("speller", "nominate", _call(0.12), "call", WINNER, other=True),
    Line("second", "nominate", _call(0.18), None, SECOND),
    Line("newcomer", "help", _call(0.24), "call"),
    Line("waverer", "like", _call(0.27), "call"),
    Line("tagless", "nominate", _call(0.3), "call", THIRD, tag=False),
    Line("private", "nominate", _call(0.36), None, FOURTH, private=True),
    Line("neighbour", "nominate", _call(0.42), "call", REFUSED),
    Line("joker", "chain", _call(0.48), None, CHAIN),
    Line("robot", "robot", _call(0.54), "call"),
    Line("spammer", "spam", _call(0.58)),
    Line("patron", "support", _call(0.85), "nomination", SECOND),
)

ORGANISING = (
    Act("approve", _call(0.66), WINNER),
    Act("approve", _call(0.7), SECOND),
    Act("approve", _asking(0.05), THIRD),
    Act("approve", _asking(0.08), FOURTH),
    Act("approve", _asking(0.11), REFUSED),
    Act("merge", _asking(0.15), WINNER),
    Act("reject", _asking(0.2), CHAIN),
    Act("ask", _asking(0.26), WINNER, "visit"),
    Act("ask", _asking(0.3), SECOND, "phone"),
    Act("ask", _asking(0.34), THIRD, "phone"),
    Act("ask", _asking(0.38), FOURTH, "phone"),
    Act("ask", _asking(0.42), REFUSED, "phone"),
    Act("consent", _asking(0.55), WINNER, "visit"),
    Act("consent", _asking(0.65), SECOND, "phone"),
    Act("refuse", _asking(0.75), REFUSED, "phone"),
)

VOTES = (
    Line("first", "vote_number", _vote(0.05), "ballot", WINNER),
    Line("speller", "vote_name", _vote(0.1), "ballot", WINNER),
    Line("second", "vote_name", _vote(0.15), "ballot", SECOND),
    Line("tagless", "vote_name", _vote(0.2), "ballot", THIRD, tag=False),
    Line("private", "vote_number", _vote(0.25), "ballot", FOURTH, private=True),
    Line("robot", "robot", _vote(0.28), "ballot"),
    Line("neighbour", "vote_number", _vote(0.31), "ballot", WINNER),
    Line("joker", "vote_number", _vote(0.34), "ballot", SECOND),
    Line("twice", "vote_name", _vote(0.37), "ballot", WINNER),
    Line("twice", "vote_name", _vote(0.4), "ballot", WINNER, again=True),
    Line("waverer", "vote_number", _vote(0.43), "ballot", SECOND),
    Line("editor", "vote_number", _vote(0.46), "ballot", FOURTH),
    Line("deleter", "vote_number", _vote(0.5), "ballot", THIRD),
    Line("newcomer", "vote_name", _vote(0.54), "ballot", WINNER),
    Line("patron", "vote_number", _vote(0.58), "ballot", SECOND),
    Line("forgetful", "vote_name", _vote(0.62), "ballot", THIRD),
    Line("editor", "edit", _vote(0.66), "ballot", WINNER, of="vote_number.editor"),
    Line("deleter", "delete", _vote(0.7), of="vote_number.deleter"),
    Line("spammer", "spam", _vote(0.73), "ballot"),
    Line("waverer", "change", _vote(0.76), "ballot", WINNER),
    Line("asker", "leader", _vote(0.8), "ballot"),
    Line("first", "thanks", _vote(0.84), "ballot"),
    Line("late", "vote_name", At("close", "announce", 0.3), "ballot", SECOND),
)

COMING = (
    Line("first", "commit_party", _come(0.05), "announcement"),
    Line("speller", "commit_alone", _come(0.1), "announcement"),
    Line("asker", "where_when", _come(0.15), "announcement"),
    Line("tagless", "commit_party", _come(0.2), "announcement", tag=False),
    Line("deleter", "like", _come(0.22), "announcement"),
    Line("second", "commit_alone", _come(0.26), "announcement"),
    Line("private", "commit_alone", _come(0.3), private=True),
    Line("waverer", "maybe", _come(0.35), "announcement"),
    Line("neighbour", "commit_alone", _come(0.4), "announcement"),
    Line("newcomer", "commit_party", _come(0.46), "announcement"),
    Line("joker", "commit_alone", _come(0.52), "announcement"),
    Line("patron", "thanks", _come(0.57), "announcement"),
    Line("forgetful", "commit_alone", _come(0.62), "announcement"),
    Line("editor", "commit_alone", _come(0.68), "announcement"),
    Line("neighbour", "withdraw", _come(0.8), "announcement"),
)

AFTERWARDS = (
    Line("first", "crowd", _day(0.02), "gather"),
    Line("twice", "thanks", _day(0.1), "gather"),
    Line("first", "spent", _after(0.06), "amounts"),
    Line("speller", "spent", _after(0.14), "amounts"),
    Line("newcomer", "spent_wrong", _after(0.22), "amounts"),
    Line("newcomer", "spent_right", _after(0.3), "amounts"),
    Line("second", "spent", _after(0.38), "amounts"),
    Line("private", "spent", _after(0.46), private=True),
    Line("forgetful", "spent", _after(0.54), "amounts"),
    Line("forgetful", "forget", _after(0.76), private=True),
)

LINES = NOMINATIONS + VOTES + COMING + AFTERWARDS
TILL = _after(0.65)
"""When the owner tells the organiser the till's total."""

FIGURES = {"heads": _day(0.05), "sales": _after(0.66), "new": _after(0.67)}
"""When the organiser has counted heads, and the owner tells of sales and of new customers."""
