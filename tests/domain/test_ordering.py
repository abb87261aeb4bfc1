"""What organisers may do to a mob, what it changes, and what they are told they cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.advancing import advance
from bot.domain.intents import Commit, Vote
from bot.domain.mob import Answer, Consent, Decision, Mob, Nomination, State
from bot.domain.ordering import order
from bot.domain.orders import (
    Act,
    Approve,
    AskOwner,
    Cancel,
    Choose,
    EnterTill,
    Merge,
    Postpone,
    RecordConsent,
    RecordRefusal,
    Reject,
)
from bot.domain.stages import Stage
from bot.domain.standing import Tally, fold
from tests.domain.builders import (
    DAY,
    HOUR,
    MEETS,
    after,
    announced,
    before,
    chosen,
    kinds,
    live,
    no,
    paris,
    shop,
    votes,
    voting,
    wrote,
    yes,
)


def do(mob: Mob, act: Act, now: datetime, tally: Tally | None = None) -> Decision:
    """The act on the mob."""
    return order(mob, act, now, tally=tally or Tally())


def refused(mob: Mob, act: Act, now: datetime, tally: Tally | None = None) -> str:
    """Why the act is not possible; nothing may have changed."""
    decision = do(mob, act, now, tally)
    assert decision.refused is not None
    assert decision == Decision(mob, refused=decision.refused)
    return decision.refused.kind


def say_yes(number: int = 1, told: datetime = MEETS, *, short: bool = False) -> RecordConsent:
    return RecordConsent(number, "Ada", "visit", told, short)


def one(mob: Mob, number: int = 1) -> Nomination:
    found = mob.nomination(number)
    assert found is not None
    return found


OVER = [announced(stage=Stage.CLOSED), announced(stage=Stage.CANCELLED)]


# Names


def test_a_name_is_approved_and_corrected() -> None:
    mob = paris(nominations=(shop(1, state=State.WAITING, reason="?", place="Elm"),))
    assert one(do(mob, Approve(1), before(16)).mob) == shop(1, place="Elm")
    act = Approve(1, "Bakery Martin", "Oak Street")
    corrected = replace(shop(1), name="Bakery Martin", place="Oak Street", aliases=("Bakery",))
    assert one(do(mob, act, before(16)).mob) == corrected


def test_nothing_joins_a_ballot_that_is_open() -> None:
    mob = voting(shop(1), shop(2))
    mob = replace(mob, nominations=(*mob.nominations, shop(3, state=State.WAITING)))
    assert refused(mob, Approve(3), before(13)) == "ballot_is_open"
    corrected = do(mob, Approve(2, "Book Shop"), before(13)).mob
    assert [n.name for n in corrected.ballot] == ["Bakery", "Book Shop"]


def test_a_name_kept_out_can_be_let_in_but_not_once_people_vote_for_it() -> None:
    mob = paris(nominations=(shop(1, state=State.WAITING),))
    out = do(mob, Reject(1, "a chain"), before(16)).mob
    assert (one(out).state, one(out).reason) == (State.REJECTED, "a chain")
    assert one(do(out, Approve(1), before(15)).mob) == shop(1)
    assert refused(voting(shop(1), shop(2)), Reject(1), before(13)) == "already_on_ballot"


def test_an_unknown_number_and_a_mob_that_is_over_are_refused() -> None:
    for act in (Approve(7), Reject(7), Merge(7, 1), AskOwner(7, "", ""), say_yes(7), Choose(7)):
        assert refused(paris(nominations=(shop(1),)), act, before(16)) == "no_such_nomination"
    for mob in OVER:
        for act in (Approve(1), Reject(1), say_yes(), RecordRefusal(1, ""), Postpone(), Cancel()):
            assert refused(mob, act, after(3)) == "mob_is_over"


# Merging


def test_two_names_of_one_shop_become_one_and_the_votes_go_with_it() -> None:
    mob = paris(nominations=(shop(1), shop(2), shop(3)))
    merged = do(mob, Merge(1, 2), before(16)).mob
    assert [n.state for n in merged.nominations] == [
        State.MERGED,
        State.APPROVED,
        State.APPROVED,
    ]
    assert one(merged).number == 2
    assert one(merged).said_at == shop(1).said_at
    thrice = do(merged, Merge(2, 3), before(16)).mob
    assert one(thrice).number == 3
    assert fold(thrice.window(), [wrote(before(18), Vote(1, 1))]).backs == frozenset({3})


def test_what_cannot_be_merged() -> None:
    mob = do(paris(nominations=(shop(1), shop(2), shop(3))), Merge(1, 2), before(16)).mob
    assert refused(mob, Merge(2, 2), before(16)) == "merge_with_itself"
    assert refused(mob, Merge(2, 1), before(16)) == "merge_with_itself"
    assert refused(mob, Merge(1, 3), before(16)) == "already_merged"
    assert refused(mob, Reject(1), before(16)) == "already_merged"
    assert refused(mob, Merge(3, 9), before(16)) == "no_such_nomination"
    assert refused(voting(shop(1), shop(2)), Merge(1, 2), before(13)) == "already_on_ballot"


@pytest.mark.parametrize(
    ("gone", "kept", "stays"),
    [
        (Answer.NO, Answer.ASKED, Answer.NO),
        (Answer.NO, Answer.YES, Answer.NO),
        (Answer.HELD, Answer.YES, Answer.HELD),
        (Answer.YES, Answer.ASKED, Answer.YES),
        (Answer.ASKED, Answer.NONE, Answer.ASKED),
        (Answer.NONE, Answer.YES, Answer.YES),
        (Answer.ASKED, Answer.NO, Answer.NO),
    ],
    ids=lambda answer: answer.value,
)
def test_an_owners_no_is_not_lost_under_another_spelling(
    gone: Answer, kept: Answer, stays: Answer
) -> None:
    mob = paris(nominations=(shop(1, gone), shop(2, kept)))
    assert one(do(mob, Merge(1, 2), before(16)).mob).consent.answer is stays


def test_a_pinned_shop_stays_pinned_under_its_other_name() -> None:
    mob = paris(nominations=(shop(1, pinned=True), shop(2)))
    assert one(do(mob, Merge(1, 2), before(16)).mob).pinned


# The owner


def test_the_owner_was_asked_and_then_said_yes() -> None:
    mob = paris(nominations=(shop(1, Answer.NONE),))
    asked = do(mob, AskOwner(1, "Ada", "visit"), before(16)).mob
    assert one(asked).consent == Consent(Answer.ASKED, "Ada", "visit", MEETS, before(16))
    agreed = do(asked, say_yes(), before(15)).mob
    assert one(agreed).consent == Consent(Answer.YES, "Ada", "visit", MEETS, before(15))
    assert refused(agreed, AskOwner(1, "Ada", "visit"), before(15)) == "owner_has_answered"
    withdrawn = do(agreed, RecordRefusal(1, "Ada", "phone"), before(14)).mob
    assert one(withdrawn).consent == Consent(Answer.NO, "Ada", "phone", None, before(14))
    assert one(do(withdrawn, say_yes(), before(13)).mob).consent.answer is Answer.YES


def test_a_yes_names_the_very_date_and_hour() -> None:
    mob = chosen(1, shop(1), shop(2))
    assert refused(mob, say_yes(told=MEETS + HOUR), before(9)) == "told_another_date"
    undated = replace(mob, stage=Stage.POSTPONED, meets_at=None)
    assert refused(undated, say_yes(), before(9)) == "no_date_yet"
    assert refused(mob, say_yes(), MEETS) == "no_date_yet"
    met = announced(stage=Stage.GATHERING)
    assert refused(met, say_yes(), MEETS + HOUR) == "too_late_for_consent"


def test_a_yes_later_than_the_lead_needs_the_organisers_own_word() -> None:
    mob = chosen(1, shop(1), shop(2), done=chosen(1).done | {"consent"})
    on_time = do(mob, say_yes(), before(7)).mob
    assert (on_time.short_notice, one(on_time).consent.answer) == (False, Answer.YES)
    assert refused(mob, say_yes(), before(6)) == "later_than_lead"
    word = do(mob, say_yes(short=True), before(2)).mob
    assert word.short_notice
    assert live(word, votes(5), before(2))[1] == ["announcement"]


def test_an_announced_shop_that_was_held_by_mistake_says_yes_again_at_any_time() -> None:
    held = announced(shop(1, Answer.HELD), shop(2))
    assert do(held, say_yes(), before(2)).mob.revealed(before(2))


def test_the_winners_no_after_the_announcement_cancels_without_naming_it() -> None:
    for mob in (announced(), announced(stage=Stage.GATHERING)):
        decision = do(mob, RecordRefusal(1, "Ada"), before(3))
        assert (decision.mob.stage, kinds(decision.says)) == (Stage.CANCELLED, ["cancelled"])
        assert {"shop", "place"}.isdisjoint(decision.says[0].values)
    other = do(announced(), RecordRefusal(2, "Ada"), before(3))
    assert (other.mob.stage, other.says) == (Stage.ANNOUNCED, ())


def test_the_winners_no_under_its_old_number_is_the_winners_no() -> None:
    mob = announced(shop(1, state=State.MERGED, into=2), yes(2))
    assert do(mob, RecordRefusal(1, "Ada"), before(3)).mob.stage is Stage.CANCELLED


def test_a_no_during_the_vote_is_kept_quiet() -> None:
    decision = do(voting(shop(1), shop(2)), RecordRefusal(1, "Ada"), before(13))
    assert (decision.mob.stage, decision.says) == (Stage.BALLOTING, ())


# Choosing


def test_an_organiser_chooses_only_where_the_vote_left_nobody() -> None:
    mob = chosen(None, yes(1), shop(2), no(3))
    assert do(mob, Choose(2), before(10)).mob.winner == 2
    assert not do(mob, Choose(2), before(10)).mob.stepped_in
    assert refused(mob, Choose(3), before(10)) == "not_eligible"
    assert refused(voting(yes(1)), Choose(1), before(13)) == "nothing_to_choose"
    voted = chosen(1, yes(1), yes(2))
    assert refused(voted, Choose(2), before(10), votes(3)) == "people_have_voted"


def test_a_shop_chosen_over_the_leader_is_announced_without_numbers() -> None:
    mob = chosen(1, shop(1), yes(2), stage=Stage.POSTPONED)
    picked = do(mob, Choose(2), before(7.5), votes(9, 4)).mob
    assert picked.stepped_in
    (say,) = advance(picked, votes(9, 4), before(7)).says
    assert (say.kind, say.values["shop"]) == ("moved", "Bookshop")
    assert {"votes", "total"}.isdisjoint(say.values)


# Another date


def test_put_off_without_a_date_the_mob_waits_and_the_town_is_told() -> None:
    for mob, under in ((voting(shop(1), shop(2)), "call"), (announced(), "announcement")):
        decision = do(mob, Postpone(), before(6))
        after_ = decision.mob
        assert (after_.stage, after_.meets_at, after_.sequence) == (Stage.POSTPONED, None, 1)
        assert [(s.kind, s.under) for s in decision.says] == [("postponed", under)]
        assert decision.says[0].values["when"] == MEETS
    assert refused(decision.mob, Postpone(), before(5)) == "already_postponed"
    assert do(paris(), Postpone(), before(25)).says == ()


def test_a_new_date_needs_a_new_yes_and_the_whole_lead() -> None:
    later = MEETS + 28 * DAY
    mob = do(announced(), Postpone(later), before(3)).mob
    assert (mob.stage, mob.meets_at, mob.sequence) == (Stage.POSTPONED, later, 1)
    assert [n.consent.answer for n in mob.nominations] == [Answer.ASKED, Answer.ASKED]
    assert live(mob, votes(5), later - 8 * DAY, later - 7 * DAY, later - 6 * DAY)[1] == []
    assert refused(mob, say_yes(told=MEETS), before(2)) == "told_another_date"
    agreed = do(mob, say_yes(told=later), before(2)).mob
    assert live(agreed, votes(5), later - 7 * DAY - HOUR)[1] == []
    (say,) = advance(agreed, votes(5), later - 7 * DAY).says
    assert (say.kind, say.key, say.due) == ("moved", "announcement.1", later - 7 * DAY)
    mob, said = live(agreed, votes(5), later - 7 * DAY, later - 3 * DAY, later - DAY, later)
    told = ["moved", "countdown", "countdown", "morning", "soon", "gather"]
    assert (mob.stage, said) == (Stage.GATHERING, told)


def test_the_word_for_short_notice_was_for_the_old_date_alone() -> None:
    mob = replace(announced(), short_notice=True)
    assert not do(mob, Postpone(MEETS + 28 * DAY), before(3)).mob.short_notice


def test_the_people_who_committed_stay_committed() -> None:
    mob = announced()
    moved = do(mob, Postpone(MEETS + 28 * DAY), before(3)).mob
    said = [wrote(before(5), Commit(3))]
    assert fold(moved.window(), said) == fold(mob.window(), said)


def test_a_mob_put_off_twice_says_so_twice() -> None:
    first = do(announced(), Postpone(), before(3))
    again = do(first.mob, Postpone(MEETS + 28 * DAY), before(2)).mob
    agreed = do(again, say_yes(told=MEETS + 28 * DAY), before(1)).mob
    named = advance(agreed, votes(5), MEETS + 21 * DAY).mob
    second = do(named, Postpone(), MEETS + 22 * DAY)
    assert kinds(second.says) == ["postponed"]
    assert second.says[0].key != first.says[0].key


def test_before_the_announcement_the_whole_calendar_moves_along() -> None:
    later = MEETS + 28 * DAY
    calling = paris(nominations=(yes(1),), done=frozenset({"call", "nomination:1"}))
    decision = do(calling, Postpone(later), before(18))
    assert (decision.mob.stage, kinds(decision.says)) == (Stage.CALLING, ["new_date"])
    assert decision.says[0].values["when"] == later
    assert decision.mob.moments()["ballot"] == later - 14 * DAY
    assert do(paris(), Postpone(later), before(25)).says == ()
    ballot = do(voting(shop(1), shop(2)), Postpone(later), before(13)).mob
    assert (ballot.stage, ballot.window().closes) == (Stage.BALLOTING, before(11))


@pytest.mark.parametrize(
    ("mob", "too_soon", "fine"),
    [
        (announced(), 7, 7.1),
        (replace(announced(), stage=Stage.POSTPONED), 7, 7.1),
        (chosen(1, shop(1)), 8, 8.1),
        (paris(done=frozenset({"call"})), 12, 12.1),
        (voting(shop(1), shop(2)), 9, 9.1),
    ],
    ids=["announced", "postponed", "consenting", "calling", "balloting"],
)
def test_a_date_that_leaves_no_time_is_refused(mob: Mob, too_soon: float, fine: float) -> None:
    now = before(12)
    assert refused(mob, Postpone(now + too_soon * DAY), now) == "date_within_lead"
    decision = do(mob, Postpone(now + fine * DAY), now)
    assert (decision.refused, decision.mob.meets_at) == (None, now + fine * DAY)


@pytest.mark.parametrize("mob", [paris(done=frozenset({"call"})), voting(yes(1)), announced()])
def test_the_same_date_typed_twice_is_said_once_and_asks_no_owner_again(mob: Mob) -> None:
    later = MEETS + 28 * DAY
    first = do(mob, Postpone(later), before(12)).mob
    assert refused(first, Postpone(later), before(12)) == "same_date"


@pytest.mark.parametrize("stage", [Stage.GATHERING, Stage.RECAPPING])
def test_a_mob_that_has_met_cannot_be_put_off(stage: Stage) -> None:
    assert refused(announced(stage=stage), Postpone(), MEETS + HOUR) == "too_late_to_postpone"


# Cancelling


@pytest.mark.parametrize(
    ("mob", "under"),
    [
        (paris(done=frozenset({"call"})), "call"),
        (voting(shop(1), shop(2)), "call"),
        (chosen(1, shop(1)), "call"),
        (chosen(1, shop(1), stage=Stage.POSTPONED), "call"),
        (announced(), "announcement"),
        (announced(stage=Stage.GATHERING), "announcement"),
    ],
    ids=lambda value: value.stage.value if isinstance(value, Mob) else value,
)
def test_a_mob_is_cancelled_in_any_stage_and_the_shop_is_not_named(mob: Mob, under: str) -> None:
    decision = do(mob, Cancel("storm"), before(6))
    assert (decision.mob.stage, decision.mob.ended_at) == (Stage.CANCELLED, before(6))
    assert [(s.kind, s.under) for s in decision.says] == [("cancelled", under)]
    assert {"shop", "place"}.isdisjoint(decision.says[0].values)


def test_a_mob_that_nobody_heard_of_is_cancelled_in_silence() -> None:
    assert do(paris(), Cancel(), before(25)).says == ()


def test_after_the_mob_there_is_nothing_to_cancel() -> None:
    assert refused(announced(stage=Stage.RECAPPING), Cancel(), after(1)) == "too_late_to_cancel"


# The till


def test_the_tills_total_is_entered_and_corrected_even_when_all_is_over() -> None:
    for stage in (Stage.GATHERING, Stage.RECAPPING, Stage.CLOSED):
        mob = do(announced(stage=stage), EnterTill(9900), after(1)).mob
        assert (mob.till, do(mob, EnterTill(9800), after(5)).mob.till) == (9900, 9800)
    for stage in (Stage.ANNOUNCED, Stage.CANCELLED):
        assert refused(announced(stage=stage), EnterTill(9900), after(1)) == "not_met_yet"
