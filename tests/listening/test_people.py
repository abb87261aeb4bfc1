"""Who says it matters: owners who refuse, people who may come, people who promised before."""

from __future__ import annotations

import pytest

from bot.domain.intents import (
    About,
    Ask,
    Commit,
    Companions,
    Intent,
    OwnerRefuses,
    Tentative,
    Topic,
    Vote,
)
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, understand
from bot.listening.context import Earlier


def heard(text: str, lang: str, stage: Stage, reply: ReplyTo | None = None) -> tuple[Intent, ...]:
    return understand(text, lang, Context("mastodon", stage, reply_to=reply)).intents


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I own Thistle & Twine. Please don't do this to us, I have no staff that week"),
        ("en", "That's my shop you are voting on and we're not interested, no thanks"),
        ("en", "take our bookshop down please"),
        ("en", "number 2 belongs to me. Not this month, we have a funeral in the family"),
        ("en", "I'm the owner of Chez Marcel. I have one pair of hands, find somewhere else"),
        ("fr", "C'est ma boutique et je ne veux pas participer"),
        ("fr", "Je suis la gérante, merci de ne pas venir ce jour-là"),
        ("fr", "La 2 c'est chez nous, et mon mari ne veut voir personne. Rayez-nous"),
        ("it", "Il 2 siamo noi, e questo mese no: abbiamo un lutto"),
        ("es", "El 2 es mío, nadie me avisó y no damos abasto"),
        ("de", "Das ist mein Laden, ich möchte das nicht"),
        ("de", "Ich bin die Inhaberin, bitte nicht bei uns"),
        ("nl", "Dit is mijn winkel, liever niet"),
        ("nl", "Ik ben de eigenaar en wil dit niet"),
        ("sv", "Det är min butik och jag vill inte"),
        ("sv", "Jag äger affären, snälla inte hos oss"),
        ("it", "È il mio negozio e non voglio"),
        ("it", "Sono la titolare, per favore no"),
        ("es", "Es mi tienda y no quiero"),
        ("es", "Soy la dueña, por favor no vengan"),
        ("ko", "저희 가게인데 원하지 않아요"),
        ("ko", "제가 주인인데 하지 말아 주세요"),
        ("de", "Mir ghört des Teelädchen in der Gerbergass, suchts euch wen anders"),
        (
            "de",
            "Meine Mutter hat mir die Schneiderei überschrieben. Bitte streicht uns, keine Zeit",
        ),
        (
            "nl",
            "Mijn man en ik runnen dit viswinkeltje. Zonder overleg op een lijst? Haal ons eraf",
        ),
        ("nl", "Als medeeigenaar van nummer 2: sla ons maar over"),
        ("sv", "Tvåan är vår. Vi orkar inte med så mycket folk, hoppa över oss"),
        ("sv", "Jag tog över garnboden efter mormor och undanber mig cirkusen"),
        ("ko", "2번이 저희 공방인데요, 목록에서 빼 주세요"),
        ("ko", "어머니가 하시던 국숫집 물려받은 사람입니다. 저희는 사양할게요"),
    ],
)
def test_an_owner_says_no_and_votes_for_nothing(lang: str, text: str) -> None:
    listed = (Candidate(1, "Blumen Mueller"), Candidate(2, "Chez Marcel"))
    context = Context("mastodon", Stage.BALLOTING, ReplyTo.BALLOT, candidates=listed)
    (intent,) = understand(text, lang, context).intents
    assert isinstance(intent, OwnerRefuses)


