"""How many come: totals that are said, companions that are counted, hands that are raised."""

from __future__ import annotations

from itertools import pairwise

from bot.listening import tags as T
from bot.listening.mentions import Mention
from bot.listening.names import capital, cased
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD

_MOST = 50
_NEAR = 3
_NO_COUNT = T.CURRENCY | T.CLOCK | T.UNIT | T.NTH | T.TIMES

FEW_MORE = 9
_MAKES = frozenset("→=⇒")


def heads(r: Reading, mentions: list[Mention]) -> int:
    """The total of people a message speaks of, the writer included; 0 when it says none."""
    if said := total(r, mentions):
        return said
    hands = len(r.find(T.HAND)) if r.all & T.HAND else 0
    listed = _is_a_parent(r) or _lists_us(r)
    people = max(1 + _companions(r, mentions) - listed, hands)
    both = people == 1 and r.all & T.WE and not r.lexicon.both.isdisjoint(r.words)
    return 2 if both else people


def _is_a_parent(r: Reading) -> bool:
    """ "Mum, dad and three children": with no "my" and no "I" the writer is one of the parents."""
    mothers, fathers = r.lexicon.mothers, r.lexicon.fathers
    small = T.AND | T.PLUS | T.ARTICLE
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
        own = any(r.tags[m] & T.ME or r.tags[m] & T.POSSESSIVE for m in range(first, other))
        return not own and r.has(other, last, T.PERSONS)
    return False


def _lists_us(r: Reading) -> bool:
    """ "We are coming: father, mother and three kids": the writer is one of those listed."""
    if ":" not in r.words or not r.all & T.WE or r.all & T.ME:
        return False
    colon = r.words.index(":")
    last = r.sentence(colon)[1]
    people = T.PERSON | T.PERSONS | T.NUMBER | T.AND | T.ARTICLE | T.BREAK | T.PEOPLE
    listed = all(r.tags[n] & people for n in range(colon + 1, last))
    return listed and r.has(0, colon, T.WE) and r.has(colon, last, T.PERSON | T.PERSONS)


def numbers_of_people(r: Reading, mentions: list[Mention]) -> list[Number]:
    """The numbers that may count people: no money, no hours, no entry of the ballot."""
    voted = {m.at for m in mentions}
    return [
        n
        for n in r.numbers
        if n.whole and 0 < n.value <= _MOST and n.first not in voted and not _other(r, n)
    ]


def _other(r: Reading, number: Number) -> bool:
    """Whether a number counts something else: money, hours, an entry's number."""
    after = number.last + 1
    if r.tags[number.first] & T.NTH or r.words[after : after + 1] == ["%"]:
        return True
    if r.has(after, after + 1, T.ACCESS):
        return True  # "3 adults and 1 dog"
    if after < len(r.tags) and r.tags[after] & _NO_COUNT and not r.tags[after] & (T.FOR | T.PEOPLE):
        return True
    before = number.first - 1
    word = r.words[before] if before >= 0 and r.kinds[before] == WORD else ""
    at_hour = bool(word) and r.lexicon.meaning[word] & T.CLOCK  # "see everybody at eleven"
    return bool(at_hour or r.before(number.first) & (T.CURRENCY | T.RANK | T.CLOCK))


def either(r: Reading, mentions: list[Mention]) -> bool:
    """Whether two counts are left open: "there will be 4 or 5 of us"."""
    if not r.all & T.OR:
        return False
    counts = numbers_of_people(r, mentions)
    return any(
        b.value - a.value == 1 and b.first - a.last <= _NEAR and r.has(a.last + 1, b.first, T.OR)
        for a, b in pairwise(counts)
    )


def last_count(r: Reading, mentions: list[Mention]) -> int:
    """The number of people that a message ends with; 0 where it ends otherwise."""
    counts = numbers_of_people(r, mentions)
    said = r.content()
    return int(counts[-1].value) if counts and said and counts[-1].last >= said[-1] else 0


