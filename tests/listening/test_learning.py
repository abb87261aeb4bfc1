"""What is kept of each language: of those no city speaks only single words, until one comes."""

from __future__ import annotations

import sys

import pytest

from bot.domain.intents import Commit
from bot.domain.stages import Stage
from bot.languages import hearable
from bot.listening import Context, learn, understand
from bot.listening.chains import chain
from bot.listening.vocabulary import vocabulary, words_of

ANNOUNCED = Context("mastodon", Stage.ANNOUNCED, languages=("en",))
EVERYWHERE = {
    "de": "Ich bin dabei, wir kommen zu dritt!",
    "fr": "Je serai là, on vient à trois !",
    "es": "Me apunto, vamos tres personas",
}


@pytest.fixture
def english_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled yet, and then what an English town needs."""
    monkeypatch.setattr(sys.modules[words_of.__module__], "_COMPILED", {})
    learn({"en"})


def ready() -> set[str]:
    return {code for code in hearable() if words_of(code).has_phrases}


@pytest.mark.usefixtures("english_town")
def test_a_message_in_a_language_that_no_city_speaks_is_understood_all_the_same() -> None:
    assert ready() == {"en"}
    assert chain("Buchhandlung Thalia", "DE") == "Thalia (books) has branches in DE"
    assert ready() == {"en"}  # single words of all languages are known
    for code, text in EVERYWHERE.items():
        found = understand(text, None, ANNOUNCED)
        assert (found.language, found.intents) == (code, (Commit(3),))
    learn({"en"})
    assert ready() == {"en", *EVERYWHERE}  # what was met once stays ready


@pytest.mark.usefixtures("english_town")
def test_words_mean_the_same_with_and_without_the_phrases() -> None:
    for code in EVERYWHERE:
        bare = dict(words_of(code).meaning.listed())
        assert bare == dict(vocabulary(code).meaning.listed())
