"""Everything the bot says, in every language, with the worst names: nothing in it is alive but
what the city itself put there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.posts import Action, Origin, Say, Value, Visibility
from bot.languages import codes
from bot.speaking import Hand, Voice, letter, speak
from bot.speaking.catalogue import KINDS, Audience, Kind
from bot.speaking.disarm import has_link
from bot.speaking.drafting import ORGANISERS
from bot.speaking.ics import Event, calendar_file
from bot.speaking.letters import _PARTS as LETTERS
from bot.speaking.preview import SAMPLE, sample
from tests.speaking.test_ics import read
from tests.speaking.voices import ALL

WORST = (
    "X\nBEGIN:VALARM",
    "a\r\nBcc: everybody@town.example",
    "</text><image href='https://evil.example/x.svg'/>",
    "=cmd|' /C calc'!A0",
    "@everyone @mayor@town.example #boycott $TSLA https://evil.example evil.example",
    "＠mayor ＃boycott joes。shop www.evil.example",
    "\u202ereversed \u200b@\u200bmayor\x00\x1b[31m",
    "{command} {shop} {{handle}} %s ${PATH}",
    "javascript:alert(1) mailto:a@b.example xmpp:mayor",
    "مكتبة @mayor #دمشق",
    "a" * 5_000,
)
NAMES = st.one_of(
    st.sampled_from(WORST),
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("@#.:/$＠＃a\u202e\n "))),
)

# As loosely as any network looks: a sign before a letter or digit.
ALIVE = regex.compile(r"[@＠#＃][\p{L}\p{M}\p{N}_]|\$\p{L}")
HAND = Hand("Oxbow", "Ida", "+33 6 12 34 56 78", "ida@town.example")


def hostile(name: str) -> dict[str, Value]:
    """The sample's values with the name wherever somebody from outside has a say."""
    candidates = tuple((i, name, name) for i in range(1, 10))
    figures = tuple((i, name, 7) for i in range(1, 4))
    ours = {"hashtag", "contact", "command", "stage"}
    told = {k: name for k, v in SAMPLE.items() if isinstance(v, str) and k not in ours}
    return {**SAMPLE, **told, "candidates": candidates, "figures": figures}


def said(kind: Kind, language: str, voice: Voice, name: str) -> Iterator[str]:
    """All that is said of a kind on a network, without what the city itself put into it."""
    say = sample(kind, hostile(name))
    own = [str(SAMPLE[name]) for name in ("hashtag", "contact", "command")]
    own += [voice.handle, "config.toml"]
    if kind.audience is Audience.REPLY:
        origin = Origin(voice.network, "7", "ada", language, Visibility.PUBLIC)
        say = replace(say, origin=origin)
        own.append("@ada")
    if kind.audience is Audience.ORGANISER:
        voice = replace(voice, organisers=("@ida@town.example",))
        own.append("@ida@town.example")
    for draft in speak(say, voice, languages=(language,), zone="Europe/Vienna", currency="EUR"):
        text = draft.text
        for word in own:
            text = text.replace(word, "")
        yield text


def alive(kind: Kind, language: str, voice: Voice, name: str) -> list[str]:
    return [t for t in said(kind, language, voice, name) if ALIVE.search(t) or has_link(t)]


def kinds(language: str) -> list[Kind]:
    spoken = language in ORGANISERS
    return [k for k in KINDS.values() if spoken or k.audience is not Audience.ORGANISER]


@pytest.mark.parametrize("language", codes())
def test_no_text_mentions_tags_or_links_what_the_city_did_not(language: str) -> None:
    # Every text on every network with some of the names, every name in many texts.
    names = cycle(WORST)
    pairs = ((kind, voice) for kind in kinds(language) for voice in ALL)
    found = [(k.name, v.network, alive(k, language, v, next(names))) for k, v in pairs]
    assert [each for each in found if each[2]] == []


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=NAMES)
def test_no_text_is_alive_with_any_name(data: st.DataObject, name: str) -> None:
    language = data.draw(st.sampled_from(codes()))
    kind = data.draw(st.sampled_from(kinds(language)))
    assert alive(kind, language, data.draw(st.sampled_from(ALL)), name) == []


@pytest.mark.parametrize("name", WORST)
def test_an_author_is_addressed_by_a_handle_or_not_at_all(name: str) -> None:
    origin = Origin("mastodon", "7", name, "en", Visibility.PUBLIC)
    say = replace(sample(KINDS["help"]), origin=origin, action=Action.POST)
    [draft, *_] = speak(say, ALL[0], languages=("en",), zone="Europe/Vienna", currency="EUR")
    first = draft.text.split()[0]
    assert not first.startswith("@") or first == f"@{name}"


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("name", WORST)
def test_a_letter_is_one_subject_and_a_calendar_of_one_event(kind: str, name: str) -> None:
    start = datetime(2026, 12, 12, 10, tzinfo=UTC)
    event = Event("1@cashmob", 0, start, start, start + timedelta(hours=1), name, name, name)
    values = hostile(name) | {"fewest": 10, "most": 20}
    say = Say(kind, kind, start, start, values, owner_of=1)
    draft = letter(
        say,
        HAND,
        languages=("en", "fr"),
        zone="Europe/Vienna",
        currency="EUR",
        calendar=calendar_file(event),
    )
    assert draft.letter is not None
    # But for what keeps names apart from the words around them.
    assert not regex.search(r"[\p{C}--\u2060\u2068\u2069]", draft.letter.subject, regex.V1)
    properties = read(draft.letter.calendar)
    assert "VALARM" not in [p for p in properties if p != "SUMMARY"]
    text = draft.text.replace(HAND.email, "")
    assert not ALIVE.search(text), ALIVE.search(text)
    assert not has_link(text)
