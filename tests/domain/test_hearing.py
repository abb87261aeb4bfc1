"""What a message changes in a mob, and what its writer reads back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.hearing import belongs, hear
from bot.domain.intents import (
    Ask,
    Commit,
    Companions,
    Forget,
    Help,
    Intent,
    Nominate,
    OwnerRefuses,
    Spent,
    Tentative,
    Topic,
    Unvote,
    Vote,
    Withdraw,
)
from bot.domain.mob import Answer, Decision, Mob, Nomination, Reveal, State
from bot.domain.posts import Action, Origin, Visibility
from bot.domain.stages import Stage
from bot.domain.standing import Said, Standing, Tally
from tests.domain.builders import (
    DAY,
    HOUR,
    MEETS,
    MINUTE,
    after,
    announced,
    before,
    chosen,
    kinds,
    no,
    paris,
    shop,
    votes,
    voting,
    with_rules,
    wrote,
    yes,
)


def heard(
    mob: Mob, *said: Said, now: datetime | None = None, was: Standing | None = None
) -> Decision:
    """One person's messages, heard when the last of them was read."""
    at = now or max(s.read_at for s in said)
    return hear(mob, was or Standing(), said, at, tally=votes(4, 2, people=5))


def answer(mob: Mob, *intents: Intent, at: datetime) -> str:
    """The kind of the answer to one message."""
    (say,) = heard(mob, wrote(at, *intents)).says
    return say.kind


# Nominations


def test_a_new_shop_waits_on_the_list_for_an_organiser() -> None:
    at = before(18)
    decision = heard(paris(), wrote(at, Nominate("Joe's", "Elm Street", number=1)))
    assert decision.mob.nominations == (Nomination(1, "Joe's", at, "Elm Street"),)
    assert decision.standing == Standing(nomination=1)
    assert kinds(decision.says) == ["nomination_noted"]


def test_a_shop_put_forward_twice_stands_once_and_keeps_its_first_hour() -> None:
    mob = paris(nominations=(shop(1),))
    decision = heard(mob, wrote(before(17), Nominate("The Bakery", number=1)))
    assert (decision.mob, kinds(decision.says)) == (mob, ["nomination_seconded"])
    assert decision.says[0].values["shop"] == "Bakery"
    waiting = paris(nominations=(shop(1, state=State.WAITING),))
    assert answer(waiting, Nominate("Bakery", number=1), at=before(17)) == "nomination_noted"


def test_a_name_like_two_others_is_asked_about() -> None:
    mob = paris(nominations=(shop(1), shop(2), shop(3, near=(1, 2), state=State.WAITING)))
    assert answer(mob, Nominate("Ba", number=3), at=before(17)) == "which_shop"


@pytest.mark.parametrize("mob", [voting(shop(1), shop(2)), announced(), chosen(1, shop(1))])
def test_after_the_call_a_nomination_is_for_the_next_mob(mob: Mob) -> None:
    decision = heard(mob, wrote(before(13), Nominate("Joe's")))
    assert (decision.mob, kinds(decision.says)) == (mob, ["nominations_closed"])


# Votes


def test_a_vote_is_acknowledged_without_words() -> None:
    (say,) = heard(voting(shop(1), shop(2)), wrote(before(13), Vote(1, 1), event="42")).says
    assert (say.kind, say.key, say.action) == ("read", "read:mastodon:42", Action.FAVOURITE)
    assert say.origin == Origin("mastodon", "42", "ada", None, Visibility.PUBLIC)
    assert answer(voting(shop(1)), Unvote(), at=before(13)) == "read"


def test_who_votes_after_the_close_is_told_so_once() -> None:
    mob = voting(shop(1), shop(2))
    first, second = (wrote(before(10) + n * HOUR, Vote(1, 1)) for n in (0, 1))
    decision = heard(mob, first, second)
    assert kinds(decision.says) == ["vote_late", "read"]
    assert decision.says[0].values["closed"] == before(11)
    assert decision.standing == Standing()
    told = replace(first, fresh=False, answered=True)
    assert kinds(heard(mob, told, second).says) == ["read"]


