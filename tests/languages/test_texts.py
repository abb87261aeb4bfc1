"""Every language file says everything, with the same values and all its plural forms."""

from __future__ import annotations

import pytest

from bot.domain.calendar import Moment
from bot.domain.stages import Stage
from bot.languages import codes, load
from bot.speaking.catalogue import KINDS, LETTER_FACTS, LETTERS, REFUSALS, Audience
from bot.speaking.templates import compiled
from bot.speaking.wording import wording

SAY = {name for name, kind in KINDS.items() if kind.audience is not Audience.ORGANISER}
ORGANISER = set(KINDS) - SAY
# Values a translator may do without: they are a courtesy, not what the text is about.
FREE = {"handle", "hashtag", "days", "low", "high"}


def texts(code: str, table: str) -> dict[str, str]:
    return {k: t for k, t in load(code).get(table, {}).items() if isinstance(t, str)}


def used(text: str) -> set[str]:
    return {slot.name for slot in compiled(text).slots} - FREE


@pytest.mark.parametrize("code", codes())
def test_a_language_has_every_text_and_no_other(code: str) -> None:
    assert set(texts(code, "say")) == SAY


@pytest.mark.parametrize("code", ["en", "fr"])
def test_organisers_texts_are_whole(code: str) -> None:
    assert set(texts(code, "organiser")) == ORGANISER
    assert set(load(code)["organiser"]["refused"]) == set(REFUSALS)


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("table", ["say", "organiser"])
def test_a_text_uses_what_its_kind_has_and_what_english_uses(code: str, table: str) -> None:
    english = texts("en", table)
    for key, text in texts(code, table).items():
        assert used(text) - KINDS[key].values == set(), key
        assert used(text) == used(english[key]), key


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_refusal_uses_what_it_has(code: str) -> None:
    refused = load(code)["organiser"]["refused"]
    assert {k: used(t) for k, t in refused.items()} == {k: set(v) for k, v in REFUSALS.items()}


@pytest.mark.parametrize("code", ["en", "fr"])
def test_letters_are_whole_and_use_what_they_have(code: str) -> None:
    found, english = texts(code, "letter"), texts("en", "letter")
    assert set(found) == set(LETTERS)
    for key, text in found.items():
        assert used(text) - {*LETTERS[key], *LETTER_FACTS} == set(), key
        assert used(text) == used(english[key]), key


@pytest.mark.parametrize("code", codes())
def test_every_count_has_all_plural_forms(code: str) -> None:
    counts = load(code)["say"]["counts"]
    asked = set(wording(code).locale.plural_form.tags) | {"other"}
    assert {
        n: {f for f in forms if not f.isdigit()} for n, forms in counts.items()
    } == dict.fromkeys(load("en")["say"]["counts"], asked)


@pytest.mark.parametrize("code", codes())
def test_every_count_that_a_text_asks_for_is_there(code: str) -> None:
    counts = load(code)["say"]["counts"]
    dates = {"day", "hour", "short"}
    for key, text in texts(code, "say").items():
        forms = {slot.form for slot in compiled(text).slots if slot.form}
        assert forms - set(counts) - dates == set(), key


@pytest.mark.parametrize("code", codes())
def test_a_public_text_says_the_date_in_any_case(code: str) -> None:
    for key, text in texts(code, "say").items():
        if KINDS[key].audience is Audience.PUBLIC:
            fixed = [s for s in compiled(text).segments if not s.optional]
            names = {slot.name for segment in fixed for slot in segment.slots}
            assert names & {"when", "today"}, key


@pytest.mark.parametrize("code", codes())
def test_a_secret_text_does_not_name_the_shop(code: str) -> None:
    for key, text in texts(code, "say").items():
        if key.endswith("_secret"):
            assert not {"shop", "place"} & used(text), key


@pytest.mark.parametrize("code", codes())
def test_nothing_of_ours_tags_somebody_or_links(code: str) -> None:
    for key, text in {**texts(code, "say"), **texts(code, "organiser")}.items():
        plain = "".join(p for s in compiled(text).segments for p in s.parts if isinstance(p, str))
        assert not set("@#") & set(plain), key
        assert "://" not in plain, key


@pytest.mark.parametrize("code", codes())
def test_a_language_names_itself_and_the_stages(code: str) -> None:
    names = load(code)["name"]
    assert names["language"]
    assert set(names["stages"]) == set(Stage)
    assert set(names["dates"]) == {"day", "short", "hour", "both"}


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_moments_of_the_calendar_have_names(code: str) -> None:
    assert set(load(code)["name"]["moments"]) == {*Moment, "countdown"}
