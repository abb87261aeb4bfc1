"""The plainest promises to come, and their taking back, in each language: never to be lost."""

from __future__ import annotations

import pytest

from bot.domain.intents import Commit, Intent, Withdraw
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Context

ALONE = {
    "en": "I'm in|count me in|I'll be there|I'm coming|see you on Saturday|me too|I will come"
    "|you can count on me|put me down|I am definitely coming",
    "de": "Ich bin dabei|bin dabei|ich komme|zählt auf mich|ihr könnt mit mir rechnen|ich auch"
    "|bis Samstag!|ich werde da sein|ich bin am Samstag dabei|ich komme gern",
    "nl": "ik ben erbij|ik kom|tel mij mee|reken op mij|ik doe mee|ik ook|tot zaterdag!"
    "|ik zal er zijn|ik kom zaterdag|ik kom graag",
    "sv": "jag kommer|jag är med|räkna med mig|jag hänger på|jag också|vi ses på lördag"
    "|jag kommer gärna|jag kommer att vara där|skriv upp mig|jag dyker upp",
    "fr": "J'en suis|je viens|j'y serai|je serai là|comptez sur moi|comptez-moi|moi aussi"
    "|à samedi !"
    "|je participe|inscrivez-moi|je viendrai",
    "it": "Ci sono|vengo|ci sarò|contate su di me|contatemi|anch'io|a sabato!|partecipo"
    "|vengo volentieri|segnatemi|sarò dei vostri",
    "es": "Voy|me apunto|allí estaré|contad conmigo|cuenten conmigo|yo también|nos vemos el sábado"
    "|iré|apuntadme|cuenta conmigo|estaré ahí",
    "ko": "갈게요|저도 갈게요|참석합니다|참석할게요|저 가요|저요|저도요|그날 뵐게요|갑니다"
    "|함께할게요|토요일에 봬요",
}
TOGETHER = {
    "en": "I'm in with 2 friends|there will be three of us|we are 3|count us in, 3 people"
    "|my husband, my son and I are coming|3 of us|me +2|we're coming, 3 of us"
    "|I'm bringing two friends|party of three",
    "de": "ich komme mit 2 Freunden|wir sind zu dritt|wir sind 3|wir kommen zu dritt"
    "|mein Mann, mein Sohn und ich kommen|wir kommen mit 3 Personen|ich +2|3 Leute"
    "|ich bringe zwei Freundinnen mit|wir sind dabei, 3 Personen",
    "nl": "ik kom met 2 vrienden|we komen met z'n drieën|we zijn met 3|wij komen met drie personen"
    "|mijn man, mijn zoon en ik komen|met 3 personen|ik +2|we zijn erbij, 3 personen"
    "|ik neem twee vriendinnen mee|wij zijn met z'n drieën",
    "sv": "jag kommer med 2 vänner|vi blir tre|vi är 3|vi kommer tre stycken"
    "|min man, min son och jag kommer|3 personer|jag +2|vi kommer, 3 personer"
    "|jag tar med två kompisar|räkna med oss, vi är tre",
    "fr": "je viens avec 2 amis|on sera trois|on sera 3|nous serons 3|on vient à trois"
    "|mon mari, mon fils et moi venons|3 personnes|moi +2|on vient, 3 personnes"
    "|j'amène deux copines|comptez-nous, on est trois",
    "it": "vengo con 2 amici|saremo in tre|siamo in 3|siamo 3|veniamo in tre"
    "|mio marito, mio figlio e io veniamo|3 persone|io +2|veniamo, 3 persone"
    "|porto due amiche|contateci, siamo in tre",
    "es": "voy con 2 amigos|seremos tres|somos 3|vamos tres|iremos 3 personas"
    "|mi marido, mi hijo y yo vamos|3 personas|yo +2|vamos, 3 personas"
    "|llevo a dos amigas|contad con nosotros, somos tres",
    "ko": "친구 2명이랑 갈게요|3명이요|세 명 갑니다|3명 참석합니다|셋이 갈게요"
    "|저희 셋 갑니다|저 포함 3명이요"
    "|저 +2|친구 두 명 데리고 갈게요|총 3명 갈게요|남편이랑 아들이랑 같이 갈게요",
}
TAKEN_BACK = {
    "en": "I'm out, sorry|I can't come after all|I have to cancel|please take me off the list"
    "|count me out|I won't make it after all|I said I'd come but I can't|we have to drop out"
    "|I need to withdraw|I'm no longer coming",
    "de": "ich bin raus, sorry|ich kann doch nicht kommen|ich muss absagen|streicht mich bitte"
    "|nehmt mich bitte von der Liste|ich schaffe es doch nicht|ich hatte zugesagt, kann aber nicht"
    "|wir müssen leider absagen|ich komme doch nicht|ich kann leider nicht mehr kommen",
    "nl": "ik kan toch niet komen|ik moet afzeggen|haal me van de lijst|ik haak af"
    "|ik kom toch niet|het lukt me toch niet|ik had ja gezegd maar ik kan niet"
    "|we moeten helaas afzeggen|ik meld me af|ik kan niet meer komen",
    "sv": "jag kan tyvärr inte komma ändå|jag måste hoppa av|stryk mig från listan"
    "|jag kommer inte ändå|jag lämnar återbud|jag får förhinder och måste avboka"
    "|jag sa att jag skulle komma men kan inte|vi måste tyvärr ställa in|ta bort mig från listan"
    "|jag kan inte längre komma",
    "fr": "je ne viens plus, désolé|finalement je ne peux pas venir|je dois annuler|je me désiste"
    "|retirez-moi de la liste s'il vous plaît|je ne pourrai plus venir|j'annule ma venue"
    "|j'avais dit oui mais je ne peux pas|nous devons malheureusement annuler"
    "|ne comptez plus sur moi|finalement on ne vient pas",
    "it": "non vengo più, scusate|alla fine non posso venire|devo disdire|mi ritiro"
    "|toglietemi dalla lista per favore|non posso più venire|annullo la mia partecipazione"
    "|avevo detto di sì ma non posso|purtroppo dobbiamo rinunciare|non contate più su di me",
    "es": "ya no voy, lo siento|al final no puedo ir|tengo que cancelar|me bajo"
    "|quitadme de la lista por favor|ya no puedo ir|cancelo mi asistencia"
    "|dije que sí pero no puedo|tenemos que cancelar|ya no cuenten conmigo",
    "ko": "참석 취소할게요|못 가게 됐어요|저 빠질게요|명단에서 빼 주세요"
    "|취소해야 할 것 같아요|참석 못 하게 됐어요"
    "|간다고 했는데 못 가요|불참합니다|갑자기 일이 생겨서 못 가요|참가 취소합니다",
}


