"""The likeliest name of a shop in a message that asks for one somewhere else than beside it."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.names import name_at
from bot.listening.places import place_after
from bot.listening.printed import Name
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

_ENOUGH = 2
_RIGHT_BEFORE = 3
"""Points of a name with the verb right behind it ("ich möchte Kessler vorschlagen")."""

_FAR, _NEAR = 4, 2
"""Sentences between a word that asks, plainly or weakly, and a name: so many cost it a point."""

_PLACED = 8
"""Tokens behind a name within which its place ends."""

_AT_ONCE = T.PLACE | T.BREAK | T.STREET | T.ARTICLE
_MOST_CHUNKS = 20
_FEW = 2
_NOT_FIRST = T.ME | T.NOMINATE | T.NOMINATION | T.ADD | T.SUGGEST | T.NUMBER
_NO_AUNT = T.BREAK | T.POSSESSIVE | T.AND | T.ARTICLE
"""Before "Tante Yvonne" they show that she is the writer's aunt, and no shop."""

_PEOPLE = T.PERSON | T.PERSONS | T.OTHERS | T.POLITE | T.ME | T.WE | T.CLOCK | T.UNIT


def likeliest(r: Reading, trigger: int, *, before: bool = False) -> Name | None:
    """The name that most looks like a shop's; None when none looks enough like one.

    With `before` only what stands in front of the trigger is looked at.
    """
    if not cased(r):
        return None
    sentences = r.sentences()
    here = sentences.index(r.sentence(trigger))
    reach = _FAR if r.tags[trigger] & (T.NOMINATE | T.NOMINATION) else _NEAR
    scored = []
    for name in _chunks(r):
        if before and name.last > trigger:
            break
        away = 0 if before else abs(sentences.index(r.sentence(name.first)) - here) / reach
        beside = _RIGHT_BEFORE if name.last == trigger else 0
        scored.append((_points(r, name) + beside - away, -abs(name.first - trigger), name))
    several = [s for s in scored if s[2].last - s[2].first > 1]
    if len(several) == 1 and _ENOUGH > several[0][0] > 1:
        return several[0][2]
    best = max(scored, default=None, key=lambda s: s[:2])
    return _of_somebody(r, best[2]) if best and best[0] >= _ENOUGH else None


def _of_somebody(r: Reading, name: Name) -> Name:
    """ "l'edicola di Piero": a kind of shop and one name behind "of" are the name together."""
    kind = name.first - 2
    whose = name.last - name.first == 1 and kind >= 0 and r.words[kind + 1] in r.lexicon.of
    if not whose or not r.tags[kind] & T.KIND:
        return name
    return name_at(r, kind, low=False) or name


def _points(r: Reading, name: Name) -> float:
    """How much a chunk with capitals looks like a shop's name."""
    words = sum(1 for n in range(name.first, name.last) if r.kinds[n] == WORD)
    if r.lexicon.noun_capitals and _article_opens(r, name):
        words -= 1  # "Die Auswahl fällt schwer"
    placed = _is_placed(r, name, words)
    points = _for_a_shop(r, name, words) + 2 * placed
    return points - _for_a_person(r, name, words) - _for_no_name(r, name, words, placed=placed)


def _for_a_shop(r: Reading, name: Name, words: int) -> float:
    """What speaks for a shop: several words, a trade, "&", a colon or a quotation before it."""
    before = name.first - 1
    points = 2.0 if words > 1 else 0.0
    points += 3 if r.has(name.first, name.last, T.KIND) else 0
    points += 1.5 if "&" in r.words[name.first : name.last] else 0
    points += 3 if before >= 0 and r.words[before] in ':“«"„' else 0
    return points + _opens(r, before)


def _opens(r: Reading, before: int) -> bool:
    """Whether a name opens a sentence, or stands behind a handle."""
    return before < 0 or bool(r.tags[before] & (T.STRONG | T.HANDLE))


def _is_placed(r: Reading, name: Name, words: int) -> bool:
    """Whether the place of a shop follows; behind one word that opens a sentence at once."""
    _, after = place_after(r, name.last)
    if not name.last < after <= name.last + _PLACED:
        return False
    before = name.first - 1
    opening = words == 1 and (before < 0 or r.tags[before] & T.STRONG)
    return not opening or r.has(name.last, name.last + 1, _AT_ONCE)


