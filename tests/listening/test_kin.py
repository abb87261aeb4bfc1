"""People listed one by one where the verb comes last, and those who come without the writer."""

from __future__ import annotations

import pytest

from bot.domain.intents import Commit
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Context, understand

ASKED = Context("mastodon", Stage.ANNOUNCED, reply_to=ReplyTo.ANNOUNCEMENT)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("엄마 아빠 동생 저 다 가요", 4),
        ("가족 총출동입니다 아이들 셋, 아내, 저", 5),
        ("시어머니 모시고 저희 부부 갑니다!", 3),
        ("저랑 여친 둘 다 참석합니다", 2),
        ("저랑 동생 둘 갑니다", 3),
        ("집사람과 저, 그리고 손녀까지 셋이 가겠습니다.", 3),
        ("저희 팀 5명 중 3명만 갑니다", 3),
        ("저 빼고 세 명, 저까지 네 명 참석해요", 4),
    ],
)
def test_everybody_on_the_list_is_counted_once(text: str, people: int) -> None:
    assert understand(text, "ko", ASKED).intents == (Commit(people),)


@pytest.mark.parametrize(
    "text",
    [
        "저는 못 가고 남편만 가요",
        "제 동생이 혼자 간다고 하네요",
        "저는 일하지만 남편이랑 애들은 갈 거예요 셋이요",
        "우리 삼촌네는 네 명이 간다던데 저는 출장이에요",
    ],
)
def test_who_comes_without_the_writer_is_not(text: str) -> None:
    assert understand(text, "ko", ASKED).intents == ()
