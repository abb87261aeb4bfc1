"""A backup is restored in the middle of a mob: nothing is said twice, nobody returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.acts.ordering import carry_out
from bot.acts.restoring import Restored, restore
from bot.domain.orders import Approve
from bot.domain.posts import Visibility
from bot.networks import NetworkError, Outcome
from schedulers.catching_up import catch_up
from storage import audit, lost, mentions, pauses
from storage.backups import back_up
from storage.outbox import Sent
from storage.store import Boundary, open_store, unguarded
from tests.stories.telling import (
    BEGINS,
    Tale,
    open_a_ballot,
    said_twice,
    with_something_between,
)


@pytest.fixture
def town(file: Path) -> Tale:
    """A town whose database is a file."""
    return Tale(store=open_store(file))


def backed_up(file: Path) -> Path:
    target = file.with_name("backup.db")
    back_up(file, target)
    return target


def restored(tale: Tale, file: Path, *, after: timedelta = timedelta(0)) -> Restored:
    """The organiser stops the bot, restores the backup, and starts the bot again."""
    tale.round.close()
    tale.store.close()
    done = restore(file.with_name("backup.db"), file, tale.clock.now())
    tale.clock.pass_by(after)
    assert caught_up(tale, file)
    tale.restarts()
    tale.minutes_pass(10)
    return done


def caught_up(tale: Tale, file: Path, *, boundary: Boundary = unguarded) -> bool:
    """The bot starts, and lives through the lost time."""
    tale.store = open_store(file, boundary=boundary)
    now = tale.clock.now()
    return catch_up(tale.settings, tale.store, lambda c, n: tale.networks[c.key, n], until=now)


def state(tale: Tale) -> tuple[object, ...]:
    """All that the town heard, the votes, and the mob but for when it last told their number."""
    told = replace(tale.mob, told_at=None, told_votes=0)
    return tale.heard(), len(tale.town.said("", "mastodon")), tale.votes(), told


def a_day_of_votes(tale: Tale) -> None:
    tale.shouts("ada", "1", under="ballot")
    tale.days_pass(0.4)
    tale.shouts("ben", "2", under="ballot")
    tale.shouts("cleo", "when and where do we meet?", under="ballot")
    tale.days_pass(0.4)
    tale.shouts("dora", "1", under="ballot", tag=False)
    tale.shouts("ben", "sorry, I meant 1", under="ballot")


def test_a_day_of_votes_and_answers_is_lost_and_found_again(town: Tale, file: Path) -> None:
    open_a_ballot(town)
    backed_up(file)
    a_day_of_votes(town)
    before = state(town)
    restored(town, file)
    assert state(town) == before
    assert (said_twice(town), [r.key for r in town.rows() if r.state is not Sent.SENT]) == ([], [])
    with town.store.reading() as view:
        assert lost.span(view) is None


def test_the_call_the_ballot_and_its_end_all_lie_in_the_lost_time(town: Tale, file: Path) -> None:
    town.days_pass(2)
    for who, shop in (("ada", "Bell Books"), ("ben", "Corner Bakery")):
        town.shouts(who, f"I nominate {shop}")
    town.comes("shortlist")
    town.names_are_approved_and_owners_asked()
    town.owner_agrees("Bell Books")
    town.owner_agrees("Corner Bakery")
    backed_up(file)
    town.comes("ballot")
    a_day_of_votes(town)
    town.comes("announce")
    town.shouts("ada", "I'm in, we are three!", under="announcement")
    town.days_pass(5)
    assert town.heard()[-2:] == ["announcement", "countdown"]
    before = state(town)
    restored(town, file, after=timedelta(minutes=3))
    assert (state(town), town.tally.of("people"), said_twice(town)) == (before, 3, [])


def test_an_order_by_message_is_not_carried_out_a_second_time(file: Path) -> None:
    amelie = {"name": "Amélie", "accounts": ["https://town.example/mastodon/amelie"]}
    tale = Tale(store=open_store(file), cities={"saint-rivage": {"organisers": [amelie]}})
    open_a_ballot(tale)
    backed_up(file)
    post = tale.shouts("amelie", "pause", visibility=Visibility.DIRECT)
    tale.shouts("amelie", "resume", visibility=Visibility.DIRECT)
    answers = [p.text for p in tale.town.said() if p.parent == post.id]
    done = restored(tale, file)
    with tale.store.reading() as view:
        acts = [line["act"] for line in audit.by_people(view, BEGINS)]
        assert pauses.last(view, "saint-rivage") is None
    assert [line["act"] for line in done.undone] == ["pause", "resume"]
    assert acts[-2:] == ["order_ignored", "order_ignored"]
    assert [p.text for p in tale.town.said() if p.parent == post.id] == answers


def test_what_fell_due_after_the_restore_is_said(town: Tale, file: Path) -> None:
    open_a_ballot(town)
    backed_up(file)
    a_day_of_votes(town)
    restored(town, file)
    town.owner_agrees("Bell Books")
    town.comes("announce")
    assert (town.heard()[-1], said_twice(town)) == ("announcement", [])


def test_whoever_was_forgotten_stays_forgotten(town: Tale, file: Path) -> None:
    open_a_ballot(town)
    town.shouts("zorah", "1", under="ballot")
    town.shouts("ben", "2", under="ballot")
    backed_up(file)
    town.shouts("cleo", "2", under="ballot")
    town.shouts("zorah", "forget me")
    town.shouts("cleo", "forget me")
    assert town.votes() == {"Corner Bakery": 1}
    done = restored(town, file)
    assert (town.votes(), done.forgets) == ({"Corner Bakery": 1}, True)
    with town.store.reading() as view:
        told = [(f.mention.name, f.mention.text) for f in mentions.of_city(view, town.key)]
    assert [(name, text) for name, text in told if name in ("zorah", "cleo")] == []
    town.store.close()
    assert [f.name for f in file.parent.glob("cashmob.db*") if b"zorah" in f.read_bytes()] == []


def test_nothing_is_decided_while_a_network_cannot_be_looked_at(file: Path) -> None:
    tale, between = with_something_between(store=open_store(file))
    open_a_ballot(tale)
    backed_up(file)
    a_day_of_votes(tale)
    said = len(tale.town.said("", "mastodon"))
    between.fails["mentions"] = NetworkError("the server is down", outcome=Outcome.NOT_APPLIED)
    with pytest.raises(NetworkError):
        restored(tale, file)
    with tale.store.reading() as view:
        assert lost.span(view) is not None
    assert len(tale.town.said("", "mastodon")) == said
    between.fails.clear()
    assert caught_up(tale, file)
    assert (tale.votes(), len(tale.town.said("", "mastodon"))) == ({"Bell Books": 3}, said)


def test_three_networks_at_once(file: Path) -> None:
    ids = {name: f"https://town.example/{name}/cashmob" for name in ("twitter", "facebook")}
    networks = {"twitter": {"user_id": ids["twitter"]}, "facebook": {"page_id": ids["facebook"]}}
    tale = Tale(cities={"saint-rivage": networks}, store=open_store(file))
    open_a_ballot(tale)
    backed_up(file)
    for name in ("mastodon", "twitter", "facebook"):
        tale.shouts(f"{name}-ada", "1", under="ballot", network=name)
        tale.shouts(f"{name}-ben", "where do we meet?", under="ballot", network=name)
        tale.days_pass(0.2)
        tale.shouts(f"{name}-cleo", "2", under="ballot", network=name)
    before = state(tale), [tale.heard(name) for name in networks]
    restored(tale, file)
    assert (state(tale), [tale.heard(name) for name in networks]) == before
    assert said_twice(tale) == []


class Death(BaseException):
    """The bot is killed."""


def test_dying_in_the_lost_time_again_and_again_changes_nothing(town: Tale, file: Path) -> None:
    open_a_ballot(town)
    backed_up(file)
    a_day_of_votes(town)
    before = state(town)
    town.round.close()
    town.store.close()
    restore(file.with_name("backup.db"), file, town.clock.now())
    deaths = 0
    for place in range(1, 60, 3):
        left = count(place, -1)

        def dies(name: str, left: Iterator[int] = left) -> None:
            if next(left) == 0:
                raise Death(name)

        with suppress(Death):
            caught_up(town, file, boundary=dies)
            break
        deaths += 1
        town.store.close()
    town.store.boundary = unguarded
    town.restarts()
    town.minutes_pass(10)
    assert (state(town), said_twice(town)) == (before, [])
    assert deaths > 5


def test_a_name_that_is_approved_a_second_time_is_not_presented_a_second_time(
    town: Tale, file: Path
) -> None:
    town.days_pass(2)
    backed_up(file)
    town.shouts("ada", "I nominate Bell Books")
    town.orders(Approve(1))
    town.days_pass(0.5)
    presented = town.post_of("nomination:1")
    restored(town, file)
    town.orders(Approve(1))
    town.days_pass(1)
    assert (town.heard(), said_twice(town)) == (["call", "nomination"], [])
    assert town.post_of("nomination:1").remote_id == presented.remote_id


def test_what_is_ordered_before_the_bot_runs_and_was_never_said_waits_until_it_has_caught_up(
    town: Tale, file: Path
) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    backed_up(file)
    town.round.close()
    town.store.close()
    restore(file.with_name("backup.db"), file, town.clock.now())
    town.store = open_store(file)
    carry_out(town.store, town.city, Approve(1), town.clock.now(), who="Amélie")
    town.store.close()
    town.clock.pass_by(timedelta(minutes=20))
    boundaries: list[str] = []
    assert caught_up(town, file, boundary=boundaries.append)
    assert boundaries.count("send post: before") <= 3
    town.restarts()
    town.minutes_pass(10)
    assert (town.heard(), said_twice(town)) == (["call", "nomination"], [])


def test_dying_in_the_lost_time_leaves_nothing_unfound(town: Tale, file: Path) -> None:
    town.days_pass(2)
    backed_up(file)
    town.shouts("ada", "I nominate Bell Books")
    town.orders(Approve(1))
    town.days_pass(0.5)
    town.round.close()
    town.store.close()
    restore(file.with_name("backup.db"), file, town.clock.now())

    def dies(name: str) -> None:
        with town.store.reading() as view:
            missing = lost.span(view)
        if missing and missing.reached and missing.until - missing.reached < timedelta(hours=2):
            raise Death(name)

    with pytest.raises(Death):
        caught_up(town, file, boundary=dies)
    town.store.close()
    assert caught_up(town, file)
    town.restarts()
    town.orders(Approve(1))
    town.days_pass(1)
    assert (town.heard(), said_twice(town)) == (["call", "nomination"], [])
