"""The plainest nominations of each language, with and without a place: never to be lost."""

from __future__ import annotations

import pytest

from bot.domain.intents import Nominate
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Context

# "{shop}" and "{place}" are filled in, so that no word of the name itself can carry the meaning.
PLAIN = {
    "en": "I nominate {shop}|I'd like to nominate {shop}|my nomination: {shop}|how about {shop}?"
    "|I suggest {shop}|nominating {shop}|what about {shop}?|please add {shop} to the list"
    "|can we go to {shop}?|my vote would be to put forward {shop}",
    "de": "ich nominiere {shop}|ich möchte {shop} nominieren|mein Vorschlag: {shop}"
    "|wie wäre es mit {shop}?|ich schlage {shop} vor|Nominierung: {shop}"
    "|was haltet ihr von {shop}?|bitte {shop} auf die Liste setzen"
    "|ich würde gern {shop} vorschlagen"
    "|könnten wir zu {shop} gehen?",
    "nl": "ik nomineer {shop}|ik wil graag {shop} nomineren|mijn voorstel: {shop}"
    "|wat dachten jullie van {shop}?|ik stel {shop} voor|ik draag {shop} voor|nominatie: {shop}"
    "|kunnen we naar {shop} gaan?|zet {shop} op de lijst alsjeblieft|mijn nominatie is {shop}",
    "sv": "jag nominerar {shop}|jag vill nominera {shop}|mitt förslag: {shop}|vad sägs om {shop}?"
    "|jag föreslår {shop}|nominering: {shop}|kan vi gå till {shop}?|min nominering är {shop}"
    "|sätt upp {shop} på listan tack|jag skulle vilja föreslå {shop}",
    "fr": "je propose {shop}|je nomine {shop}|j'aimerais proposer {shop}|ma proposition : {shop}"
    "|et pourquoi pas {shop} ?|que diriez-vous de {shop} ?|nomination : {shop}"
    "|ajoutez {shop} à la liste svp|on pourrait aller chez {shop} ?|je suggère {shop}"
    "|ma nomination, c'est {shop}|je voudrais nominer {shop}",
    "it": "propongo {shop}|candido {shop}|vorrei proporre {shop}|la mia proposta: {shop}"
    "|perché non {shop}?|che ne dite di {shop}?|nomination: {shop}|aggiungete {shop} alla lista"
    "|potremmo andare da {shop}?|suggerisco {shop}|io nomino {shop}|segnalo {shop}",
    "es": "propongo {shop}|nomino a {shop}|me gustaría proponer {shop}|mi propuesta: {shop}"
    "|¿por qué no {shop}?|¿qué os parece {shop}?|nominación: {shop}|añadid {shop} a la lista"
    "|¿podríamos ir a {shop}?|sugiero {shop}|quiero nominar a {shop}|mi candidato es {shop}",
    "ko": "{shop} 추천합니다|{shop} 추천해요|{shop}을 추천하고 싶어요|{shop} 어때요?"
    "|{shop} 후보로 올려 주세요"
    "|저는 {shop} 추천이요|추천: {shop}|{shop}에 가면 어떨까요?|{shop} 제안합니다"
    "|{shop} 넣어 주세요"
    "|제 추천은 {shop}입니다",
}
SHOP = {
    "en": "Brindle & Oat",
    "de": "Brindel & Korn",
    "nl": "Brindel & Haver",
    "sv": "Brindel & Havre",
    "fr": "Brindille & Avoine",
    "it": "Spiga & Avena",
    "es": "Espiga y Avena",
    "ko": "보리밭책방",
}
WITH_PLACE = {
    "en": "in Mill Lane=Mill Lane|on Harbour Street=Harbour Street|, 12 Mill Lane=12 Mill Lane"
    "|at 12 Mill Lane=12 Mill Lane|(Mill Lane)=Mill Lane|in Bristol=Bristol|on Mill Lane=Mill Lane"
    "|near Carver Square=Carver Square",
    "de": "in der Mühlgasse=Mühlgasse|in der Hafenstraße 12=Hafenstraße 12"
    "|, Hafenstraße 12=Hafenstraße 12|am Lindenplatz=Lindenplatz|(Hafenstraße)=Hafenstraße"
    "|in Bremen=Bremen|in der Südvorstadt=Südvorstadt|am Bohnenmarkt=Bohnenmarkt",
    "nl": "in de Molenstraat=Molenstraat|in de Havenstraat 12=Havenstraat 12"
    "|, Havenstraat 12=Havenstraat 12|op het Lindeplein=Lindeplein|(Havenstraat)=Havenstraat"
    "|in Deventer=Deventer|aan de Oudegracht=Oudegracht|in Lombok=Lombok",
    "sv": "på Kvarngatan=Kvarngatan|på Hamngatan 12=Hamngatan 12|, Hamngatan 12=Hamngatan 12"
    "|vid Lindtorget=Lindtorget|(Hamngatan)=Hamngatan|i Majorna=Majorna|i Malmö=Malmö"
    "|på Söder=Söder",
    "fr": "rue du Moulin=rue du Moulin|, 12 rue du Moulin=12 rue du Moulin|à Bordeaux=Bordeaux"
    "|, place Carnot=place Carnot|(rue du Port)=rue du Port|dans le quartier Saint-Jean"
    "=quartier Saint-Jean|au 12 rue du Port=12 rue du Port|, avenue Foch=avenue Foch",
    "it": "in via Mulino=via Mulino|, via Mulino 12=via Mulino 12|a Bologna=Bologna"
    "|in piazza Cavour=piazza Cavour|(via Porto)=via Porto|, corso Italia 3=corso Italia 3"
    "|al Vomero=Vomero|in vicolo Stretto=vicolo Stretto",
    "es": "en la calle Molino=calle Molino|, calle Molino 12=calle Molino 12|en Sevilla=Sevilla"
    "|en la plaza Mayor=plaza Mayor|(calle Puerto)=calle Puerto|, avenida Goya 3=avenida Goya 3"
    "|en Lavapiés=Lavapiés|en el barrio del Carmen=barrio del Carmen",
    "ko": "연희동에 있어요=연희동|부산 전포동이에요=부산 전포동|(망원동)=망원동"
    "|위치는 대구 동성로예요=대구 동성로"
    "|광주에 있습니다=광주|통영 중앙시장에 있어요=통영 중앙시장",
}
CALLING = Context("mastodon", Stage.CALLING)


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in PLAIN.items() for text in texts.split("|")]
)
def test_a_shop_is_put_forward(code: str, text: str) -> None:
    text = text.format(shop=SHOP[code])
    heard = [understand(text, named, CALLING).intents for named in (code, None)]
    assert heard == [(Nominate(SHOP[code]),), (Nominate(SHOP[code]),)]


@pytest.mark.parametrize(
    ("code", "said"), [(code, s) for code, texts in WITH_PLACE.items() for s in texts.split("|")]
)
def test_the_place_is_heard_with_it(code: str, said: str) -> None:
    behind, place = said.split("=")
    first = PLAIN[code].split("|")[0].format(shop=SHOP[code])
    text = f"{first}{'' if behind[0] == ',' else ' '}{behind}"
    assert understand(text, code, CALLING).intents == (Nominate(SHOP[code], place),)


@pytest.mark.parametrize("lang", ["en", None])
def test_a_name_in_another_script_does_not_make_the_message_another_language(
    lang: str | None,
) -> None:
    context = Context("mastodon", Stage.CALLING, handles=frozenset({"@cashmob"}))
    for text in ("@cashmob I nominate 서촌책방", "@cashmob je propose 서촌책방"):
        assert understand(text, lang, context).intents == (Nominate("서촌책방"),)
