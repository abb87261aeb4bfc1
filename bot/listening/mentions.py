"""What a message mentions of the ballot: entries by their number, their name, or their trade."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.listening import tags as T
from bot.listening.entries import Names
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.shops import unaccented
from bot.listening.sounds import sound
from bot.listening.text import KEYCAP, WORD

_NOT_AN_ENTRY = (
    T.CURRENCY
    | T.CLOCK
    | T.UNIT
    | T.PEOPLE
    | T.PERSON
    | T.PERSONS
    | T.OF_US
    | T.TIMES
    | T.NUMBER
    | T.EACH
)
_SPELT = re.compile("[aouAOU][eE]|'|[^\x00-\x7f]")
"""What a word has that may be spelled otherwise than the entry's own."""

_MOST_MENTIONS = 12
_PAIR = 2
_SLASHED = 2
"""Tokens from the 6 to the 7 of "6/7"."""
LAST = 99
"""What the tables of ordinals write for "the last one"; one less for "the last but one"."""
_FROM_END = 3
ANY_SHOP = "other"
"""The kind of words that say nothing about what is sold ("shop"), and of rare trades."""
_SIMILAR = 84
_SHORTEST_TYPO = 5


class Mention(NamedTuple):
    """An entry named in a message: where, which, and whether more than a bare number says so."""

    at: int
    last: int
    choice: int
    marked: bool


def mentions_in(r: Reading, names: Names) -> list[Mention]:
    """Every entry that the message names, by number, by name or by what it sells."""
    found = [m for n in r.numbers if (m := _by_number(r, n, names.highest))]
    named = by_name(r, names)
    kinds = by_kind(r, names)
    if named and r.all & T.BUT:
        named += [m for m in kinds if _chosen_after_all(r, named[-1].last, m.at)]
    found += named or kinds or ([] if found else _misspelt(r, names))
    found.sort()
    return found[:_MOST_MENTIONS]


def _chosen_after_all(r: Reading, named: int, at: int) -> bool:
    """ "Marcel cooks well, but I vote for the florist": a kind that is chosen behind the "but"."""
    first = r.clause(at)[0]
    return named < first and r.has(named, first, T.BUT) and r.has(first, at, T.VOTE | T.CHOOSE)


_ENDS_ENTRY = T.POLITE | T.AND | T.BUT | T.FOR | T.VOTE | T.CHOOSE | T.ME | T.END | T.FILLER
_CHOSEN = T.RANK | T.ARTICLE | T.VOTE | T.CHOOSE | T.FOR


def _by_number(r: Reading, number: Number, highest: int) -> Mention | None:
    value = int(number.value)
    ordinal = bool(r.tags[number.first] & T.NTH)
    if ordinal and LAST - _FROM_END < value <= LAST:
        value = highest - (LAST - value)
    if not (number.whole and 1 <= value <= highest):
        return None
    if r.kinds[number.first] == KEYCAP:
        return Mention(number.first, number.last, value, True)
    tags, after = r.tags, number.last + 1
    article = tags[number.first] & T.ARTICLE and not r.before(number.first) & T.RANK
    if article and r.kinds[after : after + 1] == [WORD] and not tags[after] & _ENDS_ENTRY:
        return None  # "war ein Tippfehler"
    following = tags[after] if after < len(tags) else 0
    preceding = r.before(number.first)
    ordinal = ordinal or bool(following & T.NTH)
    if following & T.STRONG and r.words[after] == "." and r.has(after + 1, after + 2, T.UNIT):
        return None
    if following & T.BALLOT and (r.lexicon.verb_last or _votes_counted(r, number)):
        return None
    if value == highest and _of_all(r, number):
        return None
    if _of_two(r, number):
        return None
    if r.has(after + 1, after + 2, T.BALLOT) and _other_votes(r, after):
        return None
    some = following & T.PROPORTION or _plural(r, after)
    if some and not preceding & _CHOSEN and _some_of(r, after):
        return None
    counted = T.UNIT * (not r.lexicon.verb_last) if ordinal else _NOT_AN_ENTRY
    again = following & T.NUMBER and r.words[after] == r.words[number.first]  # "2 2 2 !"
    if (following & counted and not following & T.NTH and not again) or _proportion(r, number):
        return None
    if ordinal and following & T.THING:
        return None  # "the third ballot this year"
    if following & T.KIND and not ordinal and not preceding & _CHOSEN:
        return None  # "either is fine, two bookshops"
    if preceding & T.COME and not preceding & T.CHOOSE:
        return None
    if preceding & (T.PLUS | T.CURRENCY | T.TIMES) or preceding & (T.WE_ARE | T.FOR) == T.WE_ARE:
        return None
    marked = ordinal or bool(preceding & (T.RANK | T.ARTICLE | T.VOTE | T.CHOOSE))
    return Mention(number.first, number.last, value, marked)


