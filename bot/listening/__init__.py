"""Text to intents: pure; words come from `bot.languages`, one grammar in Python joins them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain.intents import Intent, Nominate
from bot.languages import hearable
from bot.listening.context import Candidate, Context, Understood
from bot.listening.grammar import found_in
from bot.listening.language import language_of
from bot.listening.reading import Reading
from bot.listening.tags import OWNER
from bot.listening.text import tokens_of
from bot.listening.vocabulary import compile_words, vocabulary

__all__ = [
    "Candidate",
    "Context",
    "Intent",
    "Reading",
    "Understood",
    "learn",
    "read",
    "understand",
    "understood",
]


def learn(languages: Collection[str]) -> None:
    """Compile the words of all languages at once, and the phrases of these, so that no message in
    one of them has to wait for it. The others' phrases are compiled when one comes in theirs."""
    # What is let go makes room for what stays.
    for code in sorted(hearable(), key=lambda code: code in languages):
        compile_words(code, phrases=code in languages)
    language_of(tokens_of(""), None, ())


def understand(text: str, lang: str | None, context: Context) -> Understood:
    """What a message asks for; nothing when the writer asks for nothing.

    `lang` is the network's own word for the language, None where it sends none. Reads at most
    5,000 characters and never raises.
    """
    return understood(read(text, lang, context.languages, context.handles), context)


def read(
    text: str, lang: str | None, languages: tuple[str, ...], handles: frozenset[str]
) -> Reading:
    """A message as its words alone tell it, whatever the conversation: the names are those of
    `understand` and of `Context`."""
    tokens = tokens_of(text)
    code = language_of(tokens, lang, languages)
    return Reading(tokens, vocabulary(code), handles)


def understood(reading: Reading, context: Context) -> Understood:
    """What a message that was read asks for in a conversation; the reading is used up by it, and
    a `copy` serves for another one."""
    found = found_in(reading, context)
    code = reading.lexicon.code
    if not found:
        return Understood((), code)
    intents, why = zip(*found, strict=True)
    if reading.all & OWNER:
        intents = tuple(replace(i, own=True) if isinstance(i, Nominate) else i for i in intents)
    return Understood(intents, code, why)
