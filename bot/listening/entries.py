"""A ballot prepared for reading: what tells its entries apart, and whole names taken as one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot.languages import hearable
from bot.listening import tags as T
from bot.listening.context import Candidate
from bot.listening.reading import Reading
from bot.listening.shops import is_kind, unaccented
from bot.listening.sounds import SHORTEST, sound
from bot.listening.text import WORD, tokens_of
from bot.listening.vocabulary import Vocabulary, words_of

_JOINS = T.ARTICLE | T.AND | T.JOINER | T.RANK
"""What tells no entry from another ("The", "&", "No.")."""


class Names(NamedTuple):
    """A ballot prepared for reading: words that tell its entries apart, kinds, languages."""

    words: dict[str, int]
    kinds: dict[str, set[int]]
    nations: dict[str, set[int]]
    highest: int
    sounds: dict[str, int]
    sounds_whole: dict[str, int]
    whole: dict[str, list[Printed]]
    first_letters: frozenset[str]


_is_kind, _sound = lru_cache(maxsize=512)(is_kind), lru_cache(maxsize=512)(sound)


class Printed(NamedTuple):
    """A name of several words as it is printed, and the words as they stand in a message."""

    name: str
    words: tuple[str, ...]
    choice: int


_latest: tuple[tuple[Candidate, ...], Names] | None = None


def names_of(candidates: tuple[Candidate, ...]) -> Names:
    """A ballot's names prepared; the same ballot is prepared once.

    Most messages come with the very ballot of the message before, which is known without a hash.
    """
    global _latest
    latest = _latest
    if latest is None or latest[0] is not candidates:
        _latest = latest = (candidates, _prepared(candidates))
    return latest[1]


@lru_cache(maxsize=256)
def _prepared(candidates: tuple[Candidate, ...]) -> Names:
    owners: dict[str, set[int]] = {}
    kinds: dict[str, set[int]] = {}
    nations: dict[str, set[int]] = {}
    for entry in candidates:
        for part in (part for name in (entry.name, *entry.aliases) for part in _parts(name)):
            for kind in part.kinds:
                kinds.setdefault(kind, set()).add(entry.choice)
            for code in part.nations:
                nations.setdefault(code, set()).add(entry.choice)
            if part.telling:
                owners.setdefault(part.word, set()).add(entry.choice)
    words = {w: next(iter(c)) for w, c in owners.items() if len(c) == 1 and not _is_kind(w)}
    sounds = {heard: choice for w, choice in words.items() if len(heard := _sound(w)) >= SHORTEST}
    highest = max((c.choice for c in candidates), default=0)
    whole = {heard: c.choice for c in candidates for heard in _sounds_of(c.name)}
    return Names(
        words=words,
        kinds=kinds,
        nations=nations,
        highest=highest,
        sounds=sounds,
        sounds_whole=whole,
        whole=_printed(candidates, words),
        first_letters=frozenset(word[0] for word in words),
    )


class _Part(NamedTuple):
    """A word of a name: what it tells of shops, in which languages, and whether it tells entries
    apart."""

    word: str
    kinds: tuple[str, ...]
    nations: tuple[str, ...]
    telling: bool


@lru_cache(maxsize=128)
def _parts(name: str) -> tuple[_Part, ...]:
    """A name by its words: where one shop joins a list, the others on it stay as they are."""
    lexicons = [words_of(code) for code in hearable()]
    return tuple(_part(typed, lexicons) for typed in _typed(name))


def _part(typed: str, lexicons: list[Vocabulary]) -> _Part:
    word = unaccented(typed)
    sold = {lexicon.code: lexicon.sells(typed) for lexicon in lexicons}
    return _Part(
        word,
        tuple(kind for kind in sold.values() if kind),
        tuple(each.code for each in lexicons if sold[each.code] or each.writes(typed)),
        len(word) > 1 and not _small(word, lexicons),
    )


def _printed(
    candidates: tuple[Candidate, ...], telling: dict[str, int]
) -> dict[str, list[Printed]]:
    """The names that their `telling` words alone do not show, the longest first, by the word that
    each begins with."""
    found: dict[str, list[Printed]] = {}
    for entry in candidates:
        for name in (entry.name, *entry.aliases):
            text, words, first = _as_printed(name)
            if words and (len(words) > 1 or words[0] not in telling):
                printed = Printed(text, words, entry.choice)
                for begins in {first, words[0]}:
                    found.setdefault(begins, []).append(printed)
    for names in found.values():
        names.sort(key=lambda printed: -len(printed.words))
    return found


@lru_cache(maxsize=128)
def _as_printed(name: str) -> tuple[str, tuple[str, ...], str]:
    """A name tidied, its words as they stand in a message, and the first as it is typed."""
    tokens = tokens_of(name)
    return tokens.text.strip(), tuple(map(_plain, tokens.words)), next(iter(tokens.words), "")


def _plain(word: str) -> str:
    return unaccented(word.rstrip("'"))


def take_names(r: Reading, names: Names) -> None:
    """Reads the whole name of an entry as that entry and as nothing else: in "Second Hand Rosie"
    there is no second entry, and in "Coming Home" nobody comes."""
    whole = names.whole
    if whole.keys().isdisjoint(r.words):
        return
    last = -1
    for at in [n for n, word in enumerate(r.words) if word in whole]:
        if at <= last:
            continue
        for printed in whole[r.words[at]]:
            if _stands(r, at, printed, names):
                last = at + len(printed.words) - 1
                r.take(at, last, printed.choice)
                break


def _stands(r: Reading, at: int, printed: Printed, names: Names) -> bool:
    """Whether a name stands here. One that is made of everyday words alone ("Me & You") must be
    written as it is printed, a single one ("Uno") mean nothing else in the message's language, and
    "Nr. 9" is a number where there is an entry 9."""
    end = at + len(printed.words)
    if end > len(r.words):
        return False
    if tuple(map(_plain, r.words[at:end])) != printed.words and not _joined(r, at, printed):
        return False
    if any(word in names.words for word in printed.words):
        return True
    if any(at <= n.first < end and 1 <= n.value <= names.highest for n in r.numbers):
        return False
    if end - at == 1 and r.tags[at]:
        return False
    return r.text[r.starts[at] :].startswith(printed.name)


def _joined(r: Reading, at: int, printed: Printed) -> bool:
    """Whether only a particle is joined to the name, as in Korean."""
    said = r.words[at : at + len(printed.words)]
    if not r.lexicon.joined or len(said) < len(printed.words):
        return False
    stem = next((p for p in r.lexicon.name_particles if said[-1].endswith(p)), "")
    whole = (*said[:-1], said[-1].removesuffix(stem))
    return bool(stem) and tuple(map(_plain, whole)) == printed.words


def _typed(name: str) -> list[str]:
    """The words of a name as they stand in a message ("Anne-Marie" is two)."""
    tokens = tokens_of(name)
    pairs = zip(tokens.kinds, tokens.words, strict=True)
    return [word.rstrip("'") for kind, word in pairs if kind == WORD]


def _small(word: str, lexicons: list[Vocabulary]) -> bool:
    return any(
        word in lexicon.common or lexicon.meaning.get(word, 0) & _JOINS for lexicon in lexicons
    )


@lru_cache(maxsize=128)
def _sounds_of(name: str) -> tuple[str, ...]:
    """How a whole name sounds, "&" spoken as "and"; an "s" at its end may be silent."""
    words = tokens_of(name.replace("&", " n ")).words
    heard = sound("".join(_plain(word) for word in words))
    kept = [heard, heard.removesuffix("s")]
    return tuple(each for each in kept if len(each) > SHORTEST)
