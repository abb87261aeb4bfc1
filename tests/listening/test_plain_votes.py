"""The plainest votes of each language: whatever else the bot learns, it must never lose these."""

from __future__ import annotations

import pytest

from bot.domain.intents import Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Candidate, Context

SHOPS = ("Alpha Books", "Corner Kitchen", "Wool and Wire", "Toy House", "Café Sol", "Bike Barn")
BALLOT = tuple(Candidate(number, name) for number, name in enumerate(SHOPS, start=1))
PLAIN = {
    "en": "I vote for 5|my vote goes to 5|5 please|voting 5|number 5 for me|I choose 5|going with 5"
    "|I'd pick 5|5 gets my vote|put me down for 5",
    "de": "Ich stimme für 5|ich stimme für Nummer 5|meine Stimme geht an 5|ich wähle 5|die 5!"
    "|ich bin für 5|Nummer 5 bitte|ich nehme die 5|5 bekommt meine Stimme|ich stimm für 5",
    "fr": "je vote pour 5|je vote 5|mon vote va au 5|je choisis le 5|le 5 pour moi|numéro 5 svp"
    "|je prends le 5|moi c'est le 5|ma voix au 5",
    "it": "voto 5|voto per il 5|voto il numero 5|il mio voto va al 5|scelgo il 5|io dico 5"
    "|per me il 5|numero 5 grazie|sono per il 5",
    "nl": "ik stem op 5|ik stem 5|mijn stem gaat naar 5|ik kies 5|nummer 5 graag|doe mij maar 5"
    "|voor mij 5|ik ga voor 5|5 krijgt mijn stem",
    "sv": "jag röstar på 5|min röst går till 5|jag väljer 5|nummer 5 tack|jag tar 5|5 för mig"
    "|röstar 5|jag är för 5",
    "es": "voto por el 5|voto 5|mi voto es para el 5|elijo el 5|el 5 por favor|me quedo con el 5"
    "|número 5|yo voto al 5|para mí el 5",
    "ko": "5번에 투표합니다|5번이요|저는 5번|5번 투표할게요|5번에 한 표|5번으로 할게요"
    "|5번 선택합니다|5번 찍을게요",
}
SAID = [(code, text) for code, texts in PLAIN.items() for text in texts.split("|")]


@pytest.mark.parametrize(("code", "text"), SAID)
def test_it_is_a_vote_whether_or_not_the_network_names_the_language(code: str, text: str) -> None:
    under = Context("mastodon", Stage.BALLOTING, reply_to=ReplyTo.BALLOT, candidates=BALLOT)
    heard = [understand(text, named, under).intents for named in (code, None)]
    assert heard == [(Vote(5),), (Vote(5),)]
