"""From a mention to what it asks of which mob: the conversation it stands in, and the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.advancing import still_open
from bot.domain.calls import number_in
from bot.domain.hearing import belongs, in_its_time, may_nominate, nominated, stage_when
from bot.domain.intents import Forget, Intent, Nominate, OwnerRefuses, Spent, Vote
from bot.domain.mob import Mob, Nomination
from bot.domain.posts import Mention, ReplyTo
from bot.domain.values import value
from bot.listening import Reading, read, understood
from bot.listening.context import NOTHING, Candidate, Earlier
from bot.listening.shops import Known, Matcher
from schedulers.alike import Alike, Asked, Attentive, Readings
from storage.outbox import Promise

# What a message answers, by the kind of our post.
_ANSWERS: Mapping[str, ReplyTo] = {
    "call": ReplyTo.CALL,
    "call_again": ReplyTo.CALL,
    "nomination": ReplyTo.NOMINATION,
    "ballot": ReplyTo.BALLOT,
    "candidate": ReplyTo.NOMINATION,
    "counted": ReplyTo.BALLOT,
    "last_call": ReplyTo.BALLOT,
    "reminder_vote": ReplyTo.BALLOT,
    "announcement": ReplyTo.ANNOUNCEMENT,
    "announcement_plain": ReplyTo.ANNOUNCEMENT,
    "moved": ReplyTo.ANNOUNCEMENT,
    "figures": ReplyTo.ANNOUNCEMENT,
    "new_date": ReplyTo.ANNOUNCEMENT,
    "countdown": ReplyTo.COUNTDOWN,
    "reminder_mob": ReplyTo.COUNTDOWN,
    "soon": ReplyTo.COUNTDOWN,
    "morning": ReplyTo.COUNTDOWN,
    "reveal": ReplyTo.COUNTDOWN,
    "gather": ReplyTo.MOBDAY,
    "drinks": ReplyTo.MOBDAY,
    "amounts": ReplyTo.RECAP,
    "recap": ReplyTo.RECAP,
    "recap_quiet": ReplyTo.RECAP,
}

# Words of a name; people seldom write out longer ones.
_LONGEST_NAME = 4
_DOLLARS = frozenset({"AUD", "BBD", "BSD", "BZD", "CAD", "FJD", "HKD", "NZD", "SGD", "TTD", "TWD"})
_AMERICAN = re.compile(r"\bUSD?\b|\bU\.S\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _List:
    """What is made of a mob's nominations once, for as long as they stay the same: also what texts
    ask for, since a crowd says "2" and "I'm in!" many times over. `numbers` are the nominations'
    own, by their choice on the ballot."""

    nominations: tuple[Nomination, ...]
    candidates: tuple[Candidate, ...]
    numbers: Mapping[int, int]
    matcher: Matcher[int]
    heard: Alike = field(default_factory=Alike, compare=False, repr=False)


_LISTS = 8
"""For so many mobs their lists are kept: more than a city has at once."""


@dataclass(frozen=True, slots=True)
class Ear:
    """How a city listens on one network: its languages, the bot's own names there, and the
    organisers' accounts, which do not vote: those who count stand aside."""

    city: str
    network: str
    languages: tuple[str, ...]
    handles: frozenset[str]
    organisers: frozenset[str] = frozenset()
    # Never another ear's: what was heard with other names or languages is not what this one hears.
    _lists: dict[int, _List] = field(default_factory=dict, init=False, compare=False, repr=False)
    readings: Readings = field(default_factory=Readings, init=False, compare=False, repr=False)

    def of(self, mob: Mob) -> _List:
        """The mob's list as listening needs it."""
        known = self._lists.get(mob.id)
        if known is not None and known.nominations is mob.nominations:
            return known
        # A mob that was read anew from the store mostly has the same list.
        if known is not None and known.nominations == mob.nominations:
            known = replace(known, nominations=mob.nominations)
        else:
            known = _listed(mob)
            # Mobs of years ago are spoken of no more.
            for past in sorted(self._lists.keys() - {mob.id})[: 1 - _LISTS]:
                del self._lists[past]
        self._lists[mob.id] = known
        return known

    def forget(self) -> None:
        """Lets go of all words that are kept: among them may be those of who asks to be forgotten,
        and they may say who it is."""
        self.readings.forget()
        for known in self._lists.values():
            known.heard.forget()

    def read(self, mention: Mention) -> Reading:
        """The mention as its words alone tell it; a copy serves for one understanding."""
        reading = self.readings.of(mention.text, mention.lang)
        if reading is None:
            reading = read(mention.text, mention.lang, self.languages, self.handles)
            self.readings.remember(mention.text, mention.lang, reading)
        return reading


def _listed(mob: Mob) -> _List:
    listed = mob.ballot or tuple(n for n in mob.nominations if n.into is None)
    candidates = tuple(
        Candidate(n.choice or n.number, n.name, _names(n), place=n.place) for n in listed
    )
    numbers = {n.choice: n.number for n in mob.ballot if n.choice is not None}
    known = (n for n in mob.nominations if n.into is None)
    matcher = Matcher(Known(n.number, n.name, n.aliases, n.place) for n in known)
    return _List(mob.nominations, candidates, numbers, matcher)


def _names(nomination: Nomination) -> tuple[str, ...]:
    """The other names by which a shop may be voted for; a whole sentence, as somebody once put it
    forward, is none."""
    return tuple(a for a in nomination.aliases if len(a.split()) <= _LONGEST_NAME)


@value(frozen=True, slots=True)
class Understanding:
    """What one mention asks: the mob it is for, as it is now that a new shop may be on its list."""

    mob: Mob
    intents: tuple[Intent, ...]


