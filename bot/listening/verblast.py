"""Names in languages whose verb comes last: they stand before it, particles joined."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.names import name_at
from bot.listening.printed import Name
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, NUMBER, SIGN, WORD
from bot.listening.towns import MOST_PARTS, NO_NAME, place_around, places_from, root_of

_IDLE = T.FILLER | T.POLITE | T.NOMINATE | T.ADD | T.NOMINATION | T.LIST | T.ALSO
_NOT_ALONE = (
    T.NEGATION | T.WISH | T.PLAN | T.REPORTED | T.OTHERS | T.OWNER | T.ALREADY | T.DOUBT | T.REGRET
)  # fmt: skip
_FEW = 5
_LONG = 4
_SHORT = 2
_BY_ITS_START = T.KIND | T.ELSEWHERE | T.PARKING | T.ACCESS | T.PAYMENT
"""What a long name can be taken for because it begins with such a word ("coffee …")."""


def _calls(r: Reading, at: int) -> bool:
    """Whether a word ends in "which is called"."""
    word, following = r.words[at], r.words[at + 1] if at + 1 < len(r.words) else ""
    if word.endswith(r.lexicon.quoting) and following.startswith(r.lexicon.quoted_by):
        return True
    return word.endswith(r.lexicon.calling)


def _describes(r: Reading, root: str) -> bool:
    """Whether a word is made of kinds of shop alone ("record shop"), so that it names none."""
    rest = root
    while rest:
        kind = max((k for k in r.lexicon.trades if rest.startswith(k)), key=len, default="")
        if not kind:
            return rest != root and rest in r.lexicon.shop_endings
        rest = rest[len(kind) :]
    return True


def _sells(r: Reading, root: str) -> bool:
    """Whether a word is a name with what the shop sells behind it."""
    return bool(r.lexicon.sold.search(root, 1))


def name_before(r: Reading, trigger: int) -> Name | None:
    """The name right before the verb, or the one that says what the shop sells."""
    at = trigger
    while at > 0 and r.kinds[at - 1] == WORD and _between(r, at - 1):
        at -= 1
    acts = any(not r.tags[n] & _IDLE for n in range(at, trigger))
    if (found := _in_latin(r, at - 1)) is not None:
        return found
    first = r.clause(trigger)[0]
    if at == first and r.words[at - 1 : at] == [","]:  # "Ppoppi's Toys, put it on the list"
        first, at = r.clause(at - 2)[0], at - 1
    if at and r.kinds[at - 1] == HANDLE and not r.tags[at - 1] & T.HANDLE:
        return Name(at - 1, at, r.raw(at - 1))
    if at > 1 and r.kinds[at - 1] == NUMBER and r.end(at - 2) == r.starts[at - 1]:
        return Name(at - 2, at, r.raw(at - 2) + r.raw(at - 1))  # "Noodles24"
    colon = next(
        (n for n in range(trigger, min(trigger + 3, len(r.words))) if r.words[n] == ":"), 0
    )
    if colon and colon + 1 < len(r.words) and (found := _behind_colon(r, colon + 1)):
        return found
    quoted = next((n for n, word in enumerate(r.words) if word in "'\"“‘"), None)
    if quoted is not None and (found := name_at(r, quoted)):
        return found
    for n in range(1, len(r.words) - 1):
        if r.words[n] in r.lexicon.calling and r.kinds[n - 1] == r.kinds[n + 1] == WORD:
            first = _opens_name(r, n - 1)  # "Without Ado, called, a record shop"
            return Name(first, n, r.text[r.starts[first] : r.end(n - 1)])
    for n in range(len(r.words) - 1):
        known = r.words[n + 1].startswith(r.lexicon.known_by) and not r.words[n].endswith(
            r.lexicon.indirect
        )
        if known and _unknown(r, n) and r.kinds[n] == WORD:
            return _named(r, n)
    for n, word in enumerate(r.words):
        if r.kinds[n] == WORD and _calls(r, n) and _sells_or_unknown(r, n) and len(word) > 3:
            return _named(r, n)
    for n in range(len(r.words) - 1):
        if r.tags[n] & T.NAMED and r.kinds[n + 1] == WORD and _unknown(r, n + 1):
            return _named(r, n + 1)
    near = at - 1
    if near > 0 and r.words[near] == ")" and "(" in r.words[:near]:
        near = max(n for n in range(near) if r.words[n] == "(") - 1
        if near >= 0 and r.kinds[near] == WORD and _unknown(r, near):
            return _named(r, near)
    if acts:  # "Dolsan House grandma's cooking is great, I nominate": what acts is no shop
        houses = (n for n in range(near, first - 1, -1) if _is_house(r, n))
        near = next(houses, near)
    if near >= first and quoted is None and (_may_be_name(r, near) or _somebodys(r, near)):
        return _named(r, near)
    for n in (*range(trigger - 1, -1, -1), *range(trigger + 1, len(r.words))):
        root = root_of(r, n) if r.kinds[n] == WORD else ""
        if _sells(r, root) and not _describes(r, root) and not r.tags[n] & NO_NAME:
            return _named(r, n)
    if r.tags[trigger] & T.NOMINATION:  # "My pick is Zelkova Bookshop"
        behind = range(trigger + 1, r.clause(trigger)[1])
        while behind and r.tags[behind[0]] & T.FILLER:
            behind = behind[1:]
        if len(behind) == 1 and _unknown(r, behind[0]) and len(root_of(r, behind[0])) > _SHORT:
            return _named(r, behind[0])
        return next((_named(r, n) for n in behind if _somebodys(r, n)), None)
    return None


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
    return r.kinds[at] == WORD and shop and not r.tags[at] and not _describes(r, root)


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
    for first, last, bits in r.sentences():
        said = [n for n in range(first, last) if r.kinds[n] == WORD and not r.tags[n] & T.POLITE]
        if not said or bits & T.ASKS:
            continue
        at = said[-1]
        if (name := _with_place_only(r, said)) is not None:
            return name
        copulas = tuple(p for p in r.lexicon.naming if len(p) > 1)
        before_break = [
            n for n in said if r.has(n + 1, n + 2, T.BREAK) and r.words[n].endswith(copulas)
        ]
        at = before_break[-1] if before_break and not r.tags[at] & T.COME else at
        if r.tags[at] & T.COME and bits & T.NEXT_TIME and len(said) > 1:
            at = said[-2]
            asked = r.words[at].endswith(r.lexicon.towards) or _sells(r, root_of(r, at))
        else:
            after = r.words[at + 1] if at + 1 < last else ""
            asked = r.words[at].endswith(r.lexicon.naming) or after.startswith(r.lexicon.begging)
        root = root_of(r, at)
        if not asked or _describes(r, root) or r.tags[at] & ~T.KIND or not _unknown(r, at):
            continue
        name = _named(r, at)
        asks = r.tags[said[-1]] & T.COME or r.all & T.NOMINATE
        if _sells(r, root) or (asks and len(said) < _FEW and place_around(r, name)):
            return name
    return None


def _between(r: Reading, at: int) -> bool:
    """Whether a word between a name and the verb goes with the verb: "I want to cheer, I ask"."""
    if r.tags[at] & _IDLE:
        return True
    verb = r.words[at].endswith(r.lexicon.verb_endings)
    return verb and not _sells(r, root_of(r, at))


def _with_place_only(r: Reading, said: list[int]) -> Name | None:
    """ "Ahmed Repairs, Ansan Wongok-dong": a name that says what it sells, and only a place."""
    root = root_of(r, said[0])
    if len(said) < 2 or not _sells(r, root) or _describes(r, root) or not _unknown(r, said[0]):
        return None
    name = _named(r, said[0])
    parts, end = places_from(r, said[1], name)
    return name if parts and end > said[-1] else None


def _behind_colon(r: Reading, at: int) -> Name | None:
    """ "Nomination: …": the one word there, or the last of two that says what it sells."""
    last = at
    while last < len(r.words) and r.kinds[last] in (WORD, NUMBER) and last - at < MOST_PARTS:
        last += 1
    sells = next((n for n in range(at, last) if _sells(r, root_of(r, n))), None)
    if sells is not None:
        return _named(r, sells)
    return _named(r, at) if last == at + 1 and r.kinds[at] == WORD else None


def _sells_or_unknown(r: Reading, at: int) -> bool:
    return not r.tags[at] & (NO_NAME | T.REPORTED)


def _unknown(r: Reading, at: int) -> bool:
    return not r.tags[at] & ~T.KIND and r.words[at] not in r.lexicon.common


def _may_be_name(r: Reading, at: int) -> bool:
    if r.kinds[at] not in (WORD, NUMBER) or r.words[at] in r.lexicon.common:
        return False
    if r.tags[at] & NO_NAME or len(root_of(r, at)) < 2:
        return False
    if r.raw(at).endswith(r.lexicon.verb_endings) and not _sells(r, root_of(r, at)):
        return False
    if len(root_of(r, at)) > _LONG and not r.tags[at] & ~_BY_ITS_START:
        return True
    if r.tags[at] & T.KIND and at > 0 and _somebodys_own(r, at - 1):
        return True
    root = root_of(r, at)
    if not r.tags[at] & ~T.KIND and len(root) > 2 and not _describes(r, root):
        return True
    return (_sells(r, root) and not _describes(r, root)) or not r.tags[at]


def _somebodys_own(r: Reading, at: int) -> bool:
    """ "The Kims' fruit"; "the quarter's" ("동네") is nobody's."""
    return r.raw(at).endswith("네") and r.words[at] not in r.lexicon.common