def total(r: Reading, mentions: list[Mention]) -> int:
    """A total that is said as one; the last one holds ("2 and not 5", "two → three")."""
    if listed := _listed(r, mentions):
        return listed
    if more := _with_one_more(r, mentions):
        return more
    told = [s for s in totals(r, mentions) if _is_told(r, s[0])]
    return max(told)[1] + _and_a_baby(r, max(told)[0]) if told else 0


def _and_a_baby(r: Reading, at: int) -> int:
    """ "The four of us + a baby", "the two of us and the 3 kids": how many more behind it."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    both = bool(r.tags[at] & T.TOGETHER) and r.has(after, after + 1, T.AND)
    noun = after + 1 + r.has(after + 1, after + 2, T.ARTICLE | T.POSSESSIVE)
    if noun >= len(r.tags) or not (both or r.tags[after] & T.PLUS):
        return 0
    number = next((n for n in r.numbers if n.first == noun), None)
    if number and r.has(number.last + 1, number.last + 2, T.PERSONS | T.PERSON):
        return int(number.value) if number.value <= FEW_MORE else 0
    said = noun > after + 1 or r.has(after, after + 1, T.PLUS)
    return int(said and r.has(noun, noun + 1, T.PERSON))


def _with_one_more(r: Reading, mentions: list[Mention]) -> int:
    """ "2 plus baby": a number that opens what is said, and one person more; else 0."""
    for number in numbers_of_people(r, mentions)[:1]:
        plus = number.last + 1
        opens = all(r.tags[n] & (T.BREAK | T.FILLER | T.POLITE) for n in range(number.first))
        if opens and r.has(plus, plus + 1, T.PLUS | T.AND) and r.has(plus + 1, plus + 2, T.PERSON):
            return int(number.value) + 1
    return 0


def _is_told(r: Reading, at: int) -> bool:
    """Whether a number is said, not asked: "there are three of us, where are you?" says it."""
    _, end, bits = r.sentence(at)
    last, said = r.clause(at)[1:]
    if bits & T.ASKS and said & T.YOU and not said & (T.ME | T.WE):
        return False
    counted = said & (T.WE_ARE | T.OF_US | T.TOGETHER)
    if r.all & T.COME and r.has(at - 1, at, T.FOR):
        return True  # "room for two? Then we're in"
    return not bits & T.ASKS or bool(said & T.COME or (counted and last < end - 2))


def totals(r: Reading, mentions: list[Mention]) -> list[tuple[int, int]]:
    """Every total that is said and not denied: where, and how many."""
    said = [
        (n, r.value_at(n))
        for n in r.find(T.TOGETHER)
        if not r.denied(n, n) and not (r.lexicon.verb_last and n not in r.values and _brings(r, n))
    ]
    said += [
        (number.first, int(number.value))
        for number in numbers_of_people(r, mentions)
        if _is_total(r, number) and not r.denied(number.first, number.last)
    ]
    return said


def _is_total(r: Reading, number: Number) -> bool:
    tags = r.tags
    before, after = number.first - 1, number.last + 1
    following = tags[after] if after < len(tags) else 0
    second = tags[after + 1] if after + 1 < len(tags) else 0
    if _in_brackets(r, number):
        return False
    if second & T.OF_US:
        return True
    if following & T.FILLER and _signed_up(r, number):
        return True
    counted = not r.lexicon.joined and number.value > 1 and not _and_me(r, after)
    if counted and "".join(r.words[after : after + 1]) in r.lexicon.counters:
        return True  # "mit 7 Mann": behind such a number the word only counts
    ours = range(max(number.first - 3, 0), number.first)
    if following & T.PERSONS and any(r.tags[n] & T.WE and r.tags[n] & T.WE_ARE for n in ours):
        return True  # "we are 4 girls"
    if following & T.PERSONS or following & (T.PERSON | T.PEOPLE) == T.PERSON:
        return False
    if (before >= 0 and tags[before] & T.PLUS) or _me_and(r, before):
        return False
    if r.lexicon.verb_last and second & T.PLUS:
        return False
    if following & T.OTHERS and before >= 0 and tags[before] & T.WITH:
        return False  # "with 2 others"
    if following & T.INSTEAD and second & T.NUMBER:
        return True  # "three instead of two"
    if _and_me(r, after):
        return False  # "eight ladies and I", "3 people from work and I"
    if following & T.TOTAL:
        return True  # "five in all"
    if following & T.OF_US or (following & T.PEOPLE and not _brings(r, number.first)):
        return True
    if following & T.FOR and r.has(after + 1, after + 2, T.ME | T.WE):
        return True
    if before >= 0 and r.words[before] in _MAKES:
        return True
    if before >= 0 and r.words[before] == "(" and r.words[after : after + 1] == [")"]:
        return bool(r.all & T.COME)  # "We'll be late but we'll come! (2)"
    apart = before >= 0 and (tags[before] & T.STRONG or r.words[before] == ":")
    if before > 0 and r.words[before] == ",":  # "count us in, five"
        apart = bool(r.clause(before - 1)[2] & T.COME and r.clause(before - 1)[2] & T.WE)
    ends = following & (T.BREAK | T.FILLER) or after >= len(tags)
    if apart and ends and r.all & (T.COME | T.WE_ARE):
        return True  # "We are coming! Six, with the pram"
    if _with_me(r, number):
        return True
    if ends and _closes(r, number) and r.all & (T.COME | T.WE_ARE | T.PERSON | T.PERSONS):
        return True
    if before >= 0 and tags[before] & T.WE and not tags[before] & (T.POSSESSIVE | T.FILLER):
        return True
    if before >= 0 and tags[before] & T.BUT and _denied_before(r, number):
        return True
    first = r.clause(number.first)[0]
    if first > 1 and r.clause(first - 2)[2] & (T.OF_US | T.NUMBER) == T.OF_US:
        return True  # "A whole gang of us, eight I think"
    return r.has(
        max(first, number.first - 5), number.first, T.WE_ARE | T.SUM | T.COME | T.CORRECT
    ) and (not r.has(max(first, number.first - 3), number.first, T.BRING | T.PLUS))


def _and_me(r: Reading, at: int) -> bool:
    """Whether "and I" ends the clause that a number is in: the writer comes beside them."""
    last = r.clause(at - 1)[1]
    near = range(at, min(at + 5, last - 1))
    if r.has(near.start, near.stop, T.FOR):
        return False  # "two places for Lena and me"
    return any(
        r.tags[n] & T.AND and r.tags[n + 1] & T.ME and not r.tags[n + 1] & T.POSSESSIVE
        for n in near
    )


def _with_me(r: Reading, number: Number) -> bool:
    """ "Six with me": a number that begins the message and is of all, the writer among them."""
    after = number.last + 1
    begins = number.first == next(iter(r.content()), -1) and number.value > 1
    return begins and r.has(after, after + 1, T.WITH) and r.has(after, after + 2, T.ME)


def _closes(r: Reading, number: Number) -> bool:
    """ "Put us down, 2", "the whole family, five": the bare number at the end sums it up."""
    said = r.content()
    behind_comma = number.first > 0 and r.words[number.first - 1] == ","
    alone = behind_comma and len(r.numbers) == 1 and number.value > 1
    return alone and bool(said) and said[-1] <= number.last


def _in_brackets(r: Reading, number: Number) -> bool:
    """ "The kids (3)": the number only says how many of them there are."""
    before = number.first - 1
    return before > 0 and r.words[before] == "(" and bool(r.tags[before - 1] & T.PERSONS)


def _signed_up(r: Reading, number: Number) -> bool:
    """ "Put down two people, me and Jürgen": the number inside such a phrase is of all."""
    signs = T.COME | T.WE_ARE
    first = r.clause(number.first)[0]
    return any(r.tags[n] & signs == signs for n in range(first, number.first))


def _denied_before(r: Reading, number: Number) -> bool:
    """ "Not three but four": the number behind "but" takes the place of the one denied."""
    return any(
        n.last == number.first - 2 and r.denied(n.first, n.last)
        for n in r.numbers
        if n.last < number.first
    )


def _brings(r: Reading, at: int) -> bool:
    first, last, _ = r.clause(at)
    if r.lexicon.verb_last:
        return _brings_before_verb(r, at, first, last)
    return r.has(first, at, T.BRING) or r.has(max(first, at - 2), at, T.WITH)


def _brings_before_verb(r: Reading, at: int, first: int, last: int) -> bool:
    """Where the noun stands before its number: "two friends", not "with a friend, the two of us".

    A noun with "with" joined to it is one person, and the number behind it is the whole group.
    """
    noun = r.tags[at - 1] if at > first else 0
    if not noun & (T.PERSON | T.PERSONS) or noun & T.WITH:
        return False
    if noun & T.PERSON or r.has(first, at, T.ME):
        return True
    return r.has(at, last, T.BRING | T.WITH)


def _listed(r: Reading, mentions: list[Mention]) -> int:
    """ "2 adults 3 children": kinds of people counted one by one, the writer among them."""
    if not r.all & T.PEOPLE or r.all & (T.CORRECT | T.INSTEAD | T.SUM):
        return 0
    people = T.PERSON | T.PERSONS
    parts = [
        (int(n.value), r.tags[n.last + 1])
        for n in numbers_of_people(r, mentions)
        if n.last + 1 < len(r.tags) and r.tags[n.last + 1] & (T.PEOPLE | people)
    ]
    if r.lexicon.verb_last and (nouns := [n - 1 for n in r.find(T.TOGETHER) if n]):
        # "Grown-ups two, children three": the noun stands before its number.
        counted = all(r.tags[n] & (people | T.PEOPLE) and not r.tags[n] & T.WITH for n in nouns)
        parts += [(r.value_at(n + 1), r.tags[n]) for n in nouns if counted]
    grown = any(noun & T.PEOPLE and not noun & people for _, noun in parts)
    if not grown:
        parts = [part for part in parts if part[1] & T.PEOPLE]
    single = sum(_one_more(r, n) for n in _joints(r)) if grown and parts else 0
    return sum(value for value, _ in parts) + single if len(parts) + single > 1 else 0


def _joints(r: Reading) -> list[int]:
    """Where a list of people goes on: "and", "+", a comma."""
    commas = [n for n, word in enumerate(r.words) if word == ","][:FEW_MORE]
    return r.find(T.AND | T.PLUS) + [n for n in commas if not r.has(n + 1, n + 2, T.NUMBER)]


def _one_more(r: Reading, at: int) -> bool:
    """ "Two adults and a baby": the one behind the "and" is counted by its article."""
    if r.words[at] == "+" and r.has(at + 1, at + 2, T.PERSON):
        return True
    return r.has(at + 1, at + 2, T.ARTICLE) and r.has(at + 2, at + 3, T.PERSON)


def _companions(r: Reading, mentions: list[Mention]) -> int:
    """People beside the writer: "my husband", "two friends", "+1"."""
    more = 0
    counted: set[int] = set()
    for number in numbers_of_people(r, mentions):
        before, after = number.first - 1, number.last + 1
        plus = before >= 0 and bool(r.tags[before] & T.PLUS)
        near = range(after, min(after + 4, len(r.tags)))
        if _unsure_of(r, number.first):
            continue
        noun = next((n for n in near if r.tags[n] & (T.PERSON | T.PERSONS | T.PEOPLE)), None)
        if _in_brackets(r, number):
            more += int(number.value)
            counted.add(before - 1)
        elif noun is not None and not r.has(after, noun, T.BREAK | T.AND):
            more += int(number.value)
            counted |= {noun, before} if r.lexicon.verb_last else {noun}
        elif plus and (_content_before(r, before) or int(number.value) > 1):
            more += int(number.value)
            counted |= set(_next_noun(r, after))
        elif _brings(r, number.first) or _me_and(r, before) or _and_me(r, after):
            more += int(number.value)
            counted.add(number.first - 1)
    if r.lexicon.verb_last:
        for n in r.find(T.TOGETHER):
            if n not in r.values and _brings(r, n):
                more += r.value_at(n)
                counted.add(n - 1)
    more += _named_beside_me(r, counted) + _named_with(r, counted)
    people = T.PERSON | T.PERSONS
    if r.all & people:
        for n in r.find(people):
            if _whose(r, n):
                continue
            if n not in counted and _comes_along(r, n) and not _unsure_of(r, n):
                more += 1 if r.tags[n] & T.PERSON else 2
    return more


def _unsure_of(r: Reading, at: int) -> bool:
    """ "I come, perhaps I'll bring somebody", "… my son if he wakes": only the sure are counted."""
    unsure = T.HEDGE | T.CONDITION
    if not r.all & unsure or r.lexicon.verb_last:
        return False
    first, last, bits = r.clause(at, T.BREAK | T.BUT | T.AND)
    sure = (n for n in r.find(T.COME) if not first <= n < last)
    return bool(bits & unsure) and any(not r.clause(n)[2] & unsure for n in sure)


def _named_beside_me(r: Reading, counted: set[int]) -> int:
    """ "Me and Chiara", "@clem and me", "Lella, Gianni and me": each name is one more person."""
    if not r.all & T.ME or not r.all & T.AND:
        return 0
    more = 0
    for me in r.find(T.ME):
        if r.tags[me] & T.POSSESSIVE:
            continue
        for way in (-1, 1):
            asked = r.clause(me, T.STRONG)[2] & (T.NOMINATE | T.NOMINATION) and way < 0
            names = [] if asked else _names_listed(r, me, way)  # "I nominate Kessler, and I …"
            more += sum(n not in counted for n in names)
            counted |= set(names)
    return more


def _names_listed(r: Reading, me: int, way: int) -> list[int]:
    """The names in a list that "me" begins or ends; none where nothing joins them."""
    names: list[int] = []
    joined = False
    n = me + way
    while 0 <= n < len(r.tags):
        if r.tags[n] & T.AND:
            joined = True
        elif is_named(r, n) and (r.tags[n - way] & T.AND or (cased(r) and capital(r, n))):
            beside = names and abs(names[-1] - n) == 1
            if not beside:  # a surname is no second person
                names.append(n)
            if not cased(r):
                break
        elif not r.tags[n] & (T.ARTICLE | T.FILLER):
            opens = n == me + 1 or (way > 0 and bool(names) and r.words[me + 1] == ",")
            opens |= way < 0 and bool(names) and _begins_with_name(r, n - 1)
            if not _lists(r, n + way, n, opens=opens):
                break
        n += way
    return names if joined else []


def _begins_with_name(r: Reading, at: int) -> bool:
    """ "Tom, Anna and I", "the flat comes: Tom, Anna and I": names that are no words come first."""
    first = r.sentence(at)[0]
    while at - 2 >= first and r.words[at - 1] == "," and is_named(r, at - 2):
        at -= 2
    if at and r.words[at - 1] == ":":
        first = at
    while first < at and r.tags[first] & T.HANDLE:
        first += 1
    return at == first and cased(r) and is_named(r, at)


def _lists(r: Reading, at: int, comma: int, *, opens: bool) -> bool:
    """ "la Lola, el Juan y yo": an article shows that a name goes on the list before a comma.

    Without it "Great, Léa and me" names one; "me, Gigi and Carla" begins with the writer.
    """
    return r.words[comma] == "," and (opens or r.has(at - 1, at, T.ARTICLE))


def _named_with(r: Reading, counted: set[int]) -> int:
    """ "On my way with Zoé and Malik": each name behind "with" is one more person."""
    more = 0
    if r.lexicon.name_with:
        return sum(_is_named_joined(r, n) for n in range(len(r.words)) if n not in counted)
    if not r.all & (T.WITH | T.BRING) or not cased(r):
        return 0
    for n in r.find(T.WITH | T.BRING):
        at = n + 1
        while at < len(r.tags) and r.tags[at] & (T.FILLER | T.UNTIL) and not capital(r, at):
            at += 1  # "llevamos a Karim"
        while at < len(r.tags) and at not in counted and is_named(r, at) and capital(r, at):
            counted.add(at)
            more += 1
            surname = at + 1 < len(r.tags) and is_named(r, at + 1) and capital(r, at + 1)
            at += 1 + surname
            while at < len(r.tags) and (r.tags[at] & T.AND or r.words[at] == ","):
                at += 1
    return more


def _whose(r: Reading, at: int) -> bool:
    """ "With a friend's baby": where nothing joins two nouns, the first only says whose it is."""
    if not r.lexicon.verb_last or not r.has(at + 1, at + 2, T.PERSON):
        return False
    bare = not r.tags[at] & T.WITH and not r.words[at].endswith(r.lexicon.name_particles)
    return bare and bool(r.tags[at + 1] & T.WITH)


def _is_named_joined(r: Reading, at: int) -> bool:
    """Whether a word of no meaning ends in "with", as a name does where particles are joined."""
    word = r.words[at]
    return (
        r.kinds[at] == WORD
        and not r.tags[at]
        and len(word) > 2
        and word.endswith(r.lexicon.name_with)
        and r.has(at + 1, r.clause(at)[1], T.COME)
    )


def is_named(r: Reading, at: int) -> bool:
    """Whether a token may be somebody's name, or their handle."""
    if r.kinds[at] == HANDLE:
        return not r.tags[at] & T.HANDLE
    if r.kinds[at] != WORD or r.tags[at] or r.words[at] in r.lexicon.common:
        return False
    return capital(r, at) or not cased(r)


