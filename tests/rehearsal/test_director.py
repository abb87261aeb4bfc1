"""The director: cues are played when they come, by people who read what the bot has out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rehearsal.cast import ORDER, script
from bot.rehearsal.cues import At, Cue, Delete, Edit, Like, Order, Shop, Write
from bot.rehearsal.director import Director, Played, number_on
from bot.rehearsal.town import EVERY, Person, Town, TownPost
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow")
YVON = Person("yvon", "Yvon Theriault", language="fr")
AMELIE = Person("amelie", "Amélie Duguay", networks=())
BOOKS = Shop("Harbour Lane Books", "Harbor Ln Bookshop", "2 Harbour Lane")
CALENDAR = {name: NOON + timedelta(hours=number) for number, name in enumerate((*ORDER, "recap"))}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(clock: Clock) -> Town:
    return Town(clock, seed=1)


def at(part: float, after: str = "call", before: str = "shortlist") -> At:
    return At(after, before, part)


def directing(town: Town, *cues: Cue) -> tuple[Director, dict[str, TownPost]]:
    """A director and the posts that the bot has out on Mastodon, by kind, to be filled."""
    out: dict[str, TownPost] = {}

    def find(kind: str, network: str) -> TownPost | None:
        return out.get(kind) if network == "mastodon" else None

    return Director(town, cues, find), out


def play(director: Director, clock: Clock, order: Callable[[Order], None] = print) -> list[str]:
    """What became of the cues that came: the text written, or why nothing was."""
    return [told(one) for one in director.play(clock(), CALENDAR, order)]


def told(one: Played) -> str:
    return one.missed or (one.post.text if one.post else one.cue.name)


def test_cues_come_at_their_part_of_the_way_and_only_once(town: Town, clock: Clock) -> None:
    director, _ = directing(
        town,
        Cue("late", at(0.5), ROSA, Write("later", "nothing")),
        Cue("soon", at(0.25), ROSA, Write("sooner", "nothing")),
    )
    assert director.due(CALENDAR) == NOON + timedelta(minutes=15)
    assert play(director, clock) == []
    clock.passes(minutes=40)
    assert play(director, clock) == ["@cashmob sooner", "@cashmob later"]
    assert (play(director, clock), director.due(CALENDAR), director.left) == ([], None, ())


def test_a_cue_follows_the_calendar_when_the_mob_is_put_off(town: Town, clock: Clock) -> None:
    director, _ = directing(town, Cue("a", at(0.5), ROSA, Write("hello", "nothing")))
    moved = {name: at + timedelta(days=7) for name, at in CALENDAR.items()}
    assert director.due(moved) == NOON + timedelta(days=7, minutes=30)
    assert director.due({"call": NOON}) is None


def test_a_reader_answers_the_part_of_the_post_in_their_own_language(
    town: Town, clock: Clock
) -> None:
    director, out = directing(
        town,
        Cue("a", at(0.1), ROSA, Write("3", "vote", answers="ballot")),
        Cue("b", at(0.2), YVON, Write("3", "vote", answers="ballot")),
    )
    out["ballot"] = town.publish("Which shop?", "mastodon", language="en")
    french = town.publish("Quel commerce ?", "mastodon", reply_to=1, language="fr")
    clock.passes(hours=1)
    first, second = director.play(clock(), CALENDAR, print)
    assert first.post
    assert second.post
    assert (first.post.parent, second.post.parent) == (out["ballot"].id, french.id)


def test_a_voter_reads_the_number_from_the_ballot(town: Town, clock: Clock) -> None:
    vote = Write("number {number}!", "vote", answers="ballot", shop=BOOKS)
    director, out = directing(town, Cue("a", at(0.1), ROSA, vote))
    out["ballot"] = town.publish("Vote!\n1. Chez Anatole", "mastodon")
    town.publish("2. Harbour Lane Books (2 Harbour Lane)", "mastodon", reply_to=1)
    clock.passes(minutes=30)
    assert play(director, clock) == ["@cashmob number 2!"]


def test_a_cue_waits_for_the_post_it_answers_and_is_missed_in_the_end(
    town: Town, clock: Clock
) -> None:
    director, out = directing(
        town,
        Cue("a", at(0.1), ROSA, Write("2", "vote", answers="ballot")),
        Cue("b", at(0.1), ROSA, Like("announcement")),
    )
    clock.passes(minutes=30)
    assert (play(director, clock), director.due(CALENDAR)) == ([], None)
    out["ballot"] = town.publish("Vote!", "mastodon")
    assert play(director, clock) == ["@cashmob 2"]
    clock.passes(minutes=30)
    assert play(director, clock) == ["the bot has no announcement out on mastodon"]
    assert director.left == ()


def test_people_edit_and_delete_what_they_wrote(town: Town, clock: Clock) -> None:
    director, _ = directing(
        town,
        Cue("a", at(0.1), ROSA, Write("3", "vote")),
        Cue("b", at(0.2), YVON, Write("1", "vote")),
        Cue("c", at(0.3), ROSA, Edit("a", Write("2", "vote"))),
        Cue("d", at(0.4), YVON, Delete("b")),
    )
    clock.passes(minutes=30)
    assert play(director, clock) == ["@cashmob 3", "@cashmob 1", "@cashmob 2", "@cashmob 1"]
    assert [post.text for post in town.posts()] == ["@cashmob 2"]


def test_the_organisers_acts_are_handed_over(town: Town, clock: Clock) -> None:
    approve = Order("approve", {"shop": "Chez Anatole"})
    director, _ = directing(town, Cue("a", at(0.1), AMELIE, approve))
    clock.passes(minutes=30)
    given: list[Order] = []
    assert play(director, clock, given.append) == ["a"]
    assert given == [approve]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("2. Harbour Lane Books", 2),
        ("  3) HARBOUR LANE BOOKS, 2 Harbour Lane", 3),
        ("4️⃣ Harbour Lane Books", 4),
        ("(5) – Harbor Ln Bookshop", 5),
        ("Harbour Lane Books", None),
        ("12. Harbour Lane Books", None),
        ("6. Chez Anatole", None),
    ],
)
def test_ballots_are_read_as_a_person_reads_them(line: str, number: int | None) -> None:
    assert number_on(["Vote by replying with a number", line], (BOOKS.name, BOOKS.other)) == number


def test_people_answer_the_post_on_their_own_network(town: Town, clock: Clock) -> None:
    out = {
        ("ballot", name): town.publish(f"{number}. Harbour Lane Books", name)
        for number, name in enumerate(("mastodon", "twitter", "facebook"), start=1)
    }
    vote = Write("number {number}!", "vote", answers="ballot", shop=BOOKS)
    cues = [
        Cue(name, at(0.1), replace(ROSA, networks=(name,)), vote)
        for name in ("mastodon", "twitter", "facebook")
    ]
    likes = Cue("like", at(0.2), replace(YVON, networks=("facebook",)), Like("ballot"))
    director = Director(town, [*cues, likes], lambda kind, network: out.get((kind, network)))
    clock.passes(minutes=30)
    played = [one.post for one in director.play(clock(), CALENDAR, print) if one.post]
    assert [(p.network, p.text, p.parent) for p in played] == [
        ("mastodon", "@cashmob number 1!", 1),
        ("twitter", "@CashMob number 2!", 2),
        ("facebook", "number 3!", 3),
        ("facebook", "3. Harbour Lane Books", None),
    ]
    assert town.post(3).liked_by == ("yvon",)


@pytest.mark.parametrize("networks", [("mastodon",), ("twitter",), ("facebook",), EVERY])
@pytest.mark.parametrize("seed", range(4))
def test_a_whole_script_is_played_to_its_end(
    town: Town, clock: Clock, networks: tuple[str, ...], seed: int
) -> None:
    cues = script(("en", "fr"), seed, networks=networks)
    out: dict[tuple[str, str], TownPost] = {}
    shops = list(dict.fromkeys(c.does.shop for c in cues if isinstance(c.does, Write)))
    ballot = "\n".join(f"{n}. {shop.name}" for n, shop in enumerate(filter(None, shops), start=1))
    second = next(c.does.shop for c in cues if c.name == "nominate.second")
    for name in networks:
        for kind in ("call", "ballot", "announcement", "gather", "amounts"):
            out[kind, name] = town.publish(ballot if kind == "ballot" else kind, name)
        out[f"nomination:{second.name}", name] = town.publish("A nomination", name)
    director = Director(town, cues, lambda kind, network: out.get((kind, network)))
    played: list[Played] = []
    while coming := director.due(CALENDAR):
        clock.at = coming
        played += director.play(clock(), CALENDAR, lambda order: None)
    assert [one.cue.name for one in played if one.missed] == []
    assert [one.cue for one in played] == list(cues)
    assert {post.network for post in town.posts()} == set(networks)
