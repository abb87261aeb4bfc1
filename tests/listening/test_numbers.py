"""Numbers that are written as words, said of what was spent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.intents import Spent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Context

WRITTEN = {
    "fr": {
        "dix-sept euros": "17",
        "vingt et un euros": "21",
        "trente-deux euros": "32",
        "soixante et onze euros": "71",
        "soixante-dix-huit euros": "78",
        "quatre-vingts euros": "80",
        "quatre-vingt-un euros": "81",
        "quatre-vingt-dix-neuf euros": "99",
        "nonante-neuf francs": "99",
        "cent vingt euros": "120",
        "trente-neuf euros quatre-vingt-dix": "39.90",
    },
    "it": {
        "diciassette euro": "17",
        "ventuno euro": "21",
        "trentotto euro": "38",
        "ventitré euro": "23",
        "centoventi euro": "120",
        "trentanove euro e novanta": "39.90",
        "spesa finale: ventuno e cinquanta": "21.50",
    },
    "de": {"einundzwanzig Euro": "21", "vierundzwanzig Euro": "24", "achtzig Euro": "80"},
    "nl": {"vierentwintig euro": "24", "achtennegentig euro": "98"},
    "es": {"veintiuno euros": "21", "treinta y ocho euros": "38"},
}


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [(code, text, amount) for code, said in WRITTEN.items() for text, amount in said.items()],
)
def test_a_sum_in_words_is_that_sum(code: str, text: str, amount: str) -> None:
    asked = Context("mastodon", Stage.RECAPPING, reply_to=ReplyTo.RECAP)
    (spent,) = understand(text, code, asked).intents
    assert isinstance(spent, Spent)
    assert spent.amount == Decimal(amount)
