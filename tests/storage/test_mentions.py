"""Mentions by themselves: each is filed once, and each query finds its own alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from bot.domain.intents import Commit, Vote
from bot.domain.posts import Mention, Visibility, like_of
from bot.domain.standing import Said
from storage import mentions
from storage.mentions import Filed, Grave, Kept
from tests.indoors import fresh_store

NOON = datetime(2026, 12, 12, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
VOTE = (Vote("Bell Books", 1),)


@pytest.fixture
def work() -> Iterator[Connection]:
    store = fresh_store()
    with store.work("test") as connection:
        yield connection
    store.close()


def message(event: str, *, at: int = 0, **slots: Any) -> Mention:
    """A message, so many minutes after noon."""
    given = {
        "network": "mastodon",
        "event": event,
        "person": "https://town.example/ada",
        "name": "@ada",
        "text": f"words of {event}",
        "said_at": NOON + at * MINUTE,
    }
    return Mention(**(given | slots))


def filed(event: str, *, at: int = 0, **slots: Any) -> Filed:
    """A message that was heard a minute after it was written, as a vote in mob 1."""
    about = {k: slots.pop(k) for k in list(slots) if k in Mention.__dataclass_fields__}
    given = {"state": Kept.HEARD, "mob": 1, "intents": VOTE} | slots
    said = message(event, at=at, **about)
    return Filed(said, read_at=NOON + (at + 1) * MINUTE, **given)


def puts(work: Connection, *found: Filed, city: str = "oxbow") -> None:
    mentions.file(work, city, found)


def events(found: tuple[Filed, ...]) -> list[str]:
    return [f.mention.event for f in found]


def test_a_message_is_filed_as_it_was_said_and_understood(work: Connection) -> None:
    whole = filed(
        "m1",
        parent="r1",
        lang="fr",
        visibility=Visibility.DIRECT,
        edited_at=NOON + 5 * MINUTE,
        account_since=NOON - timedelta(days=400),
        again_at=NOON + 10 * MINUTE,
        reason="why",
        answered=True,
    )
    puts(work, whole)
    puts(work)
    assert mentions.known(work, "oxbow", "mastodon", ["m1", "m2"]) == {"m1": whole}
    assert mentions.texts(work, "oxbow", "mastodon", ["m1", "m2"]) == {"m1": "words of m1"}
    assert mentions.known(work, "oxbow", "mastodon", []) == {}
    for place in (("hill", "mastodon"), ("oxbow", "facebook")):
        assert mentions.known(work, *place, ["m1"]) == {}
        assert mentions.texts(work, *place, ["m1"]) == {}


def test_the_same_message_again_changes_what_it_says_and_not_who_or_when(
    work: Connection,
) -> None:
    puts(work, filed("m1"))
    again = filed(
        "m1",
        at=7,
        person="somebody else",
        name="@ada2",
        text="new words",
        edited_at=NOON + 7 * MINUTE,
        state=Kept.GONE,
        mob=2,
        intents=(Commit(3),),
        again_at=NOON + 9 * MINUTE,
        reason="edited",
        answered=True,
    )
    puts(work, again)
    first = filed("m1").mention
    kept = replace(
        again,
        mention=replace(again.mention, person=first.person, said_at=first.said_at),
        read_at=NOON + MINUTE,
    )
    assert mentions.of_city(work, "oxbow") == (kept,)


def test_a_filed_message_bears_on_its_mob_and_a_like_is_nothing_to_answer() -> None:
    f = filed("m1", lang="fr", visibility=Visibility.UNLISTED, answered=True)
    assert f.said == Said(
        event="m1",
        said_at=NOON,
        read_at=NOON + MINUTE,
        intents=VOTE,
        network="mastodon",
        name="@ada",
        lang="fr",
        visibility=Visibility.UNLISTED,
        fresh=True,
        answered=True,
    )
    assert not filed(like_of("c1", "1")).said.fresh
    assert not Filed(message("m1"), Kept.HEARD, NOON).said.answered


def test_what_counts_in_a_mob_is_heard_or_of_the_forgotten(work: Connection) -> None:
    for state in Kept:
        puts(work, filed(f"{state}", state=state))
    puts(work, filed("of ben", person="ben"), filed("elsewhere", mob=2))
    said = mentions.said_in(work, 1)
    told = {person: [s.event for s in all_] for person, all_ in said.items()}
    ada = message("x").person
    assert told == {ada: ["heard", "erased"], "ben": ["of ben"]}
    assert [s.fresh for s in said[ada]] == [False, False]
    assert mentions.said_by(work, 1, ["ben"]) == {"ben": said["ben"]}
    assert mentions.said_by(work, 2, ["ben"]) == {}


def test_old_messages_are_read_again_when_it_is_time_the_longest_waiting_first(
    work: Connection,
) -> None:
    assert mentions.next_again(work, NOON) is None
    puts(
        work,
        filed("second", at=2, again_at=NOON + 5 * MINUTE),
        filed("first", at=1, again_at=NOON + 5 * MINUTE),
        filed("before", at=3, again_at=NOON + 4 * MINUTE),
        filed("later", again_at=NOON + 6 * MINUTE),
        filed("never"),
        filed("there", network="facebook", again_at=NOON),
    )
    puts(work, filed("far", again_at=NOON), city="hill")

    def due(minutes: int, at_most: int = 9) -> tuple[str, ...]:
        now = NOON + minutes * MINUTE
        return mentions.to_read_again(work, "oxbow", "mastodon", now, at_most=at_most)

    assert due(5) == ("before", "first", "second")
    assert due(5, at_most=2) == ("before", "first")
    assert due(3) == ()
    assert mentions.next_again(work, NOON) == NOON + 4 * MINUTE
    assert mentions.next_again(work, NOON + 4 * MINUTE) == NOON + 5 * MINUTE
    assert mentions.next_again(work, NOON + 6 * MINUTE) is None


def test_what_was_read_twice_is_not_read_a_third_time(work: Connection) -> None:
    for event in ("m1", "m2"):
        puts(work, filed(event, again_at=NOON))
    puts(work, filed("m1", network="facebook", again_at=NOON))
    puts(work, filed("m1", again_at=NOON), city="hill")
    mentions.read_twice(work, "oxbow", "mastodon", ["m1"])
    again = [
        (f.mention.network, f.mention.event) for f in mentions.of_city(work, "oxbow") if f.again_at
    ]
    assert sorted(again) == [("facebook", "m1"), ("mastodon", "m2")]
    assert mentions.of_city(work, "hill")[0].again_at == NOON


def test_before_the_count_every_heard_message_of_the_vote_is_read_again(work: Connection) -> None:
    puts(
        work,
        filed("before the vote", at=-1),
        filed("with its opening"),
        filed("gone", state=Kept.GONE),
        filed("of another mob", mob=2),
        filed(like_of("c1", "1")),
    )
    mentions.read_again_at(work, 1, NOON + 9 * MINUTE, said_since=NOON)
    again = [f.mention.event for f in mentions.of_city(work, "oxbow") if f.again_at]
    assert again == ["with its opening"]
    assert mentions.next_again(work, NOON) == NOON + 9 * MINUTE


def test_likes_are_those_of_one_comment_by_their_numbers(work: Connection) -> None:
    puts(
        work,
        filed(like_of("c1", "1")),
        filed(like_of("c1", "2"), state=Kept.GONE),
        filed(like_of("c12", "3")),
        filed(like_of("c0", "4")),
        filed(like_of("c1z", "7")),
        filed(like_of("c1")[:-1] + chr(ord(like_of("c1")[-1]) + 1) + "8"),
        filed("c1"),
        filed(like_of("c1", "5"), network="facebook"),
    )
    puts(work, filed(like_of("c1", "6")), city="hill")
    found = mentions.likes(work, "oxbow", "mastodon", "c1")
    assert found == {1: Kept.HEARD, 2: Kept.GONE}


def test_messages_are_told_in_the_order_in_which_they_were_said(work: Connection) -> None:
    puts(
        work,
        filed("c", at=3),
        filed("a", at=1),
        filed("b", at=2, state=Kept.IGNORED),
        filed("x", at=4, mob=2),
        filed("y", at=5, network="facebook"),
    )
    puts(work, filed("far", mob=3), city="hill")
    assert events(mentions.of_city(work, "oxbow")) == ["a", "b", "c", "x", "y"]
    assert events(mentions.of_mob(work, 1)) == ["a", "b", "c", "y"]
    assert events(mentions.lately(work, 1, "mastodon")) == ["a", "c"]
    assert events(mentions.lately(work, 1, "mastodon", at_most=1)) == ["c"]


def test_people_are_found_by_their_name_or_their_id(work: Connection) -> None:
    puts(
        work,
        filed("m1"),
        filed("m2", person="ben's id", name="@ben"),
        filed("m3", person="other ben", name="@ben"),
    )
    puts(work, filed("m4", person="far ben", name="@ben"), city="hill")
    assert mentions.persons_called(work, "oxbow", "@ben") == {"ben's id", "other ben"}
    assert mentions.persons_called(work, "oxbow", "ben's id") == {"ben's id"}
    assert mentions.persons_called(work, "oxbow", "@cleo") == frozenset()


def test_somebody_who_is_no_longer_heard_stays_on_file(work: Connection) -> None:
    puts(
        work,
        filed("m1"),
        filed("m2", state=Kept.ERASED),
        filed("m3", mob=2),
        filed("m4", person="ben"),
    )
    mentions.unheard(work, 1, message("x").person, "blocked")
    told = {f.mention.event: (f.state, f.reason) for f in mentions.of_city(work, "oxbow")}
    assert told == {
        "m1": (Kept.IGNORED, "blocked"),
        "m2": (Kept.ERASED, ""),
        "m3": (Kept.HEARD, ""),
        "m4": (Kept.HEARD, ""),
    }


def test_old_words_that_asked_for_nothing_go_with_the_name_of_who_wrote_them(
    work: Connection,
) -> None:
    for state in Kept:
        puts(work, filed(f"{state}", state=state, parent="r1", account_since=NOON))
    puts(work, filed("young", at=1, state=Kept.IGNORED))
    puts(work, filed("far", state=Kept.IGNORED), city="hill")
    mentions.drop_unheard(work, "oxbow", NOON + 2 * MINUTE)
    cleared = {
        f.mention.event
        for f in mentions.of_city(work, "oxbow")
        if (f.mention.text, f.mention.name, f.mention.person) == ("", "", "")
        and (f.mention.parent, f.mention.account_since) == (None, None)
    }
    whole = {f.mention.event for f in mentions.of_city(work, "oxbow") if f.mention.text}
    assert cleared == {"ignored", "gone", "aside"}
    assert whole == {"heard", "erased", "young"}
    assert mentions.of_city(work, "hill")[0].mention.text


def test_what_could_not_be_read_is_told_with_its_reason(work: Connection) -> None:
    puts(work, filed("m1", state=Kept.ASIDE, reason="ValueError: no"), filed("m2"))
    row = {"city": "oxbow", "network": "mastodon", "event": "m1", "reason": "ValueError: no"}
    assert [dict(found) for found in mentions.set_aside(work)] == [row]


def test_of_the_forgotten_a_number_stays_and_what_still_counts(work: Connection) -> None:
    ada = message("x").person
    full = {"parent": "r1", "account_since": NOON, "again_at": NOON + MINUTE}
    puts(work, filed("m1", **full), filed("m2", **full), filed("m3", mob=2))
    puts(work, filed("m4", person="ben"))
    graves = {
        "m1": Grave("hash 1", VOTE),
        "m2": Grave("hash 2"),
        "m3": Grave("h"),
        "m4": Grave("h"),
    }
    mentions.erase(work, 1, ada, anonymous="forgotten:1", graves=graves)
    found = {f.mention.event: f for f in mentions.of_city(work, "oxbow")}
    assert sorted(found) == ["hash 1", "hash 2", "m3", "m4"]
    for grave in (graves["m1"], graves["m2"]):
        f = found[grave.event]
        m = f.mention
        assert (m.person, m.name, m.text) == ("forgotten:1", "", "")
        assert (m.parent, m.account_since, f.again_at) == (None, None, None)
        assert (f.state, f.intents) == (Kept.ERASED, grave.intents)
    assert [found[event].mention.name for event in ("m3", "m4")] == ["@ada", "@ada"]


def test_what_was_edited_is_filed_among_what_was_not_and_may_be_as_it_first_was(
    work: Connection,
) -> None:
    edited = filed("1", edited_at=NOON + 5 * MINUTE)
    puts(work, edited, filed("2"))
    assert mentions.known(work, "oxbow", "mastodon", ["1", "2"]) == {
        "1": edited,
        "2": filed("2"),
    }
    puts(work, filed("1"), filed("2"))
    assert mentions.known(work, "oxbow", "mastodon", ["1"]) == {"1": filed("1")}