def test_a_vote_that_was_read_too_late_is_not_acknowledged_as_if_it_counted() -> None:
    slow = wrote(before(11) - MINUTE, Vote(1, 1), read=2 * HOUR)
    decision = heard(voting(shop(1), shop(2)), slow)
    assert (decision.standing, kinds(decision.says)) == (Standing(), ["vote_late"])


# Commitments


@pytest.mark.parametrize(
    ("mob", "kind"),
    [
        (paris(), "committed_early"),
        (chosen(1, yes(1)), "committed_early"),
        (chosen(1, yes(1), stage=Stage.POSTPONED), "committed_early"),
        (announced(), "committed"),
        (announced(stage=Stage.GATHERING), "committed"),
        (announced(shop(1, Answer.HELD)), "committed_secret"),
        (replace(announced(), rules=with_rules(reveal=Reveal.PLACE)), "committed_secret"),
        (announced(stage=Stage.RECAPPING), "read"),
    ],
)
def test_we_are_three(mob: Mob, kind: str) -> None:
    assert answer(mob, Commit(3), at=before(5)) == kind


def test_an_answer_says_how_many_are_noted_in_all() -> None:
    said = [wrote(before(6), Commit(2), fresh=False), wrote(before(5), Companions(1))]
    decision = heard(announced(), *said)
    assert kinds(decision.says) == ["committed"]
    assert decision.says[0].values["mine"] == 3
    assert answer(announced(), Companions(1), at=before(5)) == "read"


@pytest.mark.parametrize("intent", [Tentative(2), Withdraw(), Spent(Decimal(12))])
def test_perhaps_no_and_sums_are_acknowledged_without_words(intent: Intent) -> None:
    assert answer(announced(), intent, at=before(5)) == "read"


# Questions


@pytest.mark.parametrize(
    ("mob", "kind"),
    [
        (paris(), "status_calling"),
        (voting(shop(1), shop(2)), "status_balloting"),
        (chosen(1, shop(1)), "status_consenting"),
        (chosen(1, shop(1), stage=Stage.POSTPONED), "status_postponed"),
        (chosen(1, shop(1), stage=Stage.CANCELLED), "status_cancelled"),
        (announced(), "status_announced"),
        (replace(announced(), rules=with_rules(reveal=Reveal.PLACE)), "status_announced_secret"),
        (announced(stage=Stage.CLOSED), "status_met"),
        (announced(shop(1, Answer.HELD), stage=Stage.CLOSED), "status_met_secret"),
    ],
)
@pytest.mark.parametrize("topic", [Topic.WHEN, Topic.WHERE, Topic.COUNT, Topic.LEADER])
def test_where_the_mob_stands_is_answered_from_the_mob(mob: Mob, kind: str, topic: Topic) -> None:
    assert answer(mob, Ask(topic), at=before(5)) == kind


def test_the_answer_during_the_vote_gives_the_close_and_the_number_of_votes() -> None:
    moved = voting(shop(1), shop(2), meets_at=MEETS + 28 * DAY)
    values = heard(moved, wrote(before(13), Ask(Topic.LEADER))).says[0].values
    assert (values["until"], values["votes"]) == (before(11), 6)
    values = heard(paris(), wrote(before(18), Ask(Topic.WHEN))).says[0].values
    assert (values["until"], values["when"]) == (before(14), MEETS)


def test_parking_is_a_question_for_an_organiser_who_is_told_so() -> None:
    asked = heard(announced(), wrote(before(5), Ask(Topic.PARKING)))
    assert kinds(asked.says) == ["question_passed_on", "todo_question"]
    assert [say.organiser for say in asked.says] == [False, True]


