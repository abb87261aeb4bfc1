"""Who wants to be reminded, and who only says that something reminds them of something."""

from __future__ import annotations

import pytest

from bot.domain.intents import Ask, Commit, Intent, Remind, Topic, Vote
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, understand

LISTED = (Candidate(1, "Bell Books"), Candidate(2, "Corner Bakery"))


def heard(
    text: str, lang: str | None, stage: Stage = Stage.ANNOUNCED, reply: ReplyTo | None = None
) -> tuple[Intent, ...]:
    context = Context("mastodon", stage, reply_to=reply, candidates=LISTED)
    return understand(text, lang, context).intents


ASKS = [
    ("en", "Remind me"),
    ("en", "remind me please!"),
    ("en", "Can you remind me the day before?"),
    ("en", "Could you please remind us"),
    ("en", "please send me a reminder"),
    ("en", "Don't forget to remind me 🙏"),
    ("en", "a reminder please"),
    ("fr", "Rappelez-moi"),
    ("fr", "Rappelle-moi la veille stp"),
    ("fr", "Vous pouvez me le rappeler ?"),
    ("fr", "Pourriez-vous m'envoyer un rappel ?"),
    ("fr", "Un petit rappel s'il vous plaît"),
    ("fr", "faites-moi signe la veille svp"),
    ("en", "give me a nudge the day before"),
    ("it", "mi servirebbe un promemoria venerdì"),
    ("es", "avísenme un día antes, que se me va"),
    ("de", "Erinnert mich bitte"),
    ("de", "Bitte erinnere mich einen Tag vorher"),
    ("de", "Könnt ihr mich daran erinnern?"),
    ("de", "Schickt mir bitte eine Erinnerung"),
    ("es", "Recuérdamelo"),
    ("es", "Recordadme por favor"),
    ("es", "¿Podéis recordármelo?"),
    ("es", "Mándame un recordatorio"),
    ("it", "Ricordatemelo"),
    ("it", "Per favore ricordami"),
    ("it", "Potete ricordarmelo?"),
    ("it", "Mandatemi un promemoria"),
    ("nl", "Herinner me"),
    ("nl", "Kunnen jullie me eraan herinneren?"),
    ("nl", "Stuur me een herinnering"),
    ("sv", "Påminn mig"),
    ("sv", "Kan ni påminna mig?"),
    ("sv", "En påminnelse tack"),
    ("ko", "미리 알려 주세요"),
    ("ko", "마감 전에 알려주세요"),
    ("ko", "잊지 않게 알려 주세요"),
    ("ko", "알림 부탁드려요"),
    ("de", "Sagt ihr mir am Vortag kurz Bescheid?"),
    ("de", "Ich bräuchte einen Weckruf"),
    ("nl", "Kunnen jullie me een seintje geven?"),
    ("nl", "Help me onthouden"),
    ("sv", "Jag skulle behöva en liten knuff"),
    ("sv", "Säg till mig kvällen innan"),
    ("ko", "까먹을 것 같으니 다시 알려주세요"),
    ("ko", "쪽지 하나만 보내주실래요"),
]


@pytest.mark.parametrize(("lang", "text"), ASKS)
@pytest.mark.parametrize("stage", [Stage.CALLING, Stage.BALLOTING, Stage.ANNOUNCED])
def test_they_ask_for_it(lang: str, text: str, stage: Stage) -> None:
    assert heard(text, lang, stage) == (Remind(),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Please don't remind me"),
        ("en", "stop reminding me"),
        ("fr", "Ne me rappelez plus"),
        ("de", "Erinnert mich nicht mehr"),
        ("es", "No me lo recordéis más"),
        ("it", "Non ricordatemelo più"),
        ("nl", "Herinner me niet meer"),
        ("sv", "Påminn mig inte längre"),
    ],
)
def test_they_take_it_back(lang: str, text: str) -> None:
    assert heard(text, lang) == (Remind(off=True),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "That reminds me of my grandmother's shop"),
        ("en", "They always remind me of Paris"),
        ("en", "Thanks for the reminder!"),
        ("fr", "Ça me rappelle mon enfance"),
        ("fr", "Merci du rappel"),
        ("de", "Das erinnert mich an früher"),
        ("de", "Danke für die Erinnerung"),
        ("es", "Esto me recuerda a mi abuela"),
        ("it", "Mi ricorda la mia infanzia"),
        ("nl", "Dat herinnert me aan vroeger"),
        ("sv", "Det påminner mig om förr"),
        ("ko", "옛날 생각이 나네요"),
    ],
)
def test_memories_are_no_wish(lang: str, text: str) -> None:
    assert heard(text, lang) == ()


def test_what_to_be_reminded_of_is_not_said_now() -> None:
    assert heard("Remind me to vote for 2", "en", Stage.BALLOTING, ReplyTo.BALLOT) == (Remind(),)
    assert heard("remind me to come", "en") == (Remind(),)
    assert heard("Bitte erinnert mich ans Kommen", "de") == (Remind(),)


def test_it_goes_with_what_is_said_beside_it() -> None:
    under = ReplyTo.BALLOT
    assert heard("2! And remind me", "en", Stage.BALLOTING, under) == (Remind(), Vote(2))
    assert heard("I'm in, remind me the day before", "en") == (Remind(), Commit())
    assert heard("Wir kommen zu dritt. Erinnert uns bitte!", "de") == (Remind(), Commit(3))


def test_who_wants_to_know_it_now_asks() -> None:
    assert heard("Can you remind me when it is?", "en") == (Ask(Topic.WHEN),)