@pytest.mark.parametrize(
    ("lang", "text", "reply", "shop"),
    [
        ("en", "I own Thistle & Twine. Please don't do this to us", None, "Thistle & Twine"),
        ("de", "Blumen Müller ist mein Laden, ich möchte das nicht", None, "Blumen Mueller"),
        ("fr", "C'est ma boutique et je ne veux pas participer", ReplyTo.NOMINATION, "Chez Marcel"),
        ("nl", "Dit is mijn winkel, liever niet", None, None),
    ],
)
def test_an_owner_says_which_shop_it_is(
    lang: str, text: str, reply: ReplyTo | None, shop: str | None
) -> None:
    listed = (Candidate(1, "Blumen Mueller"), Candidate(2, "Chez Marcel"))
    context = Context("mastodon", Stage.CALLING, reply_to=reply, on=2, candidates=listed)
    assert understand(text, lang, context).intents == (OwnerRefuses(shop),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I own The Button Tin. Who do I write to about an interview?"),
        ("fr", "Bonjour, je tiens La Boîte à Boutons. À qui dois-je écrire ?"),
        ("de", "Ich führe die Knopfkiste. An wen wende ich mich?"),
    ],
)
def test_an_owner_who_asks_does_not_refuse(lang: str, text: str) -> None:
    assert set(heard(text, lang, Stage.CALLING)) <= {Ask(Topic.OTHER)}


@pytest.mark.parametrize(
    "text",
    [
        "us? please not, the kitchen is too small",
        "please not, my knees are bad",
    ],
)
def test_whoever_says_us_under_the_post_of_a_shop_speaks_for_it(text: str) -> None:
    listed = (Candidate(1, "Blumen Mueller"), Candidate(2, "Chez Marcel"))
    context = Context("mastodon", Stage.CALLING, ReplyTo.NOMINATION, on=2, candidates=listed)
    assert understand(text, "en", context).intents == (OwnerRefuses("Chez Marcel"),)
    assert heard(text, "en", Stage.CALLING) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Oh please, not this place again, the coffee tastes like dishwater",
        "I doubt the lady who runs it wants a crowd in there",
        "my neighbour says the owner told him no",
        "That's my shop! Yes please, we'd love to have you",
    ],
)
def test_who_is_no_owner_or_is_glad_holds_nothing(text: str) -> None:
    context = Context("mastodon", Stage.CALLING, ReplyTo.NOMINATION, on=2)
    assert OwnerRefuses not in map(type, understand(text, "en", context).intents)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "thanks but no thanks. (the owner)"),
        ("en", "Kind thought, but we retire in June and the shelves are half empty"),
        ("de", "nein danke, die Blumenfrau"),
        ("fr", "Non merci, la patronne."),
        ("it", "meglio di no. la titolare"),
        ("es", "No gracias. Dueño cansado."),
        ("nl", "sorry, wij passen. de boekhandelaar"),
        ("sv", "Blomtanten hälsar att hon hellre får vara ifred"),
        ("ko", "저희는 백 명분 두부가 없습니다. 놓아주십시오"),
    ],
)
def test_who_signs_as_the_owner_under_the_post_of_a_shop_is_heard(lang: str, text: str) -> None:
    listed = (Candidate(1, "Blumen Mueller"), Candidate(2, "Chez Marcel"))
    context = Context("mastodon", Stage.CALLING, ReplyTo.NOMINATION, on=2, candidates=listed)
    assert understand(text, lang, context).intents == (OwnerRefuses("Chez Marcel"),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "My mum's wool shop is on your list. She is not well and doesn't want a crowd"),
        ("de", "Ich schreibe im Namen der Inhaberin, wir lehnen dankend ab"),
        ("fr", "La mercerie de ma mère est dans votre liste, elle ne veut pas. Retirez-la"),
        ("it", "La merceria è di mia moglie e lei non vuole, toglietela"),
        ("es", "La papelería es de mi madre y no da abasto, quítenla"),
        ("nl", "De wolwinkel van mijn moeder staat op de lijst, ze wil dit niet. Haal hem eraf"),
        ("sv", "Garnboden är min mammas butik och hon orkar inte, ta bort den"),
        ("ko", "어머니가 하시는 국숫집인데 원치 않으세요. 내려주세요"),
    ],
)
def test_the_family_may_say_no_for_the_owner(lang: str, text: str) -> None:
    assert OwnerRefuses in map(type, heard(text, lang, Stage.BALLOTING))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", 'My cousin says he heard Marcel going "not in my restaurant"'),
        ("en", "not my shop, not my problem, but does anyone ask the owners?"),
        ("fr", "@soldes virez ma boutique de vos alertes svp. cc @cashmob pour témoin"),
        ("nl", "als winkelier vraag ik me af: krijgen wij vooraf te horen hoeveel man er komt?"),
        ("sv", 'Svågern påstår att ägaren sagt "aldrig i livet i min butik"'),
    ],
)
def test_what_others_said_or_another_account_is_told_holds_nothing(lang: str, text: str) -> None:
    context = Context("mastodon", Stage.CALLING, handles=frozenset({"@cashmob"}))
    assert OwnerRefuses not in map(type, understand(text, lang, context).intents)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Der Wirt will das bestimmt nicht, ich wohne gegenüber"),
        ("de", "Das ist unser Laden! Ist uns eine Ehre, kein Problem"),
        ("nl", "Ik denk niet dat de eigenaar dit wil"),
        ("nl", "Mijn winkel! Wij doen graag mee, geen enkel probleem"),
        ("sv", "Ägaren där vill nog inte vara med"),
        ("sv", "Min butik! Självklart ställer vi upp, inget krångel"),
        ("ko", "사장님이 이런 거 싫어하실 것 같아요"),
        ("ko", "저희 가게예요! 완전 환영입니다, 부담 없이 오세요"),
    ],
)
def test_a_neighbour_or_a_glad_owner_holds_nothing(lang: str, text: str) -> None:
    assert OwnerRefuses not in map(type, heard(text, lang, Stage.BALLOTING, ReplyTo.BALLOT))