def test_parking_is_answered_once_the_owner_has_told() -> None:
    mob = announced(yes(1, parking="behind the church"), shop(2))
    assert answer(mob, Ask(Topic.PARKING), at=before(5)) == "answer_parking"
    assert answer(mob, Ask(Topic.MONEY), at=before(5)) == "answer_money"
    assert answer(announced(), Help(), at=before(5)) == "help"


# How often


def test_one_message_gets_one_answer_to_what_weighs_most() -> None:
    decision = heard(announced(), wrote(before(5), Commit(2), Help(), Ask(Topic.WHERE)))
    assert kinds(decision.says) == ["status_announced"]
    assert decision.standing == Standing(people=2)


def test_a_message_that_asks_for_nothing_or_was_heard_before_gets_no_answer() -> None:
    assert heard(announced(), wrote(before(5))).says == ()
    assert heard(announced(), wrote(before(5), Commit(), fresh=False)).says == ()


def test_nobody_is_startled_by_an_answer_to_yesterdays_message() -> None:
    message = wrote(before(5), Commit(2), read=DAY)
    assert kinds(heard(announced(), message).says) == ["committed"]
    late = replace(message, read_at=before(4) + MINUTE)
    decision = heard(announced(), late)
    assert (decision.says, decision.standing) == ((), Standing(people=2))


def asked(times: Sequence[timedelta], **slots: object) -> list[Said]:
    return [wrote(before(5) + at, Help(), event=str(n), **slots) for n, at in enumerate(times)]


def test_a_person_gets_three_answers_an_hour_though_all_come_on_one_page() -> None:
    page = asked([n * MINUTE for n in range(5)])
    assert kinds(heard(announced(), *page).says) == ["help"] * 3 + ["read"] * 2


def test_three_answers_an_hour_after_a_long_outage_too() -> None:
    page = [replace(s, read_at=before(4.5)) for s in asked([n * HOUR for n in range(5)])]
    assert kinds(heard(announced(), *page).says) == ["help"] * 3 + ["read"] * 2


def test_after_an_hour_there_are_answers_again() -> None:
    early = [replace(s, fresh=False, answered=True) for s in asked([MINUTE, 2 * MINUTE, HOUR])]
    soon = wrote(before(5) + HOUR, Help())
    later = wrote(before(5) + HOUR + 2 * MINUTE, Help())
    assert kinds(heard(announced(), *early, soon).says) == ["read"]
    assert kinds(heard(announced(), *early, later).says) == ["help"]


# Owners


def test_somebody_writes_as_the_owner_and_the_shop_is_held() -> None:
    decision = heard(announced(), wrote(before(5), OwnerRefuses()))
    assert kinds(decision.says) == ["owner_heard"]
    assert [n.consent.answer for n in decision.mob.nominations] == [Answer.HELD, Answer.ASKED]
    assert not decision.mob.revealed(before(5))


def test_the_owner_of_a_candidate_names_it() -> None:
    decision = heard(voting(yes(1), yes(2)), wrote(before(13), OwnerRefuses("Bookshop")))
    assert [n.consent.answer for n in decision.mob.nominations] == [Answer.YES, Answer.HELD]


def test_an_owner_whose_shop_nobody_knows_is_asked_which_and_the_organisers_hear_of_it() -> None:
    decision = heard(voting(yes(1), yes(2)), wrote(before(13), OwnerRefuses()))
    assert kinds(decision.says) == ["owner_which", "todo_owner"]
    assert [n.consent.answer for n in decision.mob.nominations] == [Answer.YES, Answer.YES]


def test_one_person_holds_one_shop() -> None:
    mob = voting(yes(1), yes(2))
    first = wrote(before(13), OwnerRefuses("Bookshop"), fresh=False)
    second = wrote(before(12), OwnerRefuses("Bakery"))
    decision = heard(mob, first, second)
    assert kinds(decision.says) == ["owner_which", "todo_owner"]
    assert decision.mob == mob


