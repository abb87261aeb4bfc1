"""Whose money a sum is: what a neighbour spent, or boasts of, is not the writer's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.intents import Spent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Context, understand

AFTER = Context("mastodon", Stage.RECAPPING, reply_to=ReplyTo.RECAP)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("it", "mio cognato si vanta di aver lasciato 50 euro, io lo conosco e non ci credo"),
        ("it", "Una mia alunna mi ha confessato di aver lasciato lì la paghetta, trenta euro"),
        ("es", "la de la peluquería presume de que gastó 70 euros, vete a saber"),
        ("es", "el vino de después sí que me costó, 40 euros la broma"),
        ("it", "la signora davanti a me ha pagato 112 euro"),
        ("es", "el señor de la gorra se ha dejado 85 euros, ole"),
        ("ko", "앞집 아저씨는 십만 원어치 샀다고 자랑이 대단하네요"),
        ("ko", "옆에 계신 할아버지는 5만원어치나 사시더라고요"),
        ("ko", "동생 말로는 거기서 8만원 썼다던데 대단하네"),
        ("ko", "제가 쓴 건 없고 친구가 7만원 질렀어요"),
    ],
)
def test_what_somebody_else_spent_is_not_counted(lang: str, text: str) -> None:
    assert understand(text, lang, AFTER).intents == ()


@pytest.mark.parametrize(
    ("lang", "text", "amount", "currency"),
    [
        ("es", "cada una de nosotras tres ha gastado 15 €", "45", "EUR"),
        ("es", "me gasté veintitrés con cincuenta en dos novelas", "23.5", None),
        ("it", "conto unico per tre amici, 48 euro, cioè 16 a testa", "48", "EUR"),
        ("it", "mia suocera ha speso una fortuna, io solo 8 euro", "8", "EUR"),
        ("it", "Siamo andati insieme, mio nonno ha pagato 10 euro e io 14 euro", "24", "EUR"),
        ("es", "17,90 por mí y 12,10 por mi hermana", "30", None),
        ("ko", "구경만 하려다 18,500원 쓰고 나왔네요", "18500", "KRW"),
        ("ko", "사장님이 만원 깎아주셔서 4만원에 가져왔어요", "40000", "KRW"),
        ("ko", "오만원 들고 가서 삼만팔천원 쓰고 왔습니다", "38000", "KRW"),
        ("ko", "동생이랑 저랑 각각 이만원씩 썼습니다", "40000", "KRW"),
        ("ko", "손자 스웨터 3만원 주고 샀어요", "30000", "KRW"),
    ],
)
def test_what_the_writers_own_group_spent_is(
    lang: str, text: str, amount: str, currency: str | None
) -> None:
    assert understand(text, lang, AFTER).intents == (Spent(Decimal(amount), currency),)
