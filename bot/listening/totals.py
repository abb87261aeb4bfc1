"""How many come in all, where a message says so: "there are four of us", "two → three"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.companions import is_named
from bot.listening.counts import (
    and_me,
    brings,
    in_brackets,
    is_part,
    me_and,
    noun_of,
    numbers_of_people,
    of_them,
    said_anew,
)
from bot.listening.mentions import Mention
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import WORD

FEW_MORE = 9
_PAIR = 2
_MAKES = frozenset("→=⇒")
_TELLS_WHO = frozenset(":(")
"""Signs behind which those are told who were counted: "four people: my wife, two sons and I"."""


def total(r: Reading, mentions: list[Mention]) -> int:
    """A total that is said as one; the last one holds ("2 and not 5", "two → three")."""
    if listed := _listed(r, mentions):
        return listed
    if more := _with_one_more(r, mentions) or _kinds_of_us(r, mentions):
        return more
    if named := _us_by_name(r):
        return named
    told = [s for s in totals(r, mentions) if _is_told(r, s[0])]
    if not told:
        return 0
    at, people = max(told)
    return people + (_and_a_baby(r, at) or _comes_too(r, at) or _and_i_too(r, at))


def _and_a_baby(r: Reading, at: int) -> int:
    """ "The four of us + a baby", "the two of us and the 3 kids": how many more behind it."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    if r.tags[at] & T.TOGETHER and r.has(after, after + 1, T.PERSONS):
        after += 1  # "we three sisters and mum"
    if r.has(after, after + 1, T.BREAK) or after >= len(r.tags):
        return 0
    noun_of_us = r.kinds[after] == WORD and not r.tags[after] and r.tags[at] & T.TOGETHER
    after += bool(noun_of_us)  # "wir zwei Alten und die Enkelin"
    if after < len(r.tags) and r.tags[after] & T.AND and r.tags[after] & T.PERSON:
        return 1  # "plus een", one phrase
    both = bool(r.tags[at] & T.TOGETHER) and r.has(after, after + 1, T.AND)
    noun = after + 1 + r.has(after + 1, after + 2, T.ARTICLE | T.POSSESSIVE | T.WE | T.OTHERS)
    if noun >= len(r.tags) or not (both or r.tags[after] & T.PLUS):
        return 0
    number = next((n for n in r.numbers if n.first == noun), None)
    if number and r.has(number.last + 1, number.last + 2, T.PERSONS | T.PERSON):
        return int(number.value) if number.value <= FEW_MORE else 0
    said = noun > after + 1 or r.has(after, after + 1, T.PLUS)
    if r.has(after, after + 1, T.PLUS) and r.has(noun, noun + 1, T.PERSONS):
        return 2 - r.has(noun, noun + 1, T.PERSON)  # "the two of us + my parents"
    return int(said and r.has(noun, noun + 1, T.PERSON))


def _comes_too(r: Reading, at: int) -> int:
    """ "The two of us come, and our grandchild comes along": one more in a clause of its own."""
    first = r.clause(at)[1] + 1
    if not r.tags[at] & T.TOGETHER or first >= len(r.tags) or not r.has(first, first + 1, T.AND):
        return 0
    last, bits = r.clause(first)[1:]
    if not bits & T.BRING or bits & (T.NEGATION | T.HEDGE | T.CONDITION | T.NUMBER):
        return 0
    return int(sum(bool(r.tags[n] & T.PERSON) for n in range(first, last)) == 1)


def _and_i_too(r: Reading, at: int) -> bool:
    """ "My flatmates come, all three, and me too": the writer comes beside those counted."""
    if not r.tags[at] & T.TOGETHER or not r.has(0, at, T.PERSONS) or r.has(0, at, T.ME | T.WE):
        return False
    link = at + 1
    while link < len(r.tags) and (r.tags[link] & T.FILLER or r.words[link] == ","):
        link += 1
    me = r.tags[link + 1] if link + 1 < len(r.tags) else 0
    return r.has(link, link + 1, T.AND) and bool(me & T.ME) and not me & T.POSSESSIVE


def _us_by_name(r: Reading) -> int:
    """ "Apúntanos: Rocío y Manu": nothing but names behind the colon, the writer's among them."""
    colon = r.words.index(":") if ":" in r.words else 0
    if not colon or not r.tags[colon - 1] & T.WE_ARE:
        return 0
    behind = [n for n in range(colon + 1, len(r.words)) if not r.tags[n] & T.BREAK]
    names = [n for n in behind if is_named(r, n) and capital(r, n)]
    rest = all(n in names or r.tags[n] & T.AND for n in behind)
    return len(names) if rest and len(names) > 1 and r.has(colon, len(r.words), T.AND) else 0


def _with_one_more(r: Reading, mentions: list[Mention]) -> int:
    """ "2 plus baby": a number that opens what is said, and one person more; else 0."""
    for number in numbers_of_people(r, mentions)[:1]:
        plus = number.last + 1
        opens = all(r.tags[n] & (T.BREAK | T.FILLER | T.POLITE) for n in range(number.first))
        if opens and r.has(plus, plus + 1, T.PLUS | T.AND) and r.has(plus + 1, plus + 2, T.PERSON):
            return int(number.value) + 1
    return 0


