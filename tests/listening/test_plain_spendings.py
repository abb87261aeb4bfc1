"""The plainest words for what was spent, in each language: never to be lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.intents import Spent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Context

# Each sentence speaks of seventeen and a half of the language's own money.
PLAIN = {
    "en": "I spent $17.50|spent 17.50 dollars|we spent $17.50|I left $17.50 there|$17.50 from me"
    "|I spent $17.50 today|my total was $17.50|$17.50|I paid $17.50 at the till"
    "|2 × $8.75, so $17.50",
    "de": "ich habe 17,50 € ausgegeben|17,50 Euro ausgegeben|wir haben 17,50 € dagelassen"
    "|hab 17,50 € gezahlt|17,50 € von mir|bei mir waren es 17,50 €|insgesamt 17,50 €|17,50 €"
    "|wir haben zusammen 17,50 € ausgegeben|2 × 8,75 €, also 17,50 €",
    "nl": "ik heb € 17,50 uitgegeven|17,50 euro uitgegeven|we hebben € 17,50 achtergelaten"
    "|€ 17,50 betaald|€ 17,50 van mij|bij mij was het € 17,50|in totaal € 17,50|€ 17,50"
    "|we hebben samen € 17,50 uitgegeven|2 × € 8,75, dus € 17,50",
    "sv": "jag handlade för 17,50 kr|spenderade 17,50 kronor|vi lämnade 17,50 kr där"
    "|jag betalade 17,50 kr|17,50 kr från mig|för mig blev det 17,50 kr|totalt 17,50 kr|17,50 kr"
    "|vi handlade för 17,50 kr tillsammans|2 × 8,75 kr, alltså 17,50 kr",
}
MONEY = {"en": "USD", "de": "EUR", "nl": "EUR", "sv": "SEK"}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in PLAIN.items() for text in texts.split("|")]
)
def test_it_is_money_left_at_the_shop(code: str, text: str) -> None:
    asked = Context("mastodon", Stage.RECAPPING, reply_to=ReplyTo.RECAP)
    heard = [understand(text, named, asked).intents for named in (code, None)]
    assert heard == [(Spent(Decimal("17.50"), MONEY[code]),)] * 2