def _for_no_name(r: Reading, name: Name, words: int, *, placed: bool) -> float:
    """What speaks for a street, a town, a thing or a signature, or against what is denied."""
    before = name.first - 1
    points = 8 if is_address(r, name) or r.denied(name.first, name.last - 1) else 0
    if words == 1 and r.has(name.first, name.last, T.ELSEWHERE) and not r.tags[name.first] & T.KIND:
        points += 3  # "ich fahr nachts Taxi"
    if name.last >= len(r.tags) and before > 0 and r.words[before] == ",":
        points += 8 * bool(r.tags[before - 1] & T.POLITE)  # "Groeten, Ger en Willy"
    located = before >= 0 and r.before(name.first) & T.PLACE and not placed
    if located and not r.has(name.first, name.last, T.KIND) and not _owned(r, name):
        points += 3
    return points


def _for_a_person(r: Reading, name: Name, words: int) -> float:
    """What speaks for a person: a title ("Mme Le Goff"), a word for people in it or before it."""
    before = name.first - 1
    surname = _ENOUGH + r.has(name.first, name.first + 1, T.TITLE)
    points = 4 if words <= surname and r.has(before, name.first + 1, T.TITLE) else 0
    if _is_aunt(r, name, words):
        return points
    bits = r.tags[name.first]
    hour = T.CLOCK if r.kinds[name.first] == WORD else 0  # "um Korb & Kiepe" tells no hour
    beside = before >= 0 and r.tags[before] & _PEOPLE & ~hour
    family = words > 2 or (name.last - name.first > 2 and not bits & _PEOPLE)
    people = _PEOPLE & ~T.UNIT if bits & T.NUMBER else _PEOPLE  # "Mille et Une Vis"
    inside = r.has(name.first, name.first + 1 if family else name.last, people)
    return points + 3 * bool(beside or inside)


def _is_aunt(r: Reading, name: Name, words: int) -> bool:
    """ "Tante Yvonne" as a shop is called: not the writer's own, and no "Tante Yvonne says"."""
    if words < 2 or not r.tags[name.first] & T.PERSON:
        return False
    before = name.first - 1
    return words > 2 if _opens(r, before) else not r.tags[before] & _NO_AUNT


def _owned(r: Reading, name: Name) -> bool:
    """ "Rosa's Remnants": whose it is, and what; no street and no town is called so."""
    for n in range(name.first + 1, name.last - 1):
        if (
            r.words[n] == "s"
            and r.words[n - 1][-1] == "'"
            and not r.has(n, name.last, T.STREET_END)
        ):
            return True
    return False


def _article_opens(r: Reading, name: Name) -> bool:
    """Whether a chunk is a sentence's first article, capital for that alone, and one noun."""
    opens = name.first == 0 or r.tags[name.first - 1] & (T.STRONG | T.HANDLE)
    return bool(opens and r.tags[name.first] & T.ARTICLE) and name.last - name.first == _FEW


def is_address(r: Reading, name: Name) -> bool:
    """Whether what looks like a name is a street with its number."""
    first, last = name.first, name.last - 1
    if r.tags[first] & (T.STREET | T.STREET_END) and r.kinds[last] == NUMBER:
        return True
    if r.has(first - 1, first + 1, T.STREET):
        return True
    lone = first == last and r.tags[last] & T.STREET_END and not r.tags[last] & T.KIND
    if lone and _in_the(r, first):
        return True  # "in der Lederergasse"
    if lone and r.words[first - 1 : first] == [","] and not r.has(last + 1, last + 2, T.PLACE):
        return True  # "Nominated, Millstreet."
    house = last + 1 + (r.words[last + 1 : last + 2] == ["."])
    if first == last and r.tags[last] & T.STREET_END and r.kinds[house : house + 1] == [NUMBER]:
        return True
    street = T.STREET | T.STREET_END
    if first == last and r.has(last + 1, last + 2, street) and not r.has(first, last + 1, T.KIND):
        return r.kinds[last + 2 : last + 3] == [NUMBER]  # "Hallesche Straße 77"
    small = first
    while small > 0 and r.tags[small - 1] & T.JOINER and not capital(r, small - 1):
        small -= 1
    if small < first and r.has(small - 1, small, T.STREET) and not capital(r, small - 1):
        return True  # "rue de Bourgogne"
    if r.tags[last] & T.STREET_END and not r.has(first, last + 1, T.KIND) and last > first:
        return first > 0 and bool(r.tags[first - 1] & (T.PLACE | T.BREAK))
    if r.kinds[first] == NUMBER and r.has(first + 1, last + 2, T.STREET | T.STREET_END):
        return first > 0 and r.words[first - 1] in ",("
    return False


