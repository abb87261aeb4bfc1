"""The outbox by itself: what is promised stands there once, and each query finds its rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Connection

from bot.domain.posts import Action, Draft, Letter, Origin, Say, Visibility
from storage import outbox, posted, taking_back
from storage.outbox import Promise, Rank, Sent
from tests.indoors import fresh_store

NOON = datetime(2026, 12, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
CALL = Say("call", "call", NOON, NOON + 6 * HOUR)
QUESTION = Origin("mastodon", "m7", "ada")


@pytest.fixture
def work() -> Iterator[Connection]:
    store = fresh_store()
    with store.work("test") as connection:
        yield connection
    store.close()


def puts(
    work: Connection,
    say: Say,
    *drafts: Draft,
    city: str = "oxbow",
    mob: int = 1,
    network: str = "mastodon",
) -> None:
    """Promises a say, in words of one part unless they are given."""
    made = drafts or (Draft(f"words of {say.key}", "en"),)
    outbox.promise(work, city, [(mob, say, network, draft) for draft in made])


def row(work: Connection, key: str = "call", part: str = "1", mob: int = 1) -> Promise:
    return next(r for r in posted.of_mob(work, mob) if (r.key, r.part) == (key, part))


def sent(work: Connection, key: str, remote: str, at: datetime = NOON, part: str = "1") -> None:
    assert outbox.mark(
        work, row(work, key, part).id, Sent.SENT, remote_id=remote, sent_at=at, url=f"/{remote}"
    )


def keys(rows: tuple[Promise, ...]) -> list[str]:
    return [r.key for r in rows]


def waiting(work: Connection, now: datetime, **more: object) -> list[str]:
    given = {"at_most": 50} | more
    return keys(outbox.waiting(work, "oxbow", "mastodon", now, **given))  # type: ignore[arg-type]


def test_a_promise_is_all_that_was_said_and_stays_as_it_was(work: Connection) -> None:
    say = Say("countdown", "countdown 3", NOON, NOON + HOUR, under="announcement")
    draft = Draft("soon!", "fr", "fr.2", "fr.1", visibility=Visibility.UNLISTED)
    puts(work, say, draft)
    puts(work, replace(say, until=NOON), replace(draft, text="later words"))
    (found,) = posted.of_mob(work, 1)
    assert found == Promise(
        id=found.id,
        city="oxbow",
        mob=1,
        key="countdown 3",
        network="mastodon",
        part="fr.2",
        kind="countdown",
        action=Action.POST,
        rank=Rank.PUBLIC,
        text="soon!",
        language="fr",
        visibility=Visibility.UNLISTED,
        origin=None,
        under="announcement",
        after="fr.1",
        due=NOON,
        until=NOON + HOUR,
        state=Sent.PENDING,
        reason="",
        tries=0,
        next_try=NOON,
        claimed_at=None,
        remote_id=None,
        url=None,
        sent_at=None,
        parent=None,
    )
    outbox.promise(work, "oxbow", [])
    assert len(posted.of_mob(work, 1)) == 1


def test_a_letter_is_kept_without_the_address_it_goes_to(work: Connection) -> None:
    letter = Letter(4, "A visit", "ida@oxbow.example", "BEGIN:VCALENDAR", to="owner@shop.example")
    say = Say("letter_asked", "letter", NOON, NOON + HOUR, owner_of=4)
    puts(work, say, Draft("Dear owner", "en", letter=letter), network="mail")
    found = row(work, "letter")
    assert (found.letter, found.rank) == (replace(letter, to=""), Rank.LETTER)


@pytest.mark.parametrize(
    ("say", "rank"),
    [
        (CALL, Rank.PUBLIC),
        (replace(CALL, organiser=True), Rank.ORGANISER),
        (replace(CALL, origin=QUESTION), Rank.REPLY),
        (replace(CALL, origin=QUESTION, action=Action.FAVOURITE), Rank.FAVOURITE),
        (replace(CALL, owner_of=1), Rank.LETTER),
    ],
)
def test_each_say_has_its_rank_and_the_public_comes_first(say: Say, rank: Rank) -> None:
    assert outbox.rank_of(say) is rank
    assert [r.value for r in Rank] == [0, 1, 2, 3, 4]


def test_what_may_be_tried_now_comes_by_rank_then_by_the_time_it_was_due(work: Connection) -> None:
    for say in (
        replace(CALL, key="late", due=NOON + MINUTE),
        replace(CALL, key="early"),
        replace(CALL, key="early too"),
        replace(CALL, key="answer", origin=QUESTION, due=NOON - HOUR),
        replace(CALL, key="to come", due=NOON + 2 * MINUTE),
        replace(CALL, key="tried"),
    ):
        puts(work, say)
    puts(work, replace(CALL, key="elsewhere"), network="facebook")
    puts(work, replace(CALL, key="in another town"), city="hill")
    outbox.mark(work, row(work, "tried").id, Sent.PENDING, next_try=NOON + HOUR)
    now = NOON + MINUTE
    assert waiting(work, now) == ["early", "early too", "late", "answer"]
    assert waiting(work, now, at_most=2) == ["early", "early too"]
    assert waiting(work, now, ranks=(Rank.REPLY,)) == ["answer"]
    assert waiting(work, NOON + HOUR)[:4] == ["early", "early too", "tried", "late"]
    assert waiting(work, NOON - HOUR - MINUTE) == []


def test_a_row_is_claimed_once_and_settled_by_its_outcome(work: Connection) -> None:
    puts(work, CALL)
    at = row(work).id
    assert outbox.claim(work, at, NOON, settle_at=NOON + HOUR)
    assert not outbox.claim(work, at, NOON, settle_at=NOON + HOUR)
    claimed = row(work)
    assert (claimed.state, claimed.tries) == (Sent.SENDING, 1)
    assert (claimed.claimed_at, claimed.next_try) == (NOON, NOON + HOUR)
    assert waiting(work, NOON) == []
    assert keys(outbox.unsure(work, "oxbow", "mastodon", NOON + HOUR - MINUTE)) == []
    assert keys(outbox.unsure(work, "oxbow", "mastodon", NOON + HOUR)) == ["call"]
    assert keys(outbox.unsure(work, "hill", "mastodon", NOON + HOUR)) == []
    assert keys(outbox.unsure(work, "oxbow", "facebook", NOON + HOUR)) == []
    assert outbox.mark(work, at, Sent.PENDING, next_try=NOON)
    assert outbox.claim(work, at, NOON, settle_at=NOON + HOUR)
    assert row(work).tries == 2
    sent(work, "call", "r1")
    assert keys(outbox.unsure(work, "oxbow", "mastodon", NOON + HOUR)) == []
    for late in (Sent.PENDING, Sent.SKIPPED, Sent.BLOCKED):
        assert not outbox.mark(work, at, late, reason="an outcome that comes after the first")
    assert (row(work).state, row(work).remote_id, row(work).reason) == (Sent.SENT, "r1", "")


def test_after_a_start_what_was_being_sent_is_unsure(work: Connection) -> None:
    for key in ("sending", "waiting", "out"):
        puts(work, replace(CALL, key=key))
    puts(work, replace(CALL, key="elsewhere"), network="facebook")
    puts(work, replace(CALL, key="in another town"), city="hill")
    for key in ("sending", "out", "elsewhere", "in another town"):
        assert outbox.claim(work, row(work, key).id, NOON, settle_at=NOON)
    sent(work, "out", "r1")
    outbox.unclaim(work, "oxbow", "mastodon", NOON + HOUR)
    told = {r.key: (r.state, r.next_try, r.reason) for r in posted.of_mob(work, 1)}
    cut = (Sent.SENDING, NOON + HOUR, "interrupted while sending")
    assert told == {
        "sending": cut,
        "waiting": (Sent.PENDING, NOON, ""),
        "out": (Sent.SENT, NOON, ""),
        "elsewhere": (Sent.SENDING, NOON, ""),
        "in another town": (Sent.SENDING, NOON, ""),
    }


def test_a_stop_takes_back_what_nobody_asked_for_and_is_not_out(work: Connection) -> None:
    for say in (
        replace(CALL, key="public"),
        replace(CALL, key="kept"),
        replace(CALL, key="claimed"),
        replace(CALL, key="answer", origin=QUESTION),
        replace(CALL, key="to organisers", organiser=True),
        replace(CALL, key="letter", owner_of=2),
    ):
        puts(work, say)
    puts(work, replace(CALL, key="of another mob"), mob=2)
    outbox.claim(work, row(work, "claimed").id, NOON, settle_at=NOON)
    assert taking_back.skip_waiting(work, 1, "cancelled", keep=("kept",)) == 2
    skipped = [(r.key, r.reason) for r in posted.of_city(work, "oxbow") if r.state is Sent.SKIPPED]
    assert skipped == [("public", "cancelled"), ("letter", "cancelled")]


def test_what_is_no_longer_true_lapses_but_for_words_to_organisers(work: Connection) -> None:
    for say in (
        replace(CALL, key="past", until=NOON),
        replace(CALL, key="true", until=NOON + MINUTE),
        replace(CALL, key="to organisers", until=NOON, organiser=True),
        replace(CALL, key="claimed", until=NOON),
    ):
        puts(work, say)
    puts(work, replace(CALL, key="elsewhere", until=NOON), network="facebook")
    puts(work, replace(CALL, key="in another town", until=NOON), city="hill")
    outbox.claim(work, row(work, "claimed").id, NOON, settle_at=NOON)
    taking_back.lapse(work, "oxbow", "mastodon", NOON + MINUTE, reason="too late")
    skipped = [(r.key, r.reason) for r in posted.of_mob(work, 1) if r.state is Sent.SKIPPED]
    assert skipped == [("past", "too late")]


def test_named_rows_are_taken_back_as_far_as_they_wait(work: Connection) -> None:
    for key in ("waits", "waits too", "claimed", "out"):
        puts(work, replace(CALL, key=key))
    outbox.claim(work, row(work, "claimed").id, NOON, settle_at=NOON)
    sent(work, "out", "r1")
    named = [row(work, key).id for key in ("waits", "claimed", "out")]
    taking_back.skip(work, named, "said otherwise")
    told = [(r.key, r.state, r.reason) for r in posted.of_mob(work, 1)]
    assert told == [
        ("waits", Sent.SKIPPED, "said otherwise"),
        ("waits too", Sent.PENDING, ""),
        ("claimed", Sent.SENDING, ""),
        ("out", Sent.SENT, ""),
    ]


def test_names_go_out_of_public_words_about_one_mob(work: Connection) -> None:
    thanks = Draft("Thank you, Ada and Ben! Ada!", "en")
    puts(work, replace(CALL, key="recap"), thanks)
    puts(work, replace(CALL, key="to organisers", organiser=True), thanks)
    puts(work, replace(CALL, key="answer", origin=QUESTION), thanks)
    puts(work, replace(CALL, key="recap"), thanks, mob=2)
    taking_back.unname(work, 1, ["Ada", "Ben"])
    texts = {(r.mob, r.key): r.text for r in posted.of_city(work, "oxbow")}
    assert texts == {
        (1, "recap"): "Thank you, … and …! …!",
        (1, "to organisers"): thanks.text,
        (1, "answer"): thanks.text,
        (2, "recap"): thanks.text,
    }


def test_what_organisers_were_answered_is_blank_after_a_while(work: Connection) -> None:
    for key, kind, due in (
        ("old", "order", NOON - MINUTE),
        ("old and public", "order_public", NOON - MINUTE),
        ("new", "order", NOON),
        ("waits", "order", NOON - MINUTE),
        ("other", "help", NOON - MINUTE),
    ):
        puts(work, replace(CALL, key=key, kind=kind, due=due))
        if key != "waits":
            sent(work, key, f"r-{key}")
    puts(work, replace(CALL, key="far", kind="order", due=NOON - MINUTE), city="hill", mob=2)
    outbox.mark(work, row(work, "far", mob=2).id, Sent.SENT)
    taking_back.blank_orders(work, "oxbow", NOON)
    rows = (*posted.of_mob(work, 1), *posted.of_mob(work, 2))
    assert [r.key for r in rows if r.text == ""] == ["old", "old and public"]


def test_answers_to_the_forgotten_lead_to_nobody(work: Connection) -> None:
    for event in ("m7", "m8", "m9"):
        origin = replace(QUESTION, event=event)
        puts(
            work,
            replace(CALL, key=f"reply:{event}", origin=origin),
            Draft("@ada hi", "en", reply_to=event),
        )
    puts(
        work,
        replace(CALL, key="reply:m7", origin=QUESTION),
        Draft("@ada hi", "en", reply_to="m7"),
        network="facebook",
    )
    for event in ("m7", "m9"):
        at = row(work, f"reply:{event}").id
        outbox.mark(work, at, Sent.SENT, remote_id=event, parent=event, sent_at=NOON)
    taking_back.blank_answers(work, "oxbow", "mastodon", ["m7", "m8"])
    rows = posted.of_mob(work, 1)
    assert [(r.key, r.text, r.origin, r.parent) for r in rows] == [
        (f"erased:{rows[0].id}", "", None, None),
        ("reply:m8", "@ada hi", "m8", None),
        ("reply:m9", "@ada hi", "m9", "m9"),
        ("reply:m7", "@ada hi", "m7", None),
    ]
    taking_back.blank_answers(work, "hill", "mastodon", ["m9"])
    assert row(work, "reply:m9").text == "@ada hi"


def test_what_waits_to_be_said_under_a_person_s_words_is_taken_back(work: Connection) -> None:
    for key, event in (("a", "m7"), ("b", "m7"), ("c", "m8"), ("out", "m7")):
        kind = "other" if key == "b" else "help"
        puts(work, replace(CALL, kind=kind, key=key), Draft("x", "en", reply_to=event))
    sent(work, "out", "r1")
    puts(
        work,
        replace(CALL, kind="help", key="there"),
        Draft("x", "en", reply_to="m7"),
        network="facebook",
    )
    puts(work, replace(CALL, kind="help", key="far"), Draft("x", "en", reply_to="m7"), city="hill")
    taking_back.unsay(work, "oxbow", "mastodon", ["m7"], ["help"])
    rows = (*posted.of_city(work, "oxbow"), *posted.of_city(work, "hill"))
    assert [r.key for r in rows if r.state is Sent.SKIPPED] == ["a"]


def test_a_message_of_the_forgotten_is_not_boosted(work: Connection) -> None:
    boost = replace(CALL, action=Action.BOOST)
    for key, event in (("a", "m7"), ("b", "m8")):
        puts(work, replace(boost, key=key), Draft("", "en", reply_to=event))
    puts(work, replace(CALL, key="answer"), Draft("x", "en", reply_to="m7"))
    puts(work, replace(boost, key="there"), Draft("", "en", reply_to="m7"), network="facebook")
    puts(work, replace(boost, key="far"), Draft("", "en", reply_to="m7"), city="hill")
    puts(work, replace(boost, key="done"), Draft("", "en", reply_to="m7"))
    sent(work, "done", "17")
    first = row(work, "a").id
    taking_back.blank_answers(work, "oxbow", "mastodon", ["m7"])
    rows = (*posted.of_city(work, "oxbow"), *posted.of_city(work, "hill"))
    skipped = [(r.id, r.key) for r in rows if r.state is Sent.SKIPPED]
    assert skipped == [(first, f"erased:{first}")]


def test_a_row_follows_the_part_before_or_the_newest_of_its_key(work: Connection) -> None:
    announcement = replace(CALL, key="announcement")
    puts(work, CALL, Draft("call", "en", "en.1"))
    puts(work, announcement, Draft("eins", "de", "de.1"))
    puts(work, announcement, Draft("1", "en", "en.1"), Draft("2", "en", "en.2", "en.1"))
    puts(work, replace(announcement, key="announcement.1"), Draft("3", "en", "en.1"))
    puts(work, replace(announcement, key="announcements"))
    puts(work, announcement, Draft("there", "en", "en.1"), network="facebook")
    puts(work, announcement, Draft("of another", "en", "en.1"), mob=2)
    puts(work, announcement, Draft("far", "en", "en.1"), city="hill")
    puts(work, replace(CALL, key="countdown", under="announcement"))
    puts(work, replace(CALL, key="under the call", under="call"))
    puts(work, replace(CALL, key="lost", under="nothing"))
    second = row(work, "announcement", "en.2")
    texts = [
        None if before is None else before.text
        for before in (
            outbox.parent_of(work, second),
            outbox.parent_of(work, row(work, "countdown")),
            outbox.parent_of(work, row(work, "under the call")),
            outbox.parent_of(work, row(work, "lost")),
            outbox.parent_of(work, row(work, "announcements")),
        )
    ]
    assert texts == ["1", "3", "call", None, None]


def test_a_row_whose_parent_is_gone_stands_alone_at_once(work: Connection) -> None:
    puts(work, replace(CALL, under="ballot"))
    outbox.claim(work, row(work).id, NOON, settle_at=NOON + HOUR)
    outbox.stand_alone(work, row(work).id, NOON)
    found = row(work)
    assert (found.state, found.under, found.next_try) == (Sent.PENDING, None, NOON)


def test_our_own_posts_are_known_by_their_ids(work: Connection) -> None:
    for key in ("call", "ballot"):
        puts(work, replace(CALL, key=key))
        sent(work, key, f"r-{key}")
    puts(work, replace(CALL, key="elsewhere"), network="facebook")
    sent(work, "elsewhere", "r-call")
    puts(work, replace(CALL, key="there alone"), network="facebook")
    sent(work, "there alone", "r-there")
    found = posted.by_remote(work, "oxbow", "mastodon", ["r-call", "r-none", "r-there"])
    assert {remote: r.key for remote, r in found.items()} == {"r-call": "call"}
    assert posted.by_remote(work, "hill", "mastodon", ["r-call"]) == {}
    assert posted.by_remote(work, "oxbow", "mastodon", []) == {}


def test_what_never_came_out_is_told_while_it_would_have_been_true(work: Connection) -> None:
    ends = {
        "blocked": (Sent.BLOCKED, "no"),
        "late": (Sent.SKIPPED, outbox.TOO_LATE),
        "taken back": (Sent.SKIPPED, "the mob is cancelled"),
        "letter": (Sent.BLOCKED, "no"),
        "to organisers": (Sent.BLOCKED, "no"),
        "long ago": (Sent.BLOCKED, "no"),
        "waits": (Sent.PENDING, outbox.TOO_LATE),
    }
    more = {
        "letter": {"owner_of": 1},
        "to organisers": {"organiser": True},
        "long ago": {"until": NOON},
    }
    for key, (state, reason) in ends.items():
        puts(work, replace(CALL, key=key, **more.get(key, {})))  # type: ignore[arg-type]
        outbox.mark(work, row(work, key).id, state, reason=reason)
    assert keys(posted.not_out(work, "oxbow", NOON)) == ["blocked", "late", "letter"]
    assert posted.not_out(work, "hill", NOON) == ()


def test_what_was_promised_before_is_known_by_its_key(work: Connection) -> None:
    puts(work, CALL)
    puts(work, replace(CALL, key="of another"), mob=2)
    puts(work, replace(CALL, key="far"), city="hill")
    asked = ["call", "of another", "far", "never"]
    assert posted.promised(work, "oxbow", 1, asked) == {"call"}
    assert posted.promised(work, "oxbow", 1, []) == frozenset()


def test_open_ends_are_what_waits_is_being_sent_or_is_blocked(work: Connection) -> None:
    states = (Sent.PENDING, Sent.PENDING, Sent.SENDING, Sent.SENT, Sent.SKIPPED, Sent.BLOCKED)
    for n, state in enumerate(states):
        puts(work, replace(CALL, key=f"{n}"))
        outbox.mark(work, row(work, f"{n}").id, state)
    puts(work, CALL, city="hill", mob=2)
    ends = {Sent.PENDING: 2, Sent.SENDING: 1, Sent.BLOCKED: 1}
    assert (posted.open_ends(work, "oxbow"), posted.open_ends(work, "vale")) == (ends, {})


def test_answers_of_a_kind_are_those_to_messages_of_the_city(work: Connection) -> None:
    for key in ("b", "a"):
        puts(
            work,
            replace(CALL, kind="help", key=key, origin=QUESTION),
            Draft("x", "en", reply_to="m"),
        )
    puts(work, replace(CALL, kind="help", key="to nobody"))
    puts(work, replace(CALL, kind="other", key="other"), Draft("x", "en", reply_to="m"))
    puts(work, replace(CALL, kind="help", key="far"), Draft("x", "en", reply_to="m"), city="hill")
    assert keys(posted.replies(work, "oxbow", "help")) == ["b", "a"]
    assert keys(posted.of_city(work, "hill")) == ["far"]


def test_posts_that_are_out_are_found_by_their_keys_of_any_date(work: Connection) -> None:
    for key in ("call", "announcement", "announcement.1", "announcements", "ballot"):
        puts(work, replace(CALL, key=key), Draft("x", "en", "1"), Draft("y", "en", "2", "1"))
        sent(work, key, f"r-{key}")
        sent(work, key, f"r2-{key}", part="2")
    puts(work, replace(CALL, key="call"), network="facebook")
    puts(work, replace(CALL, key="call"), mob=2)
    puts(work, replace(CALL, key="call"), city="hill")
    puts(work, replace(CALL, key="call.1"))

    def out(*asked: str) -> list[str]:
        return keys(posted.posts_out(work, "oxbow", "mastodon", 1, asked))

    assert out("call", "announcement") == ["call", "announcement", "announcement.1"]
    assert out() == []
    for city, network, mob in (
        ("hill", "mastodon", 1),
        ("oxbow", "facebook", 1),
        ("oxbow", "mastodon", 2),
    ):
        assert posted.posts_out(work, city, network, mob, ("call",)) == ()


def test_ids_that_are_out_since_then(work: Connection) -> None:
    for hours in (0, 1, 2):
        puts(work, replace(CALL, key=f"{hours}"))
        sent(work, f"{hours}", f"r{hours}", NOON + hours * HOUR)
    puts(work, replace(CALL, key="sign", action=Action.FAVOURITE, origin=QUESTION))
    outbox.mark(work, row(work, "sign").id, Sent.SENT, sent_at=NOON + HOUR)
    puts(work, replace(CALL, key="waits"))
    outbox.mark(work, row(work, "waits").id, Sent.PENDING, remote_id="no", sent_at=NOON + HOUR)
    assert posted.ids_out(work, "oxbow", "mastodon", NOON + HOUR) == {"r1", "r2"}
    assert posted.ids_out(work, "hill", "mastodon", NOON) == frozenset()
    assert posted.ids_out(work, "oxbow", "facebook", NOON) == frozenset()


def test_the_next_instant_is_the_later_of_due_and_next_try(work: Connection) -> None:
    assert outbox.next_due(work, NOON) is None
    puts(work, replace(CALL, key="due later", due=NOON + 3 * HOUR))
    puts(work, replace(CALL, key="now"))
    puts(work, replace(CALL, key="out"))
    puts(work, replace(CALL, key="unsure"))
    outbox.mark(work, row(work, "out").id, Sent.SENT, next_try=NOON + MINUTE)
    outbox.claim(work, row(work, "unsure").id, NOON, settle_at=NOON + HOUR)
    assert outbox.next_due(work, NOON - HOUR) == NOON
    assert outbox.next_due(work, NOON) == NOON + HOUR
    assert outbox.next_due(work, NOON + HOUR) == NOON + 3 * HOUR
    outbox.mark(work, row(work, "due later").id, Sent.PENDING, next_try=NOON + 4 * HOUR)
    assert outbox.next_due(work, NOON + HOUR) == NOON + 4 * HOUR
    assert outbox.next_due(work, NOON + 4 * HOUR) is None