def said(*tables: tuple[dict[str, str], Intent]) -> list[tuple[str, str, Intent]]:
    return [
        (code, text, intent)
        for table, intent in tables
        for code, texts in table.items()
        for text in texts.split("|")
    ]


@pytest.mark.parametrize(
    ("code", "text", "intent"),
    said((ALONE, Commit(1)), (TOGETHER, Commit(3)), (TAKEN_BACK, Withdraw())),
)
def test_it_is_heard_whether_or_not_the_network_names_the_language(
    code: str, text: str, intent: Intent
) -> None:
    under = Context("mastodon", Stage.ANNOUNCED, reply_to=ReplyTo.ANNOUNCEMENT)
    heard = [understand(text, named, under).intents for named in (code, None)]
    assert heard == [(intent,), (intent,)]


YES = {
    "en": ("yes", "Yes!", "yep", "me"),
    "de": ("ja", "Ja!", "ich"),
    "fr": ("oui", "Oui !", "carrément", "moi"),
    "it": ("sì", "Sì!", "per me sì", "io ci sono"),
    "nl": ("ja", "Ja!", "ik"),
    "sv": ("ja", "Ja!", "jag"),
    "es": ("sí", "¡Sí!", "yo"),
    "ko": ("네", "저요"),
}
NOT_OURS = {
    "de": ("20 Leute vor mir",),
    "fr": ("20 personnes devant moi", "l'an dernier on était cinq"),
    "it": ("20 persone davanti a me",),
}


def heard_under_the_announcement(text: str, language: str) -> tuple[Intent, ...]:
    under = Context("mastodon", Stage.ANNOUNCED, ReplyTo.ANNOUNCEMENT, languages=(language,))
    return understand(text, language, under).intents


@pytest.mark.parametrize("language", YES)
def test_a_bare_yes_under_the_announcement_comes_alone(language: str) -> None:
    heard = {text: heard_under_the_announcement(text, language) for text in YES[language]}
    assert heard == dict.fromkeys(YES[language], (Commit(1),))


@pytest.mark.parametrize("language", NOT_OURS)
def test_people_who_were_only_counted_do_not_come(language: str) -> None:
    heard = {text: heard_under_the_announcement(text, language) for text in NOT_OURS[language]}
    assert heard == dict.fromkeys(NOT_OURS[language], ())