def _in_the(r: Reading, at: int) -> bool:
    """Whether a small word for a place stands before a token, an article between them or not."""
    before = at - 1 - r.has(at - 1, at, T.ARTICLE)
    return before >= 0 and bool(r.tags[before] & T.PLACE) and not capital(r, before)


def _chunks(r: Reading) -> list[Name]:
    """Everything in a message that is typed as a name, in order."""
    out: list[Name] = []
    n = 0
    while n < len(r.tags) and len(out) < _MOST_CHUNKS:
        if r.kinds[n] in (WORD, NUMBER) and _may_begin(r, n):
            name = without_person(r, name_at(r, n, low=False))
            if name and (apart := _place_and(r, name)):
                n = apart
                continue
            if name and name.first <= n + 1 + 3 * bool(r.tags[n] & (T.TITLE | T.PERSONS)):
                out.append(name)
                n = max(name.last, n + 1)
                continue
        n += 1
    return out


def _place_and(r: Reading, name: Name) -> int:
    """ "Soap & Co in Delft and Fishmonger Piet": a place ends at the "and"; the token after it."""
    if not name.first or not r.tags[name.first - 1] & T.PLACE:
        return 0
    inside = (n for n in range(name.first + 1, name.last) if r.tags[n] & T.AND)
    return next((n + 1 for n in inside if r.kinds[n] == WORD), 0)


def without_person(r: Reading, name: Name | None) -> Name | None:
    """ "Mrs Kok of Kok Fabrics" is two names: hers, and the shop's behind the small word."""
    if name is None or not r.tags[name.first] & (T.TITLE | T.PERSONS):
        return name
    if not r.tags[name.first] & T.TITLE:  # "the people of the Corner Shop"
        inside = range(name.first + 1, name.last - 1)
        link = next((n for n in inside if r.tags[n] & T.JOINER and not r.tags[n] & T.AND), None)
        named = link is not None and not capital(r, link) and r.has(link, name.last, T.KIND)
        return name_at(r, link + 1, low=False) if link is not None and named else name
    for n in range(name.first + 1, name.last - 1):
        if r.tags[n] & (T.JOINER | T.PLACE) and not capital(r, n):
            return name_at(r, n + 1, low=False) or name
    return name


def _number_and(r: Reading, n: int) -> bool:
    """ "Mille et Une Vis", "Thirteen & a Half Buttons": a number, "and", and a capital behind."""
    named = n + 2 + r.has(n + 2, n + 3, T.ARTICLE)
    joined = capital(r, n) and r.kinds[n] == WORD and r.has(n + 1, n + 2, T.AND)
    return joined and named < len(r.tags) and r.kinds[named] == WORD and capital(r, named)


def _may_begin(r: Reading, n: int) -> bool:
    bits = r.tags[n]
    following = n + 1 < len(r.tags) and capital(r, n + 1)
    following = following and (r.kinds[n + 1] == WORD or bool(bits & T.KIND))  # "Laden 26"
    pair = r.words[n + 1 : n + 2] == ["&"] and n + 2 < len(r.tags) and capital(r, n + 2)
    following = following or pair  # "Boutons & Bobines"
    if bits & T.KIND and not capital(r, n):
        return following
    if not capital(r, n) or bits & _NOT_FIRST:
        return bool(bits & T.NUMBER) and (following or _number_and(r, n))
    if bits & T.NEXT_TIME:
        return False  # "Nächstes Mal bitte …"
    if bits & T.OTHERS and r.words[n][-1] == "'":
        return False  # "He'd"
    if following and bits and not bits & T.KIND and r.tags[n + 1] & (T.YOU | T.OTHERS):
        return False  # "Könnten Sie"
    opens = n == 0 or bool(r.tags[n - 1] & (T.BREAK | T.HANDLE))
    if opens and r.has(n + 1, n + 2, T.KIND) and not capital(r, n + 1):
        return False  # "Tiny place on the corner"
    if opens and r.words[n] in r.lexicon.hosts:
        return following  # "Chez Abdel"
    word = r.words[n].rstrip("'")  # "It's"
    small = word in r.lexicon.common or word in r.lexicon.slips
    if opens and small and not bits & (T.ARTICLE | T.KIND):
        return False  # "Honestly", "Here"
    if opens and (bits or r.words[n] in r.lexicon.common):
        return following and not bits & (T.POSSESSIVE | T.PERSON | T.OTHERS | T.YOU)
    return True
