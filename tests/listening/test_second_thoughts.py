"""What somebody who has promised to come says next, in all languages."""

from __future__ import annotations

import pytest

from bot.domain.intents import Commit, Companions, Intent, Tentative, Withdraw
from bot.languages import hearable, to_hear
from bot.listening import Context, understand
from bot.listening.context import (
    ANNOUNCED,
    TO_ANSWER,
    TO_COUNTDOWN,
    TO_PERSON,
    Earlier,
)
from bot.listening.vocabulary import COMING

Coming = Commit | Companions | Tentative | Withdraw
ALONE, THREE, EIGHT = Earlier(people=1), Earlier(people=3), Earlier(people=8)
BACK = Earlier(people_once=3)
PERHAPS = Earlier(perhaps=1)

SAID: list[tuple[str, Earlier, str, list[Coming]]] = [
    ("en", ALONE, "one more, her boyfriend wants to tag along", [Companions(1)]),
    ("en", ALONE, "my two kids as well", [Companions(2)]),
    ("en", THREE, "Paul can't make it, so that's one less", [Companions(-1)]),
    ("en", THREE, "Derek's ill so he won't be along. I'm still on for it", [Companions(-1)]),
    ("en", EIGHT, "two of us dropped out", [Companions(-2)]),
    ("en", EIGHT, "only 5 of us now, three of them caught something", [Commit(5)]),
    ("en", THREE, "just me and my lassie now", [Commit(2)]),
    ("en", BACK, "back in!", [Commit(3)]),
    ("en", PERHAPS, "sitter sorted, so that's a yes, me and my sister", [Commit(2)]),
    ("en", THREE, "put me down as a maybe", [Tentative(3)]),
    ("en", THREE, "we're running late but coming", []),
    ("en", THREE, "see you there!", []),
    ("en", THREE, "one more question", []),
    ("en", THREE, "two more days!", []),
    ("en", THREE, "my sister says hi", []),
    ("en", THREE, "my sister loves that shop too", []),
    ("en", THREE, "is there room for one more?", []),
    ("en", THREE, "bring your sister too!", []),
    ("en", THREE, "we've lost one to the flu", [Companions(-1)]),
    ("en", THREE, "sorry, we won't make it", [Withdraw()]),
    ("en", THREE, "my cousins are going, I mind the house", []),
    ("en", THREE, "the brass band is coming too", []),
    ("en", THREE, "my husband and I met there", []),
    ("fr", ALONE, "et mon père aussi", [Companions(1)]),
    ("fr", THREE, "une autre fois", []),
    ("nl", THREE, "jammer, maar ik moet nu werken", []),
    ("fr", ALONE, "ses parents débarquent, donc deux de plus", [Companions(2)]),
    ("fr", THREE, "Samir peut pas, donc un de moins", [Companions(-1)]),
    ("fr", THREE, "le copain ne vient plus, histoire de cœur", [Companions(-1)]),
    ("fr", ALONE, "et ses deux cousins, donc on est quatre au final", [Commit(4)]),
    ("fr", THREE, "ça va être juste moi finalement", [Commit(1)]),
    ("fr", THREE, "on arrive dans 10 minutes", []),
    ("fr", THREE, "encore une question", []),
    ("fr", THREE, "ma sœur adore aussi", []),
    ("de", ALONE, "meine Schwester kommt auch mit", [Companions(1)]),
    ("de", ALONE, "und noch jemand: seine Frau hat doch frei", [Companions(1)]),
    ("de", THREE, "doch einer weniger, Jochen hat's im Rücken", [Companions(-1)]),
    ("de", THREE, "einer davon ist raus", [Companions(-1)]),
    ("de", EIGHT, "wir sind nur noch 4", [Commit(4)]),
    ("de", THREE, "ich komm dann alleine", [Commit(1)]),
    ("de", THREE, "stehen schon vor der Tür", []),
    ("de", THREE, "noch zwei Tage!", []),
    ("de", THREE, "kommt Paul auch?", []),
    ("it", ALONE, "siccome mia madre insiste, segnate anche lei", [Companions(1)]),
    ("it", THREE, "se ne sono aggiunti altri due", [Companions(2)]),
    ("it", THREE, "uno dei due ha dato buca", [Companions(-1)]),
    ("it", THREE, "Giada no, ha l'esame", [Companions(-1)]),
    ("it", EIGHT, "restiamo in 4", [Commit(4)]),
    ("it", THREE, "mio marito è bloccato, quindi sarò da sola", [Commit(1)]),
    ("it", THREE, "anche a mia sorella piace", []),
    ("it", THREE, "può venire anche mia sorella?", []),
    ("it", THREE, "ancora una domanda", []),
    ("nl", ALONE, "mijn vent heeft nu ook goesting, telt hem mee", [Companions(1)]),
    ("nl", THREE, "er komen er nog 2 bij", [Companions(2)]),
    ("nl", THREE, "Henk is afgehaakt, met de rest komen we gewoon", [Companions(-1)]),
    ("nl", EIGHT, "twee zijn onderweg afgehaakt", [Companions(-2)]),
    ("nl", BACK, "zet ons er weer op zoals eerst", [Commit(3)]),
    ("nl", PERHAPS, "oppas zegt ja, dus ik ook", [Commit(1)]),
    ("nl", THREE, "ik kom alleen", [Commit(1)]),
    ("nl", THREE, "mijn zus vindt het ook leuk", []),
    ("nl", THREE, "nog een vraag", []),
    ("nl", THREE, "staan in de rij", []),
    ("sv", ALONE, "brorsan hänger på", [Companions(1)]),
    ("sv", THREE, "en till från oss", [Companions(1)]),
    ("sv", EIGHT, "tre har hoppat av, någon slags magsjuka", [Companions(-3)]),
    ("sv", EIGHT, "två av oss har fått förhinder", [Companions(-2)]),
    ("sv", THREE, "mamma orkar inte, så bara jag", [Commit(1)]),
    ("sv", THREE, "dubbla det!", [Commit(6)]),
    ("sv", THREE, "5 minuter till", []),
    ("sv", THREE, "min syster hälsar", []),
    ("sv", THREE, "min man gillar också böcker", []),
    ("es", ALONE, "se me pegan mi hermano y su novia, los dos", [Companions(2)]),
    ("es", ALONE, "y la abuela, que dice que ella no se queda en casa", [Companions(1)]),
    ("es", THREE, "al final uno menos, el mayor tiene examen", [Companions(-1)]),
    ("es", EIGHT, "se rajan dos", [Companions(-2)]),
    ("es", EIGHT, "se nos ha caído la mitad", [Companions(-4)]),
    ("es", THREE, "ya no es seguro que vaya", [Tentative(3)]),
    ("es", THREE, "una pregunta más", []),
    ("es", THREE, "cinco minutos más", []),
    ("es", THREE, "a mi hermana también le gusta", []),
    ("ko", ALONE, "동생도 데려가요", [Companions(1)]),
    ("ko", THREE, "그럼 두 명 추가해 주세요", [Companions(2)]),
    ("ko", THREE, "친구 한 명은 못 온대요", [Companions(-1)]),
    ("ko", THREE, "큰애는 학원 때문에 빠져요", [Companions(-1)]),
    ("ko", THREE, "엄마는 허리 아프셔서 저 혼자 갑니다", [Commit(1)]),
    ("ko", BACK, "다시 갈 수 있게 됐어요!", [Commit(3)]),
    ("ko", THREE, "동생이 안부 전해요", []),
    ("ko", THREE, "이틀 더 남았네요", []),
    ("ko", THREE, "동생도 가도 되나요?", []),
]


