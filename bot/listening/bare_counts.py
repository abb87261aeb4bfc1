"""Messages that are little more than a number of people: "3", "me too", "✋✋", "Yes!"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.beside_me import is_named
from bot.listening.capitals import capital, cased
from bot.listening.counts import is_part, me_and, numbers_of_people
from bot.listening.groups import FEW_MORE
from bot.listening.heads import heads
from bot.listening.reading import Reading
from bot.listening.rosters import roster
from bot.listening.text import WORD
from bot.listening.totals import from_a_group, total

_LONGEST_SHORT = 6
_MOST_YES = 2
_FEW_OTHER = 3
"""Words beside a number of people that may still be said of the writer's own group."""

_SAYS_SO = (
    T.SELF | T.ME | T.WE | T.ALSO | T.SUPPORT | T.TOGETHER | T.NUMBER | T.PERSON | T.PERSONS
    | T.WITH | T.AND | T.ARTICLE | T.POSSESSIVE | T.PLUS | T.FOR | T.BRING | T.PEOPLE | T.OF_US
    | T.COME
)  # fmt: skip
_SPEAKS = T.OF_US | T.WE_ARE | T.TOGETHER | T.CORRECT | T.FOR | T.SUM
_OURS = T.ME | T.WE | T.SELF | T.OF_US | T.TOGETHER
_GROUP = T.ME | T.WE | T.PLUS | T.PERSON | T.PERSONS | T.PEOPLE | T.TOGETHER


def plain_count(r: Reading, answering: bool) -> int:
    """People in a message that is little more than their number or "me too"; else 0."""
    hands = len(r.find(T.HAND, most=None))
    words = _said(r)
    if not words:
        return hands or _only_yes(r)
    if _tells_of_money(r):
        return 0
    if not answering and (more := _plus_for_me(r)):
        return 1 + more
    if not r.all & T.ASKS and (listed := roster(r, [])):
        return listed
    other = _others(r, words)
    if counted := _counted(r, other):
        return counted
    if answering or r.all & T.ASKS or _only_somebody(r):
        return 0
    if _is_group(r, words, other):
        return heads(r, [])
    if (named := _names_beside(r, words)) and not r.all & T.NOMINATE:
        return named
    return _short_count(r, words, other)


def _said(r: Reading) -> list[int]:
    """The words of a message but for raised hands and, beside "with", people's names."""
    words = r.content()
    if r.all & T.HAND:
        words = [n for n in words if not r.tags[n] & T.HAND]
    if r.all & T.WITH and r.all & T.AND and cased(r):
        words = [n for n in words if not (is_named(r, n) and capital(r, n))]  # "with Tom and Inès"
    return words


def _others(r: Reading, words: list[int]) -> int:
    """How many of the words say something else than who comes, and how many."""
    strange = [n for n in words if not r.tags[n] & _SAYS_SO and not _surname(r, n)]
    if not r.all & (T.PERSON | T.PERSONS):
        return len(strange)
    return len(strange) - sum(_says_whose(r, n) for n in strange)


def _tells_of_money(r: Reading) -> bool:
    """Whether the numbers of a message are of money rather than of people."""
    if r.all & (T.COST | T.CURRENCY) or any(not n.whole for n in r.numbers):
        return True
    return bool(r.all & T.SPENT) and not _counts_us(r)


def _counted(r: Reading, other: int) -> int:
    """The number of people a message counts, where they are the writer's own; else 0."""
    if r.all & T.SUM and any(r.has(n.last + 1, n.last + 2, T.UNIT) for n in r.numbers):
        return 0  # "2 books at 12, total 33"
    if not r.all & _OURS and _are_strangers(r):
        return 0  # "20 people before me"
    speaks = r.all & _SPEAKS or (r.all & T.PEOPLE and other <= _FEW_OTHER)
    if not speaks and not any(from_a_group(r, n) for n in r.numbers[:1]):
        return 0
    return total(r, [])


def _are_strangers(r: Reading) -> bool:
    """Whether others are spoken of, and not as a part of those who are counted."""
    others = any(not r.tags[n] & T.PEOPLE for n in r.find(T.OTHERS, most=None))
    return others and not any(is_part(r, n.first, n.last + 1) for n in r.numbers)


def _is_group(r: Reading, words: list[int], other: int) -> bool:
    """Whether the people a message names are the writer's group, and all of it."""
    if _opens_with_group(r) or _me_and_so_many(r, words):
        return True
    if r.all & (T.PERSON | T.PERSONS) and other <= _LONGEST_SHORT and _bring_along(r):
        return True
    # "my wife, my daughter, her boyfriend and me"
    listed = r.all & T.ME and r.all & T.PERSON and r.all & T.AND
    return bool(listed) and not other and not r.numbers


def _short_count(r: Reading, words: list[int], other: int) -> int:
    """The people of a few words that say next to nothing but how many: "two, gladly"."""
    several = r.all & T.PLUS or not (other or len(r.numbers) > 1)
    longest = _LONGEST_SHORT + (_FEW_OTHER if several else 0)
    if len(words) > longest or other > (2 if r.all & T.PLUS else 1):
        return 0
    one = len(r.numbers) == 1
    if one and r.tags[words[0]] & T.NUMBER and not r.all & (_GROUP | T.OTHERS):
        return _lone(r)
    with_people = r.all & (T.WITH | T.AND) and r.all & (T.PERSON | T.PERSONS)
    if with_people or _self_said(r):
        return heads(r, [])
    if one and len(words) == 1:
        return heads(r, []) if r.all & T.PLUS else _lone(r)
    return 0


