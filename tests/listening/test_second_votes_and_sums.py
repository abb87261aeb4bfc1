"""What somebody says who voted, or told what they spent, before: their next words mean more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.intents import Intent, Spent, Unvote, Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, understand
from bot.listening.context import NOTHING, Earlier

SHOPS = ("Bal des Ardents", "Chez Marcel", "Loganberry Books", "Café Jules", "Blumen Müller",
         "Tofu & Co", "서촌책방")  # fmt: skip
CANDIDATES = tuple(Candidate(n, name) for n, name in enumerate(SHOPS, 1))
VOTED = Earlier(vote=2)
CHANGED = Earlier(vote=2, vote_once=7)
GONE = Earlier(vote_once=6)
NOMINATED = Earlier(nominated=6)
TOLD = Earlier(spent=True)


def _heard(
    lang: str, text: str, earlier: Earlier, *, stage: Stage, under: ReplyTo
) -> tuple[Intent, ...]:
    won = 3 if stage is Stage.RECAPPING else None
    context = Context("mastodon", stage, under, candidates=CANDIDATES, winner=won, earlier=earlier)
    return understand(text, lang, context).intents


def _votes(lang: str, earlier: Earlier, text: str) -> tuple[Intent, ...]:
    return _heard(lang, text, earlier, stage=Stage.BALLOTING, under=ReplyTo.BALLOT)


def _spends(lang: str, earlier: Earlier, text: str) -> tuple[Intent, ...]:
    return _heard(lang, text, earlier, stage=Stage.RECAPPING, under=ReplyTo.RECAP)


def _more(amount: str, currency: str | None = None) -> tuple[Intent, ...]:
    return (Spent(Decimal(amount), currency, more=True),)


def _now(amount: str, currency: str | None = None) -> tuple[Intent, ...]:
    return (Spent(Decimal(amount), currency),)


VOTES: list[tuple[str, Earlier, str, tuple[Intent, ...]]] = [
    ("en", VOTED, "ok Lola talked me round, switch me to the tofu place", (Vote(6),)),
    ("en", VOTED, "could you take it off again? I started working there", (Unvote(),)),
    ("en", CHANGED, "ah no. back to my first one", (Vote(7),)),
    ("en", NOMINATED, "My own nomination gets my vote, obviously", (Vote(6),)),
    ("en", VOTED, "please don't cancel my vote", ()),
    ("en", VOTED, "my neighbour went for 4", ()),
    ("en", NOMINATED, "thanks for taking my suggestion!", ()),
    ("en", VOTED, "oops, eyes slipped. The line below that one", (Vote(3),)),
    ("en", VOTED, "scrap my 2 please, 5 is my final answer", (Vote(5),)),
    ("en", VOTED, "I'd go for the flowers if they opened before 10", ()),
    ("fr", VOTED, "Décalée d'une ligne, pardon. Celui juste en dessous", (Vote(3),)),
    ("nl", VOTED, "verkeerd gekeken, de regel erboven bedoel ik", (Vote(1),)),
    ("nl", VOTED, "als ik moest kiezen 4, maar ik moet niks", ()),
    ("es", VOTED, "Perdón, el dedo. Quería el anterior de la lista", (Vote(1),)),
    ("ko", VOTED, "앗 잘못 눌렀어요, 바로 다음 번호요", (Vote(3),)),
    ("fr", GONE, "allez si, remettez le même que tout à l'heure", (Vote(6),)),
    ("fr", NOMINATED, "évidemment je vote pour ma proposition", (Vote(6),)),
    ("fr", NOMINATED, "Je vote pour celui que j'avais proposé", (Vote(6),)),
    ("fr", VOTED, "c'est la 4e fois que je vois ce sondage", ()),
    ("de", VOTED, "Karo hat mich rumgekriegt, dann eben die 7", (Vote(7),)),
    ("de", CHANGED, "ach komm, zurück auf meine erste Wahl", (Vote(7),)),
    ("de", VOTED, "kann ich das wieder zurücknehmen?", (Unvote(),)),
    ("de", VOTED, "ich nehme meine Stimme nicht zurück", ()),
    ("it", NOMINATED, "Allora sì, la mia", (Vote(6),)),
    ("it", NOMINATED, "Posso votare anche per la mia?", ()),
    ("it", VOTED, "non togliete il mio voto mi raccomando", ()),
    ("it", VOTED, "se vince la 6 mi mangio il cappello", ()),
    ("es", NOMINATED, "Voto por la que yo misma propuse", (Vote(6),)),
    ("es", CHANGED, "Que no, que no, dejadlo como al principio", (Vote(7),)),
    ("es", NOMINATED, "el mío, el que propuse", (Vote(6),)),
    ("es", VOTED, "¿podéis quitarlo?", (Unvote(),)),
    ("es", VOTED, "Marcel no se merece mi voto", ()),
    ("nl", VOTED, "mag ik 'm weer intrekken? ik ken de eigenaar te goed", (Unvote(),)),
    ("nl", VOTED, "na gisteren niet meer, ik trek m'n stem in", (Unvote(),)),
    ("nl", NOMINATED, "Stem van mij voor mijn eigen voordracht, uiteraard", (Vote(6),)),
    ("nl", VOTED, "Van mij krijgt nummer 5 nul punten.", ()),
    ("sv", VOTED, "nej förresten, kaféet ska ha min röst", (Vote(4),)),
    ("sv", CHANGED, "äsch, tillbaka till mitt första val", (Vote(7),)),
    ("sv", NOMINATED, "Röstar på det jag själv föreslog", (Vote(6),)),
    ("sv", VOTED, "jag skulle aldrig dra tillbaka min röst", ()),
    ("ko", GONE, "아니다 아까 그걸로 다시 해주세요", (Vote(6),)),
    ("ko", NOMINATED, "당연히 제가 추천한 곳에 투표할게요", (Vote(6),)),
    ("ko", VOTED, "투표 취소하지 마세요", ()),
    ("ko", VOTED, "동생이 투표 취소했어요", ()),
]

SUMS: list[tuple[str, Earlier, str, tuple[Intent, ...]]] = [
    ("en", TOLD, "Plus 4 more for the bookmark I went back for", _more("4")),
    ("en", TOLD, "and my husband 15", _more("15")),
    ("en", TOLD, "it was 14, not 41", _now("14")),
    ("en", TOLD, "another 20 people came after we left!", ()),
    ("en", TOLD, "Plus another 8 quid in the pub after", ()),
    ("en", TOLD, "my neighbour spent another 60 there, madness", ()),
    ("en", NOTHING, "another 6 on top", ()),
    ("en", TOLD, "they refunded me 11 for the one I had", _more("-11")),
    ("en", TOLD, "the owner gave me 10% off, bless him", ()),
    ("it", TOLD, "l'ho riportato e mi hanno reso 11 euro", _more("-11", "EUR")),
    ("it", TOLD, "mi restano 20 euro", ()),
    ("sv", TOLD, "Såg nu att jag fick 20 i rabatt, så dra av det", _more("-20")),
    ("nl", TOLD, "9 euro terug gekregen. Blijft 43 over", ()),
    ("de", TOLD, "davon waren 6 fürs Parkhaus, im Laden also nur 18", _now("18")),
    ("es", TOLD, "el cómic ese vale 45, ni loca", ()),
    ("fr", TOLD, "Et 8 de plus ce matin pour le carnet", _more("8")),
    ("fr", TOLD, "pardon, 31,50, j'avais oublié la carte postale", _now("31.50")),
    ("fr", TOLD, "Non attendez, 32, j'ai inversé les chiffres", _now("32")),
    ("fr", TOLD, "plus de 200 euros en tout, bravo", ()),
    ("fr", TOLD, "20 euros et pas un de plus", _now("20", "EUR")),
    ("de", TOLD, "ach ja, plus 3 für die Postkarte", _more("3")),
    ("de", TOLD, "Dazu noch 8 € für Comics", _more("8", "EUR")),
    ("de", TOLD, "noch 20 solche Tage bitte", ()),
    ("it", TOLD, "dimenticavo, mia moglie altri 12", _more("12")),
    ("it", TOLD, "più o meno 22 euro", _now("22", "EUR")),
    ("es", TOLD, "Y otros 12, que volví el lunes a por la agenda", _more("12")),
    ("es", TOLD, "perdón 230, escribí mal", _now("230")),
    ("es", TOLD, "más o menos 20 €", _now("20", "EUR")),
    ("es", TOLD, "más de 100 personas", ()),
    ("nl", TOLD, "en nog 5 voor een puzzel", _more("5")),
    ("nl", TOLD, "was 36, typfout", _now("36")),
    ("nl", TOLD, "nog 3 weken tot de volgende?", ()),
    ("sv", TOLD, "och 45 för tidningen jag gick tillbaka efter", _more("45")),
    ("sv", TOLD, "nej 294, siffrorna hade bytt plats", _now("294")),
    ("sv", TOLD, "Köpte presentkort på 250 kr till mamma", _now("250", "SEK")),
    ("ko", TOLD, "나오다가 엽서도 샀어요, 3,000원 추가요", _more("3000.0", "KRW")),
    ("ko", TOLD, "남편도 8천원 썼어요", _more("8000", "KRW")),
    ("ko", TOLD, "사장님이 10% 깎아주셨어요", ()),
    ("de", TOLD, "5 Euro hab ich zurückbekommen", _more("-5", "EUR")),
    ("it", TOLD, "scusate, erano 16", _now("16")),
    ("ko", TOLD, "아 엽서 3천원도요", _more("3000", "KRW")),
    ("ko", TOLD, "천 원도 안 썼어요 사실 구경만 했어요", ()),
]


@pytest.mark.parametrize(("lang", "earlier", "text", "intents"), VOTES)
def test_what_the_next_words_do_to_a_vote(
    lang: str, earlier: Earlier, text: str, intents: tuple[Intent, ...]
) -> None:
    found = _votes(lang, earlier, text)
    assert tuple(i for i in found if isinstance(i, Vote | Unvote)) == intents


@pytest.mark.parametrize(("lang", "earlier", "text", "intents"), SUMS)
def test_what_the_next_words_do_to_a_sum(
    lang: str, earlier: Earlier, text: str, intents: tuple[Intent, ...]
) -> None:
    assert _spends(lang, earlier, text) == intents


def test_two_sums_of_which_one_is_not_meant_are_one() -> None:
    assert _spends("fr", TOLD, "oups non 36, nonante c'était le resto du soir") == _now("36")
    assert _spends("ko", TOLD, "남편은 15가 아니라 13이래요") == _now("13")


def test_what_an_answer_leaves_open_is_settled_with_a_word() -> None:
    said = _heard("de", "ok dann 1", NOTHING, stage=Stage.BALLOTING, under=ReplyTo.ANSWER)
    assert said == (Vote(1),)
    said = _heard("nl", "'t is 5 geworden", NOTHING, stage=Stage.BALLOTING, under=ReplyTo.ANSWER)
    assert said == (Vote(5),)


@pytest.mark.parametrize(
    ("lang", "text", "choices"),
    [
        ("fr", "Allez, le deuxième des deux : 7", (7,)),
        ("nl", "Het is de laatste van die twee geworden", ()),
        ("fr", "c'est la deuxième qui a ma préférence", (2,)),
        ("nl", "ik stem voor de twee", (2,)),
    ],
)
def test_the_first_of_two_is_not_the_first_of_the_ballot(
    lang: str, text: str, choices: tuple[int, ...]
) -> None:
    found = _votes(lang, NOTHING, text)
    assert tuple(i.choice for i in found if isinstance(i, Vote)) == choices
