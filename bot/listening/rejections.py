"""Entries that are named and not wanted: denied, given up, or one of two."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.mentions import Mention
from bot.listening.reading import Reading

_PAIR = 2

AGAINST = T.NEGATION | T.EXCEPT
"""What is said against an entry."""

_CLAUSE_OF_VERB = 12
"""Tokens from an entry to a "not" at the end of its clause."""


def one_of_two(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "So 1 and 3 are both lovely": of two numbers that are named in one breath none is chosen."""
    if len(mentions) > 1 and not r.lexicon.both.isdisjoint(
        r.words[slice(*r.clause(mention.at)[:2])]
    ):
        return True  # "the first and the last both look great"
    pair = r.has(mention.at - 1, mention.at, T.AND) and r.has(mention.at - 2, mention.at, T.NUMBER)
    pair = pair and not any(m.choice == mention.choice for m in mentions if m.at < mention.at)
    if pair and r.tags[mention.at] & T.NUMBER and not r.has(mention.at, mention.last + 3, T.COME):
        return True  # "my favourites are 2 and 5"
    other = next((m for m in mentions if m.at in (mention.last + 2, mention.last + 3)), None)
    if (
        other is None
        or other.choice == mention.choice
        or r.has(other.last + 1, other.last + 2, T.COME)
    ):
        return False
    numbers = r.tags[mention.at] & r.tags[other.at] & T.NUMBER
    between = r.tags[mention.last + 1 : other.at]
    return bool(numbers and between[0] & T.AND) and all(b & (T.AND | T.ARTICLE) for b in between)


def is_superseded(r: Reading, mention: Mention, mentions: list[Mention], first: int) -> bool:
    """ "At first 1, then 6": what was wanted before is wanted no more."""
    if not r.all & T.FORMERLY:
        return False
    before = max((m.last for m in mentions if m.last < mention.at), default=first - 1)
    if len(mentions) == 1 and r.all & T.CORRECT:
        return False
    if r.has(first, mention.at, T.CORRECT) and before >= first:
        return False  # "I voted 5 by mistake, I wanted 4"
    if r.lexicon.verb_last and mention is not mentions[-1]:
        after = min(m.at for m in mentions if m.at > mention.at)
        if r.has(mention.last + 1, after, T.FORMERLY):
            return True  # "I had taken 3 but …"
    return r.has(max(first, before + 1), mention.at, T.FORMERLY)


def left_over(r: Reading, mentions: list[Mention]) -> list[Mention]:
    """The one entry named after another was given up: "first I thought 1, but it is 6"."""
    last = mentions[-1]
    given_up = any(is_superseded(r, m, mentions, r.sentence(m.at)[0]) for m in mentions[:-1])
    unsure = r.clause(last.at)[2] & (T.DOUBT | T.REGRET)
    unsure |= r.sentence(last.at)[2] & (T.ASKS | T.CONDITION)
    return [last] if given_up and not unsure and not is_refused(r, last, mentions) else []


def is_refused(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """Whether the clause that names an entry says no to it."""
    first, last, _ = r.clause(mention.at)
    return is_rejected(r, mention, mentions, first, last)


def _is_compared(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "Rather 2 than 3": the entry behind "than" is the one that is not wanted."""
    if mention is mentions[0]:
        return False
    at = mention.at - 1
    while at > 0 and r.tags[at] & (T.ARTICLE | T.RANK):
        at -= 1
    return at > 0 and r.words[at] in r.lexicon.than


def is_rejected(
    r: Reading, mention: Mention, mentions: list[Mention], first: int, last: int
) -> bool:
    """Whether between `first` and `last` a "not" stands by this entry and by no other."""
    if _is_compared(r, mention, mentions):
        return True
    if _typed_instead(r, mentions):
        return mention is mentions[0]
    if not r.all & (AGAINST | T.INSTEAD):
        return False
    before = max((m.last for m in mentions if m.last < mention.at), default=-1)
    after = min((m.at for m in mentions if m.at > mention.last), default=len(r.tags))
    after = min(after, _denied_number(r, mention))
    against = r.has(max(first, before + 1, mention.at - 7), mention.at, AGAINST | T.INSTEAD)
    if against and not r.lexicon.verb_last:
        return True
    if after < last and r.has(mention.last + 1, after, AGAINST | T.INSTEAD):
        return r.lexicon.verb_last
    ballot = r.has(mention.last + 1, mention.last + 4, T.BALLOT)  # "… does not get my vote"
    reach = 6 if r.lexicon.verb_last else 4  # "1번은 제 취향 아니에요"
    if _verb_and_i(r, mention.last + 1):
        reach = _CLAUSE_OF_VERB
    behind = range(mention.last + 1, min(last, after, mention.last + reach + ballot))
    apart = next((n for n in behind if r.tags[n] & T.AND), behind.stop)
    return r.has(mention.last + 1, apart, T.NEGATION)


def _verb_and_i(r: Reading, at: int) -> bool:
    """ "Für die 4 stimm ich ganz sicher nicht": behind verb and "I" the "not" comes last."""
    if at + 1 >= len(r.words) or r.words[at] in r.lexicon.reasons:
        return False
    turned = r.lexicon.meaning.get(r.words[at + 1], 0) & (T.ME | T.WE)
    return bool(turned) and not r.tags[at] & (T.BREAK | T.AND | T.BUT | T.END | T.CONDITION)


def _typed_instead(r: Reading, mentions: list[Mention]) -> bool:
    """ "Oh no, I typed 4 instead of 3": what was typed is not what was wanted."""
    if len(mentions) != _PAIR or not r.lexicon.typed or not r.all & T.INSTEAD:
        return False
    first, second = mentions
    before = first.at - r.has(first.at - 1, first.at, T.ARTICLE | T.RANK)
    typed = any(r.words[before - len(said) : before] == said for said in r.lexicon.typed)
    # "not" has the same bit as "instead of": "I typed 4 not 3" is another thing
    between = r.tags[first.last + 1 : second.at]
    return typed and any(b & T.INSTEAD and not b & T.NEGATION for b in between)


def _denied_number(r: Reading, mention: Mention) -> int:
    """ "I meant 2 not 22": where a number stands that the "not" before it denies."""
    behind = (n.first for n in r.numbers if n.first > mention.last)
    denied = (n for n in behind if r.has(n - 1, n, T.INSTEAD))
    return next(denied, len(r.tags))


def is_alternative(r: Reading, mention: Mention, mentions: list[Mention]) -> bool:
    """ "2 or 6": neither is chosen."""
    if not r.all & T.OR:
        return False
    for other in mentions:
        low, high = sorted((mention, other))
        close = other.choice != mention.choice and high.at - low.last <= 4
        if close and r.has(low.last + 1, high.at, T.OR):
            return True
    return False
