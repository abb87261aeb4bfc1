"""The drafts of a say: in which languages, in how many parts, and who may read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.posts import Action, Draft, Origin, Say, Visibility
from bot.languages import codes
from bot.speaking.catalogue import KINDS
from bot.speaking.filling import Filling, Setting
from bot.speaking.templates import Template
from bot.speaking.threads import cut, split
from bot.speaking.wording import wording

ORGANISERS = ("en", "fr")
# How short names become, step by step, where a text has to fit into one post.
_SHORTER = (40, 24, 12)
_HANDLE = re.compile(r"@?([\w.-]+(?:@[\w.-]+)?)")


@dataclass(frozen=True, slots=True)
class Voice:
    """How one network takes texts; `limit` is in that network's own count, which `length` makes.

    `handle` is the bot's own name to write to, as typed there. `mention_author`: a reply starts
    with the author's handle. `organisers` are the handles a private word to them is addressed to.
    `unsaid` are the kinds of answers that are not given there.
    """

    network: str
    limit: int
    length: Callable[[str], int]
    threads: bool
    links: bool
    replies_in_all_languages: bool
    handle: str
    mention_author: bool
    organisers: tuple[str, ...] = ()
    unsaid: frozenset[str] = frozenset()

    def fits(self, text: str) -> bool:
        """Whether the text is short enough for one post."""
        return self.length(text) <= self.limit


def speak(
    say: Say, voice: Voice, *, languages: tuple[str, ...], zone: str, currency: str
) -> tuple[Draft, ...]:
    """A say as drafts for one network, each waiting for the one before.

    `languages` are the city's, the first speaks in public. A favourite or a boost has no words: its
    one draft names the message in `reply_to` and has an empty text.
    """
    if say.origin is not None and say.action is not Action.POST:
        return (_sign(say.origin, voice, languages),)
    setting = Setting(zone, currency, voice.handle, voice.links)
    if say.origin is not None:
        return _reply(say, say.origin, voice, setting, languages)
    if say.organiser:
        spoken = next((code for code in languages if code in ORGANISERS), ORGANISERS[0])
        texts = _texts(say, voice, setting, spoken, to=" ".join(voice.organisers))
        drafts = (Draft(text, spoken, visibility=Visibility.DIRECT) for text in texts)
        return _thread(drafts)
    return _public(say, voice, setting, languages)


def _public(
    say: Say, voice: Voice, setting: Setting, languages: tuple[str, ...]
) -> tuple[Draft, ...]:
    """The city's first language in full, the others as replies under it where that is usual.

    On Mastodon only the beginning in each language goes to the public timelines.
    """
    drafts = []
    everywhere = voice.replies_in_all_languages and not KINDS[say.kind].said_once
    for code in languages if everywhere else languages[:1]:
        for i, text in enumerate(_texts(say, voice, setting, code)):
            quiet = i > 0 and voice.network == "mastodon"
            visibility = Visibility.UNLISTED if quiet else Visibility.PUBLIC
            drafts.append(Draft(text, code, visibility=visibility))
    return _thread(drafts)


def _sign(origin: Origin, voice: Voice, languages: tuple[str, ...]) -> Draft:
    """A favourite or a boost of a message."""
    spoken = _understood(origin.lang) or languages[0]
    seen = answered(origin.visibility, voice.network)
    return Draft("", spoken, reply_to=origin.event, visibility=seen)


def _reply(
    say: Say, origin: Origin, voice: Voice, setting: Setting, languages: tuple[str, ...]
) -> tuple[Draft, ...]:
    """An answer in the language of the message, never more public than it."""
    spoken = _understood(origin.lang) or languages[0]
    visibility = answered(origin.visibility, voice.network)
    if KINDS[say.kind].private:
        visibility = Visibility.DIRECT
    texts = _texts(say, voice, setting, spoken, to=_author(origin, voice))
    return _answers(texts, spoken, visibility, origin)


def _answers(
    texts: Sequence[str], language: str, visibility: Visibility, origin: Origin
) -> tuple[Draft, ...]:
    """The parts of an answer: the first answers the message, each of the others the one before."""
    found: list[Draft] = []
    for number, text in enumerate(texts, start=1):
        after = found[-1].part if found else None
        to = None if found else origin.event
        found.append(Draft(text, language, f"{language}.{number}", after, to, visibility))
    return tuple(found)


def confide(text: str, origin: Origin, voice: Voice, language: str) -> tuple[Draft, ...]:
    """A text for the author of a message alone, in as many parts as it takes."""
    to = _author(origin, voice)
    address = f"{to} " if to else ""
    parts = split(text, lambda part: voice.fits(address + part))
    return _answers([address + part for part in parts], language, Visibility.DIRECT, origin)


def answered(visibility: Visibility, network: str) -> Visibility:
    """Who may read the answer to a message.

    On Mastodon the answer to a public message is unlisted, so that answers do not flood the
    timelines. A followers-only answer would go to the bot's followers, who are not the author's:
    such a message is answered directly.
    """
    if visibility is Visibility.PUBLIC:
        return Visibility.UNLISTED if network == "mastodon" else Visibility.PUBLIC
    return Visibility.DIRECT if visibility is Visibility.FOLLOWERS else visibility


@lru_cache(maxsize=256)
def _understood(lang: str | None) -> str | None:
    """A network's language tag ("pt-BR", "ko_KR") as a language the bot speaks."""
    code = re.split("[-_]", lang or "")[0].lower()
    return code if code in codes() else None


