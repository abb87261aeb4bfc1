"""What a crowd says in the same words is understood once, and is still said by each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.intents import Commit, Companions, Forget, Intent, Vote
from bot.domain.mob import Mob
from bot.domain.posts import Mention
from bot.listening.context import Earlier
from schedulers.understanding import Ear, understanding
from storage.outbox import Promise
from tests.domain.builders import announced, before, on_ballot, paris, shop, voting, yes
from tests.schedulers.test_numbers_meant import presenting

EAR = Ear("paris", "mastodon", ("en", "de"), frozenset({"@cashmob"}))
AT = before(13)


def post(kind: str) -> Promise:
    """One of the bot's own posts."""
    return replace(presenting(1), kind=kind, key=kind)


@dataclass(frozen=True)
class Told:
    """Somebody's words: what they answer, in which mob, and how many the writer promised before."""

    text: str
    mob: Mob
    parent: Promise | None
    lang: str = "en"
    promised: int = 0
    at: datetime = AT
    who: str = "ada"


def asks(ear: Ear, told: Told) -> tuple[Intent, ...]:
    """What an ear takes the words for."""
    mention = Mention(
        "mastodon", "9", told.who, told.who, told.text, told.at, parent="5", lang=told.lang
    )
    mobs: Mapping[int, Mob] = {told.mob.id: told.mob}
    earlier = Earlier(people=told.promised)
    found = understanding(ear, mention, told.parent, mobs, told.at, earlier=lambda _: earlier)
    assert found is not None
    return found.intents


def fresh(**other: object) -> Ear:
    """An ear that has heard nothing yet."""
    return replace(EAR, **other)  # type: ignore[arg-type]


BALLOT, ANNOUNCEMENT = post("ballot"), post("announcement")
OPEN = voting(yes(1), yes(2))
SOON = announced(yes(1), shop(2))


def test_two_who_say_the_same_ask_for_the_same() -> None:
    ear = fresh()
    words = Told("Bookshop!", OPEN, BALLOT)
    assert asks(ear, words) == (Vote(2, 2),)
    assert asks(ear, replace(words, who="ben")) == (Vote(2, 2),)
    assert ear.of(OPEN).heard.texts == ["Bookshop!"]


def test_a_vote_is_the_same_of_whoever_comes_and_of_whoever_does_not() -> None:
    ear = fresh()
    words = Told("Bookshop!", OPEN, BALLOT)
    for heads in range(4):
        assert asks(ear, replace(words, promised=heads)) == (Vote(2, 2),)
    assert ear.of(OPEN).heard.texts == ["Bookshop!"]


def test_one_more_is_kept_by_itself_for_those_who_promised_before() -> None:
    ear = fresh()
    words = Told("+1", SOON, ANNOUNCEMENT)
    found = [asks(ear, replace(words, promised=heads)) for heads in (0, 2, 0, 2)]
    assert found == [(Commit(1),), (Companions(1),)] * 2
    assert ear.of(SOON).heard.texts == ["+1", "+1"]


def test_on_another_ballot_the_same_words_are_for_another_number() -> None:
    ear = fresh()
    swapped = replace(OPEN, nominations=on_ballot(OPEN.ballot[1], OPEN.ballot[0]))
    assert asks(ear, Told("Bookshop!", OPEN, BALLOT)) == (Vote(2, 2),)
    assert asks(ear, Told("Bookshop!", swapped, BALLOT)) == (Vote(1, 2),)
    assert asks(ear, Told("Bookshop!", OPEN, BALLOT)) == (Vote(2, 2),)


def test_a_shop_that_joins_the_list_is_voted_for_in_the_words_that_meant_nothing_before() -> None:
    ear = fresh()
    words = Told("Cobbler!", OPEN, BALLOT)
    assert asks(ear, words) == ()
    joined = replace(OPEN, nominations=on_ballot(*OPEN.ballot, yes(3)))
    assert asks(ear, replace(words, mob=joined)) == (Vote(3, 3),)


def test_a_list_that_was_read_anew_and_is_the_same_is_still_known() -> None:
    ear = fresh()
    asks(ear, Told("Bookshop!", OPEN, BALLOT))
    again = replace(OPEN, nominations=tuple(replace(n) for n in OPEN.nominations))
    assert again.nominations is not OPEN.nominations
    assert ear.of(again).heard.texts == ["Bookshop!"]


def test_the_same_words_in_other_circumstances_are_understood_as_by_who_never_heard_them() -> None:
    calling = paris(nominations=(shop(1), shop(2)))
    told = [
        Told("2", OPEN, BALLOT),
        Told("2", SOON, ANNOUNCEMENT),
        Told("2", OPEN, None),
        Told("+1", SOON, ANNOUNCEMENT),
        Told("+1", SOON, ANNOUNCEMENT, promised=2),
        Told("+1", SOON, ANNOUNCEMENT, promised=3),
        Told("+1", OPEN, BALLOT),
        Told("I'm in!", SOON, ANNOUNCEMENT, lang="de"),
        Told("I'm in!", SOON, ANNOUNCEMENT),
        Told("I vote for this one!", calling, presenting(1)),
        Told("I vote for this one!", calling, presenting(2)),
    ]
    assert asks(fresh(), told[3]) == (Commit(1),)
    assert asks(fresh(), told[4]) == (Companions(1),)
    alone = [asks(fresh(), one) for one in told]
    assert len(set(alone)) > len(told) // 2
    ear = fresh()
    assert [asks(ear, one) for one in told] == alone
    assert [asks(ear, one) for one in told[::-1]] == alone[::-1]


def test_what_is_kept_of_what_was_heard_is_not_for_an_ear_with_other_names_or_languages() -> None:
    ear = fresh()
    asks(ear, Told("2", OPEN, BALLOT))
    other = replace(ear, handles=frozenset({"@two"}))
    assert (other.of(OPEN).heard.texts, other.readings.texts) == ([], [])


def test_when_somebody_asks_to_be_forgotten_no_words_are_kept() -> None:
    ear = fresh()
    later = replace(SOON, id=OPEN.id + 1)
    asks(ear, Told("2, says Ada of Elm Road", OPEN, BALLOT))
    asks(ear, Told("count me in, says Ada", later, replace(ANNOUNCEMENT, mob=later.id)))
    assert (len(ear.of(OPEN).heard.texts), len(ear.of(later).heard.texts)) == (1, 1)
    assert asks(ear, Told("I am Ada of Elm Road, delete my data", OPEN, BALLOT)) == (Forget(),)
    assert (ear.of(OPEN).heard.texts, ear.of(later).heard.texts, ear.readings.texts) == ([], [], [])


def test_of_many_texts_the_newest_are_kept_and_long_ones_never() -> None:
    ear = fresh()
    told = [Told(f"vote 2 please {'x' * (n % 40)}{n}", OPEN, BALLOT) for n in range(700)]
    for one in told:
        assert asks(ear, one) == (Vote(2, 2),)
    kept = ear.of(OPEN).heard.texts
    assert kept == [one.text for one in told[-500:]]
    assert asks(ear, Told("vote 2 please" + " and thanks" * 20, OPEN, BALLOT)) == (Vote(2, 2),)
    assert ear.of(OPEN).heard.texts == kept
    assert ear.readings.texts == kept[-64:]
