"""Names and nouns that stand in one list with "me": "me and Chiara", "my bro and I"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD

_SMALL = T.ARTICLE | T.FILLER | T.TITLE


def named_beside_me(r: Reading, counted: set[int]) -> int:
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
            # "my neighbour Joyce and I": the two are one
            counted |= set(names) | {n - 1 for n in names if r.has(n - 1, n, T.PERSON)}
    return more


def strange_beside_me(r: Reading) -> int:
    """ "My bro and me", "I and my fella": a noun of mine that no list has is one more person."""
    if not r.all & T.ME or not r.all & T.AND or r.lexicon.verb_last:
        return 0
    more = 0
    for n in r.find(T.AND):
        if is_i(r, n - 1) and r.has(n + 1, n + 2, T.POSSESSIVE):
            more += _strange(r, n + 2)
        elif is_i(r, n + 1) and r.has(n - 2, n - 1, T.POSSESSIVE):
            begins = not r.has(r.clause(n)[0], n - 2, T.ME)  # not "I park my bike and I come"
            more += begins and _strange(r, n - 1)
    return more


def is_i(r: Reading, at: int) -> bool:
    """Whether a token is "I" or "me", and not "my"."""
    return r.has(at, at + 1, T.ME) and not r.tags[at] & T.POSSESSIVE


def _strange(r: Reading, at: int) -> bool:
    """Whether a token is a noun of which nothing is known, and of one alone."""
    if at >= len(r.tags) or r.kinds[at] != WORD or r.tags[at] & ~T.PHRASE:
        return False
    word = r.words[at]
    known = word in r.lexicon.common or word in r.lexicon.slips
    if known or word.endswith(("s", "en")):
        return False
    after = r.tags[at + 1 : at + 2]  # "my big mouth", "my wee dog": it describes what follows
    return not after or bool(after[0] and not after[0] & (T.THING | T.ACCESS))


def _names_listed(r: Reading, me: int, way: int) -> list[int]:
    """The names in a list that "me" begins or ends; none where nothing joins them."""
    names: list[int] = []
    joined = False
    n = me + way
    while 0 <= n < len(r.tags):
        if r.tags[n] & T.AND:
            joined = True
        elif way < 0 and r.words[n - 1] in r.lexicon.of:
            break  # "mi compi de piso y yo"
        elif is_named(r, n) and (r.tags[n - way] & T.AND or (cased(r) and capital(r, n))):
            beside = names and abs(names[-1] - n) == 1
            if not beside:  # a surname is no second person
                names.append(n)
            if not cased(r):
                break
        elif not (r.tags[n] & _SMALL or _said_again(r, n, way) or _a_title(r, n)):
            opens = n == me + 1 or (way > 0 and bool(names) and r.words[me + 1] == ",")
            opens |= way < 0 and bool(names) and _begins_with_name(r, n - 1)
            if not _lists(r, n + way, n, opens=opens):
                break
        n += way
    return names if joined else []


def _a_title(r: Reading, at: int) -> bool:
    """ "Gudrun, der Herr Yıldız und ich": the gentleman of a phrase, and a name behind it."""
    return bool(r.tags[at] & T.OTHERS) and r.tags[at + 1] == T.FILLER and is_named(r, at + 2)


def _said_again(r: Reading, at: int, way: int) -> bool:
    """ "Contate su di me e su Paolo": behind the "and" the small word is said again."""
    if way < 0 or not r.tags[at - 1] & T.AND:
        return False
    small = (
        not r.tags[at] & ~T.PHRASE
        and at + 1 < len(r.tags)
        and is_named(r, at + 1)
        and capital(r, at + 1)
    )
    return bool(r.tags[at] & T.JOINER) or small  # "och lilla Iris"


def _begins_with_name(r: Reading, at: int) -> bool:
    """ "Tom, Anna and I", "the flat comes: Tom, Anna and I": names that are no words come first."""
    first = r.sentence(at)[0]
    while at - 2 >= first:
        at -= r.has(at - 1, at, T.ARTICLE) and r.words[at - 2] == ","  # "Manolo, el Chispa, …"
        if at - 2 < first or r.words[at - 1] != "," or not is_named(r, at - 2):
            break
        at -= 2
    if at and r.words[at - 1] == ":":
        first = at
    while first < at and r.tags[first] & T.HANDLE:
        first += 1
    opens = at == first or r.words[at - 1] == ":" or r.has(at - 1, at, T.COME)
    return opens and cased(r) and is_named(r, at)


def _lists(r: Reading, at: int, comma: int, *, opens: bool) -> bool:
    """ "la Lola, el Juan y yo": an article shows that a name goes on the list before a comma.

    Without it "Great, Léa and me" names one; "me, Gigi and Carla" begins with the writer.
    """
    return r.words[comma] == "," and (opens or r.has(at - 1, at, T.ARTICLE))


def is_named(r: Reading, at: int) -> bool:
    """Whether a token may be somebody's name, or their handle."""
    if r.kinds[at] == HANDLE:
        return not r.tags[at] & T.HANDLE
    if r.kinds[at] != WORD or r.tags[at] or r.words[at] in r.lexicon.common:
        return False
    if r.words[at][-1] == "'" and r.words[at + 1 : at + 2] == ["s"]:
        return False  # "Tom's mum"
    return capital(r, at) or not cased(r)
