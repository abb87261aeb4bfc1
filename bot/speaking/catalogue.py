"""Every kind of text the bot says: who reads it, and which values its words may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who a text is for. Public ones always tell the mob's date, so that no two are equal."""

    PUBLIC = "public"
    REPLY = "reply"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text, a key of every language's `[say]` (of `[organiser]` in English and
    French); `values` are the names its text may use, and `threads` says that it may be long. What
    is `said_once` has no words but names, and follows in no other language. What is `private` goes
    to nobody but the person it answers."""

    name: str
    audience: Audience
    values: frozenset[str]
    threads: bool = False
    said_once: bool = False
    private: bool = False


# What every text about a mob may use. The last row follows from the others: `spend` is the range
# "10–20 €", `days` and `left` the time from the text to the mob, `today` the text's own date.
_FACTS = (
    *("low", "high", "when", "people", "meeting_point", "drinks", "hashtag", "contact"),
    *("look_for", "handle", "spend", "days", "left", "today"),
)
_SHOP = ("shop", "place")
_DAY = ("heads", "till", "sales", "usual_percent", "new_percent")
_TASK = ("command", "by", "when")

# Texts of which there is a second one that does not name the shop.
_SECRET_TOO: dict[str, tuple[str, ...]] = {
    "announcement": ("votes", "total", "held"),
    "announcement_plain": (),
    "moved": ("votes", "total"),
    "countdown": (),
    "soon": (),
    "morning": (),
    "reveal": (),
    "gather": (),
}
_PUBLIC: dict[str, tuple[str, ...]] = {
    "call": ("until", "theme"),
    "call_again": ("until", "theme"),
    "nomination": (*_SHOP, "until"),
    "ballot": ("candidates", "until"),
    "candidate": ("candidates",),
    "counted": ("votes", "held", "up_to", "leading", "figures"),
    "last_call": ("until",),
    "figures": ("figures",),
    "drinks": (),
    "amounts": _SHOP,
    "recap": (*_SHOP, *_DAY, "spent", "spenders", "thanks", "next_call"),
    "recap_quiet": (*_SHOP, *_DAY, "thanks", "next_call"),
    "nudge": _SHOP,
    "meanwhile": ("network", "since"),
    "postponed": (),
    "postponed_weather": (),
    "new_date": (),
    "cancelled": (),
    "cancelled_undated": (),
}
_REPLIES: dict[str, tuple[str, ...]] = {
    "owner_heard": (),
    "owner_which": (),
    "forgotten": (),
    "help": (),
    "about_you": (
        *("backs", "waiting", "voted", "coming", "perhaps", "own_spent", "keep_days", "erased"),
        "others",
    ),
    "about_elsewhere": (),
    "question_passed_on": (),
    "answer_parking": (*_SHOP, "parking"),
    "answer_access": (*_SHOP, "access"),
    "answer_payment": (*_SHOP, "payment"),
    "answer_money": (),
    "status_calling": ("until",),
    "status_balloting": ("until", "votes", "held", "leading", "figures"),
    "status_consenting": (),
    "status_postponed": (),
    "status_cancelled": (),
    "status_announced": _SHOP,
    "status_announced_secret": (),
    "status_met": _SHOP,
    "status_met_secret": (),
    "which_shop": (),
    "nomination_seconded": _SHOP,
    "nomination_noted": (),
    "nomination_own": (),
    "nominations_closed": (),
    "committed": (*_SHOP, "mine"),
    "committed_secret": ("mine",),
    "committed_early": ("mine",),
    "vote_late": ("closed",),
    "reminder_vote": ("until",),
    "reminder_mob": _SHOP,
    "reminder_mob_secret": (),
}
_ORGANISER: dict[str, tuple[str, ...]] = {
    "todo_approve": (*_TASK, *_SHOP, "number", "flag", "checked", "points"),
    "todo_held": (*_TASK, *_SHOP, "number", "flag"),
    "todo_ask_owner": (*_TASK, *_SHOP, "number", "flag"),
    "todo_new_date": _TASK,
    "todo_choose": _TASK,
    "todo_no_shop": _TASK,
    "todo_no_shop_left": _TASK,
    "todo_choose_unnamed": (*_TASK, "shop", "other"),
    "todo_choose_held": (*_TASK, "shop", "other", "count"),
    "todo_held_votes": (*_TASK, "count"),
    "todo_confirm": (*_TASK, *_SHOP, "number", "flag"),
    "todo_late": (*_TASK, *_SHOP, "number", "flag"),
    "todo_hours_closed": (*_TASK, *_SHOP, "number", "hours"),
    "todo_hours_closing": (*_TASK, *_SHOP, "number", "hours", "closes"),
    "todo_till": (*_TASK, *_SHOP, "number", "flag"),
    "todo_question": _TASK,
    "todo_owner": _TASK,
    "order_paused": (),
    "order_paused_already": ("since", "name"),
    "order_resumed": (),
    "order_not_paused": (),
    "order_list": ("order",),
    "order_stop": (),
    "order_status": ("number", "stage", "when", "shop", "votes", "people"),
    "order_more": ("count",),
    "order_nothing": (),
    "order_code_wanted": ("order", "until"),
    "order_code_none": (),
    "order_code_late": (),
    "order_code_wrong": ("count",),
    "order_code_spent": (),
    "order_waits": ("name", "order", "until", "command"),
    "order_which": ("order",),
    "order_no_time": ("order",),
    "order_lost": ("said", "order"),
    "order_old": ("said", "order"),
    "order_public": ("name", "order", "network"),
    "order_forgotten": (),
    "order_heads": ("people",),
    "order_till": ("till",),
    **dict.fromkeys(
        (
            *("order_approve", "order_hold", "order_reject", "order_asked", "order_agreed"),
            *("order_refused", "order_choose", "order_reveal", "order_postpone", "order_cancel"),
        ),
        ("number", "shop", "stage", "when"),
    ),
    "flag_own": (),
    "flag_mobbed": ("when",),
    "flag_carried": ("when",),
    "flag_kept": ("when",),
    "flag_divisive": ("name",),
    "alert_network_down": ("network", "reason", "since", "until", "count"),
    "alert_token": ("network", "reason", "since", "until", "count"),
    "alert_money": ("network", "reason", "since", "until", "count"),
    "alert_gap": ("network", "reason", "since", "until", "count"),
    "alert_post_blocked": ("network", "reason", "since", "until", "count"),
    "alert_clock": ("network", "reason", "since", "until", "count"),
    "alert_setaside": ("network", "reason", "since", "until", "count"),
    "alert_recount": ("network", "reason", "since", "until", "count"),
    "alert_paused": ("network", "reason", "since", "until", "count"),
    "alert_resumed": ("network", "reason", "since", "until", "count"),
}
# Kinds that may be a thread: the ballot and the figures are lists, and an announcement and the
# recap tell everything at once.
_LONG = ("ballot", "announcement", "moved", "counted", "figures", "recap")

# What is about one person: it goes to that person alone, and nothing of it is left out.
_PRIVATE = ("about_you",)

# What may stand in the words of a refusal, a sentence of `[organiser.refused]`.
REFUSALS: dict[str, tuple[str, ...]] = {
    "no_such_nomination": ("number",),
    "mob_is_over": ("stage",),
    "ballot_is_open": ("number",),
    "already_on_ballot": ("number",),
    "merge_with_itself": ("number",),
    "already_merged": ("number", "into"),
    "owner_has_answered": ("shop",),
    "too_late_for_consent": ("stage",),
    "no_date_yet": (),
    "told_another_date": ("told", "when"),
    "later_than_lead": ("when", "number"),
    "nothing_to_choose": ("stage",),
    "nominations_are_over": ("stage",),
    "shop_is_settled": ("shop",),
    "nobody_to_draw": (),
    "people_have_voted": (),
    "not_eligible": ("number",),
    "hours_unreadable": ("name",),
    "too_late_to_postpone": ("stage",),
    "already_postponed": (),
    "weather_only_once_announced": ("stage",),
    "date_within_lead": ("when",),
    "same_date": ("when",),
    "too_late_to_cancel": ("stage",),
    "not_met_yet": ("stage",),
    "no_address": ("email",),
    "nothing_to_reveal": ("stage",),
    "already_revealed": (),
    "owner_in_doubt": (),
    "no_such_mob": ("number",),
    "no_mob": (),
    "several_mobs": ("numbers",),
    "too_late_to_start": ("when", "latest"),
    "day_is_taken": ("when", "number"),
    "no_such_person": ("name",),
    "several_people": ("name", "people"),
    "no_such_point": ("name", "points"),
    "no_such_vote": ("numbers",),
    "result_stands": ("stage",),
    "nothing_to_recount": (),
    "runner_up_stepped_in": (),
    "result_not_public": ("stage",),
    "no_picture": (),
    "picture_broken": (),
    "picture_too_heavy": ("size", "most"),
    "picture_too_wide": ("size", "most"),
    "picture_needs_words": (),
    "picture_words_too_long": ("size", "most"),
    "picture_needs_consent": (),
    "enough_pictures": ("most",),
    "no_such_picture": ("number",),
    "recap_is_out": (),
    "no_such_post": ("number",),
}

# What the letters to owners are made of, and the note for the press: texts of `[letter]` in
# English and French, each with the values it may use beside those of every text.
_HAND = ("city", "organiser", "phone", "email")
_GUESS = ("fewest", "most", "least", "largest")
LETTERS: dict[str, tuple[str, ...]] = {
    "opening": (*_HAND, *_SHOP),
    "opening_off": (*_HAND, *_SHOP),
    "asked": (*_HAND, *_SHOP),
    "notice": (*_HAND, *_SHOP),
    "ahead": (*_HAND, *_SHOP),
    "update": (*_HAND, *_SHOP, "tentative"),
    "off": (*_HAND, *_SHOP),
    "money": _HAND,
    "expected": _GUESS,
    "advice": _GUESS,
    "closing": _HAND,
    "closing_off": _HAND,
    "subject_asked": _SHOP,
    "subject_notice": _SHOP,
    "subject_ahead": _SHOP,
    "subject_update": _SHOP,
    "subject_off": _SHOP,
    "press": (*_HAND, *_SHOP, "before"),
    "year": (
        *("year", "mobs", "heads", "heads_at", "sales", "sales_at"),
        *("till", "tills", "reported", "spenders"),
    ),
    "method": (),
}
LETTER_FACTS = frozenset(_FACTS)


def _kinds() -> Iterator[Kind]:
    for name, own in _SECRET_TOO.items():
        long = name.startswith(_LONG)
        yield Kind(name, Audience.PUBLIC, frozenset({*_FACTS, *_SHOP, *own}), long)
        yield Kind(f"{name}_secret", Audience.PUBLIC, frozenset({*_FACTS, *own}), long)
    for name, own in _PUBLIC.items():
        long, once = name.startswith(_LONG), name == "candidate"
        yield Kind(name, Audience.PUBLIC, frozenset({*_FACTS, *own}), long, once)
    for name, own in _REPLIES.items():
        private = name in _PRIVATE
        yield Kind(
            name, Audience.REPLY, frozenset({*_FACTS, *own}), threads=private, private=private
        )
    for name, own in _ORGANISER.items():
        yield Kind(name, Audience.ORGANISER, frozenset(own), threads=True)


KINDS = {kind.name: kind for kind in _kinds()}
