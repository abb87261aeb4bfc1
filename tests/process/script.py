"""The script of the crash sweep: two small mobs that between them use every part of the program.

Mob "a" goes from its call to its recap, through an outage of the network, a lost answer, a changed
mind, an edit, a deletion, a merge, a rejection, a refusing owner and somebody who wants to be
forgotten, and a picture of the day is boosted. Nobody votes in mob "b": its organiser chooses, puts
it off, and cancels it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.domain.orders import (
    Approve,
    AskOwner,
    Cancel,
    Choose,
    CompareDay,
    CountHeads,
    CountSales,
    EnterTill,
    Hold,
    KeepForNext,
    Merge,
    Postpone,
    RecordConsent,
    RecordRefusal,
    Reject,
    Reveal,
    SetFacts,
    ShareNew,
    TickOff,
)
from tests.faults import Refuse, Reset, Rule
from tests.process.stepping import Cue, Stage

DAY = timedelta(days=1)
BEGIN = datetime(2026, 10, 1, 9, tzinfo=UTC)
MEETS = datetime(2026, 10, 23, 10, tzinfo=UTC)
OTHER = MEETS + 3 * DAY
END = MEETS + 3 * DAY

BOOKS, ANATOLE, BOOKSHOP, BURGERS = 1, 2, 3, 4


def script() -> tuple[Cue, ...]:
    """All cues, in the order of time."""
    return (*_calling(), *_organising(), *_voting(), *_coming(), *_the_other())


def _on(day: float, plays: Callable[[Stage], None]) -> Cue:
    """A cue so many days before (minus) or after the mob."""
    return Cue(MEETS + day * DAY, plays)


def _calling() -> tuple[Cue, ...]:
    return (
        Cue(BEGIN, lambda s: s.starts("a", MEETS)),
        _on(-20.5, lambda s: s.writes("rosa", "I nominate Harbour Lane Books", "call")),
        _on(-20.4, lambda s: s.writes("yvon", "I nominate Chez Anatole", "call")),
        _on(-20.3, lambda s: s.writes("noor", "I nominate The Quay Bookshop", "call")),
        _on(-20.2, lambda s: s.writes("kim", "I nominate Burger Palace", "call")),
        _on(-20.1, lambda s: s.writes("sam", "help", "call")),
    )


def _organising() -> tuple[Cue, ...]:
    return (
        _on(-19, lambda s: s.orders("a", Approve(BOOKS))),
        _on(-18.9, lambda s: s.orders("a", Approve(ANATOLE))),
        _on(-18.8, lambda s: s.orders("a", Merge(BOOKSHOP, BOOKS))),
        _on(-18.78, lambda s: s.orders("a", TickOff(BOOKS, ("room",), "Amélie"))),
        _on(-18.76, lambda s: s.orders("a", Hold(BURGERS, "who owns it?"))),
        _on(-18.74, lambda s: s.orders("a", KeepForNext(BURGERS))),
        _on(-18.7, lambda s: s.orders("a", Reject(BURGERS, "a chain"))),
        _on(-18.6, lambda s: s.orders("a", AskOwner(BOOKS, "Amélie", "visit"))),
        _on(-18.5, lambda s: s.orders("a", AskOwner(ANATOLE, "Amélie", "visit"))),
        _on(-18.4, lambda s: s.orders("a", SetFacts(BOOKS, parking="by the quay"))),
        _on(-16.5, _down),
        _on(-16.495, lambda s: s.faults.heal()),
        _on(-16.2, lambda s: s.orders("a", RecordConsent(BOOKS, "Amélie", "visit", MEETS))),
        # What the ballot's own answer says is lost; the post is out.
        _on(-14.01, _loses_an_answer),
    )


def _down(stage: Stage) -> None:
    stage.faults.rules.append(Rule(Refuse(503)))
    # Something to say while nobody answers.
    stage.orders("a", Approve(ANATOLE, "Chez Anatole", "3 Quai Street"))


def _loses_an_answer(stage: Stage) -> None:
    stage.faults.rules.append(Rule(Reset(), "POST", "/api/v1/statuses", nth={1}, after=True))


def _voting() -> tuple[Cue, ...]:
    return (
        _on(-13.5, lambda s: s.writes("rosa", "1", "ballot")),
        _on(-13.4, lambda s: s.writes("yvon", "2", "ballot")),
        _on(-13.3, lambda s: s.writes("noor", "2", "ballot")),
        _on(-13.2, lambda s: s.writes("kim", "1", "ballot")),
        _on(-13.1, lambda s: s.writes("sam", "2", "ballot")),
        _on(-13.0, lambda s: s.writes("lena", "2", "ballot")),
        _on(-12.5, lambda s: s.writes("noor", "sorry, I meant 1", "ballot")),
        _on(-12.4, lambda s: _rewrites(s, "sam: 2", "1")),
        _on(-12.3, lambda s: s.town.delete(s.written["lena: 2"].id)),
        _on(-9, lambda s: s.orders("a", RecordRefusal(ANATOLE, "Amélie", "phone"))),
    )


def _rewrites(stage: Stage, which: str, text: str) -> None:
    stage.town.edit(stage.written[which].id, text)


def _coming() -> tuple[Cue, ...]:
    return (
        # Its name is public from the announcement on: there is nothing left to give away.
        _on(-6.8, lambda s: s.orders("a", Reveal(), refused=True)),
        _on(-6.5, lambda s: s.writes("rosa", "I'm in, we are three!", "announcement")),
        _on(-6.4, lambda s: s.writes("yvon", "count me in", "announcement")),
        _on(-6.3, lambda s: s.writes("kim", "I'll be there", "announcement")),
        _on(-6.2, lambda s: s.writes("kim", "sorry, I can't come after all", "announcement")),
        _on(0.1, lambda s: s.shows("rosa", "What a day!")),
        _on(0.2, lambda s: s.boosts(1)),
        _on(1.2, lambda s: s.writes("rosa", "I spent £25", "amounts")),
        _on(1.3, lambda s: s.writes("yvon", "I spent £12", "amounts")),
        _on(1.4, lambda s: s.orders("a", EnterTill(9000))),
        _on(1.42, lambda s: s.orders("a", CountHeads(5))),
        _on(1.44, lambda s: s.orders("a", CountSales(3))),
        _on(1.46, lambda s: s.orders("a", CompareDay(250))),
        _on(1.48, lambda s: s.orders("a", ShareNew(40))),
        _on(1.5, lambda s: s.writes("kim", "forget me", "amounts")),
    )


def _the_other() -> tuple[Cue, ...]:
    return (
        _on(-19.7, lambda s: s.starts("b", OTHER)),
        _on(-17.6, lambda s: s.writes("rosa", "I nominate Tea at Ten", "call", mob="b")),
        _on(-17.5, lambda s: s.writes("yvon", "I nominate Wool and Wire", "call", mob="b")),
        _on(-17.2, lambda s: s.orders("b", Approve(1))),
        _on(-17.1, lambda s: s.orders("b", Approve(2))),
        _on(-17.0, lambda s: s.orders("b", AskOwner(1, "Amélie", "visit"))),
        _on(-16.9, lambda s: s.orders("b", AskOwner(2, "Amélie", "visit"))),
        _on(-7.9, lambda s: s.orders("b", Choose(2))),
        _on(-7.5, lambda s: s.orders("b", Postpone())),
        _on(-7.2, lambda s: s.orders("b", Cancel("no room"))),
    )
