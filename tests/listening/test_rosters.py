"""Groups told one by one: what stands beside "me" in a list with numbers is a person."""

from __future__ import annotations

import pytest

from bot.domain.intents import Commit
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Context, understand


@pytest.mark.parametrize(
    ("lang", "text", "people"),
    [
        ("en", "Coming: seven scouts, their leader and me", 9),
        ("en", "We'll be there, my wife, our two grandsons and I", 4),
        ("en", "eleven juniors and three coaches, me included", 14),
        ("fr", "On est devant : six louveteaux, deux cheftaines et moi", 9),
        ("fr", "on sera trois, mes deux filles et moi", 3),
        ("de", "Neun Turnerinnen, der Trainer und ich sind dabei", 11),
        ("de", "mein Mann, ich und die zwei Kinder", 4),
        ("it", "Io, la mia coinquilina e due sue colleghe", 4),
        ("it", "Saremo in sette, io e sei della squadra di burraco, e porto i biscotti", 7),
        ("nl", "elf zangers en drie begeleiders, ik meegerekend", 14),
        ("sv", "Vi blir fyra, jag och tre arbetskamrater", 4),
        ("es", "nueve gimnastas, la entrenadora y yo estaremos", 11),
        ("es", "yo y dos más de la ofi", 3),
        ("sv", "Farmor, faster Birgit, jag och kusinen kommer med tåget", 4),
        ("de", "Wir kommen: Oma Trude, mein Mann, ich und unser Jüngster", 4),
        ("fr", "ma voisine du dessous, sa fille et moi, nous serons là", 3),
    ],
)
def test_a_group_that_is_listed_is_counted(lang: str, text: str, people: int) -> None:
    context = Context("facebook", Stage.ANNOUNCED, reply_to=ReplyTo.ANNOUNCEMENT)
    assert understand(text, lang, context).intents == (Commit(people),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "My two cents and I are staying home"),
        ("fr", "deux cafés, un croissant et moi je suis heureuse"),
        ("it", "io e la folla, due mondi"),
        ("de", "zwei Semmeln, ein Kaffee und ich bin glücklich"),
    ],
)
def test_a_list_of_other_things_brings_nobody(lang: str, text: str) -> None:
    context = Context("facebook", Stage.ANNOUNCED, reply_to=ReplyTo.ANNOUNCEMENT)
    assert understand(text, lang, context).intents == ()