def _somebodys(r: Reading, at: int) -> bool:
    """ "Zelkova Bookshop": a kind of shop, and before it a word that only a name can be."""
    alone = r.kinds[at] == WORD and r.kinds[at - 1] == WORD if at else False
    return alone and _describes(r, root_of(r, at)) and _belongs(r, at - 1, at)


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
            first == at and _belongs(r, before, at)
        ):
            break
        shop = f"{r.raw(before)} {shop}"
        first = before
        before -= 1
    if first and _glued_number(r, first):  # "Moon and 6Pence Books"
        before = first - 1 - r.words[first - 2].endswith(tuple(r.lexicon.with_particles))
        shop = r.text[r.starts[before] : r.starts[first]] + shop
        first = before
    if first and _genitive(r, first - 1):
        return Name(first - 1, at + 1, f"{r.raw(first - 1)} {shop}")
    return Name(first, at + 1, shop)


def _glued_number(r: Reading, first: int) -> bool:
    """Whether a number is typed right on to a word, as no count is."""
    return r.kinds[first - 1] == NUMBER and r.end(first - 1) == r.starts[first]


def _genitive(r: Reading, at: int) -> bool:
    """ "The afternoon's tea": a noun in the genitive, neither a place nor somebody's."""
    word = r.raw(at)
    noun = word[:-1]
    if r.kinds[at] != WORD or len(noun) < 2 or not word.endswith(r.lexicon.genitive):
        return False
    place = noun in r.lexicon.regions or noun.endswith(r.lexicon.place_endings)
    known = T.ME | T.WE | T.OTHERS | T.PERSON | T.PERSONS | T.PLACE | T.LANDMARK | T.PROPORTION
    return not place and not r.tags[at] & known and noun not in r.lexicon.common


