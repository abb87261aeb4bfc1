"""An owner's no: "this is my shop, please leave us out"."""

from __future__ import annotations

from bot.domain.intents import Intent, OwnerRefuses
from bot.listening import tags as T
from bot.listening.context import BALLOTING, CONSENTING, TO_NOMINATION, TO_PERSON, Context
from bot.listening.entries import names_of
from bot.listening.likely import likeliest
from bot.listening.mentions import Mention, by_name
from bot.listening.reading import Reading
from bot.listening.requests import to_another_bot
from bot.listening.sayings import EDGE, ENTRY
from bot.listening.text import HANDLE

Found = list[tuple[Intent, str]]


def refusals(r: Reading, context: Context) -> Found:
    """An owner's no: "I own this shop, please don't". To another person it is not for the bot."""
    owners = r.lexicon.owners
    written = owners.needs(r.words)
    if not (r.all & T.REFUSE or owners.no.may_be_said(written)):
        return []
    presented = context.reply_to is TO_NOMINATION
    claims = (owners.mine, owners.ours) if presented else (owners.mine,)
    if not (r.all & T.OWNER or any(claim.may_be_said(written) for claim in claims)):
        return []
    names = by_name(r, names_of(context.candidates))
    entries = sorted(names + _numbers(r, context, names))
    if not (entries or r.all & T.OWNER):
        written -= _ANY_ENTRY
        if not any(claim.may_be_said(written) for claim in claims):
            return []
    if (context.reply_to is TO_PERSON and not r.all & T.HANDLE) or to_another_bot(r):
        return []
    return _refused(r, context, names, entries)


_ANY_ENTRY = frozenset((ENTRY,))


_COUNTED = T.UNIT | T.CLOCK | T.CURRENCY | T.PERSONS | T.PEOPLE | T.OF_US
"""What a number counts that is none of an entry: "seven months"."""


def _refused(r: Reading, context: Context, names: list[Mention], entries: list[Mention]) -> Found:
    owners = r.lexicon.owners
    words, places = _with_entries(owners.ended(r.words), entries)
    claims = list(owners.mine.said(words))
    if not claims and context.reply_to is TO_NOMINATION:
        claims = list(owners.ours.said(words))
    spans = [(places[first], places[last - 1] + 1) for first, last in claims]
    spans = [span for span in spans or _claimed(r) if not r.quoted(span[0])]
    noes = [places[first] for first, _ in owners.no.said(words)] + list(r.find(T.REFUSE))
    noes = [at for at in noes if at >= _told_another(r)]
    if not spans or not noes:
        return []
    if any(True for _ in owners.theirs.said(words)):
        return []
    if _is_glad(r, [places[first] for first, _ in owners.glad.said(words)]):
        return []
    within = [m for m in entries if any(first <= m.at < last for first, last in spans)]
    shop = _owned(r, context, within or names, spans[0][0])
    return [(OwnerRefuses(shop), "says that the shop is theirs, and no")]


def _claimed(r: Reading) -> list[tuple[int, int]]:
    return [(at, at + 1) for at in r.find(T.OWNER)]


def _told_another(r: Reading) -> int:
    """Up to where a message speaks to another account that it names first: "@offers take my shop
    down! (sorry @cashmob)"."""
    handles = [n for n, kind in enumerate(r.kinds) if kind == HANDLE]
    to_us = next((n for n in handles if r.tags[n] & T.HANDLE), 0)
    if not to_us or handles[0] == to_us:
        return 0
    return to_us if any(kind != HANDLE for kind in r.kinds[handles[0] : to_us]) else 0


def _is_glad(r: Reading, places: list[int]) -> bool:
    """Whether what is said by the glad ends there: "so honoured, but no" is a no."""
    return any(not r.has(at, len(r.words), T.BUT) for at in places)


def _numbers(r: Reading, context: Context, names: list[Mention]) -> list[Mention]:
    """The numbers that can stand for an entry of the ballot, while there is one."""
    if context.stage not in (BALLOTING, CONSENTING):
        return []
    known = {candidate.choice for candidate in context.candidates}
    taken = {n for m in names for n in range(m.at, m.last + 1)}
    found = (n for n in r.numbers if n.value in known and n.first not in taken)
    found = (n for n in found if not r.has(n.last + 1, n.last + 2, _COUNTED))
    # "We are two" who come.
    found = (n for n in found if not r.has(n.first - 2, n.first, T.WE_ARE))
    return [Mention(n.first, n.last, int(n.value), False) for n in found]


def _with_entries(words: list[str], entries: list[Mention]) -> tuple[list[str], list[int]]:
    """The message's words between its edges, with one sign for each entry of the ballot, and the
    place of each."""
    inside = {n for m in entries for n in range(m.at + 1, m.last + 1)}
    first = {m.at for m in entries}
    places = [n for n in range(len(words)) if n not in inside]
    said = [ENTRY if n in first else words[n] for n in places]
    return [EDGE, *said, EDGE], [0, *places, len(words) - 1]


def _owned(r: Reading, context: Context, named: list[Mention], claim: int) -> str | None:
    """The shop an owner speaks of: one of the list, the one presented, or a name as typed."""
    choices = {m.choice for m in named}
    if not choices and context.reply_to is TO_NOMINATION and context.on is not None:
        choices = {context.on}
    if len(choices) == 1:
        return next((c.name for c in context.candidates if c.choice in choices), None)
    found = None if choices else likeliest(r, claim)
    return found.shop if found else None
