"""How many come in all, where a message says so: "there are four of us", "two → three"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.counts import (
    and_me,
    brings,
    in_brackets,
    is_part,
    me_and,
    noun_of,
    numbers_of_people,
    of_them,
)
from bot.listening.groups import (
    and_a_baby,
    and_i_too,
    comes_too,
    counted_before,
    kinds_of_us,
    listed,
    us_by_name,
    with_one_more,
)
from bot.listening.mentions import Mention
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import WORD

_MAKES = frozenset("→=⇒")
_UNSURE = T.HEDGE | T.CONDITION


def total(r: Reading, mentions: list[Mention]) -> int:
    """A total that is said as one; the last one holds ("2 and not 5", "two → three")."""
    if kinds := listed(r, mentions):
        return kinds
    if more := with_one_more(r, mentions) or kinds_of_us(r, mentions):
        return more
    if named := us_by_name(r):
        return named
    told = [s for s in totals(r, mentions) if _is_told(r, s[0])]
    if not told:
        return 0
    if r.all & _UNSURE and not r.lexicon.verb_last:  # "the two of us, perhaps three"
        told = [s for s in told if not r.clause(s[0])[2] & _UNSURE] or told
    at, people = max(told)
    more = and_a_baby(r, at) or comes_too(r, at) or and_i_too(r, at)
    return people + more + (0 if r.lexicon.verb_last else counted_before(r, at))


def _is_told(r: Reading, at: int) -> bool:
    """Whether a number is said, not asked: "there are three of us, where are you?" says it."""
    _, end, bits = r.sentence(at)
    last, said = r.clause(at)[1:]
    others = said & (T.YOU | (T.OTHERS if bits & T.ASKS else 0))
    if others and not said & (T.ME | T.WE) and (bits & T.ASKS or _bids_you(r, at)):
        return False
    if bits & T.ASKS and said & (T.OTHERS | T.HEDGE) and said & (T.CONDITION | T.HEDGE):
        return False  # "is it alright if people bring a group of ten, or …?"
    counted = said & (T.WE_ARE | T.OF_US | T.TOGETHER)
    if r.all & T.COME and r.has(at - 1, at, T.FOR):
        return True  # "room for two? Then we're in"
    return not bits & T.ASKS or bool(said & T.COME or (counted and last < end - 2))


def _bids_you(r: Reading, at: int) -> bool:
    """ "Enjoy it, the three of you": a bidding opens the clause, or closes it where verbs do."""
    first, last, _ = r.clause(at)
    said = next((n for n in r.content() if n >= first), first)
    ours = T.COME | T.ADD | T.WE_ARE | T.LIST
    counted = any(bits & ours and not bits & T.ARTICLE for bits in r.tags[first:last])
    return not counted and (r.lexicon.verb_last or bool(r.tags[said] & T.YOU))


def totals(r: Reading, mentions: list[Mention]) -> list[tuple[int, int]]:
    """Every total that is said and not denied: where, and how many."""
    said = [
        (n, r.value_at(n))
        for n in r.find(T.TOGETHER)
        if not r.denied(n, n)
        and not is_part(r, n, n + 1)
        and not (r.lexicon.verb_last and n not in r.values and brings(r, n))
        and not noun_of(r, n)
    ]
    said += [
        (number.first, int(number.value))
        for number in numbers_of_people(r, mentions)
        if _is_total(r, number) and not r.denied(number.first, number.last)
    ]
    return said


def _is_total(r: Reading, number: Number) -> bool:
    """Whether a number counts all who come, and not those who come beside the writer."""
    told = _told_by_what_follows(r, number)
    return _told_by_what_stands_before(r, number) if told is None else told


def _told_by_what_follows(r: Reading, number: Number) -> bool | None:
    """None where it does not tell."""
    tags = r.tags
    before, after = number.first - 1, number.last + 1
    following = tags[after] if after < len(tags) else 0
    second = tags[after + 1] if after + 1 < len(tags) else 0
    if in_brackets(r, number) or of_them(r, number):
        return False
    if second & T.OF_US:
        return True
    if following & T.WE_ARE and _we_behind(r, after):
        return True  # "so tre blir vi"
    if following & T.FILLER and _signed_up(r, number):
        return True
    counted = not r.lexicon.joined and number.value > 1 and not and_me(r, after)
    if counted and "".join(r.words[after : after + 1]) in r.lexicon.counters:
        return True  # "mit 7 Mann": behind such a number the word only counts
    ours = range(max(number.first - 3, 0), number.first)
    if following & T.PERSONS and any(r.tags[n] & T.WE and r.tags[n] & T.WE_ARE for n in ours):
        return True  # "we are 4 girls"
    theirs = following & (T.POSSESSIVE | T.OTHERS) or not following & ~T.PHRASE
    if theirs and second & T.PERSONS and r.has(before, before + 1, T.AND | T.WITH):
        return False  # "con mio figlio e due suoi amici"
    if following & T.PERSONS and following & T.OF_US:
        return True  # where a word says so: "three sisters"
    if following & T.PERSONS or following & (T.PERSON | T.PEOPLE) == T.PERSON:
        return False
    if (before >= 0 and tags[before] & T.PLUS) or me_and(r, before):
        return False
    if r.lexicon.verb_last and (second & T.PLUS or following & T.WITH):
        return False  # "with twelve kids, I"
    if following & T.OTHERS and before >= 0 and tags[before] & T.WITH:
        return False  # "with 2 others"
    if _takes_the_place(r, after):
        return True  # "three instead of two", "4 now instead of 6"
    if before > 0 and tags[before] & T.POSSESSIVE and r.has(before - 2, before, T.WITH):
        return False  # "with my three cubs"
    if and_me(r, after):
        return False  # "eight ladies and I", "3 people from work and I"
    if following & T.TOTAL:
        return True  # "five in all"
    if following & T.COME and r.lexicon.our_verbs and r.words[after].endswith(r.lexicon.our_verbs):
        return True  # "y cinco vamos"
    if from_a_group(r, number):
        return True
    if following & T.OF_US or (following & T.PEOPLE and not brings(r, number.first)):
        return True
    if following & T.FOR and r.has(after + 1, after + 2, T.ME | T.WE):
        return True
    return None


def from_a_group(r: Reading, number: Number) -> bool:
    """ "Three from the choir": a number that opens the message, and where they are from."""
    after = number.last + 1
    opens = not any(n < number.first for n in r.content())
    if not opens or number.value == 1 or r.lexicon.verb_last:
        return False
    beside = any(r.has(n - 1, n, T.AND | T.PLUS) for n in r.find(T.ME) if n > after)
    if beside or r.all & (T.NEGATION | T.PAST | T.REGRET | T.OUT | T.HEDGE | T.BUT):
        return False  # "four from the crew plus me"
    for said in r.lexicon.from_a:
        noun = after + len(said)
        if tuple(r.words[after:noun]) == said and noun < len(r.tags) and r.kinds[noun] == WORD:
            noun += bool(r.tags[noun] & (T.ARTICLE | T.POSSESSIVE)) and noun + 1 < len(r.tags)
            things = T.UNIT | T.CLOCK | T.COST | T.CURRENCY | T.KIND | T.OTHERS
            things |= T.PERSON | T.PERSONS  # "two of my neighbours"
            return r.words[noun] not in r.lexicon.common and not r.tags[noun] & things
    return False


def _we_behind(r: Reading, at: int) -> bool:
    """Whether verb and "we" behind a number end the clause."""
    we = at + 1
    if not r.lexicon.meaning.get(r.words[we] if we < len(r.words) else "", 0) & T.WE:
        return False
    return we + 1 >= len(r.tags) or bool(r.tags[we + 1] & (T.BREAK | T.POLITE))


def _takes_the_place(r: Reading, after: int) -> bool:
    """Whether behind a number "instead of" and another number stand."""
    at = after + r.has(after, after + 1, T.NO_MORE | T.POLITE | T.AND)
    if not r.has(at, at + 1, T.INSTEAD):
        return False
    at += 1
    while at < len(r.tags) and r.tags[at] & T.FILLER and r.kinds[at] == WORD:
        at += 1
    return r.has(at, at + 1, T.NUMBER)


def _told_by_what_stands_before(r: Reading, number: Number) -> bool:
    tags = r.tags
    before, after = number.first - 1, number.last + 1
    following = tags[after] if after < len(tags) else 0
    if before >= 0 and r.words[before] in _MAKES:
        return True
    if before >= 0 and tags[before] & (T.INSTEAD | T.NEGATION | T.FILLER) == T.INSTEAD:
        return True  # "no somos cinco sino siete"
    if before >= 0 and r.words[before] == "(" and r.words[after : after + 1] == [")"]:
        return bool(r.all & T.COME)  # "We'll be late but we'll come! (2)"
    apart = before >= 0 and (tags[before] & T.STRONG or r.words[before] == ":")
    if before > 0 and r.words[before] == ",":  # "count us in, five"
        apart = bool(r.clause(before - 1)[2] & T.COME and r.clause(before - 1)[2] & T.WE)
    ends = following & (T.BREAK | T.FILLER) or after >= len(tags)
    closed = before > 0 and r.words[before] == "," and r.all & (T.PERSON | T.PERSONS)
    so = after + 1 < len(tags) and r.words[after] == ","  # "Three, then"
    if (apart or closed) and r.has(after + so, after + so + 1, T.SUM) and _ends(r, after + so + 1):
        return True  # "The two of them and me. Three then"
    if apart and _ends(r, after + 1) and r.words[after] in r.lexicon.common and r.all & T.COME:
        return True  # "4 quoi."
    if apart and ends and r.all & (T.COME | T.WE_ARE):
        return True  # "We are coming! Six, with the pram"
    if _with_me(r, number):
        return True
    if ends and _closes(r, number) and r.all & (T.COME | T.WE_ARE | T.PERSON | T.PERSONS):
        return True
    if before >= 0 and tags[before] & T.WE and not tags[before] & (T.POSSESSIVE | T.FILLER):
        return True
    put_right = r.all & T.CORRECT and before > 0 and tags[before - 1] & T.NUMBER
    if before >= 0 and tags[before] & T.BUT and (put_right or _denied_before(r, number)):
        return True
    if _but_so_many_come(r, number):
        return True
    strange = after < len(tags) and r.kinds[after] == WORD and not following
    strange = strange and r.words[after] not in r.lexicon.common
    on_things = before >= 0 and tags[before] & T.PLACE and not tags[before] & (T.WE_ARE | T.FOR)
    first = r.clause(number.first)[0]
    if strange and (on_things or r.words[first] in r.lexicon.relatives):
        return False  # "six of us on two scooters", "the twins, who are two whirlwinds"
    if first > 1 and r.clause(first - 2)[2] & (T.OF_US | T.NUMBER) == T.OF_US:
        return True  # "A whole gang of us, eight I think"
    return r.has(
        max(first, number.first - 5), number.first, T.WE_ARE | T.SUM | T.COME | T.CORRECT
    ) and (not r.has(max(first, number.first - 3), number.first, T.BRING | T.PLUS))


def _but_so_many_come(r: Reading, number: Number) -> bool:
    """ "The choir is 20 strong, but only 8 can make it"."""
    at = number.first - 1
    at -= at > 0 and r.words[at] in r.lexicon.slips
    after = number.last + 1
    return r.has(at, at + 1, T.BUT) and r.has(after, after + 2, T.COME)


def _ends(r: Reading, at: int) -> bool:
    """Whether a sentence or the message ends before a token."""
    return at == len(r.tags) or r.has(at, at + 1, T.STRONG)


def _with_me(r: Reading, number: Number) -> bool:
    """ "Six with me": a number that begins the message and is of all, the writer among them."""
    after = number.last + 1
    first = r.clause(number.first)[0]
    begins = number.first == next((n for n in r.content() if n >= first), -1) and number.value > 1
    last = r.clause(number.first)[1]
    if begins and r.has(last - 1, last, T.ME) and r.has(max(after, last - 2), last - 1, T.WITH):
        return True  # "eleven altogether with me"
    return begins and r.has(after, after + 1, T.WITH) and r.has(after, after + 2, T.ME)


def _closes(r: Reading, number: Number) -> bool:
    """ "Put us down, 2", "the whole family, five": the bare number at the end sums it up."""
    said = r.content()
    some = number.first - (number.first > 1 and r.words[number.first - 1] in r.lexicon.indefinite)
    behind_comma = some > 0 and r.words[some - 1] == ","  # "…, unos ocho"
    alone = behind_comma and len(r.numbers) == 1 and number.value > 1
    return alone and bool(said) and said[-1] <= number.last


def _signed_up(r: Reading, number: Number) -> bool:
    """ "Put down two people, me and Jürgen": the number inside such a phrase is of all."""
    signs = T.COME | T.WE_ARE
    first = r.clause(number.first)[0]
    return any(r.tags[n] & signs == signs for n in range(first, number.first))


def _denied_before(r: Reading, number: Number) -> bool:
    """ "Not three, but four": the number behind "but" takes the place of the one denied."""
    between = 2 + (r.words[number.first - 2] == ",")
    return any(
        n.last == number.first - between and r.denied(n.first, n.last)
        for n in r.numbers
        if n.last < number.first
    )
