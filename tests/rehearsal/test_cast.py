"""The cast: the same script for the same seed, and every role played in every language."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.posts import Visibility
from bot.rehearsal.cast import ORDER, languages, script
from bot.rehearsal.cues import Cue, Delete, Edit, Like, Order, Write
from bot.rehearsal.director import when
from bot.rehearsal.town import EVERY

BOTH = ("en", "fr")
CALENDAR = {
    name: datetime(2026, 11, 21, tzinfo=UTC) + timedelta(days=number)
    for number, name in enumerate((*ORDER, "recap"))
}


def named(cues: tuple[Cue, ...]) -> dict[str, Cue]:
    return {cue.name: cue for cue in cues}


def writes(cues: tuple[Cue, ...]) -> list[tuple[Cue, Write]]:
    found = [(cue, cue.does) for cue in cues if isinstance(cue.does, Write)]
    edits = [(cue, cue.does.write) for cue in cues if isinstance(cue.does, Edit)]
    return found + edits


def test_the_cast_speaks_english_and_french() -> None:
    assert languages() == ("en", "fr")


def test_the_same_seed_makes_the_same_script_and_another_seed_another() -> None:
    assert script(BOTH, 7) == script(BOTH, 7)
    assert script(BOTH, 7) != script(BOTH, 8)


def test_a_seed_means_the_same_on_every_machine() -> None:
    first = script(BOTH, 1)[0]
    assert (first.name, first.who.handle, first.at.part) == ("nominate.first", "ingrid", 0.0549)


def test_a_language_without_a_cast_is_played_in_english() -> None:
    assert script(("ko",), 3) == script(("en",), 3)
    assert script(("ko", "fr"), 3) == script(("fr",), 3)


@pytest.mark.parametrize("city", [("en",), ("fr",), BOTH, ("fr", "en")])
@pytest.mark.parametrize("seed", range(8))
def test_cues_have_names_of_their_own_and_come_in_order(city: tuple[str, ...], seed: int) -> None:
    cues = script(city, seed)
    assert [name for name, count in Counter(c.name for c in cues).items() if count > 1] == []
    instants = [when(cue.at, CALENDAR) for cue in cues]
    assert all(one and two and one <= two for one, two in pairwise(instants))


@pytest.mark.parametrize("city", [("en",), ("fr",), BOTH, ("fr", "en")])
@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_left_to_fill_in_but_the_number_on_the_ballot(
    city: tuple[str, ...], seed: int
) -> None:
    for cue, write in writes(script(city, seed)):
        rest = write.text.replace("{number}", "")
        assert "{" not in rest, cue.name
        assert ("{number}" in write.text) == cue.name.startswith("vote_number"), cue.name
        assert write.role != "commit" or write.people, cue.name
        assert write.role != "spent" or write.amount, cue.name


@pytest.mark.parametrize("seed", range(8))
def test_people_speak_their_own_language_and_nobody_is_two_people(seed: int) -> None:
    people = {cue.who for cue in script(BOTH, seed, networks=("mastodon",))}
    assert Counter(person.language for person in people) == {"en": 13, "fr": 6}
    assert len({person.handle for person in people}) == 19


@pytest.mark.parametrize("seed", range(8))
def test_the_cast_lives_on_all_networks_each_on_one(seed: int) -> None:
    people = {cue.who for cue in script(BOTH, seed) if cue.who.networks}
    assert len(people) == 18
    assert Counter(person.networks for person in people) == {
        ("mastodon",): 6,
        ("twitter",): 6,
        ("facebook",): 6,
    }
    one, other = (
        next(c.who for c in script(BOTH, seed) if c.name.endswith(f".{part}"))
        for part in ("first", "patron")
    )
    assert (one.handle, one.name) == (other.handle, other.name)
    assert one.networks != other.networks


def test_some_people_on_facebook_have_no_name_there() -> None:
    nameless = {cue.who for seed in range(8) for cue in script(BOTH, seed) if cue.who.nameless}
    assert {person.networks for person in nameless} == {("facebook",)}
    assert not any(c.who.nameless for c in script(BOTH, 1, networks=("mastodon", "twitter")))


def test_where_likes_are_votes_those_without_a_name_like_a_candidate() -> None:
    for seed in range(8):
        plain, liking = script(BOTH, seed), script(BOTH, seed, likes=True)
        assert [(c.name, c.who) for c in plain] == [(c.name, c.who) for c in liking]
        liked = {
            c.name for c in liking if str(getattr(c.does, "kind", "")).startswith("candidate:")
        }
        assert liked == {
            c.name
            for c in plain
            if c.who.nameless and c.at.after in ("ballot", "close") and c.name.startswith("vote_")
        }


def test_where_people_live_changes_only_what_their_network_cannot_do() -> None:
    def said(network: str) -> dict[str, Write]:
        return {cue.name: write for cue, write in writes(script(BOTH, 3, networks=(network,)))}

    mastodon, x, facebook = said("mastodon"), said("twitter"), said("facebook")
    # An edited reply is a second message on X.
    assert (mastodon.keys() - x.keys(), x.keys() - mastodon.keys()) == (
        {"edit.editor"},
        {"change.editor"},
    )
    for write in (*x.values(), *facebook.values()):
        assert write.visibility is Visibility.PUBLIC
    assert [name for name, write in x.items() if not write.tag] == []
    assert facebook.keys() == mastodon.keys()
    assert {
        name: write.answers
        for name, write in facebook.items()
        if write.answers != mastodon[name].answers
    } == {
        "nominate.private": "call",
        "commit_alone.private": "announcement",
        "spent.private": "amounts",
        "forget.forgetful": "amounts",
    }


@pytest.mark.parametrize("networks", [("mastodon",), ("twitter",), EVERY])
def test_the_votes_end_as_the_plot_says(networks: tuple[str, ...]) -> None:
    cues = named(script(BOTH, 5, networks=networks))
    votes: dict[tuple[str, tuple[str, ...]], str] = {}
    for cue in cues.values():
        does = cue.does
        if isinstance(does, Delete):
            del votes[cue.who.handle, cue.who.networks]
        write = does.write if isinstance(does, Edit) else does
        if isinstance(write, Write) and write.role == "vote" and cue.at.after == "ballot":
            assert write.shop
            votes[cue.who.handle, cue.who.networks] = write.shop.name
    assert [count for _, count in Counter(votes.values()).most_common()] == [7, 3, 2, 1]


def test_every_trouble_of_a_real_mob_is_in_the_script() -> None:
    cues = named(script(BOTH, 5, networks=("mastodon",)))
    roles = Counter(write.role for _, write in writes(tuple(cues.values())))
    assert set(roles) == {
        "nominate",
        "help",
        "vote",
        "ask",
        "commit",
        "tentative",
        "withdraw",
        "spent",
        "forget",
        "nothing",
    }
    twice, again = cues["vote_name.twice"].does, cues["vote_name.twice.2"].does
    assert twice == again
    first, speller = cues["nominate.first"].does, cues["nominate.speller"].does
    assert isinstance(first, Write)
    assert isinstance(speller, Write)
    assert first.shop
    assert (first.shop == speller.shop, first.shop.other in speller.text) == (True, True)
    untagged = [c.who.handle for c in cues.values() if isinstance(c.does, Write) and not c.does.tag]
    assert len(untagged) == 3
    private = [
        c.name
        for c in cues.values()
        if isinstance(c.does, Write) and c.does.visibility is Visibility.DIRECT
    ]
    assert private == [
        "nominate.private",
        "vote_number.private",
        "commit_alone.private",
        "spent.private",
        "forget.forgetful",
    ]
    assert cues["robot.robot"].who.is_bot
    assert cues["vote_name.late"].at.after == "close"
    assert [c.does.kind for c in cues.values() if isinstance(c.does, Like)] == [
        "call",
        "announcement",
    ]


def test_the_organiser_approves_merges_rejects_asks_and_records() -> None:
    orders = [cue.does for cue in script(BOTH, 5) if isinstance(cue.does, Order)]
    assert Counter(order.act for order in orders) == {
        "approve": 5,
        "ask": 5,
        "consent": 2,
        "merge": 1,
        "reject": 1,
        "refuse": 1,
        "till": 1,
        "heads": 1,
        "sales": 1,
        "new": 1,
    }
    first = script(BOTH, 5)[0].does
    assert isinstance(first, Write)
    assert first.shop
    merge = next(order for order in orders if order.act == "merge")
    assert merge.arguments == {"shop": first.shop.other, "into": first.shop.name}
    consent = next(order for order in orders if order.act == "consent")
    assert consent.arguments == {
        "shop": first.shop.name,
        "by": "Amélie Duguay",
        "channel": "visit",
    }
    refused = next(order for order in orders if order.act == "refuse").arguments["shop"]
    assert refused not in [
        w.shop.name for _, w in writes(script(BOTH, 5)) if w.role == "vote" and w.shop
    ]
