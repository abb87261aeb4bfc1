"""What every network keeps, told once: each adapter over the town's face for it, on real HTTP.

A network more is one more entry in `NETWORKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

import pytest
from starlette.types import Receive, Scope, Send

from bot.domain.posts import Draft, Mention, Picture, Post
from bot.networks import Network, NetworkError, Outcome, Trouble
from bot.networks.facebook import open_facebook
from bot.networks.mastodon import open_mastodon
from bot.networks.twitter import open_twitter
from bot.rehearsal.facebook_entities import PAGE
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town, TownPost
from bot.rehearsal.twitter_face import USER, TwitterFace
from tests.faults import (
    FACEBOOK,
    HTML,
    MASTODON,
    TWITTER,
    Fault,
    Faults,
    Hang,
    Late,
    Refuse,
    Reset,
    Rule,
    Truncate,
    WithoutId,
)
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow", networks=("mastodon", "twitter", "facebook"))
YVON = Person("yvon", "Yvon Theriault", language="fr")


class Face(Protocol):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...

    def post(self, status_id: str) -> TownPost | None: ...

    def status_id(self, post: TownPost) -> str: ...


@dataclass(frozen=True)
class Kind:
    """A network: its face, its adapter, and where it is read and written."""

    face: Callable[[Town], Face]
    open: Callable[..., Network]
    reading: str
    writing: str
    limited: Rule
    token_dead: Rule
    acknowledges: bool = True
    lists_replies: bool = True


NETWORKS = {
    "mastodon": Kind(
        face=lambda town: MastodonFace(town, token="key"),
        open=lambda **more: open_mastodon(token="key", **more),
        reading="/api/v1/notifications",
        writing="/api/v1/statuses",
        limited=MASTODON["rate limited"],
        token_dead=MASTODON["token revoked"],
    ),
    "twitter": Kind(
        face=lambda town: TwitterFace(town, token="key"),
        open=lambda **more: open_twitter(
            consumer_key="app",
            consumer_secret="app",
            access_token="key",
            access_secret="key",
            user_id=USER,
            allow_links=False,
            **more,
        ),
        reading="/2/users/.*/mentions",
        writing="/2/tweets",
        limited=TWITTER["rate limited"],
        token_dead=TWITTER["token revoked"],
        acknowledges=False,
        lists_replies=False,
    ),
    "facebook": Kind(
        face=lambda town: FacebookFace(town, token="key"),
        open=lambda **more: open_facebook(page_id=PAGE, token="key", **more),
        reading="/v26.0/.*/(feed|tagged|comments)",
        writing="/v26.0/.*/(feed|comments)",
        limited=FACEBOOK["page throttled"],
        token_dead=FACEBOOK["token expired"],
    ),
}


@dataclass
class Place:
    """A town on one network, and the bot there."""

    name: str
    kind: Kind
    clock: Clock
    town: Town
    face: Face
    faults: Faults
    bot: Network

    def says(self, text: str, *, answers: Post | None = None, who: Person = ROSA) -> str:
        """Somebody writes; the id of their message."""
        above = self.face.post(answers.id) if answers else None
        post = self.town.write(who, text, self.name, reply_to=above.id if above else None)
        return self.face.status_id(post)

    def publishes(self, text: str, *, under: Post | None = None, answers: str = "") -> Post:
        """The bot posts."""
        above = under.id if under else answers or None
        return self.bot.post(Draft(text, "en", reply_to=above), key=text)

    def start(self) -> str:
        """The cursor of a first start."""
        [page] = self.bot.mentions(None, overlap=3)
        assert page.cursor is not None
        return page.cursor

    def read(self, cursor: str, *, overlap: int = 3) -> tuple[list[Mention], str]:
        """All pages from a cursor on, and the cursor after them."""
        pages = list(self.bot.mentions(cursor, overlap=overlap))
        return [m for page in pages for m in page.mentions], str(pages[-1].cursor)

    def heard(self, mention: str) -> Mention:
        """One message as it is now."""
        [found] = self.bot.reread((mention,)).mentions
        return found


@contextmanager
def living(name: str) -> Iterator[Place]:
    kind, clock = NETWORKS[name], Clock()
    town = Town(clock, seed=1)
    face = kind.face(town)
    faults = Faults(face)
    with Serving({name: faults}) as serving:
        url = serving.urls[name]
        bot = kind.open(base_url=url, deadline=timedelta(seconds=2), now=clock)
        yield Place(name, kind, clock, town, face, faults, bot)


@pytest.fixture(params=NETWORKS)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with living(request.param) as place:
        yield place


def broken(call: Callable[[], object]) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        call()
    return caught.value


# Who


def test_it_knows_who_it_is_there(place: Place) -> None:
    me = place.bot.me()
    assert (place.bot.name, me.name.lower().replace(" ", "")) == (place.name, "cashmob")
    assert me == place.bot.me()
    assert place.bot.server_time() == NOON


def test_a_text_of_the_longest_length_goes_out_and_one_longer_does_not(place: Place) -> None:
    longest = place.bot.me().max_characters
    assert place.bot.length("x" * longest) == longest
    assert place.publishes("x" * longest).text == "x" * longest
    error = broken(lambda: place.publishes("x" * (longest + 1)))
    assert (error.outcome, error.trouble) == (Outcome.REFUSED, Trouble.REJECTED)
    assert len(place.town.said()) == 1


# Reading


def test_no_message_is_missed_and_none_comes_twice_however_many_there_are(place: Place) -> None:
    call = place.publishes("Which shop?")
    cursor = place.start()
    written = []
    for number in range(230):
        written.append(place.says(f"number {number}", answers=call if number % 3 else None))
        place.clock.passes(seconds=1)
    mentions, _ = place.read(cursor)
    assert sorted(m.event for m in mentions) == sorted(written)


def test_what_comes_between_two_readings_is_in_the_second(place: Place) -> None:
    call = place.publishes("Which shop?")
    cursor = place.start()
    read: set[str] = set()
    written = set()
    for number in range(4):
        for nth in range(30):
            place.clock.passes(seconds=1)
            written.add(place.says(f"{number}-{nth}", answers=call))
        mentions, cursor = place.read(cursor, overlap=1)
        read |= {m.event for m in mentions}
    assert read == written


def test_messages_that_show_late_are_found_by_looking_back(place: Place) -> None:
    call = place.publishes("Which shop?")
    cursor = place.start()
    written = [place.says(str(number), answers=call) for number in range(20)]
    place.faults.rules.append(Rule(Late(seconds=60, rate=0.4), "GET", place.kind.reading))
    early, cursor = place.read(cursor)
    assert 0 < len(early) < 20
    place.clock.passes(minutes=2)
    written += [place.says("the newest", answers=call)]
    place.faults.heal()
    late, _ = place.read(cursor)
    assert {m.event for m in early} | {m.event for m in late} == set(written)


def test_a_message_says_who_wrote_it_when_and_what_it_answers(place: Place) -> None:
    ballot = place.publishes("1. Harbour Lane Books")
    more = place.publishes("2. Thistle and Twine", under=ballot)
    cursor = place.start()
    place.clock.passes(minutes=1)
    first = place.says("Number 1 please!", answers=ballot)
    second = place.says("2, and thank you ❤️", answers=more, who=YVON)
    mentions = {m.event: m for m in place.read(cursor)[0]}
    assert (mentions[first].parent, mentions[second].parent) == (ballot.id, more.id)
    assert mentions[first].text.endswith("Number 1 please!")
    assert mentions[second].text.endswith("2, and thank you ❤️")
    assert {m.said_at for m in mentions.values()} == {NOON + timedelta(minutes=1)}
    assert mentions[first].person != mentions[second].person
    assert {m.network for m in mentions.values()} == {place.name}


def test_a_person_is_the_same_person_in_every_message(place: Place) -> None:
    call = place.publishes("Which shop?")
    cursor = place.start()
    for text in ("one", "two"):
        place.says(text, answers=call)
    persons = {m.person for m in place.read(cursor)[0]}
    assert len(persons) == 1


def test_the_bot_does_not_hear_itself(place: Place) -> None:
    cursor = place.start()
    call = place.publishes("Which shop, @cashmob?")
    asked = place.says("When is it?", answers=call)
    place.publishes("On Saturday.", answers=asked)
    assert [m.event for m in place.read(cursor)[0]] == [asked]


def test_the_replies_under_a_post_are_listed_where_the_network_lists_them(place: Place) -> None:
    ballot = place.publishes("1. Harbour Lane Books")
    more = place.publishes("2. Thistle and Twine", under=ballot)
    votes = [place.says("1", answers=ballot), place.says("2", answers=more)]
    listed = {m.event: m.parent for m in place.bot.replies(ballot.id).mentions}
    expected = dict(zip(votes, (ballot.id, more.id), strict=True))
    assert listed == (expected if place.kind.lists_replies else {})


def test_a_deleted_message_is_gone_and_the_others_are_not(place: Place) -> None:
    call = place.publishes("Which shop?")
    kept, taken_back = place.says("1", answers=call), place.says("2", answers=call)
    there = place.bot.reread((kept, taken_back))
    assert ([m.event for m in there.mentions], there.gone) == ([kept, taken_back], ())
    post = place.face.post(taken_back)
    assert post is not None
    place.town.delete(post.id)
    there = place.bot.reread((kept, taken_back))
    assert ([m.event for m in there.mentions], there.gone) == ([kept], (taken_back,))


def test_an_edited_message_is_read_anew_with_its_new_words_and_its_old_id(place: Place) -> None:
    cursor = place.start()
    event = place.says("I nominate Marlow")
    [before] = place.read(cursor)[0]
    post = place.face.post(event)
    assert post is not None
    place.clock.passes(minutes=5)
    place.town.edit(post.id, "I nominate Harbour Lane Books")
    now = place.heard(before.event)
    assert now.text.endswith("I nominate Harbour Lane Books")
    assert (now.event, now.person, now.said_at) == (before.event, before.person, before.said_at)


# Writing


def test_what_was_posted_stands_on_the_own_timeline(place: Place) -> None:
    ballot = place.publishes("1. Harbour Lane Books & more")
    place.clock.passes(minutes=1)
    more = place.publishes("2. Thistle and Twine", under=ballot)
    place.clock.passes(minutes=1)
    asked = place.says("How many votes?", answers=ballot)
    answer = place.publishes("Twelve so far.", answers=asked)
    shown = place.bot.own_posts(NOON)
    assert [(p.id, p.parent, p.text, p.posted_at) for p in shown] == [
        (answer.id, asked, "Twelve so far.", NOON + timedelta(minutes=2)),
        (more.id, ballot.id, "2. Thistle and Twine", NOON + timedelta(minutes=1)),
        (ballot.id, None, "1. Harbour Lane Books & more", NOON),
    ]
    assert [p.id for p in place.bot.own_posts(NOON + timedelta(minutes=2))] == [answer.id]


def test_pictures_go_out_with_the_words_that_describe_them(place: Place) -> None:
    window = Picture(b"\x89PNG\r\n\x1a\n", "The shop's window, full of books")
    out = place.bot.post(Draft("Look at this", "en", media=(window,)), key="k")
    post = place.face.post(out.id)
    assert post is not None
    assert (post.text, post.pictures) == ("Look at this", ("The shop's window, full of books",))


def test_a_picture_without_a_description_is_none() -> None:
    with pytest.raises(ValueError, match="description"):
        Picture(b"\x89PNG", "  ")


@pytest.mark.parametrize("reply", [False, True], ids=["a post", "a reply"])
@pytest.mark.parametrize(
    "fault",
    [Reset(), Hang(), Truncate(), Truncate(tidy=True), WithoutId(), Refuse(502, HTML, "text/html")],
    ids=["reset", "hang", "cut", "cut tidily", "no id", "a proxy's page"],
)
def test_a_post_whose_fate_is_unsure_is_found_on_the_own_timeline(
    place: Place, fault: Fault, reply: bool
) -> None:
    call = place.publishes("Which shop?")
    above = call if reply else None
    place.faults.rules.append(Rule(fault, "POST", place.kind.writing, after=True))
    error = broken(lambda: place.publishes("We meet on Saturday at 11:00", under=above))
    assert (error.outcome, error.trouble) == (Outcome.UNSURE, Trouble.DOWN)
    place.faults.heal()
    found = place.bot.own_posts(NOON)
    assert [(p.text, p.parent) for p in found if p.id != call.id] == [
        ("We meet on Saturday at 11:00", call.id if reply else None)
    ]


@pytest.mark.parametrize("fault", [Reset(), Hang(), Refuse(500, b"{}"), Refuse(503, HTML)])
def test_a_post_that_never_arrived_is_unsure_too_and_not_on_the_timeline(
    place: Place, fault: Fault
) -> None:
    place.faults.rules.append(Rule(fault, "POST", place.kind.writing))
    assert broken(lambda: place.publishes("We meet on Saturday")).outcome is Outcome.UNSURE
    place.faults.heal()
    assert place.bot.own_posts(NOON) == ()
    assert place.publishes("We meet on Saturday").text == "We meet on Saturday"


def test_a_reading_that_fails_may_be_tried_again(place: Place) -> None:
    cursor = place.start()
    call = place.publishes("Which shop?")
    event = place.says("1", answers=call)
    place.faults.rules.append(Rule(Reset(), "GET", place.kind.reading))
    error = broken(lambda: place.read(cursor))
    assert (error.outcome, error.trouble) == (Outcome.NOT_APPLIED, Trouble.DOWN)
    place.faults.heal()
    assert [m.event for m in place.read(cursor)[0]] == [event]


def test_a_reply_to_what_is_gone_is_refused_for_that(place: Place) -> None:
    event = place.says("When is it?")
    post = place.face.post(event)
    assert post is not None
    place.town.delete(post.id)
    error = broken(lambda: place.publishes("On Saturday.", answers=event))
    assert (error.trouble, error.outcome is Outcome.UNSURE) == (Trouble.GONE, False)
    assert place.town.said() == ()


def test_a_limit_says_how_long_to_wait(place: Place) -> None:
    place.faults.rules.append(replace(place.kind.limited, method="POST"))
    error = broken(lambda: place.publishes("Which shop?"))
    assert (error.outcome, error.trouble) == (Outcome.NOT_APPLIED, Trouble.LIMIT)
    assert error.retry_at is not None
    assert NOON < error.retry_at <= NOON + timedelta(hours=1)
    assert place.town.said() == ()


def test_a_dead_token_is_told_from_a_refused_text(place: Place) -> None:
    place.faults.rules.append(place.kind.token_dead)
    error = broken(lambda: place.publishes("Which shop?"))
    assert error.trouble is Trouble.TOKEN
    assert error.outcome is not Outcome.UNSURE


def test_an_acknowledgement_is_a_like_where_the_network_has_one(place: Place) -> None:
    call = place.publishes("Which shop?")
    event = place.says("1", answers=call)
    for _ in range(2):
        place.bot.acknowledge(event)
    liked = [place.face.status_id(post) for post in place.town.acknowledged()]
    assert liked == ([event] if place.kind.acknowledges else [])


# Networks together


def test_people_of_the_same_name_on_two_networks_are_two_people() -> None:
    heard: dict[str, Any] = {}
    with ExitStack() as stack:
        for name in NETWORKS:
            place = stack.enter_context(living(name))
            call = place.publishes("Which shop?")
            cursor = place.start()
            place.says("1", answers=call)
            heard[name] = place.read(cursor)[0][0].person
    assert len(set(heard.values())) == len(NETWORKS)


# What each network does of its own


@pytest.mark.parametrize(
    ("name", "fault", "outcome", "trouble"),
    [
        ("mastodon", "rate limited", Outcome.NOT_APPLIED, Trouble.LIMIT),
        ("mastodon", "token revoked", Outcome.REFUSED, Trouble.TOKEN),
        ("twitter", "rate limited", Outcome.NOT_APPLIED, Trouble.LIMIT),
        ("twitter", "token revoked", Outcome.NOT_APPLIED, Trouble.TOKEN),
        ("twitter", "suspended", Outcome.NOT_APPLIED, Trouble.TOKEN),
        ("twitter", "no credits", Outcome.NOT_APPLIED, Trouble.MONEY),
        ("twitter", "spend cap", Outcome.NOT_APPLIED, Trouble.MONEY),
        ("twitter", "duplicate", Outcome.UNSURE, Trouble.DUPLICATE),
        ("twitter", "no replies", Outcome.REFUSED, Trouble.REJECTED),
        ("facebook", "token expired", Outcome.NOT_APPLIED, Trouble.TOKEN),
        ("facebook", "role lost", Outcome.NOT_APPLIED, Trouble.TOKEN),
        ("facebook", "rate limited", Outcome.NOT_APPLIED, Trouble.LIMIT),
        ("facebook", "page throttled", Outcome.NOT_APPLIED, Trouble.LIMIT),
        ("facebook", "blocked", Outcome.NOT_APPLIED, Trouble.REJECTED),
        ("facebook", "duplicate", Outcome.UNSURE, Trouble.DUPLICATE),
        ("facebook", "try again", Outcome.UNSURE, Trouble.DOWN),
        ("facebook", "permission lapsed", Outcome.REFUSED, Trouble.REJECTED),
    ],
)
def test_a_post_meets_a_fault_of_its_network(
    name: str, fault: str, outcome: Outcome, trouble: Trouble
) -> None:
    with living(name) as place:
        rule = {"mastodon": MASTODON, "twitter": TWITTER, "facebook": FACEBOOK}[name][fault]
        place.faults.rules.append(rule)
        error = broken(lambda: place.publishes("We meet on Saturday"))
        assert (error.outcome, error.trouble) == (outcome, trouble)
        assert len(place.town.said()) == (1 if rule.after else 0)


def test_an_x_that_knows_the_new_words_alone_is_asked_in_them() -> None:
    with living("twitter") as place:
        call = place.publishes("Which shop?")
        cursor = place.start()
        event = place.says("I nominate Marlow", answers=call)
        place.faults.rules.append(replace(TWITTER["new words"], nth={1}))
        [mention] = place.read(cursor)[0]
        assert (mention.event, mention.parent, mention.nameless) == (event, call.id, False)
        place.heard(event)
        assert [path for verb, path in place.faults.calls if verb == "GET"] == [
            *[f"/2/users/{USER}/mentions"] * 3,
            "/2/tweets",
        ]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("mastodon", MASTODON["late mentions"]),
        ("twitter", TWITTER["late mentions"]),
        ("facebook", FACEBOOK["late comments"]),
    ],
)
def test_each_table_has_a_network_that_shows_messages_late(name: str, rule: Rule) -> None:
    with living(name) as place:
        call = place.publishes("Which shop?")
        cursor = place.start()
        for number in range(20):
            place.says(str(number), answers=call)
        place.faults.rules.append(rule)
        assert 0 < len(place.read(cursor)[0]) < 20
        place.clock.passes(seconds=2)
        assert len(place.read(cursor)[0]) == 20