def _kinds_of_us(r: Reading, mentions: list[Mention]) -> int:
    """ "We are fourteen pupils and two teachers": kinds of people behind "we are"; else 0."""
    if not r.all & T.WE_ARE or len(r.numbers) < _PAIR or r.lexicon.verb_last:
        return 0
    kinds = [
        n
        for n in numbers_of_people(r, mentions)
        if r.has(n.last + 1, n.last + 2, T.PERSONS) and not r.has(n.last + 1, n.last + 2, T.PERSON)
    ]
    if len(kinds) < _PAIR or not r.has(kinds[1].first - 1, kinds[1].first, T.AND):
        return 0
    ours = range(max(kinds[0].first - 3, 0), kinds[0].first)
    we = any(r.tags[n] & T.WE and r.tags[n] & T.WE_ARE for n in ours)
    close = kinds[1].first - kinds[0].last <= _PAIR + 1
    return int(kinds[0].value + kinds[1].value) if we and close else 0


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
    first, _, bits = r.clause(at)
    said = next((n for n in r.content() if n >= first), first)
    return not bits & (T.COME | T.ADD | T.WE_ARE | T.LIST) and (
        r.lexicon.verb_last or bool(r.tags[said] & T.YOU)
    )


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
    if following & T.OF_US or (following & T.PEOPLE and not brings(r, number.first)):
        return True
    if following & T.FOR and r.has(after + 1, after + 2, T.ME | T.WE):
        return True
    return None


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


def _ends(r: Reading, at: int) -> bool:
    """Whether a sentence or the message ends before a token."""
    return at == len(r.tags) or r.has(at, at + 1, T.STRONG)


def _with_me(r: Reading, number: Number) -> bool:
    """ "Six with me": a number that begins the message and is of all, the writer among them."""
    after = number.last + 1
    first = r.clause(number.first)[0]
    begins = number.first == next((n for n in r.content() if n >= first), -1) and number.value > 1
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


def _listed(r: Reading, mentions: list[Mention]) -> int:
    """ "2 adults 3 children": kinds of people counted one by one, the writer among them."""
    if not r.all & T.PEOPLE or r.all & (T.CORRECT | T.SUM) or _instead(r):
        return 0
    people = T.PERSON | T.PERSONS
    counted = [
        n
        for n in numbers_of_people(r, mentions)
        if n.last + 1 < len(r.tags) and r.tags[n.last + 1] & (T.PEOPLE | people)
    ]
    if len(counted) > 1 and said_anew(r, counted[0], counted[-1]):
        return 0
    if len(counted) > 1 and r.words[counted[0].last + 2] in _TELLS_WHO:
        return int(counted[0].value)
    if r.lexicon.verb_last:  # "My husband, I and one kid, three people": a total of its own
        counted = [n for n in counted if not r.has(n.first - 1, n.first, T.BREAK)]
    parts = [(int(n.value), r.tags[n.last + 1]) for n in counted]
    if r.lexicon.verb_last and (nouns := [n - 1 for n in r.find(T.TOGETHER) if n]):
        # "Grown-ups two, children three": the noun stands before its number.
        one_by_one = all(r.tags[n] & (people | T.PEOPLE) and not r.tags[n] & T.WITH for n in nouns)
        parts += [(r.value_at(n + 1), r.tags[n]) for n in nouns if one_by_one]
    grown = any(noun & T.PEOPLE and not noun & people for _, noun in parts)
    if not grown:
        parts = [part for part in parts if part[1] & T.PEOPLE]
    single = sum(_one_more(r, n) for n in _joints(r)) if grown and parts else 0
    return sum(value for value, _ in parts) + single if len(parts) + single > 1 else 0


def _instead(r: Reading) -> bool:
    """ "Three and not four": a no beside a number; "a baby who does not buy" takes nothing back."""
    return any(r.has(n - 2, n + 3, T.NUMBER) for n in r.find(T.INSTEAD))


def _joints(r: Reading) -> list[int]:
    """Where a list of people goes on: "and", "+", a comma."""
    commas = [n for n, word in enumerate(r.words) if word == ","][:FEW_MORE]
    return r.find(T.AND | T.PLUS) + [n for n in commas if not r.has(n + 1, n + 2, T.NUMBER)]


def _one_more(r: Reading, at: int) -> bool:
    """ "Two adults and a baby": the one behind the "and" is counted by its article."""
    if r.words[at] == "+" and r.has(at + 1, at + 2, T.PERSON):
        return True
    noun = next((n for n in range(at + 2, at + 5) if r.has(n, n + 1, T.PERSON | T.BREAK)), 0)
    if not r.has(noun, noun + 1, T.PERSON) or not noun:
        return False
    # "one very small baby"; "one kid" is a number of people as it stands.
    small = noun > at + 2 and any(n.first == at + 1 and n.value == 1 for n in r.numbers)
    return small or r.has(at + 1, at + 2, T.ARTICLE)
