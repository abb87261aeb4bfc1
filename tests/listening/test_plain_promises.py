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
