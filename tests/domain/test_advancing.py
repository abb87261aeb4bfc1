"""What time brings about in a mob: the usual way, and every dead end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.advancing import advance
from bot.domain.mob import Answer, Mob, Reveal, State
from bot.domain.ordering import order
from bot.domain.orders import Postpone
from bot.domain.posts import Money
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from tests.domain.builders import (
    BORN,
    DAY,
    HOUR,
    MEETS,
    MINUTE,
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
    with_rules,
    yes,
)

SECOND = timedelta(seconds=1)


def test_a_whole_mob_says_each_thing_once_at_its_moment() -> None:
    mob = paris(nominations=(yes(1), shop(2)))
    tally = votes(2, 1, people=4, spent=4000, spenders=2)
    told: list[tuple[str, datetime]] = []
    for day in range(30 * 24):
        now = BORN + day * HOUR
        decision = advance(mob, tally, now)
        told += [(say.kind, say.due) for say in decision.says]
        mob = decision.mob
    for now in (MEETS, after(1), after(2), after(30)):
        decision = advance(mob, tally, now)
        told += [(say.kind, say.due) for say in decision.says]
        mob = decision.mob
    assert told == [
        ("call", before(21)),
        ("nomination", before(21)),
        ("nomination", before(21)),
        ("ballot", before(14)),
        ("counted", before(13.5)),
        ("last_call", before(12)),
        ("counted", before(11)),
        ("announcement", before(7)),
        ("countdown", before(3)),
        ("countdown", before(1)),
        ("morning", before(0, hours=2)),
        ("soon", before(0, hours=1)),
        ("gather", MEETS),
        ("amounts", after(1)),
        ("recap", after(2)),
        ("nudge", after(30)),
    ]
    assert (mob.stage, mob.winner, mob.ended_at) == (Stage.CLOSED, 1, after(2))
    assert advance(mob, tally, after(400)).says == ()


def test_a_program_that_slept_through_it_all_does_not_catch_up_on_the_ballot() -> None:
    mob, said = live(paris(nominations=(yes(1), yes(2))), Tally(), before(9))
    assert (mob.stage, said) == (Stage.POSTPONED, ["call", "postponed"])


def test_a_night_without_power_only_makes_the_ballot_late() -> None:
    mob = paris(nominations=(yes(1), yes(2)), done=frozenset({"call", "shortlist"}))
    late = advance(mob, Tally(), before(11.75))
    assert (late.mob.stage, kinds(late.says)) == (Stage.BALLOTING, ["ballot"])
    assert (late.mob.opened, late.mob.closes) == (before(11.75), before(11))
    gone = advance(mob, Tally(), before(11.25))
    assert (gone.mob.stage, kinds(gone.says)) == (Stage.POSTPONED, ["postponed"])


def test_a_call_made_late_is_still_made_and_made_once() -> None:
    started = paris(created_at=before(18))
    call = advance(started, Tally(), before(18)).says
    assert [(say.kind, say.until) for say in call] == [("call", before(17))]
    later, said = live(paris(created_at=before(15)), Tally(), before(15), before(14.5))
    assert (later.stage, said) == (Stage.CALLING, ["call"])


# Nominations and the ballot


def test_no_nomination_the_call_is_said_once_more_then_the_mob_is_put_off() -> None:
    mob, said = live(paris(), Tally(), before(21), before(16), before(14), before(12, minutes=1))
    assert (mob.stage, said) == (Stage.CALLING, ["call", "call_again"])
    mob, said = live(mob, Tally(), before(12), before(11), before(7), MEETS, after(2))
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


def test_a_rejected_name_alone_is_no_nomination() -> None:
    mob = paris(nominations=(shop(1, state=State.REJECTED),))
    assert live(mob, Tally(), before(21), before(16))[1] == ["call", "call_again"]
    waiting = paris(nominations=(shop(1, state=State.WAITING),))
    assert live(waiting, Tally(), before(21), before(16))[1] == ["call"]


def test_a_name_is_presented_once_and_only_when_approved() -> None:
    mob = paris(nominations=(shop(1), shop(2, state=State.WAITING)))
    mob, said = live(mob, Tally(), before(21), before(20))
    assert said == ["call", "nomination"]
    approved = replace(mob, nominations=(shop(1), shop(2)))
    presented = advance(approved, Tally(), before(19)).says
    assert [(s.kind, s.key, s.under, s.values["shop"]) for s in presented] == [
        ("nomination", "nomination:2", "call", "Bookshop")
    ]


def test_the_ballot_lists_the_shops_by_number_and_says_when_it_closes() -> None:
    mob = paris(nominations=(shop(1), shop(2, place="Elm Street")), done=frozenset({"call"}))
    decision = advance(mob, Tally({("nominators", 2): 1}), before(14))
    ballot = decision.says[-1]
    assert (ballot.kind, ballot.key, ballot.due) == ("ballot", "ballot", before(14))
    assert ballot.values["candidates"] == ((1, "Bookshop", "Elm Street"), (2, "Bakery", ""))
    assert (ballot.values["until"], ballot.until) == (before(11), before(12.5))
    assert (decision.mob.opened, decision.mob.closes) == (before(14), before(11))
    assert [n.number for n in decision.mob.ballot] == [2, 1]


def test_where_likes_are_votes_each_shop_follows_the_ballot_by_itself() -> None:
    listed = (shop(1), shop(2, place="Elm Street"))
    mob = paris(with_rules(likes=True), nominations=listed, done=frozenset({"call"}))
    decision = advance(mob, Tally({("nominators", 2): 1}), before(14))
    ballot, *candidates = decision.says[-3:]
    assert [(s.kind, s.key, s.values["candidates"]) for s in candidates] == [
        ("candidate", "candidate:2", ((1, "Bookshop", "Elm Street"),)),
        ("candidate", "candidate:1", ((2, "Bakery", ""),)),
    ]
    assert {(s.under, s.networks) for s in candidates} == {("ballot", ("facebook",))}
    assert {(s.due, s.until) for s in candidates} == {(ballot.due, ballot.until)}


def test_a_ballot_waits_for_names_and_owners_until_twelve_days_before() -> None:
    unasked = paris(nominations=(shop(1, Answer.NONE), shop(2, Answer.NONE)))
    mob, _ = live(unasked, Tally(), before(21), before(14), before(13))
    assert mob.stage is Stage.CALLING
    asked = replace(mob, nominations=(shop(1), shop(2)))
    assert live(asked, Tally(), before(12.5))[0].opened == before(12.5)
    assert live(mob, Tally(), before(12))[0].stage is Stage.POSTPONED


def test_one_shop_needs_no_ballot_and_goes_straight_to_its_owner() -> None:
    mob, said = live(paris(nominations=(shop(1), no(2))), Tally(), before(21), before(14))
    assert (mob.stage, mob.winner, mob.opened) == (Stage.CONSENTING, 1, None)
    assert said == ["call", "nomination", "nomination"]


def test_one_shop_waits_while_another_name_may_still_be_approved() -> None:
    mob = paris(nominations=(shop(1), shop(2, Answer.NONE, state=State.WAITING)))
    assert live(mob, Tally(), before(14), before(13))[0].stage is Stage.CALLING
    assert live(mob, Tally(), before(14), before(12))[0].winner == 1


# The count


def test_the_winner_is_settled_only_after_the_grace() -> None:
    mob = voting(shop(1), shop(2))
    assert live(mob, votes(1, 2), before(11) + 14 * MINUTE)[0].stage is Stage.BALLOTING
    counted, _ = live(mob, votes(1, 2), before(11) + 15 * MINUTE)
    assert (counted.stage, counted.winner, counted.stepped_in) == (Stage.CONSENTING, 2, False)


def test_nobody_voted_so_an_organiser_chooses_or_the_mob_is_put_off() -> None:
    mob, _ = live(voting(yes(1), yes(2)), Tally(), before(10))
    assert (mob.stage, mob.winner) == (Stage.CONSENTING, None)
    mob, said = live(mob, Tally(), before(9), before(8))
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


def test_where_nobody_voted_no_runner_up_follows_by_itself() -> None:
    mob, _ = live(chosen(1, no(1), yes(2)), Tally(), before(10))
    assert (mob.stage, mob.winner) == (Stage.CONSENTING, None)


def test_a_chosen_shop_without_votes_is_announced_without_numbers() -> None:
    decision = advance(chosen(2, shop(1), yes(2)), Tally(), before(7))
    assert kinds(decision.says) == ["announcement_plain"]
    assert "votes" not in decision.says[0].values


def test_the_line_under_the_ballot_is_renewed_gently() -> None:
    mob = voting(shop(1), shop(2))
    opened = before(14)
    assert live(mob, votes(3), opened + 11 * HOUR)[1] == []
    assert live(mob, votes(10), opened + 9 * MINUTE)[1] == []
    crowd, said = live(mob, votes(10), opened + 10 * MINUTE)
    assert (said, crowd.told_votes, crowd.told_at) == (["counted"], 10, opened + 10 * MINUTE)
    assert live(crowd, votes(19), opened + 30 * MINUTE)[1] == []
    assert live(crowd, votes(20), opened + 20 * MINUTE)[1] == ["counted"]
    assert live(crowd, votes(10), opened + 20 * HOUR)[1] == []
    assert live(mob, votes(3), opened + 12 * HOUR)[1] == ["counted"]


def test_at_the_close_the_count_is_told_everywhere_once() -> None:
    mob = voting(shop(1), shop(2), told_votes=2, told_at=before(11) - MINUTE)
    close = before(11)
    first = advance(mob, votes(3), close)
    assert [(s.kind, s.networks, s.under) for s in first.says] == [("counted", (), "ballot")]
    assert advance(first.mob, votes(4), close + 9 * MINUTE).says == ()
    second = advance(first.mob, votes(4), close + 10 * MINUTE)
    assert [s.networks for s in second.says] == [("mastodon", "facebook")]


def test_at_the_close_x_hears_the_count_that_the_others_know_already() -> None:
    mob = voting(shop(1), shop(2), told_votes=2, told_at=before(11) - MINUTE)
    final = advance(mob, votes(2), before(11))
    assert [(s.kind, s.networks) for s in final.says] == [("counted", ("twitter",))]
    assert advance(final.mob, votes(2), before(11) + 10 * MINUTE).says == ()
    assert advance(voting(shop(1), shop(2)), votes(0), before(11)).says == ()


def test_who_has_not_voted_is_reminded_once_for_the_last_third_of_the_vote() -> None:
    mob = voting(shop(1), shop(2), told_votes=3, told_at=before(13))
    reminded = advance(mob, votes(3), before(12))
    assert [(s.kind, s.under, s.until) for s in reminded.says] == [
        ("last_call", "ballot", before(11.5))
    ]
    assert advance(reminded.mob, votes(3), before(11.9)).says == ()
    # Woken up when the close is near, nobody hurries people.
    assert advance(mob, votes(3), before(11.5)).says == ()


def test_a_ballot_that_opened_late_reminds_late() -> None:
    opened = before(12)
    mob = voting(shop(1), shop(2), opened=opened, told_votes=3, told_at=opened)
    assert advance(mob, votes(3), opened).says == ()
    assert [s.kind for s in advance(mob, votes(3), before(11) - 8 * HOUR).says] == ["last_call"]


# The owner's yes


def test_the_owner_says_no_the_runner_up_steps_in_and_no_numbers_are_published() -> None:
    mob, _ = live(voting(shop(1), yes(2), yes(3)), votes(9, 4, 1), before(10))
    assert mob.winner == 1
    refused = replace(mob, nominations=(replace(no(1), choice=1), *mob.nominations[1:]))
    decision = advance(refused, votes(9, 4, 1), before(9.5))
    assert (decision.mob.winner, decision.mob.stepped_in, decision.says) == (2, True, ())
    decision = advance(decision.mob, votes(9, 4, 1), before(7))
    assert kinds(decision.says) == ["announcement_plain"]
    assert decision.says[0].values["shop"] == "Bookshop"
    assert {"votes", "total"}.isdisjoint(decision.says[0].values)


def test_an_owner_who_refused_during_the_vote_is_passed_over_in_silence() -> None:
    mob, said = live(voting(no(1), yes(2)), votes(9, 4), before(10), before(7))
    assert (mob.winner, mob.stepped_in, said[-1]) == (2, True, "announcement_plain")


def test_a_refusal_further_down_hides_nothing() -> None:
    decision = advance(chosen(1, yes(1), no(2)), votes(9, 4), before(7))
    assert kinds(decision.says) == ["announcement"]
    values = decision.says[0].values
    assert (values["shop"], values["votes"], values["total"]) == ("Bakery", 9, 13)


def test_an_owner_who_does_not_answer_by_eight_days_before_makes_room() -> None:
    mob = chosen(1, shop(1), shop(2), yes(3))
    assert live(mob, votes(5, 3, 1), before(8) - SECOND)[0].winner == 1
    later, said = live(mob, votes(5, 3, 1), before(8))
    assert (later.stage, later.winner, later.stepped_in, said) == (Stage.CONSENTING, 3, True, [])


def test_nobody_agrees_by_eight_days_before_and_the_mob_is_put_off() -> None:
    mob, said = live(chosen(1, shop(1), no(2)), votes(5, 3), before(9), before(8), before(7), MEETS)
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


def test_an_owner_who_takes_the_yes_back_in_the_last_week_leaves_only_who_agreed() -> None:
    late = chosen(1).done | {"consent"}
    mob, _ = live(chosen(1, no(1), shop(2), yes(3), done=late), votes(5, 3, 1), before(7.5))
    assert (mob.winner, mob.stepped_in) == (3, True)
    mob, said = live(chosen(1, no(1), shop(2), done=late), votes(5, 3), before(7.5))
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


def test_a_lone_shop_that_refuses_ends_in_a_choice_and_then_a_delay() -> None:
    alone = chosen(1, no(1), opened=None, closes=None)
    mob, said = live(alone, Tally(), before(10), before(8))
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


@pytest.mark.parametrize(
    "answer", [Answer.NONE, Answer.ASKED, Answer.NO, Answer.HELD], ids=lambda a: a.value
)
def test_nothing_is_announced_without_a_yes(answer: Answer) -> None:
    done = chosen(1).done | {"consent"}
    mob, said = live(chosen(1, shop(1, answer), done=done), votes(5), before(7), before(6), MEETS)
    assert (mob.stage, said) == (Stage.POSTPONED, ["postponed"])


def test_a_yes_to_another_date_announces_nothing() -> None:
    other = replace(yes(1), consent=replace(yes(1).consent, told=MEETS + 7 * DAY))
    mob = chosen(1, other, shop(2), done=chosen(1).done | {"consent"})
    assert live(mob, votes(5), before(7), before(6))[1] == []


def test_a_city_that_gives_notice_announces_unless_the_owner_objects() -> None:
    city = with_rules(notice=True)
    quiet = replace(chosen(1, shop(1, Answer.NONE), shop(2)), rules=city)
    assert live(quiet, votes(5), before(8), before(7))[1] == ["announcement"]
    held = replace(chosen(1, shop(1, Answer.HELD), shop(2, Answer.HELD)), rules=city)
    assert live(held, votes(5), before(8), before(7))[1] == ["postponed"]


# Short notice


def test_a_short_outage_delays_the_announcement_and_a_long_one_asks_the_organiser() -> None:
    mob = chosen(1, yes(1), shop(2), done=chosen(1).done | {"consent"})
    late = advance(mob, votes(5), before(5)).says
    assert [(s.kind, s.due, s.until) for s in late] == [("announcement", before(7), before(5))]
    assert advance(mob, votes(5), before(5) + SECOND).says == ()


def test_with_the_organisers_word_a_late_yes_is_announced_at_short_notice() -> None:
    mob = chosen(1, yes(1), shop(2), done=chosen(1).done | {"consent"}, short_notice=True)
    say = advance(mob, votes(5), before(2)).says[0]
    assert (say.kind, say.due, say.until) == ("announcement", before(2), before(1))


def test_after_the_hour_nothing_is_announced_and_the_mob_is_put_off() -> None:
    mob = chosen(1, yes(1), shop(2), done=chosen(1).done | {"consent"}, short_notice=True)
    late, said = live(mob, votes(5), MEETS)
    assert (late.stage, said) == (Stage.POSTPONED, ["postponed"])
    again, said = live(late, votes(5), after(1), after(3))
    assert (again.stage, said) == (Stage.POSTPONED, [])


def test_put_off_before_and_after_the_announcement_are_two_texts() -> None:
    early, _ = live(chosen(1, shop(1), shop(2)), votes(5), before(8))
    key = advance(chosen(1, shop(1), shop(2)), votes(5), before(8)).says[0].key
    agreed = replace(early, nominations=(replace(yes(1), choice=1), *early.nominations[1:]))
    back = advance(agreed, votes(5), before(7))
    assert (back.mob.stage, kinds(back.says)) == (Stage.ANNOUNCED, ["moved"])
    second = order(back.mob, Postpone(), before(6), tally=votes(5)).says
    assert kinds(second) == ["postponed"]
    assert second[0].key != key


# The announced mob


def test_the_countdown_knows_days_from_hours_and_stands_under_the_announcement() -> None:
    mob = announced()
    told = [
        (say.kind, say.key, say.under, say.until)
        for now in (before(3), before(1), before(0, hours=2), before(0, hours=1))
        for say in advance(replace(mob, done=mob.done | before_(now, mob)), votes(5), now).says
    ]
    assert told == [
        ("countdown", "countdown 259200", "announcement", before(2)),
        ("countdown", "countdown 86400", "announcement", before(0, hours=13)),
        ("morning", "morning", "announcement", before(0, minutes=90)),
        ("soon", "countdown 3600", "announcement", before(0, minutes=30)),
    ]


def before_(now: datetime, mob: Mob) -> set[str]:
    """The moments dealt with before this one."""
    return {name for name, at in mob.moments().items() if at < now}


def test_the_second_date_of_a_mob_has_texts_of_its_own() -> None:
    mob = announced(sequence=1)
    assert advance(mob, votes(5), before(3)).says[0].key == "countdown 259200.1"


def test_the_hour_the_question_the_recap_and_the_nudge() -> None:
    mob, _ = live(announced(), Tally(), before(0, minutes=59))
    tally = votes(5, people=3, spent=4550, spenders=2)
    gathering = advance(mob, tally, MEETS)
    assert (gathering.mob.stage, kinds(gathering.says)) == (Stage.GATHERING, ["gather"])
    assert gathering.says[0].until == MEETS + 30 * MINUTE
    asking = advance(gathering.mob, tally, after(1))
    assert (asking.mob.stage, kinds(asking.says)) == (Stage.RECAPPING, ["amounts"])
    till = replace(asking.mob, till=9900, next_call=after(20))
    recap = advance(till, tally, after(2))
    assert (recap.mob.stage, recap.mob.ended_at) == (Stage.CLOSED, after(2))
    values = recap.says[0].values
    told = [values[name] for name in ("spent", "spenders", "till", "next_call", "people", "shop")]
    assert told == [Money(4550, "EUR"), 2, Money(9900, "EUR"), after(20), 3, "Bakery"]
    assert kinds(advance(recap.mob, tally, after(30)).says) == ["nudge"]


def test_a_recap_without_amounts_is_a_quiet_one() -> None:
    mob = announced(stage=Stage.RECAPPING, done=frozenset(announced().moments()) - {"recap"})
    say = advance(mob, votes(5), after(2)).says[0]
    assert (say.kind, say.key, say.values["till"]) == ("recap_quiet", "recap", None)


def test_a_cancelled_mob_is_silent_for_ever() -> None:
    mob = replace(voting(shop(1), shop(2)), stage=Stage.CANCELLED)
    assert live(mob, votes(50), before(11), before(7), MEETS, after(40)) == (mob, [])


def test_a_mob_without_a_date_waits() -> None:
    mob = replace(chosen(1, yes(1)), stage=Stage.POSTPONED, meets_at=None)
    assert live(mob, votes(5), before(7), after(90)) == (mob, [])


# The shop's name


def test_where_only_the_meeting_point_is_told_the_shop_is_named_afterwards() -> None:
    mob = replace(announced(stage=Stage.CONSENTING), rules=with_rules(reveal=Reveal.PLACE))
    mob = replace(mob, done=mob.done - {"announce"})
    said = []
    for now in (before(7), before(3), before(0, hours=2), MEETS, after(1)):
        decision = advance(mob, votes(5, 3), now)
        mob = decision.mob
        said += [(s.kind, "shop" in s.values) for s in decision.says]
    assert said == [
        ("announcement_secret", False),
        ("countdown_secret", False),
        ("countdown_secret", False),
        ("morning_secret", False),
        ("soon_secret", False),
        ("gather_secret", False),
        ("amounts", True),
    ]


@pytest.mark.parametrize(
    ("reveal", "hours", "named"),
    [
        (Reveal.HOURS, 6, ["countdown_secret", "reveal", "morning", "soon", "gather"]),
        (Reveal.SPOT, 0, ["countdown_secret", "morning_secret", "soon_secret", "gather"]),
        (Reveal.NAME, None, ["countdown", "morning", "soon", "gather"]),
    ],
)
def test_the_name_is_told_when_the_city_says(
    reveal: Reveal, hours: int | None, named: list[str]
) -> None:
    mob = announced()
    steps = replace(mob.rules.steps, reveal=None if hours is None else hours * HOUR)
    mob = replace(mob, rules=with_rules(reveal=reveal, steps=steps))
    mob = replace(mob, done=mob.done | before_(before(1), mob))
    instants = (before(1), before(0, hours=6), before(0, hours=2), before(0, hours=1), MEETS)
    assert live(mob, votes(5), *instants)[1] == named


def test_somebody_writes_as_the_owner_and_the_countdown_goes_on_without_the_name() -> None:
    held = announced(shop(1, Answer.HELD), shop(2))
    held = replace(held, done=held.done | before_(before(3), held))
    says = advance(held, votes(5), before(3)).says
    assert [(s.kind, "shop" in s.values) for s in says] == [("countdown_secret", False)]


def test_an_owner_asked_again_is_not_named_before_the_new_answer() -> None:
    asked = announced(shop(1, Answer.ASKED), shop(2))
    assert not asked.revealed(before(3))
    assert announced().revealed(before(3))
    assert not announced(meets_at=None).revealed(before(3))


def test_the_name_of_a_shop_that_refused_afterwards_is_not_in_the_recap() -> None:
    mob = announced(no(1), stage=Stage.RECAPPING)
    mob = replace(mob, done=mob.done | before_(after(2), mob))
    assert "shop" not in advance(mob, votes(5, spenders=1), after(2)).says[0].values


# A new date


def test_an_open_ballot_keeps_its_close_when_the_mob_moves() -> None:
    moved = voting(shop(1), shop(2), meets_at=MEETS + 28 * DAY, sequence=1)
    assert moved.moments()["close"] == before(11)
    assert moved.moments()["count"] == before(11) + 15 * MINUTE
    assert list(moved.moments().values()) == sorted(moved.moments().values())
    counted, _ = live(moved, votes(1, 2), before(11) + 15 * MINUTE)
    assert (counted.stage, counted.winner) == (Stage.CONSENTING, 2)
