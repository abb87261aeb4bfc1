"""Which shop a short message means, by the post that it answers."""

from __future__ import annotations

from bot.domain.intents import Intent, Vote
from bot.domain.mob import Mob
from bot.domain.posts import Action, Mention, Visibility
from schedulers.understanding import Ear, understanding
from storage.outbox import Promise, Rank, Sent
from tests.domain.builders import before, on_ballot, paris, shop, voting

EAR = Ear("paris", "mastodon", ("en",), frozenset({"@cashmob"}))


def presenting(number: int) -> Promise:
    """The bot's own post that presented a nomination."""
    return Promise(
        id=1,
        city="paris",
        mob=1,
        key=f"nomination:{number}",
        network="mastodon",
        part="1",
        kind="nomination",
        action=Action.POST,
        rank=Rank.PUBLIC,
        text="Put forward …",
        language="en",
        visibility=Visibility.PUBLIC,
        origin=None,
        under="call",
        after=None,
        due=before(20),
        until=before(14),
        state=Sent.SENT,
        reason="",
        tries=1,
        next_try=before(20),
        claimed_at=None,
        remote_id="5",
        url=None,
        sent_at=before(20),
        parent=None,
    )


def meant(mob: Mob, number: int) -> tuple[Intent, ...]:
    """What "I'm for it!" asks for under the post that presented this nomination."""
    words = "I vote for this one!"
    mention = Mention("mastodon", "9", "ada", "ada", words, before(13), parent="5", lang="en")
    found = understanding(EAR, mention, presenting(number), {mob.id: mob}, before(13))
    assert found is not None
    return found.intents


def test_support_under_a_presented_shop_is_for_that_shop() -> None:
    mob = paris(nominations=(shop(1), shop(2), shop(3)))
    assert meant(mob, 3) == (Vote(3, 3),)


def test_once_the_ballot_is_open_it_is_a_vote_for_that_shop_under_its_number_there() -> None:
    mob = voting(shop(1), shop(2))
    second_first = on_ballot(mob.nominations[1], mob.nominations[0])
    swapped = voting(*second_first)
    assert [(n.choice, n.number) for n in swapped.ballot] == [(1, 2), (2, 1)]
    assert meant(swapped, 1) == (Vote(2, 1),)
    assert meant(swapped, 2) == (Vote(1, 2),)


def test_support_for_a_shop_that_is_not_on_the_ballot_is_no_vote_for_another() -> None:
    mob = voting(shop(2), shop(3))
    assert meant(mob, 1) == ()
