"""Words that mean one thing together, joined in a message before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.listening import tags as T
from bot.listening.branches import Matched, Phrase

if TYPE_CHECKING:
    from bot.listening.reading import Reading

_KEPT = (
    T.ME | T.WE | T.POSSESSIVE | T.PERSON | T.PERSONS | T.VOTE | T.BALLOT | T.CANCEL | T.AND
    | T.KIND | T.WITH | T.CURRENCY | T.DATA
)  # fmt: skip
"""What a word still is inside a phrase ("my vote" is a vote, and mine)."""

_COUNTED = T.PERSON | T.PERSONS
"""Of a phrase that is a person ("mother-in-law") no word is another one."""

_WHOLE = T.OTHERS | T.FILLER | T.POLITE | T.REGRET | T.SUGGEST
"""Phrases that mean something else than their words do."""


def join_phrases(reading: Reading) -> None:
    """Words that mean one thing together count as that thing alone (longest first)."""
    tags = reading.tags
    found = reading.lexicon.phrases_in(reading.words, T.where(tags, T.PHRASE))
    taken = -1
    opening = (*found, len(tags))
    for following, (n, matched) in enumerate(found.items(), 1):
        if n <= taken or not tags[n] & T.PHRASE:
            continue
        for phrase, places in matched:
            if opening[following] <= places[-1] and _longer_inside(tags, n, places, found):
                continue
            meant = phrase.bits if len(matched) == 1 else _all_meanings(matched, places, phrase)
            _join(reading, n, places, meant)
            if phrase.value:
                reading.values[n] = phrase.value
            if places[-1] == n + len(places):
                taken = places[-1]
            break


def _join(reading: Reading, at: int, places: tuple[int, ...], meant: int) -> None:
    """Gives the first word of a phrase all its meaning, and takes it from the others."""
    tags = reading.tags
    kept = _kept(meant)
    apart = kept
    if meant & T.PERSONS and reading.starts[places[0]] == reading.end(at):
        apart &= ~T.PERSON  # "oma's" are no "oma"
    tags[at] = meant | (tags[at] & apart)
    inner = kept & ~_COUNTED if meant & _COUNTED else kept
    if reading.lexicon.verb_last:
        inner |= T.BUT  # "I meant to, but" is one word, and ends the clause
    for place in places:
        tags[place] = T.FILLER | (tags[place] & inner)


def _longer_inside(
    tags: list[int], at: int, places: tuple[int, ...], found: dict[int, Matched]
) -> bool:
    """Whether a longer phrase begins inside one: "jag tar" gives way to "tar med mig"."""
    return any(
        at < n <= places[-1]
        and tags[n] & T.PHRASE
        and any(len(phrase.rest) > len(places) for phrase, _ in found[n])
        for n in found
    )


def _kept(meant: int) -> int:
    """What the words of a phrase still are: mostly nothing where it turns their meaning."""
    if meant & T.SUGGEST:
        return T.VOTE | T.BALLOT | T.AND
    if meant & T.COUNT:
        return _KEPT & ~_COUNTED  # the people asked for are not the writer's
    return 0 if meant & _WHOLE else _KEPT


def _all_meanings(matched: Matched, places: tuple[int, ...], longest: Phrase) -> int:
    """The bits of every phrase that these very words are, with a gap or without."""
    bits = longest.bits
    if bits == T.FILLER:
        return bits
    for phrase, others in matched:
        words = len(phrase.rest) - ("…" in phrase.rest)
        if words == len(places) or (bits & T.REFUSE and words < len(places)):
            bits |= phrase.bits if others == places[:words] else 0
    return bits
