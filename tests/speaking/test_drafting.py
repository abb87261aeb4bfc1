"""What goes out on each network: languages, parts, who is addressed and who may read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.posts import Action, Draft, Origin, Say, Visibility
from bot.languages import codes
from bot.speaking import speak
from bot.speaking.catalogue import KINDS, Audience, Kind
from bot.speaking.disarm import has_link
from bot.speaking.drafting import answered
from bot.speaking.preview import MEETS, SAMPLE, ZONE, sample
from tests.speaking.voices import ALL, ENDLESS, FACEBOOK, MASTODON, X, weighted

SPOKEN = [kind for kind in KINDS.values() if kind.audience is not Audience.ORGANISER]
PUBLIC = [kind for kind in SPOKEN if kind.audience is Audience.PUBLIC]
HANGUL = "가나다라마바사아자차카타파하거너더러머버"
LONGEST = SAMPLE | {
    "shop": ("Ye Olde Curiosity & Books " * 3)[:60],
    "place": ("Piazza San Giovanni " * 3)[:60],
    "meeting_point": ("In front of the old town hall " * 3)[:60],
    "drinks": ("The Half Moon and Seven Stars " * 3)[:60],
    "votes": 1_234_567,
    "total": 12_345_678,
    "people": 1_000_000,
    "mine": 10,
    "spenders": 1_000_000,
    "candidates": tuple((i, HANGUL * 3, "Via Roma " * 6) for i in range(1, 10)),
}
BAD = "@all #free https://evil.example/joes.shop a.com @\u202e\n\n"
NAMED = ("shop", "place", "meeting_point", "drinks", "flag", "reason")
HOSTILE = SAMPLE | dict.fromkeys(NAMED, BAD)


def spoken(say: Say, voice: object = MASTODON, *languages: str) -> tuple[Draft, ...]:
    return speak(say, voice, languages=languages or ("en",), zone=ZONE, currency="EUR")


def answering(say: Say, lang: str | None = "en", visibility: Visibility = Visibility.PUBLIC) -> Say:
    return replace(say, origin=Origin("mastodon", "77", "ana@town.example", lang, visibility))


def test_the_first_language_speaks_and_the_others_answer_it() -> None:
    drafts = spoken(sample(KINDS["call"]), MASTODON, "fr", "en")
    assert [(d.language, d.part, d.after) for d in drafts] == [
        ("fr", "fr.1", None),
        ("en", "en.1", "fr.1"),
    ]
    assert {d.visibility for d in drafts} == {Visibility.PUBLIC}


def test_on_x_only_the_first_language_speaks() -> None:
    assert [d.part for d in spoken(sample(KINDS["call"]), X, "fr", "en")] == ["fr.1"]


def test_a_candidate_by_itself_is_said_once_for_all_languages() -> None:
    (draft,) = spoken(sample(KINDS["candidate"]), MASTODON, "fr", "en")
    assert (draft.language, draft.part, draft.after) == ("fr", "fr.1", None)


def test_a_long_ballot_becomes_a_thread() -> None:
    drafts = spoken(sample(KINDS["ballot"], LONGEST), MASTODON, "en", "fr")
    parts = ["en.1", "en.2", "en.3", "fr.1", "fr.2", "fr.3"]
    assert [d.part for d in drafts] == parts
    assert [d.after for d in drafts] == [None, *parts[:-1]]
    quiet, loud = Visibility.UNLISTED, Visibility.PUBLIC
    assert [d.visibility for d in drafts] == [loud, quiet, quiet] * 2


def test_a_candidate_is_never_cut() -> None:
    drafts = spoken(sample(KINDS["ballot"], LONGEST), X)
    lines = [line for d in drafts for line in d.text.splitlines() if line[1:3] == ". "]
    names = [line.split(",")[0] for line in lines]
    assert names == [f"{i}. {HANGUL * 3}" for i in range(1, 10)]


def test_a_reply_speaks_the_writers_language_and_names_them() -> None:
    (draft,) = spoken(answering(sample(KINDS["committed"]), "fr-CA"), MASTODON, "en")
    assert (draft.language, draft.reply_to, draft.after) == ("fr", "77", None)
    assert draft.text.startswith("@ana@town.example C'est noté pour 2 personnes")


def test_a_language_we_do_not_speak_is_answered_in_the_citys() -> None:
    say = answering(sample(KINDS["committed"]), "pt")
    assert [d.language for d in spoken(say, MASTODON, "fr", "en")] == ["fr"]


def test_no_handle_is_put_on_x_and_facebook() -> None:
    say = answering(sample(KINDS["which_shop"]))
    assert [spoken(say, v)[0].text[:5] for v in (X, FACEBOOK)] == ["Which", "Which"]


def test_a_name_that_is_no_handle_tags_nobody() -> None:
    origin = Origin("mastodon", "77", "Ana @mayor", "en")
    (draft,) = spoken(replace(sample(KINDS["which_shop"]), origin=origin))
    assert draft.text.startswith("Which shop")


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        (Visibility.PUBLIC, Visibility.UNLISTED),
        (Visibility.UNLISTED, Visibility.UNLISTED),
        (Visibility.FOLLOWERS, Visibility.DIRECT),
        (Visibility.DIRECT, Visibility.DIRECT),
    ],
)
def test_an_answer_is_never_more_public(message: Visibility, answer: Visibility) -> None:
    (draft,) = spoken(answering(sample(KINDS["committed"]), "en", message))
    assert draft.visibility is answer


def test_where_everything_is_public_so_is_the_answer() -> None:
    assert answered(Visibility.PUBLIC, "twitter") is Visibility.PUBLIC


def test_an_organisers_word_is_private_and_addressed() -> None:
    voice = replace(MASTODON, organisers=("@ana@town.example", "@bo@town.example"))
    (draft,) = spoken(sample(KINDS["todo_approve"]), voice, "it", "fr")
    assert (draft.language, draft.visibility) == ("fr", Visibility.DIRECT)
    assert draft.text.startswith("@ana@town.example @bo@town.example Ce nom peut-il")
    assert draft.text.endswith("\ncashmob approve 3\n(mer. 9 déc. à 11\u00a0h\u00a000)")


def test_organisers_of_a_city_without_either_language_read_english() -> None:
    assert [d.language for d in spoken(sample(KINDS["todo_approve"]), X, "it")] == ["en"]


def test_a_favourite_has_no_words() -> None:
    say = replace(answering(sample(KINDS["help"])), kind="read", action=Action.FAVOURITE)
    assert spoken(say) == (Draft("", "en", reply_to="77", visibility=Visibility.UNLISTED),)


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("voice", ALL, ids=lambda v: v.network)
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.name)
def test_the_longest_case_fits(kind: Kind, voice: object, code: str) -> None:
    say = sample(kind, LONGEST)
    if kind.audience is Audience.REPLY:
        say = answering(say, code)
    drafts = spoken(say, voice, code)
    assert [d.text for d in drafts if not voice.fits(d.text)] == []
    assert len(drafts) == 1 or kind.threads


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("kind", SPOKEN, ids=lambda k: k.name)
def test_an_ordinary_text_fits_x_in_full(kind: Kind, code: str) -> None:
    if kind.threads:
        return
    # A round with a theme is none of the ordinary ones: there the theme may give way.
    say = sample(kind)
    say = replace(say, values={**say.values, "theme": ""})
    (draft,) = spoken(say, replace(ENDLESS, handle=X.handle), code)
    assert weighted(draft.text) <= X.limit


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("kind", SPOKEN, ids=lambda k: k.name)
def test_no_post_on_x_has_a_link_or_a_strangers_tag(kind: Kind, code: str) -> None:
    say = sample(kind, HOSTILE)
    for draft in spoken(say, X, code):
        ours = draft.text.replace(X.handle, "").replace("#CashMobTown", "").replace("hello@", "")
        ours = ours.replace("cashmob.example", "")
        assert not has_link(ours)
        assert not any(sign + c in ours for sign in "@#" for c in "abcdefghijklmnopqrstuvwxyz")


def test_an_address_that_is_a_link_is_left_out_on_x() -> None:
    say = sample(KINDS["cancelled"], SAMPLE | {"contact": "https://cashmob.example/write"})
    on_x, on_mastodon = (spoken(say, voice)[0].text for voice in (X, MASTODON))
    assert on_x == on_mastodon.removesuffix(" Questions: https://cashmob.example/write")


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("kind", PUBLIC, ids=lambda k: k.name)
def test_a_public_text_says_its_date(kind: Kind, code: str) -> None:
    other = SAMPLE | {"when": MEETS + timedelta(days=28)}
    said, again = (spoken(sample(kind, values), X, code) for values in (SAMPLE, other))
    if not kind.name.endswith("_undated"):
        assert said[0].text != again[0].text
        assert "12" in said[0].text


def test_each_countdown_says_how_long_it_is() -> None:
    three, one = sample(KINDS["countdown"]), sample(KINDS["countdown"])
    one = replace(one, due=MEETS - timedelta(days=1))
    beginnings = [spoken(say)[0].text.split(":")[0] for say in (three, one)]
    assert beginnings == ["In 3 days", "Tomorrow"]


def test_a_mob_without_a_date_is_cancelled_on_the_day_of_the_word() -> None:
    say = replace(sample(KINDS["cancelled_undated"]), kind="cancelled")
    assert spoken(say)[0].text.startswith("Wednesday 9 December: the cash mob that was put off")


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.name)
def test_a_text_with_nothing_optional_reads_well(kind: Kind, code: str) -> None:
    bare = {n: v for n, v in SAMPLE.items() if n not in ("meeting_point", "drinks", "hashtag")}
    bare |= {"place": "", "next_call": None, "flag": "", "contact": "", "people": 0}
    if kind.name != "order_till":
        bare["till"] = None
    (draft,) = spoken(sample(kind, bare), ENDLESS, code)
    assert not any(odd in draft.text for odd in ("  ", " ,", "..", ",,", "{", "[", "None"))
    assert not re.search(r" [.,](\s|$)|^[\s.,;:]", draft.text)


def test_no_second_post_is_made_for_a_hashtag_alone() -> None:
    say = sample(KINDS["recap"])
    shorter = replace(say, values={**say.values, "usual_percent": None, "thanks": ""})
    (draft,) = spoken(shorter, X, "en")
    assert ("#" in draft.text, X.length(draft.text + " #CashMobTown") > X.limit) == (False, True)
