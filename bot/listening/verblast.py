"""Names and places in languages whose verb comes last: they stand before it, particles joined."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.names import Name, name_at
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

_IDLE = T.FILLER | T.POLITE | T.NOMINATE | T.ADD | T.NOMINATION | T.LIST | T.ALSO
_NO_NAME = T.ME | T.WE | T.OTHERS | T.YOU | T.HOW | T.HELP | T.WHEN | T.WHERE | T.NEXT_TIME
_FAR = 12


def root_of(r: Reading, at: int) -> str:
    """A word as typed without the particle that ends it, when two syllables stay."""
    word = r.raw(at)
    for particle in r.lexicon.name_particles:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
    return word


def _sells(r: Reading, root: str) -> bool:
    """Whether a word is a name with what the shop sells behind it."""
    return any(kind in root[1:] for kind in r.lexicon.kinds)


def name_before(r: Reading, trigger: int) -> Name | None:
    """The name right before the verb, or the one that says what the shop sells."""
    at = trigger
    while at > 0 and (r.tags[at - 1] & _IDLE and r.kinds[at - 1] == WORD):
        at -= 1
    first = r.clause(trigger)[0]
    quoted = next((n for n in range(first, trigger) if r.words[n] in "'\"“‘"), None)
    if quoted is not None and (found := name_at(r, quoted)):
        return found
    for n in range(len(r.words) - 1):
        if r.tags[n] & T.NAMED and r.kinds[n + 1] == WORD and _unknown(r, n + 1):
            return _named(r, n + 1)
    near = at - 1
    if near >= first and quoted is None and _may_be_name(r, near):
        return _named(r, near)
    for n in (*range(trigger - 1, -1, -1), *range(trigger + 1, len(r.words))):
        if r.kinds[n] == WORD and _sells(r, root_of(r, n)) and not r.tags[n] & _NO_NAME:
            return _named(r, n)
    return None


def _unknown(r: Reading, at: int) -> bool:
    return not r.tags[at] & ~T.KIND and r.words[at] not in r.lexicon.common


def _may_be_name(r: Reading, at: int) -> bool:
    if r.kinds[at] not in (WORD, NUMBER) or r.words[at] in r.lexicon.common:
        return False
    if r.tags[at] & _NO_NAME or len(root_of(r, at)) < 2:
        return False
    return _sells(r, root_of(r, at)) or not r.tags[at]


def _named(r: Reading, at: int) -> Name:
    """The name at a token, with a kind word or a foreign word that stands before it."""
    shop = root_of(r, at)
    first = at
    before = at - 1
    if before >= 0 and r.kinds[before] == WORD and _belongs(r, before, at):
        shop = f"{r.raw(before)} {shop}"
        first = before
    return Name(first, at + 1, shop)


def _belongs(r: Reading, before: int, at: int) -> bool:
    if r.raw(at).isascii() and not r.raw(before).isascii():
        return bool(r.tags[before] & T.KIND) and r.words[before] in r.lexicon.kinds
    return r.raw(before).isascii() and not r.raw(at).isascii()


def place_around(r: Reading, name: Name) -> str | None:
    """The place before a name ("Mokpo Ildeung"), or in what is said after it."""
    return _before(r, name.first) or _after(r, name.last)


def _before(r: Reading, first: int) -> str | None:
    at = first - 1
    there = at >= 0 and bool(r.tags[at] & T.PLACE)
    while at >= 0 and r.tags[at] & T.PLACE:
        at -= 1
    parts: list[str] = []
    while at >= 0 and len(parts) < 2 and _is_place(r, at, there and not parts):
        parts.insert(0, root_of(r, at) if there and not parts else r.raw(at))
        at -= 1
    return " ".join(parts) or None


def _is_place(r: Reading, at: int, there: bool) -> bool:
    if r.kinds[at] != WORD or r.words[at] in r.lexicon.common:
        return False
    if there:
        return not r.tags[at] & _NO_NAME
    if r.tags[at] & ~T.STREET_END:
        return False
    return not r.words[at].endswith(r.lexicon.describing)


def _after(r: Reading, at: int) -> str | None:
    for n in range(at, min(at + _FAR, len(r.words))):
        if r.kinds[n] != WORD:
            continue
        root = root_of(r, n)
        follows = n + 1 < len(r.words) and bool(r.tags[n + 1] & T.PLACE)
        if follows and root != r.raw(n) and not r.tags[n] & _NO_NAME:
            return root
        ends = root.endswith(r.lexicon.place_endings) and len(root) > 2
        if ends and root != r.raw(n) and not r.tags[n] & ~T.STREET_END:
            before = n - 1
            if before >= at and r.kinds[before] == WORD and not r.tags[before]:
                return f"{r.raw(before)} {root}"
            return root
    return None
