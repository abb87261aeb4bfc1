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
}
SHOP = {
    "en": "Brindle & Oat",
    "de": "Brindel & Korn",
    "nl": "Brindel & Haver",
    "sv": "Brindel & Havre",
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