def _votes_counted(r: Reading, number: Number) -> bool:
    """ "1 vote, 7 options": votes that are counted; "3 stimme ich" has its subject behind it."""
    after = number.last + 2
    plain = not r.before(number.first) & (T.RANK | T.ARTICLE | T.VOTE | T.CHOOSE | T.FOR)
    return plain and not r.has(after, after + 1, T.ME | T.FOR)


def _some_of(r: Reading, after: int) -> bool:
    """ "I know three of the owners": a number of somebody, who are no list."""
    noun = after + 2
    the = r.has(after + 1, noun, T.ARTICLE | T.WE | T.POSSESSIVE)
    if _plural(r, after):
        the, noun = True, after + 1  # "trois des patrons"
    return the and noun < len(r.tags) and not r.tags[noun] & ~(T.PHRASE | T.THING | T.PERSONS)


def _plural(r: Reading, at: int) -> bool:
    """Whether a token is the article of several things ("des")."""
    word = "".join(r.words[at : at + 1])
    return word[-1:] == "s" and word in r.lexicon.indefinite


def _other_votes(r: Reading, after: int) -> bool:
    """ "5 different votes": a word of no meaning, and votes that are nobody's own."""
    noun = r.tags[after + 1]
    return (
        r.kinds[after] == WORD
        and not r.tags[after] & ~(T.PHRASE | T.THING)
        and not noun & T.POSSESSIVE
    )


def _proportion(r: Reading, number: Number) -> bool:
    """ "1 in 7": a share of something, no entry."""
    for other in r.numbers:
        low, high = (number, other) if number.first < other.first else (other, number)
        if high.first - low.last == _SLASHED and r.words[low.last + 1] == "/":
            return True
        if 1 < high.first - low.last <= 3 and r.has(low.last + 1, high.first, T.PROPORTION):
            if r.lexicon.verb_last and r.has(low.first - 1, low.first, T.AND):
                return False  # "of 3 and 6 6"
            return not r.has(low.last + 1, high.first, T.BREAK | T.AND | T.BUT | T.INSTEAD)
    return False


def _of_two(r: Reading, number: Number) -> bool:
    """ "The first of the two": a rank among others than the ballot's."""
    two = next((n for n in r.numbers if n.value == _PAIR and not r.tags[n.first] & T.NTH), None)
    if two is None or r.lexicon.verb_last:
        return False
    small = T.ARTICLE | T.PROPORTION | T.JOINER | T.END
    at = two.first - 1
    while at > 0 and r.tags[at] & small and not r.tags[at] & T.NUMBER:
        at -= 1
    if at == two.first - 1:
        return False
    if number.first == two.first and r.kinds[two.first] == WORD:
        of, the = two.first - 2, two.first - 1  # "the last of those two"
        if r.has(of, the, T.PROPORTION) and r.has(the, two.first, T.ARTICLE):
            return True
    ranked = r.tags[at] & T.NUMBER and r.tags[at] & T.NTH
    return bool(ranked) and number.first in (at, two.first)


def _of_all(r: Reading, number: Number) -> bool:
    """ "Of the 7 I know 3": the number of all the entries."""
    at = number.first - 1
    if at == 0 and r.tags[at] & T.PROPORTION and not r.lexicon.verb_last:
        return True  # "Sur 7 choix, pas un seul boucher"
    return at > 0 and bool(r.tags[at] & T.ARTICLE) and bool(r.tags[at - 1] & T.PROPORTION)


def by_name(r: Reading, names: Names) -> list[Mention]:
    """The entries whose own words stand in the message."""
    out: list[Mention] = []
    joined = r.lexicon.joined
    plain = not joined and not r.taken and names.words.keys().isdisjoint(r.words)
    if plain and not (_SPELT.search(r.text) and _spelt_otherwise(r, names)):
        return out
    get = names.words.get
    for n, word in enumerate(r.words):
        if n in r.taken:
            out.append(Mention(n, *r.taken[n], True))
            continue
        if r.kinds[n] != WORD or (out and n <= out[-1].last):
            continue
        choice = get(word)
        if choice is None and _SPELT.search(word):
            word = word.rstrip("'")
            choice = get(word) or get(unaccented(word))
        if choice is None and joined:
            choice = next(
                (c for w, c in names.words.items() if len(w) > 1 and word.startswith(w)), None
            ) or _by_sound(r, n, names)
            if choice is None and (heard := _whole_by_sound(r, n, names)):
                out.append(heard)
                continue
        if choice is not None and not (
            len(word) < 4 and r.tags[n] & ~T.KIND and not r.tags[n] & T.PHRASE
        ):
            near = bool(out) and out[-1].choice == choice and n - out[-1].last <= 3
            if near and not r.has(out[-1].last, n, T.STRONG):
                out[-1] = out[-1]._replace(last=n)
            else:
                out.append(Mention(n, n, choice, True))
    return out