def test_who_is_honoured_but_says_no_is_heard() -> None:
    text = "Das ist unser Laden, ist uns eine Ehre, aber bitte nicht bei uns"
    assert heard(text, "de", Stage.CALLING) == (OwnerRefuses(None),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "maybe I'll be there"),
        ("en", "Not sure yet, I'll see how the hip is on the day"),
        ("en", "50/50 for me"),
        ("en", "60/40 I'd say, depends on the match"),
        ("en", "if the neighbour upstairs can mind the dog all morning, perhaps"),
        ("fr", "je viendrai peut-être"),
        ("fr", "On verra bien selon la météo, je dis pas non"),
        ("it", "Ci provo ma non garantisco, ho la suocera a pranzo"),
        ("es", "no confirmo todavía, estoy esperando turno del médico"),
        ("de", "ich komme vielleicht"),
        ("nl", "misschien kom ik"),
        ("sv", "kanske kommer jag"),
        ("it", "forse vengo"),
        ("es", "quizá voy"),
        ("ko", "아마 갈게요"),
        ("de", "jein, entscheide ich spontan"),
        ("nl", "kan nog alle kanten op"),
        ("sv", "jag får väl se, inte helt bestämt"),
        ("ko", "반반이에요, 일정 봐야 해요"),
    ],
)
def test_maybe_is_never_a_yes(lang: str, text: str) -> None:
    assert heard(text, lang, Stage.ANNOUNCED, ReplyTo.ANNOUNCEMENT) == (Tentative(1),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I hope nobody cancels"),
        ("fr", "j'espère que vous serez nombreux"),
        ("it", "Magari potessi! Ho il turno doppio proprio quel giorno"),
        ("es", "espero que nadie cancele"),
    ],
)
def test_a_hope_for_others_is_no_maybe(lang: str, text: str) -> None:
    assert heard(text, lang, Stage.ANNOUNCED, ReplyTo.ANNOUNCEMENT) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "ma librairie préférée, ne la retirez pas !"),
        ("it", "Secondo me al proprietario non va, è uno che vuole stare in pace"),
        ("es", "mi librería favorita, no la quiten nunca"),
    ],
)
def test_neighbours_and_customers_hold_nothing(lang: str, text: str) -> None:
    context = Context("mastodon", Stage.CALLING, ReplyTo.NOMINATION, on=2)
    assert OwnerRefuses not in map(type, understand(text, lang, context).intents)