def test_who_first_names_no_shop_may_name_it_afterwards() -> None:
    unknown = wrote(before(13), OwnerRefuses(), fresh=False)
    named = wrote(before(12), OwnerRefuses("Bookshop"))
    decision = heard(voting(yes(1), yes(2)), unknown, named)
    assert kinds(decision.says) == ["owner_heard"]
    assert [n.consent.answer for n in decision.mob.nominations] == [Answer.YES, Answer.HELD]


def test_the_same_owner_holds_the_same_shop_again() -> None:
    """An organiser lifted the first hold; the owner insists."""
    first = wrote(before(13), OwnerRefuses("Bookshop"), fresh=False)
    decision = heard(voting(yes(1), yes(2)), first, wrote(before(12), OwnerRefuses("Bookshop")))
    assert kinds(decision.says) == ["owner_heard"]
    assert [n.consent.answer for n in decision.mob.nominations] == [Answer.YES, Answer.HELD]


def test_a_no_that_an_organiser_recorded_stays_a_no() -> None:
    mob = voting(no(1), shop(2))
    assert heard(mob, wrote(before(13), OwnerRefuses("Bakery"))).mob == mob


# Forgetting


def test_forget_me_before_the_close_takes_the_vote_back() -> None:
    said = [wrote(before(13), Vote(1, 1), Commit(2), fresh=False), wrote(before(12), Forget())]
    decision = heard(voting(shop(1), shop(2)), *said, was=Standing(vote=1, people=2))
    assert (decision.forget, decision.standing) == (True, Standing())
    assert kinds(decision.says) == ["forgotten"]


def test_forget_me_after_the_close_leaves_the_bare_vote() -> None:
    said = [wrote(before(13), Vote(1, 1), Commit(2), fresh=False), wrote(before(10), Forget())]
    nameless = Standing(vote=1, people=2, nameless=True)
    decision = heard(voting(shop(1), shop(2)), *said, was=nameless)
    assert (decision.forget, decision.standing) == (True, Standing(vote=1, nameless=True))


def test_forget_me_works_though_the_message_is_old() -> None:
    decision = heard(announced(), wrote(before(6), Forget(), read=2 * DAY))
    assert (decision.forget, decision.says) == (True, ())


# Which mob


def test_which_mob_a_message_is_for() -> None:
    last = replace(announced(stage=Stage.CLOSED), id=1)
    dropped = replace(announced(stage=Stage.CANCELLED, meets_at=after(7)), id=2)
    coming = replace(announced(meets_at=after(28)), id=3)
    calling = replace(paris(meets_at=after(56)), id=4)
    undated = replace(chosen(1, yes(1), stage=Stage.POSTPONED, meets_at=None), id=5)
    mobs = [calling, undated, coming, dropped, last]
    now = after(20)
    assert belongs(mobs, [Spent(Decimal(12))], now) == last
    assert belongs(mobs, [Nominate("Joe's")], now) == calling
    assert belongs(mobs, [Commit()], now) == coming
    assert belongs(mobs, [], after(3)) == last
    assert belongs([coming, undated], [Spent(Decimal(12))], now) == coming
    assert belongs([dropped], [Commit()], now) == dropped
    assert belongs([undated], [Commit()], now) == undated
    assert belongs([], [Commit()], now) is None


def test_a_sum_is_never_booked_on_a_mob_that_did_not_meet() -> None:
    met = replace(announced(stage=Stage.CLOSED), id=1)
    for stage in (Stage.POSTPONED, Stage.CANCELLED):
        missed = replace(announced(stage=stage, meets_at=after(7)), id=2)
        assert belongs([met, missed], [Spent(Decimal(12))], after(8)) == met


def test_nothing_here_depends_on_the_tally_but_the_numbers_told() -> None:
    said = (wrote(before(13), Vote(1, 1)),)
    mob = voting(shop(1), shop(2))
    once = hear(mob, Standing(), said, before(12.9), tally=Tally())
    assert once == hear(mob, Standing(), said, before(12.9), tally=votes(900))
