"""The town by itself: people write, answer, edit, delete and like, and the bot is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from bot.domain.posts import Visibility
from bot.rehearsal.town import EVERY, NoticeKind, NotThere, Person, Town
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow")
YVON = Person("yvon", "Yvon Theriault", language="fr")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(clock: Clock) -> Town:
    return Town(clock, seed=1)


def told(town: Town, network: str = "mastodon") -> list[tuple[str, str, str]]:
    return [(n.kind.value, n.person.handle, n.post.text) for n in town.notices(network)]


def test_a_tagged_message_reaches_the_bot_and_one_without_the_tag_does_not(town: Town) -> None:
    call = town.publish("Which shop shall we visit?", "mastodon", language="en")
    town.write(ROSA, "Harbour Lane Books!", "mastodon", reply_to=call.id)
    town.write(YVON, "Chez Anatole", "mastodon", reply_to=call.id, tag=False)
    assert told(town) == [("mention", "rosa", "@cashmob Harbour Lane Books!")]
    assert [p.text for p in town.thread(call.id)] == [
        "@cashmob Harbour Lane Books!",
        "Chez Anatole",
    ]


def test_a_tag_that_was_typed_is_not_put_in_twice(town: Town) -> None:
    assert town.write(ROSA, "hello @cashmob", "mastodon").text == "hello @cashmob"


def test_networks_do_not_hear_each_other(town: Town) -> None:
    town.write(ROSA, "hello", "mastodon")
    town.write(ROSA, "good morning", "twitter")
    assert told(town, "mastodon") == [("mention", "rosa", "@cashmob hello")]
    assert told(town, "twitter") == [("mention", "rosa", "@CashMob good morning")]


def test_the_same_name_on_two_networks_is_two_people(town: Town) -> None:
    here = town.write(ROSA, "hello", "mastodon").author
    there = town.write(Person("rosa", "Rosa Whitlow", networks=("twitter",)), "2", "twitter").author
    assert (here == there, town.person("Rosa", "twitter"), town.person("rosa", "facebook")) == (
        False,
        there,
        None,
    )
    both = town.join(Person("noor", "Noor Aziz", networks=("mastodon", "facebook")))
    assert town.write(both, "3", "facebook").author == town.write(both, "3", "mastodon").author
    assert town.people() == (town.bot, here, there, both)


def test_each_network_has_its_own_way_to_name_the_bot(town: Town) -> None:
    call = town.publish("Which shop?", "facebook")
    said = [town.write(ROSA, "hello", name).text for name in EVERY]
    assert said == ["@cashmob hello", "@CashMob hello", "Cash Mob hello"]
    assert town.write(ROSA, "hello", "facebook", reply_to=call.id).text == "hello"
    assert told(town, "facebook") == [("mention", "rosa", "Cash Mob hello")]


def test_a_post_keeps_what_it_was_before_each_edit(town: Town, clock: Clock) -> None:
    vote = town.write(ROSA, "3", "mastodon")
    for text in ("2", "1"):
        clock.passes(minutes=1)
        town.edit(vote.id, text)
    before = [(post.text, post.edited_at) for post in town.post(vote.id).earlier]
    assert before == [
        ("@cashmob 3", None),
        ("@cashmob 2", NOON + timedelta(minutes=1)),
    ]


def test_an_edit_keeps_the_hour_of_writing_and_says_when_it_was(town: Town, clock: Clock) -> None:
    vote = town.write(ROSA, "3", "mastodon")
    clock.passes(minutes=5)
    edited = town.edit(vote.id, "2")
    assert (edited.text, edited.at, edited.edited_at) == ("@cashmob 2", NOON, clock.at)
    assert told(town) == [("mention", "rosa", "@cashmob 2")]


def test_an_edit_that_names_the_bot_for_the_first_time_tells_it_now(town: Town) -> None:
    vote = town.write(ROSA, "2", "mastodon", tag=False)
    assert told(town) == []
    town.edit(vote.id, "@cashmob 2")
    assert told(town) == [("mention", "rosa", "@cashmob 2")]


def test_what_was_deleted_is_gone_with_every_notice_of_it(town: Town) -> None:
    vote = town.write(ROSA, "3", "mastodon")
    town.delete(vote.id)
    assert told(town) == []
    assert town.posts() == ()
    assert town.written(vote.id) is None
    with pytest.raises(NotThere):
        town.edit(vote.id, "2")
    with pytest.raises(NotThere):
        town.write(YVON, "me too", "mastodon", reply_to=vote.id)


def test_a_like_counts_once_and_tells_the_bot_of_its_own_posts_only(town: Town) -> None:
    call = town.publish("Which shop?", "mastodon")
    vote = town.write(ROSA, "3", "mastodon")
    town.like(YVON, call.id)
    town.like(YVON, call.id)
    town.like(YVON, vote.id)
    town.like(town.bot, vote.id)
    assert town.post(call.id).liked_by == ("yvon",)
    assert [n.kind for n in town.notices("mastodon")] == [
        NoticeKind.MENTION,
        NoticeKind.FAVOURITE,
    ]
    assert [p.text for p in town.acknowledged()] == ["@cashmob 3"]


def test_what_the_bot_said_is_found_by_its_words(town: Town) -> None:
    town.publish("Vote now", "mastodon")
    town.publish("We go to Harbour Lane Books", "mastodon", visibility=Visibility.UNLISTED)
    town.write(ROSA, "vote!", "mastodon")
    assert [p.text for p in town.said("VOTE")] == ["Vote now"]
    assert len(town.said()) == 2


def test_time_is_kept_in_whole_milliseconds_of_utc() -> None:
    odd = datetime(2026, 11, 21, 12, 0, 0, 123999, tzinfo=UTC)
    town = Town(lambda: odd, seed=1)
    assert town.write(ROSA, "3", "mastodon").at == odd.replace(microsecond=123000)


def test_the_same_seed_gives_people_accounts_of_the_same_age(clock: Clock) -> None:
    def since(seed: int) -> datetime | None:
        return Town(clock, seed).join(ROSA).since

    assert since(4) == since(4)
    assert since(4) != since(5)


def test_everybody_may_write_at_once(town: Town) -> None:
    def many(person: Person) -> None:
        for number in range(50):
            town.write(person, str(number), "mastodon")

    people = [Person(f"p{number}", f"Person {number}") for number in range(8)]
    threads = [Thread(target=many, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [post.id for post in town.posts()] == list(range(1, 401))
    assert [notice.id for notice in town.notices("mastodon")] == list(range(1, 401))