def _self_said(r: Reading) -> bool:
    """Whether "me too" or "plus" is said, and no mere courtesy."""
    yes = T.SELF | T.PLUS
    if not r.all & yes:
        return False
    return any(b & yes and (b & T.SUPPORT or not b & T.POLITE) for b in r.tags)


def _counts_us(r: Reading) -> bool:
    """Beside money, "there are four of us" counts people, "3 for 20" does not."""
    if r.all & (T.OF_US | T.TOGETHER):
        return True
    near = (n for number in r.numbers for n in range(max(number.first - 2, 0), number.first))
    return any(r.tags[n] & T.WE_ARE and not r.tags[n] & T.FOR for n in near)


def _opens_with_group(r: Reading) -> bool:
    """ "Me and my three kids. Pray for the shop": the first sentence is all the group."""
    first, last, bits = r.sentences()[0]
    group = T.PERSON | T.PERSONS
    if not (bits & T.ME and bits & T.AND and bits & group) or last >= len(r.tags):
        return False
    said = [n for n in r.content() if first <= n < last]
    return all(r.tags[n] & _SAYS_SO and not r.tags[n] & T.NOMINATION for n in said)


def _me_and_so_many(r: Reading, words: list[int]) -> bool:
    """ "Me and six from the quilting circle": the writer, "and", and how many more."""
    counts = numbers_of_people(r, [])
    return (
        len(counts) == 1 and me_and(r, counts[0].first - 1) and r.has(words[0], words[0] + 1, T.ME)
    )


def _only_yes(r: Reading) -> int:
    """ "Yes!", "Absolutely": a word or two, and each of them says "me too"."""
    said = [n for n, kind in enumerate(r.kinds) if kind == WORD]
    sure = said and all(r.tags[n] & T.SELF and r.tags[n] & T.POLITE for n in said)
    return int(bool(sure) and len(said) <= _MOST_YES and not r.all & T.ASKS)


def _names_beside(r: Reading, words: list[int]) -> int:
    """ "Me, Jan, Fatma and little Emil": nothing but a list of people, the writer among them."""
    if not r.all & T.ME or not r.all & T.AND or not cased(r):
        return 0
    if ":" in r.words:  # "the flat comes: Tom, Anna and me"
        words = [n for n in words if n > r.words.index(":")]
    known = _SAYS_SO & ~T.NUMBER | T.KIND
    named = [n for n in words if not r.tags[n] & known and not _says_whose(r, n)]
    several = "," in r.words or len(r.find(T.AND)) > 1
    listed = named and several and all(is_named(r, n) for n in named)
    return heads(r, []) if listed else 0


def _says_whose(r: Reading, at: int) -> bool:
    """ "Lina and her brother", "Tom's mum": the word only says whose they are."""
    at += r.words[at + 1 : at + 2] == ["s"]
    if r.words[at] == "s":
        return r.has(at + 1, at + 3, T.PERSON | T.PERSONS)
    small = r.tags[at] & T.OTHERS or r.words[at] in r.lexicon.common
    return bool(small) and r.has(at + 1, at + 2, T.PERSON | T.PERSONS)


def _surname(r: Reading, at: int) -> bool:
    """ "Me and Mary-Jane": a capital behind a capital, neither with a meaning."""
    named = at > 0 and is_named(r, at) and is_named(r, at - 1)
    return named and cased(r) and capital(r, at) and capital(r, at - 1)


def _plus_for_me(r: Reading) -> int:
    """ "+2 for me, my flatmates made up their minds": how many more; 0 where it is not said so."""
    for n in r.numbers:
        me = n.last + 2
        if n.value > FEW_MORE or me >= len(r.words) or not r.has(n.first - 1, n.first, T.PLUS):
            continue
        if r.has(me - 1, me, T.FOR | T.CHOOSE) and r.lexicon.meaning[r.words[me]] & T.ME:
            return int(n.value)
    return 0


def _only_somebody(r: Reading) -> bool:
    """ "My sister, yes; I work": a person is named, but nothing joins them to the writer."""
    joined = T.WITH | T.AND | T.ALSO | T.PLUS | T.COME | T.BRING | T.TOGETHER | T.NUMBER | T.WE
    return bool(r.all & (T.PERSON | T.PERSONS)) and not r.all & joined


def _bring_along(r: Reading) -> bool:
    """ "My sister comes too", "bringing a friend"; "my sister comes" speaks of her alone."""
    beside = T.ME | T.WE | T.ALSO | T.WITH | T.AND | T.PLUS
    for n in r.find(T.BRING):
        first, last, bits = r.clause(n)
        if r.has(first, n, T.OTHERS) and not bits & (T.ME | T.WE):
            continue  # "my neighbour says he brings twenty"
        if not r.has(first, n, T.PERSON | T.PERSONS) or bits & beside:
            return bool(r.has(first, last, T.PERSON | T.PERSONS))
    return False


def _lone(r: Reading) -> int:
    counts = numbers_of_people(r, [])
    return int(counts[0].value) if counts else 0
