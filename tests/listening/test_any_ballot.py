"""Whatever the shops of a ballot are called, their printed names are votes for them, in every
language, and nothing else that their words may mean."""

from __future__ import annotations

import pytest

from bot.domain.intents import Intent, Nominate, Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, understand

BALLOTS = (
    ("Harbour Lane Books", "Chez Anatole", "L'Îlot Livres", "1001 Nuits", "Le 7"),
    ("B&B Toys", "One Stop Shop", "Three Bears Toys", "Zweitausendeins", "St. John's Wool"),
    ("Müller & Söhne", "Épicerie Anne-Marie", "D'Angelo", "The Vote", "Saint-Rivage Vélo"),
    ("Bäckerei Groß", "H&M's Wool", "Ida's", "Dr. Wurm", "책방 봄날"),
    ("Kaffebaren", "Södra Bokhandeln", "La Bottega di Maria", "El Rincón", "Al Dente"),
    ("De Kaaskoning", "'t Boekhuis", "Pizza 4 Seasons", "Yes Coffee", "No. 10 Deli"),
    ("Green", "Second Hand Rosie", "First Edition", "Maybe Later Records", "Me & You"),
    ("Mama's", "Coming Home", "Spendthrift", "Five & Dime", "Ü-Ei"),
    ("Ola", "Het Witte Paard", "Stop & Go", "Die Zwei", "Trois Fois Rien"),
)
SAID = {
    "en": ("my vote goes to {}", "{}!", "{} please", "I vote for {}"),
    "de": ("meine Stimme für {}", "{}!", "Ich stimme für {}"),
    "fr": ("je vote pour {}", "{} !", "ma voix va à {}"),
    "it": ("voto per {}", "{}!"),
    "nl": ("ik stem op {}", "{}!"),
    "sv": ("jag röstar på {}", "{}!"),
    "es": ("voto por {}", "¡{}!"),
    "ko": ("{}에 한 표", "{}!"),
}


def heard(text: str, language: str, names: tuple[str, ...]) -> tuple[Intent, ...]:
    candidates = tuple(Candidate(choice, name) for choice, name in enumerate(names, start=1))
    context = Context(
        "mastodon",
        Stage.BALLOTING,
        ReplyTo.BALLOT,
        candidates=candidates,
        handles=frozenset({"@cashmob"}),
        languages=(language,),
    )
    return understand(f"@cashmob {text}", language, context).intents


@pytest.mark.parametrize("names", BALLOTS, ids=lambda names: names[0])
@pytest.mark.parametrize("language", SAID)
def test_a_printed_name_is_a_vote(names: tuple[str, ...], language: str) -> None:
    wanted = {
        phrase.format(name): (Vote(choice),)
        for choice, name in enumerate(names, start=1)
        for phrase in SAID[language]
    }
    assert {text: heard(text, language, names) for text in wanted} == wanted


NOMINATED = {
    "en": ("I nominate {}", "my nomination: {}"),
    "de": ("Ich nominiere {}", "Mein Vorschlag: {}"),
    "fr": ("je propose {}", "ma nomination : {}"),
    "it": ("propongo {}", "la mia candidatura: {}"),
    "nl": ("ik nomineer {}", "mijn nominatie: {}"),
    "sv": ("jag nominerar {}", "min nominering: {}"),
    "es": ("nomino a {}", "mi propuesta: {}"),
    "ko": ("{} 추천합니다", "{} 후보로 추천해요"),
}
# Made of everyday words alone, or in another script than the message: not found in all languages.
HARD = frozenset(
    {"Me & You", "책방 봄날", "No. 10 Deli", "Dr. Wurm", "Coming Home", "Trois Fois Rien"}
)


@pytest.mark.parametrize("language", NOMINATED)
def test_a_name_is_nominated_as_it_is_printed(language: str) -> None:
    names = [name for ballot in BALLOTS for name in ballot if name not in HARD]
    said = {phrase.format(name): name for name in names for phrase in NOMINATED[language]}
    handles, languages = frozenset({"@cashmob"}), (language,)
    context = Context("mastodon", Stage.CALLING, handles=handles, languages=languages)
    found = {text: understand(f"@cashmob {text}", language, context).intents for text in said}
    assert found == {text: (Nominate(name),) for text, name in said.items()}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when does the vote end?", "en"),
        ("see you there, me & you", "en"),
        ("le 7 je ne peux pas", "fr"),
        ("my maybe is a maybe", "en"),
    ],
)
def test_everyday_words_are_no_vote_though_a_shop_is_called_so(text: str, language: str) -> None:
    names = ("The Vote", "Me & You", "Maybe", "Le 7", "1001 Nuits")
    assert [i for i in heard(text, language, names) if isinstance(i, Vote)] == []


def test_a_number_is_the_entry_of_that_number_though_another_is_called_so() -> None:
    names = ("Nr. 3", "Le 4", "Corner Bakery", "Bell Books")
    assert heard("Nr. 3", "de", names) == (Vote(3),)
    assert heard("le 4 !", "fr", names) == (Vote(4),)