def understanding(
    ear: Ear,
    mention: Mention,
    parent: Promise | None,
    mobs: Mapping[int, Mob],
    now: datetime,
    *,
    earlier: Callable[[Mob], Earlier] = lambda _: NOTHING,
) -> Understanding | None:
    """What a mention asks of which mob; None where there is no mob it could be for.

    It is for the mob whose post it answers; else what it asks for decides. `earlier` tells
    what its writer asked for in a mob before.
    """
    mob = mobs.get(parent.mob) if parent else belongs(list(mobs.values()), (), now)
    if mob is None:
        return None
    message = _Message(ear, mention, parent)
    heard = message.asks(mob, earlier(mob))
    if parent is None and heard:
        other = belongs(list(mobs.values()), heard, now)
        if other is not None and other.id != mob.id:
            mob = other
            heard = message.asks(mob, earlier(mob))
    numbered = []
    if mention.person in ear.organisers or _votes_by_liking(mob, mention):
        heard = tuple(i for i in heard if not isinstance(i, Vote))
    for intent in (i for i in heard if in_its_time(mob, i, mention.said_at)):
        mob, known = _numbered(ear, mob, intent, mention)
        numbered.append(known)
    return Understanding(mob, tuple(numbered))


def _votes_by_liking(mob: Mob, mention: Mention) -> bool:
    """Whether it is written by one of those whose votes are the likes: theirs would count twice."""
    voting = mob.opened is not None and mention.said_at >= mob.opened
    return mob.rules.likes and voting and mention.nameless and not mention.like


@dataclass(slots=True)
class _Message:
    """A mention that is weighed for one mob or for two: read at most once, and not at all where
    somebody said the same before."""

    ear: Ear
    mention: Mention
    parent: Promise | None
    reading: Reading | None = None

    def asks(self, mob: Mob, earlier: Earlier) -> tuple[Intent, ...]:
        """What it asks of a mob."""
        listed = self.ear.of(mob)
        asked = Asked(
            self.mention.text,
            self.mention.lang,
            stage_when(mob, self.mention.said_at),
            _replies_to(self.parent, self.mention),
            _presented(self.parent, mob),
            mob.won.choice if mob.won is not None else None,
        )
        intents = listed.heard.of(asked, earlier)
        if intents is None:
            context = _context(self.ear, listed, asked, earlier)
            intents = understood(self._read(), context).intents
            if any(isinstance(intent, Forget) for intent in intents):
                self.ear.forget()
            else:
                listed.heard.remember(asked, earlier if context.minded else None, intents)
        return intents

    def _read(self) -> Reading:
        if self.reading is None:
            self.reading = self.ear.read(self.mention)
        return self.reading.copy()


def _context(ear: Ear, listed: _List, asked: Asked, earlier: Earlier) -> Attentive:
    return Attentive(
        network=ear.network,
        stage=asked.stage,
        reply_to=asked.reply_to,
        on=asked.on,
        candidates=listed.candidates,
        winner=asked.winner,
        handles=ear.handles,
        languages=ear.languages,
        earlier=earlier,
    )


def _replies_to(parent: Promise | None, mention: Mention) -> ReplyTo | None:
    if parent is not None:
        return _ANSWERS.get(parent.kind.removesuffix("_secret"), ReplyTo.ANSWER)
    return ReplyTo.PERSON if mention.parent else None


def _presented(parent: Promise | None, mob: Mob) -> int | None:
    """The number under which the nomination that our post presented is a candidate now."""
    if parent is None or parent.kind not in ("nomination", "candidate"):
        return None
    presented = mob.nomination(number_in(parent.key))
    if presented is None or mob.ballot:
        return presented.choice if presented else None
    return presented.number


def _numbered(ear: Ear, mob: Mob, intent: Intent, mention: Mention) -> tuple[Mob, Intent]:
    """The intent with the mob's own number of the shop it means."""
    if isinstance(intent, Vote):
        return mob, Vote(intent.choice, _voted(ear, mob, intent.choice))
    if isinstance(intent, Nominate) and still_open(mob):
        return _nomination(ear, mob, intent, mention.said_at)
    if isinstance(intent, Spent):
        return mob, _in_own_dollars(mob, intent, mention.text)
    if isinstance(intent, OwnerRefuses) and intent.shop:
        number = ear.of(mob).matcher.match(intent.shop).key
        named = mob.nomination(number) if number else None
        return mob, replace(intent, shop=named.name if named else intent.shop)
    return mob, intent


def _in_own_dollars(mob: Mob, intent: Spent, text: str) -> Spent:
    """A bare "$" or "dollars" is the city's own dollar, unless the United States are named."""
    own = mob.rules.currency
    if intent.currency != "USD" or own not in _DOLLARS or _AMERICAN.search(text):
        return intent
    return replace(intent, currency=own)


def _voted(ear: Ear, mob: Mob, choice: int) -> int | None:
    if numbers := ear.of(mob).numbers:
        return numbers.get(choice)
    known = mob.nomination(choice)
    return known.number if known else None


def _nomination(ear: Ear, mob: Mob, intent: Nominate, said_at: datetime) -> tuple[Mob, Nominate]:
    """A nomination gets the number of the shop it names, else a new one. Where it only resembles
    a shop on the list it stands beside it, and an organiser is shown that the two are near."""
    if not may_nominate(mob, intent):
        return mob, intent
    match = ear.of(mob).matcher.match(intent.shop, intent.place)
    number = match.key
    if number is None:
        number = max((n.number for n in mob.nominations), default=0) + 1
    intent = replace(intent, number=number)
    near = () if match.key is not None else tuple(sorted(match.near))
    return nominated(mob, intent, said_at, near), intent