def heard(
    lang: str, earlier: Earlier, text: str, *, reply_to: object = TO_COUNTDOWN
) -> list[Intent]:
    context = Context("mastodon", ANNOUNCED, reply_to, languages=(lang,), earlier=earlier)  # type: ignore[arg-type]
    found = understand(text, lang, context).intents
    return [intent for intent in found if isinstance(intent, Coming)]


@pytest.mark.parametrize(("lang", "earlier", "text", "coming"), SAID)
def test_who_comes_follows_from_what_was_promised(
    lang: str, earlier: Earlier, text: str, coming: list[Coming]
) -> None:
    assert heard(lang, earlier, text) == coming


def test_a_bare_number_under_an_answer_is_of_all_who_come() -> None:
    assert heard("sv", THREE, "Åtta! Glömde räkna mig själv", reply_to=TO_ANSWER) == [Commit(8)]


def test_what_is_said_to_another_person_changes_nothing() -> None:
    assert heard("en", THREE, "my sister too", reply_to=TO_PERSON) == []


def test_of_who_has_promised_nothing_nobody_is_more_or_fewer() -> None:
    for lang, _, text, _ in SAID:
        found = heard(lang, Earlier(), text)
        assert not [i for i in found if isinstance(i, Companions)], text


@pytest.mark.parametrize("code", hearable())
def test_a_language_has_every_list(code: str) -> None:
    assert set(to_hear(code)["coming"]) == set(COMING)