def _me_and(r: Reading, at: int) -> bool:
    """ "Me and two from work": the number behind the word is of the others."""
    return at > 0 and bool(r.tags[at] & T.AND) and bool(r.tags[at - 1] & T.ME)


def _next_noun(r: Reading, after: int) -> list[int]:
    """ "+1 (my flatmate)": the person named beside the figure is that one."""
    if after < len(r.tags) and r.words[after] == "(":
        return [n for n in range(after, min(after + 5, len(r.tags))) if r.tags[n] & T.PERSON]
    return []


def _content_before(r: Reading, at: int) -> bool:
    idle = T.POLITE | T.FILLER | T.BREAK | T.HANDLE
    return any(bits & (T.COME | T.ME | T.SELF) or not bits & idle for bits in r.tags[:at])


def _comes_along(r: Reading, at: int) -> bool:
    first, last, _bits = r.clause(at, T.STRONG)
    if r.has(max(first, at - 4), at, T.NOMINATE | T.NOMINATION):
        return False  # "I nominate Aunt Emma's"
    if r.has(max(first, at - 3), at, T.NEGATION) or r.has(max(first, at - 2), at, T.FOR):
        return False
    if r.lexicon.verb_last and r.tags[at] & T.WITH:
        return True
    if r.has(max(first, at - 5), at, T.WITH | T.AND | T.BRING | T.PLUS):
        return True
    if r.tags[at] & (T.AND | T.WITH):
        return True  # "plus one", "with her"
    after = at + 1
    while after < last and r.tags[after] & T.FILLER:
        after += 1
    if r.has(at + 1, min(after + 3, last), T.AND | T.WITH | T.ALSO):
        return True
    if after < last and r.words[after] == ",":
        return r.has(after + 1, min(after + 4, last), T.PERSON | T.PERSONS | T.ME)
    first, last, beside = r.clause(at)
    if not beside & (T.COME | T.BRING) or beside & T.NEGATION:
        return False
    # "My sister comes with me" is said of her; the "me" there is no subject.
    return not any(r.tags[n] & T.ME and not r.tags[n] & T.BRING for n in range(first, last))