@pytest.mark.parametrize(
    ("text", "committed", "intent"),
    [
        ("+1, my sister too", 2, Companions(1)),
        ("we will be five of us", 2, Commit(5)),
        ("I'm in with my sister", 0, Commit(2)),
    ],
)
def test_more_people_are_added_to_an_earlier_promise(
    text: str, committed: int, intent: Intent
) -> None:
    context = Context(
        "mastodon",
        Stage.ANNOUNCED,
        reply_to=ReplyTo.ANNOUNCEMENT,
        earlier=Earlier(people=committed),
    )
    assert understand(text, "en", context).intents == (intent,)


@pytest.mark.parametrize(
    ("lang", "text", "people"),
    [
        ("en", "six of my cousins, my nan and me", 8),
        ("en", "eight cubs and two leaders, I'm one of the leaders", 10),
        ("fr", "inscrivez huit louveteaux, deux chefs et moi", 11),
        ("de", "Stehen schon vor der Tür: sechs Schüler, eine Referendarin und ich", 8),
        ("nl", "acht leerlingen en twee juffen, een van de juffen ben ik", 10),
        ("sv", "fem elever, en praktikant och jag", 7),
        ("it", "dieci bambini più tre genitori, io sono uno dei tre", 13),
        ("es", "me llevo a dos nietos, una amiga y tres primas", 7),
    ],
)
def test_a_list_of_people_is_added_up(lang: str, text: str, people: int) -> None:
    said = heard(text, lang, Stage.ANNOUNCED, ReplyTo.ANNOUNCEMENT)
    assert said == (Commit(people),)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Two seniors from Maple Court are joining you, myself and Edna", 2),
        ("can I bring my two kids?", 0),
    ],
)
def test_a_list_that_names_who_was_counted_is_not_added(text: str, people: int) -> None:
    said = heard(text, "en", Stage.ANNOUNCED, ReplyTo.ANNOUNCEMENT)
    assert said == ((Commit(people),) if people else (Ask(Topic.ACCESS),))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Hi, I'd like a copy of everything you store on me"),
        ("en", "which of my messages have you kept?"),
        ("fr", "quelles données avez-vous sur moi ?"),
        ("de", "Auskunft nach Art. 15 DSGVO bitte"),
        ("nl", "welke gegevens bewaren jullie van mij"),
        ("sv", "vad har ni sparat om mig?"),
        ("it", "che dati avete su di me?"),
        ("es", "quiero saber qué guardáis sobre mí"),
        ("ko", "제 정보 뭐 갖고 있어요?"),
    ],
)
def test_who_asks_what_is_kept_about_them_is_heard(lang: str, text: str) -> None:
    assert heard(text, lang, Stage.BALLOTING) == (About(),)


@pytest.mark.parametrize(
    "text",
    [
        "@menubot stop writing to me, sorry @cashmob",
        "@menubot69 delete all my data, not you @cashmob",
        "@menubot take my shop off your page @cashmob",
    ],
)
def test_what_is_said_to_another_bot_is_not_for_this_one(text: str) -> None:
    context = Context("mastodon", Stage.CALLING, handles=frozenset({"@cashmob"}))
    assert understand(text, "en", context).intents == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "count me in, we are two"),
        ("en", "so it's 3 of us now"),
        ("fr", "comptez sur moi, on est 2"),
        ("de", "ich bin dabei, wir sind zwei"),
        ("it", "contate su di me, siamo in 2"),
        ("nl", "reken op mij, we zijn met 2"),
        ("sv", "räkna med mig, vi är två"),
        ("es", "contad conmigo, somos dos"),
        ("ko", "저도 갈게요, 저희 2명이요"),
    ],
)
def test_how_many_come_is_no_number_of_a_shop_that_is_ours(lang: str, text: str) -> None:
    ballot = (Candidate(2, "Chez Marcel"), Candidate(3, "Bell Books"))
    context = Context("mastodon", Stage.BALLOTING, candidates=ballot, languages=(lang,))
    found = understand(text, lang, context).intents
    assert not any(isinstance(intent, OwnerRefuses | Vote) for intent in found)
