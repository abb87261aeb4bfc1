"""Names in languages whose verb comes last: they stand before it, particles joined."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.names import name_at
from bot.listening.printed import Name
from bot.listening.reading import Reading, Span
from bot.listening.roots import (
    NO_NAME,
    SHORT,
    belongs,
    describes,
    ends_as_verb,
    is_genitive,
    is_somebodys,
    may_be_name,
    root_of,
    sells,
    unknown,
)
from bot.listening.text import HANDLE, NUMBER, SIGN, WORD
from bot.listening.towns import MOST_PARTS, place_around, places_from

_IDLE = T.FILLER | T.POLITE | T.NOMINATE | T.ADD | T.NOMINATION | T.LIST | T.ALSO
_NOT_ALONE = (
    T.NEGATION | T.WISH | T.PLAN | T.REPORTED | T.OTHERS | T.OWNER | T.ALREADY | T.DOUBT | T.REGRET
)  # fmt: skip
_FEW = 5
_TOO_SHORT = 3
_QUOTES = "'\"“‘"


def name_before(r: Reading, trigger: int) -> Name | None:
    """The name right before the verb, or the one that says what the shop sells."""
    at = trigger
    while at > 0 and r.kinds[at - 1] == WORD and _goes_with_verb(r, at - 1):
        at -= 1
    acts = any(not r.tags[n] & _IDLE for n in range(at, trigger))
    if (found := _in_latin(r, at - 1)) is not None:
        return found
    first = r.clause(trigger)[0]
    if at == first and r.words[at - 1 : at] == [","]:  # "Ppoppi's Toys, put it on the list"
        first, at = r.clause(at - 2)[0], at - 1
    return (
        _no_plain_word(r, at)
        or _set_apart(r, trigger)
        or _said_to_be_called(r)
        or _nearest(r, at, first=first, acts=acts)
        or _says_what_it_sells(r, trigger)
        or _picked(r, trigger)
    )


def _no_plain_word(r: Reading, at: int) -> Name | None:
    """A handle right before the verb, or a word with a number written on to it ("Noodles24")."""
    if at and r.kinds[at - 1] == HANDLE and not r.tags[at - 1] & T.HANDLE:
        return Name(at - 1, at, r.raw(at - 1))
    if at > 1 and r.kinds[at - 1] == NUMBER and r.end(at - 2) == r.starts[at - 1]:
        return Name(at - 2, at, r.raw(at - 2) + r.raw(at - 1))
    return None


def _set_apart(r: Reading, trigger: int) -> Name | None:
    """The name behind a colon near the verb, or between quotation marks."""
    near = range(trigger, min(trigger + 3, len(r.words)))
    colon = next((n for n in near if r.words[n] == ":"), 0)
    if colon and colon + 1 < len(r.words) and (found := _behind_colon(r, colon + 1)):
        return found
    quoted = next((n for n, word in enumerate(r.words) if word in _QUOTES), None)
    return None if quoted is None else name_at(r, quoted)


def _said_to_be_called(r: Reading) -> Name | None:
    """The name that the message says a shop has: "called", "known as", "by the name of"."""
    last = len(r.words) - 1
    for n in range(1, last):
        if r.words[n] in r.lexicon.calling and r.kinds[n - 1] == r.kinds[n + 1] == WORD:
            first = _opens_name(r, n - 1)  # "Without Ado, called, a record shop"
            return Name(first, n, r.text[r.starts[first] : r.end(n - 1)])
    for n in range(last):
        known = r.words[n + 1].startswith(r.lexicon.known_by)
        known = known and not r.words[n].endswith(r.lexicon.indirect)
        if known and unknown(r, n) and r.kinds[n] == WORD:
            return _named(r, n)
    for n, word in enumerate(r.words):
        told = r.tags[n] & (NO_NAME | T.REPORTED)
        if r.kinds[n] == WORD and len(word) > _TOO_SHORT and _calls(r, n) and not told:
            return _named(r, n)
    for n in range(last):
        if r.tags[n] & T.NAMED and r.kinds[n + 1] == WORD and unknown(r, n + 1):
            return _named(r, n + 1)
    return None


def _nearest(r: Reading, at: int, *, first: int, acts: bool) -> Name | None:
    """The name that ends before a token of its clause, also where brackets stand behind it.

    Where something else acts on the shop first ("Dolsan House grandma's cooking is great, I
    nominate") what acts is no shop, and a word that ends as shops do is the name.
    """
    near = at - 1
    if near > 0 and r.words[near] == ")" and "(" in r.words[:near]:
        near = max(n for n in range(near) if r.words[n] == "(") - 1
        if near >= 0 and r.kinds[near] == WORD and unknown(r, near):
            return _named(r, near)
    if acts:
        near = next((n for n in range(near, first - 1, -1) if _is_house(r, n)), near)
    if near < first or any(word in _QUOTES for word in r.words):
        return None
    return _named(r, near) if may_be_name(r, near) or is_somebodys(r, near) else None


def _says_what_it_sells(r: Reading, trigger: int) -> Name | None:
    """The nearest word before the verb, else behind it, that is a name with what is sold."""
    for n in (*range(trigger - 1, -1, -1), *range(trigger + 1, len(r.words))):
        root = root_of(r, n) if r.kinds[n] == WORD else ""
        if sells(r, root) and not describes(r, root) and not r.tags[n] & NO_NAME:
            return _named(r, n)
    return None


def _picked(r: Reading, trigger: int) -> Name | None:
    """ "My pick is Zelkova Bookshop": the name stands behind the noun."""
    if not r.tags[trigger] & T.NOMINATION:
        return None
    behind = range(trigger + 1, r.clause(trigger)[1])
    while behind and r.tags[behind[0]] & T.FILLER:
        behind = behind[1:]
    if len(behind) == 1 and unknown(r, behind[0]) and len(root_of(r, behind[0])) > SHORT:
        return _named(r, behind[0])
    return next((_named(r, n) for n in behind if is_somebodys(r, n)), None)


def _calls(r: Reading, at: int) -> bool:
    """Whether a word ends in "which is called"."""
    word, following = r.words[at], r.words[at + 1] if at + 1 < len(r.words) else ""
    if word.endswith(r.lexicon.quoting) and following.startswith(r.lexicon.quoted_by):
        return True
    return word.endswith(r.lexicon.calling)


def _opens_name(r: Reading, at: int) -> int:
    """Where a name of several words begins that is set apart from "which is called"."""
    while at > 0 and r.kinds[at - 1] == WORD and not r.tags[at - 1]:
        word = r.words[at - 1]
        if word in r.lexicon.common or word in r.lexicon.regions:
            break
        if word.endswith((*r.lexicon.place_particles, *r.lexicon.place_endings)):
            break
        at -= 1
    return at


def _is_house(r: Reading, at: int) -> bool:
    """Whether a word of no meaning ends as shops do ("Dolsan House")."""
    root = root_of(r, at)
    shop = len(root) > 2 and root.endswith((*r.lexicon.shop_endings, *r.lexicon.trades))
    return r.kinds[at] == WORD and shop and not r.tags[at] and not describes(r, root)


def _in_latin(r: Reading, at: int) -> Name | None:
    """A whole name in Latin letters up to this token ("La Bottega di Maria", "B&B Toys")."""
    if at < 0 or r.kinds[at] not in (WORD, NUMBER) or not _latin(root_of(r, at)):
        return None
    first = at
    while first > 0 and _goes_on_in_latin(r, first - 1):
        first -= 1
    while first < at and not capital(r, first) and r.words[first] != "'":
        first += 1
    if first == at or not any(c.isupper() for c in r.text[r.starts[first] : r.end(at)]):
        return None  # a single word has rules of its own
    return Name(first, at + 1, r.text[r.starts[first] : r.starts[at]] + root_of(r, at))


def _goes_on_in_latin(r: Reading, at: int) -> bool:
    word = r.raw(at)
    if r.kinds[at] == SIGN:
        return word in "&'.·+"
    return r.kinds[at] in (WORD, NUMBER) and _latin(word)


def _latin(word: str) -> bool:
    return all(letter < "\u0250" for letter in word)


def name_alone(r: Reading) -> Name | None:
    """ "Tongyeong Nabi Workshop it is!": a sentence that ends with a name that says what it sells.

    Next time "let's go to" behind such a name asks for it too.
    """
    if r.all & _NOT_ALONE:
        return None
    arrow = next((n for n, word in enumerate(r.words) if word in "→⇒"), len(r.words))
    if arrow + 1 < len(r.words) and (name := _behind_colon(r, arrow + 1)):
        return name
    for sentence in r.sentences():
        first, last, bits = sentence
        said = [n for n in range(first, last) if r.kinds[n] == WORD and not r.tags[n] & T.POLITE]
        if not said or bits & T.ASKS:
            continue
        if name := _with_place_only(r, said) or _asked_alone(r, said, sentence):
            return name
    return None


def _asked_alone(r: Reading, said: list[int], sentence: Span) -> Name | None:
    """The name that the last words of a sentence ask for, if it is surely a shop's."""
    at = _asked_for(r, said, sentence)
    if at is None or describes(r, root_of(r, at)) or not unknown(r, at):
        return None
    name = _named(r, at)
    asks = r.tags[said[-1]] & T.COME or r.all & T.NOMINATE
    placed = asks and len(said) < _FEW and place_around(r, name)
    return name if sells(r, root_of(r, at)) or placed else None


def _asked_for(r: Reading, said: list[int], sentence: Span) -> int | None:
    """The word asked for by its ending or the word behind it: "… it is!", "let's go to …"."""
    at = said[-1]
    if not r.tags[at] & T.COME:
        at = next((n for n in reversed(said) if _closes_as_name(r, n)), at)
    if r.tags[at] & T.COME and sentence[2] & T.NEXT_TIME and len(said) > 1:
        at = said[-2]
        asked = r.words[at].endswith(r.lexicon.towards) or sells(r, root_of(r, at))
    else:
        after = r.words[at + 1] if at + 1 < sentence[1] else ""
        asked = r.words[at].endswith(r.lexicon.naming) or after.startswith(r.lexicon.begging)
    return at if asked else None


def _closes_as_name(r: Reading, at: int) -> bool:
    """Whether a clause ends with this word, and it with "it is"."""
    if not r.has(at + 1, at + 2, T.BREAK):
        return False
    return r.words[at].endswith(tuple(p for p in r.lexicon.naming if len(p) > 1))


def _goes_with_verb(r: Reading, at: int) -> bool:
    """Whether a word between a name and the verb goes with the verb: "I want to cheer, I ask"."""
    return bool(r.tags[at] & _IDLE) or ends_as_verb(r, at)


def _with_place_only(r: Reading, said: list[int]) -> Name | None:
    """ "Ahmed Repairs, Ansan Wongok-dong": a name that says what it sells, and only a place."""
    root = root_of(r, said[0])
    if len(said) < 2 or not sells(r, root) or describes(r, root) or not unknown(r, said[0]):
        return None
    name = _named(r, said[0])
    parts, end = places_from(r, said[1], name)
    return name if parts and end > said[-1] else None


def _behind_colon(r: Reading, at: int) -> Name | None:
    """ "Nomination: …": the one word there, or the last of two that says what it sells."""
    last = at
    while last < len(r.words) and r.kinds[last] in (WORD, NUMBER) and last - at < MOST_PARTS:
        last += 1
    shop = next((n for n in range(at, last) if sells(r, root_of(r, n))), None)
    if shop is not None:
        return _named(r, shop)
    return _named(r, at) if last == at + 1 and r.kinds[at] == WORD else None


def _named(r: Reading, at: int) -> Name:
    """The name at a token, with a kind word or a foreign word that stands before it."""
    shop = root_of(r, at)
    first = at
    before = at - 1
    counts = r.has(before, at, T.NUMBER) and r.kinds[before] == WORD  # "Thread One Turn"
    if counts and before > 0 and r.kinds[before - 1] == WORD and not r.tags[before - 1]:
        first, before = before - 1, before - 2
        shop = f"{r.raw(first)} {r.raw(first + 1)} {shop}"
    while before >= max(0, at - MOST_PARTS) and r.kinds[before] == WORD:
        foreign = r.raw(before).isascii() and r.raw(first).isascii()
        if not (foreign and r.raw(before)[0].isupper()) and not (
            first == at and belongs(r, before, at)
        ):
            break
        shop = f"{r.raw(before)} {shop}"
        first = before
        before -= 1
    if first and _glued_number(r, first):  # "Moon and 6Pence Books"
        before = first - 1 - r.words[first - 2].endswith(tuple(r.lexicon.with_particles))
        shop = r.text[r.starts[before] : r.starts[first]] + shop
        first = before
    if first and is_genitive(r, first - 1):
        return Name(first - 1, at + 1, f"{r.raw(first - 1)} {shop}")
    return Name(first, at + 1, shop)


def _glued_number(r: Reading, first: int) -> bool:
    """Whether a number is typed right on to a word, as no count is."""
    return r.kinds[first - 1] == NUMBER and r.end(first - 1) == r.starts[first]
