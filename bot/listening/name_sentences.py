"""Names that go on as a sentence does: "La Souris qui Raconte", "Il était une Fois"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.reading import Reading
from bot.listening.text import WORD

_LONGEST = 8


def who_does(r: Reading, at: int) -> int:
    """ "La Souris qui Raconte": the token after a verb with a capital that closes the name."""
    verb, after = at + 1, at + 2
    if r.words[at] not in r.lexicon.relatives or r.lexicon.noun_capitals or verb >= len(r.tags):
        return 0
    if r.kinds[verb] != WORD or not capital(r, verb) or r.tags[verb] & T.ME:
        return 0
    closed = after >= len(r.tags) or r.has(after, after + 1, T.BREAK | T.PLACE | T.STREET)
    return after if closed else 0


def sentence_end(r: Reading, at: int) -> int:
    """The token after a name that is a sentence ("Il était une Fois"), its first word a small one
    and its last with a capital; `at` where there is none."""
    end = at
    for n in range(at + 1, min(at + _LONGEST, len(r.tags))):
        if r.tags[n] & T.BREAK or (end > at and r.tags[n] & T.PLACE):
            break
        if capital(r, n):
            end = n + 1
    return end


def told_of(r: Reading, first: int, at: int) -> bool:
    """ "The Shop at the End of the Pier": behind an article a noun, no place, and of what."""
    the = r.tags[first] & r.tags[at - 1] & T.ARTICLE
    of = at + 1
    if not the or at < first + 3 or not r.has(of, of + 1, T.JOINER):
        return False
    street = r.has(at, of + 4, T.STREET | T.STREET_END) or r.has(at, of, T.LANDMARK)
    if street or r.has(of, of + 1, T.AND | T.PLACE) or r.kinds[at] != WORD:
        return False
    of += r.has(of + 1, of + 2, T.ARTICLE)
    return r.kinds[of + 1 : of + 2] == [WORD] and capital(r, of + 1)
