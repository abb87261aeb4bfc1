"""The town without HTTP keeps what every network keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.posts import Draft, Mention, Post, Visibility
from bot.networks import NetworkError, Outcome, Trouble
from bot.rehearsal.direct import DirectNetwork
from bot.rehearsal.town import Person, Town
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow")
CALL = Draft("Which shop?", "en")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(clock: Clock) -> Town:
    return Town(clock, seed=1)


@pytest.fixture(params=["mastodon", "twitter", "facebook"])
def bot(request: pytest.FixtureRequest, town: Town) -> Iterator[DirectNetwork]:
    return DirectNetwork(town, request.param, page=20)


def read(bot: DirectNetwork, cursor: str, overlap: int = 3) -> tuple[list[Mention], str]:
    pages = list(bot.mentions(cursor, overlap=overlap))
    return [m for page in pages for m in page.mentions], str(pages[-1].cursor)


def start(bot: DirectNetwork) -> str:
    [page] = bot.mentions(None, overlap=3)
    return str(page.cursor)


def test_it_knows_who_it_is_and_when(bot: DirectNetwork) -> None:
    assert bot.server_time() is None
    assert (bot.me().name.lower().replace(" ", ""), bot.me()) == ("cashmob", bot.me())
    assert bot.server_time() == NOON


def test_a_text_one_character_too_long_is_refused(bot: DirectNetwork, town: Town) -> None:
    longest = bot.me().max_characters
    bot.post(Draft("x" * longest, "en"), key="1")
    with pytest.raises(NetworkError) as caught:
        bot.post(Draft("x" * (longest + 1), "en"), key="2")
    assert (caught.value.outcome, caught.value.trouble) == (Outcome.REFUSED, Trouble.REJECTED)
    assert len(town.said()) == 1


def test_no_message_is_missed_in_many_pages(bot: DirectNetwork, town: Town) -> None:
    cursor = start(bot)
    written = [str(town.write(ROSA, f"number {n}", bot.name).id) for n in range(95)]
    mentions, _ = read(bot, cursor)
    assert [m.event for m in mentions] == written


def test_the_last_pages_are_read_again_as_they_are_now(
    bot: DirectNetwork, town: Town, clock: Clock
) -> None:
    cursor = start(bot)
    first = town.write(ROSA, "one", bot.name)
    _, cursor = read(bot, cursor)
    clock.passes(minutes=1)
    town.edit(first.id, "two")
    [again], _ = read(bot, cursor)
    told = f"{town.tag(bot.name)} two"
    assert (again.event, again.text, again.edited_at) == (str(first.id), told, clock.at)


def test_replies_are_seen_without_the_tag_and_not_what_is_private(
    bot: DirectNetwork, town: Town
) -> None:
    call = bot.post(CALL, key="call")
    answer = town.write(ROSA, "Bell Books", bot.name, reply_to=int(call.id), tag=False)
    town.write(ROSA, "psst", bot.name, reply_to=answer.id, visibility=Visibility.DIRECT, tag=False)
    bot.post(Draft("Noted.", "en", reply_to=str(answer.id)), key="noted")
    [mention] = bot.replies(call.id).mentions
    assert (mention.event, mention.parent, mention.tags_us) == (str(answer.id), call.id, False)


def test_what_is_deleted_is_gone_everywhere(bot: DirectNetwork, town: Town) -> None:
    post = town.write(ROSA, "I'm in", bot.name)
    event = str(post.id)
    town.delete(post.id)
    assert bot.reread((event,)).gone == (event,)
    for call in (
        lambda: bot.post(Draft("Hello", "en", reply_to=event), key="1"),
        lambda: bot.acknowledge(event) or _stop(bot),
    ):
        with pytest.raises(NetworkError) as caught:
            call()
        assert (caught.value.outcome, caught.value.trouble) == (Outcome.NOT_APPLIED, Trouble.GONE)


def _stop(bot: DirectNetwork) -> None:
    """X acknowledges nothing, so that nothing there can be gone."""
    assert bot.name == "twitter"
    raise NetworkError("", outcome=Outcome.NOT_APPLIED, trouble=Trouble.GONE)


def test_own_posts_come_newest_first_with_their_parents(
    bot: DirectNetwork, town: Town, clock: Clock
) -> None:
    old = bot.post(CALL, key="call")
    clock.passes(hours=1)
    town.write(ROSA, "Bell Books", bot.name)
    first = bot.post(Draft("First", "en", reply_to=old.id), key="first")
    clock.passes(minutes=1)
    second = bot.post(Draft("Second", "en"), key="second")
    assert bot.own_posts(NOON.replace(minute=30)) == (second, first)
    assert first == Post(first.id, "First", first.posted_at, old.id, first.url)


def test_only_mastodon_knows_a_key_again_and_for_an_hour(town: Town, clock: Clock) -> None:
    for name, told in (("mastodon", 1), ("twitter", 2), ("facebook", 2)):
        bot = DirectNetwork(town, name)
        for _ in range(2):
            bot.post(CALL, key="call")
        assert len(town.said("", name)) == told
    bot = DirectNetwork(town, "mastodon")
    bot.post(CALL, key="other")
    clock.passes(minutes=61)
    bot.post(CALL, key="other")
    assert len(town.said("", "mastodon")) == 3


def test_whoever_is_not_named_is_somebody_else_each_time(town: Town) -> None:
    bot = DirectNetwork(town, "facebook")
    cursor = start(bot)
    for _ in range(2):
        town.write(Person("x", "X", networks=("facebook",), nameless=True), "2", "facebook")
    mentions, _ = read(bot, cursor)
    assert [(m.person, m.name, m.nameless) for m in mentions] == [
        ("nameless:1", "", True),
        ("nameless:2", "", True),
    ]
