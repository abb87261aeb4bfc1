"""How many come: totals that are said, companions that are counted, hands that are raised."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.companions import companions
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.rosters import roster
from bot.listening.totals import total

_SEVERAL = 2


def heads(r: Reading, mentions: list[Mention]) -> int:
    """The total of people a message speaks of, the writer included; 0 when it says none."""
    if listed := roster(r, mentions):
        return listed
    if said := total(r, mentions):
        return said
    hands = len(r.find(T.HAND)) if r.all & T.HAND else 0
    listed = _is_a_parent(r) or _lists_us(r) or _counts_me_in(r)
    people = max(1 + companions(r, mentions) - listed, hands)
    both = people == 1 and r.all & T.WE and not r.lexicon.both.isdisjoint(r.words)
    return 2 if both else people


def _is_a_parent(r: Reading) -> bool:
    """ "Mum, dad and three children": with no "my" and no "I" the writer is one of the parents."""
    mothers, fathers = r.lexicon.mothers, r.lexicon.fathers
    small = T.AND | T.PLUS | T.ARTICLE
    if mothers.isdisjoint(r.words) or fathers.isdisjoint(r.words):
        return False
    for n, word in enumerate(r.words):
        if word not in mothers and word not in fathers:
            continue
        other = n + 1
        while other < len(r.words) and (r.tags[other] & small or r.words[other] == ","):
            other += 1
        pair = fathers if word in mothers else mothers
        if not n < other < len(r.words) or r.words[other] not in pair:
            continue
        first, last, _ = r.clause(n, T.STRONG)
        own = any(r.tags[m] & T.ME or r.tags[m] & T.POSSESSIVE for m in range(first, last))
        return not own and r.has(other, last, T.PERSONS)
    return False


def _counts_me_in(r: Reading) -> bool:
    """ "Ten children and two parents, me included": the writer is one of those counted."""
    if not r.all & T.OF_US or len(r.numbers) < _SEVERAL:
        return False
    return any(r.has(n, n + 2, T.ME) for n in r.find(T.OF_US))


def _lists_us(r: Reading) -> bool:
    """ "We are coming: father, mother and three kids": the writer is one of those listed."""
    if ":" not in r.words or not r.all & T.WE or r.all & T.ME:
        return False
    colon = r.words.index(":")
    last = r.sentence(colon)[1]
    people = T.PERSON | T.PERSONS | T.NUMBER | T.AND | T.ARTICLE | T.BREAK | T.PEOPLE
    listed = all(r.tags[n] & people for n in range(colon + 1, last))
    return listed and r.has(0, colon, T.WE) and r.has(colon, last, T.PERSON | T.PERSONS)