def _spelt_otherwise(r: Reading, names: Names) -> bool:
    """Whether a word of an entry stands there in another spelling than its own."""
    odd = (
        word.rstrip("'")
        for word in r.words
        if (word[0] in names.first_letters or not word[0].isascii()) and _SPELT.search(word)
    )
    return any(word in names.words or unaccented(word) in names.words for word in odd)


def _by_sound(r: Reading, at: int, names: Names) -> int | None:
    """A foreign name written in the language's own script, with its particle or without."""
    word = r.words[at]
    if r.tags[at] or not r.lexicon.writes(word):
        return None
    particle = next((p for p in r.lexicon.name_particles if word.endswith(p)), "")
    return names.sounds.get(sound(word.removesuffix(particle)))


def _whole_by_sound(r: Reading, at: int, names: Names) -> Mention | None:
    """A whole foreign name written as one word or two ("블루멘 뮐러" for "Blumen Müller")."""
    for last in (at, at + 1):
        said = r.words[at : last + 1]
        if len(said) <= last - at or not all(r.lexicon.writes(word) for word in said):
            return None
        if any(bits & ~T.KIND for bits in r.tags[at : last + 1]):
            return None
        ends = [p for p in r.lexicon.name_particles if said[-1].endswith(p)]
        for particle in ("", *ends):
            heard = sound("".join((*said[:-1], said[-1].removesuffix(particle))))
            if (choice := names.sounds_whole.get(heard)) is not None:
                return Mention(at, last, choice, True)
    return None


def by_kind(r: Reading, names: Names, *, pointed: bool = True) -> list[Mention]:
    """ "the flower shop", "the Korean bookshop": when only one entry is such a shop; with
    `pointed` only where the words around point at one shop."""
    out: list[Mention] = []
    if not r.all & (T.KIND | T.NATION):
        return out
    for n, bits in enumerate(r.tags):
        if not bits & (T.KIND | T.NATION) or (out and n - out[-1].last <= 2):
            continue
        wanted: set[int] | None = None
        last = n
        for m in range(n, min(n + 3, len(r.words))):
            entries = _entries(r, m, names)
            if entries is not None:
                wanted = entries if wanted is None else wanted & entries
                last = m
        if wanted and len(wanted) == 1 and (not pointed or _pointed_at(r, n, last)):
            out.append(Mention(n, last, next(iter(wanted)), True))
    return out


def _pointed_at(r: Reading, first: int, last: int) -> bool:
    """Whether a kind of shop is meant as one shop: "the florist", or the word alone."""
    if r.before(first) & (T.ARTICLE | T.VOTE | T.CHOOSE | T.FOR | T.PLACE):
        return True
    if r.before(first) & T.CLOCK and r.clause(first)[2] & T.BALLOT:
        return True  # "a la" is not only said of hours
    small = first > 1 and r.kinds[first - 1] == WORD and not r.tags[first - 1]
    if small and r.before(first - 1) & (T.ARTICLE | T.VOTE | T.CHOOSE):
        return True  # "the little florist"
    if r.tags[first] & T.NATION and r.has(first + 1, last + 1, T.KIND):
        return True
    start, end, _ = r.clause(first)
    idle = T.POLITE | T.FILLER | T.CHOOSE | T.VOTE | T.SUPPORT | T.ARTICLE | T.KIND | T.NATION
    beside = (n for n in range(start, end) if not first <= n <= last)
    return all(r.tags[n] & idle or r.kinds[n] != WORD for n in beside) or bool(
        r.lexicon.joined and r.clause(first)[2] & (T.VOTE | T.CHOOSE)
    )


def _entries(r: Reading, at: int, names: Names) -> set[int] | None:
    if r.tags[at] & T.KIND:
        kind = r.lexicon.kind_of(r.words[at])
        return names.kinds.get(kind, set()) if kind and kind != ANY_SHOP else None
    if r.tags[at] & T.NATION:
        return names.nations.get(r.lexicon.nations.get(r.words[at], ""), set())
    return None


def _misspelt(r: Reading, names: Names) -> list[Mention]:
    """A name typed wrong, when the message names no entry otherwise."""
    out: list[Mention] = []
    for n, word in enumerate(r.words):
        if r.kinds[n] != WORD or r.tags[n] or len(word) < _SHORTEST_TYPO:
            continue
        best = process.extractOne(
            unaccented(word), names.words.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR
        )
        if best and len(best[0]) >= _SHORTEST_TYPO - 1:
            out.append(Mention(n, n, names.words[best[0]], True))
    return out