def _belongs(r: Reading, before: int, at: int) -> bool:
    if r.raw(at).isascii() and not r.raw(before).isascii():
        return bool(r.tags[before] & T.KIND) and r.words[before] in r.lexicon.kinds
    if _somebodys_own(r, before) and not r.tags[before] & NO_NAME:
        return True
    if _describes(r, root_of(r, at)) and _unknown(r, before) and not r.tags[before]:
        # "Zelkova Bookshop"
        return not _says_where_or_how(r, before, r.raw(before - 1) if before else "")
    return r.raw(before).isascii() and not r.raw(at).isascii()


def _says_where_or_how(r: Reading, at: int, before: str) -> bool:
    """Whether a word before a kind of shop says where it is, or what it is like."""
    word = r.raw(at)
    quarter = before.endswith(r.lexicon.place_endings) and len(before) > _SHORT
    if quarter and word.endswith(tuple(r.lexicon.with_particles)):
        return False  # "Hyoja-dong Half-an-Apple Fruit": the place is said before it
    if word in r.lexicon.regions or word.endswith(r.lexicon.place_endings):
        return True
    noun = word.endswith("이") and len(word) > _SHORT and word[:-1] not in r.lexicon.common
    particle = not noun and any(
        word.endswith(p) for p in (*r.lexicon.name_particles, *r.lexicon.place_particles)
    )  # "Snail Watches": the noun itself ends so
    return particle or word.endswith((*r.lexicon.describing, *r.lexicon.with_particles))