def _author(origin: Origin, voice: Voice) -> str:
    """The author's handle; nothing for what is no handle, so that no name tags somebody else."""
    found = _HANDLE.fullmatch(origin.name)
    return f"@{found[1]}" if voice.mention_author and found else ""


def _texts(say: Say, voice: Voice, setting: Setting, code: str, *, to: str = "") -> tuple[str, ...]:
    """The say in one language, in parts that each fit and start with those it is addressed to."""
    address = f"{to} " if to else ""
    words = wording(code)
    filling = Filling(words, setting, say.values, say.due)
    template = (words.organiser if say.organiser else words.say)[_key(say)]

    def fits(text: str) -> bool:
        return voice.fits(address + text)

    if voice.threads and KINDS[say.kind].threads:
        parts = split(_whole(template, filling, fits), fits)
    else:
        parts = (_short(template, filling, fits),)
    return tuple(address + part for part in parts)


def _key(say: Say) -> str:
    """The text's key: a mob without a date has a text of its own where its date is the point."""
    undated = f"{say.kind}_undated"
    return undated if say.values.get("when") is None and undated in KINDS else say.kind


def _whole(template: Template, filling: Filling, fits: Callable[[str], bool]) -> str:
    """The text in full; without its hashtag where that alone would not fit into the post: a second
    one would say nothing else."""
    full = template.fill(filling.write, filling.missing)
    last = next((s for s in reversed(template.segments) if s.optional), None)
    if fits(full) or last is None or {slot.name for slot in last.slots} != {"hashtag"}:
        return full
    tagless = template.fill(filling.write, filling.missing, without=1)
    return tagless if fits(tagless) else full


def _short(template: Template, filling: Filling, fits: Callable[[str], bool]) -> str:
    """The fullest form of the text that fits: what may be left out goes, the last first, then
    names become shorter, then the end goes."""
    for without in range(template.options + 1):
        text = template.fill(filling.write, filling.missing, without=without)
        if fits(text):
            return text
    for longest in _SHORTER:
        shorter = replace(filling, longest=longest)
        text = template.fill(shorter.write, shorter.missing, without=template.options)
        if fits(text):
            return text
    return cut(text, fits)


def _thread(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The drafts in order, numbered in each language, each after the one before."""
    found: list[Draft] = []
    count: Counter[str] = Counter()
    for draft in drafts:
        count[draft.language] += 1
        part = f"{draft.language}.{count[draft.language]}"
        found.append(replace(draft, part=part, after=found[-1].part if found else None))
    return tuple(found)
