"""What is taken for an owner's address."""

from __future__ import annotations

import pytest

from bot.domain.addresses import is_address


@pytest.mark.parametrize(
    "text", ["mara@shop.example", "m.o+mob@a-b.co.example", "o'neil@shop.example", "1@2.3"]
)
def test_one_plain_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mara",
        "mara@shop",
        "@shop.example",
        "mara@",
        "mara@-shop.example",
        "mara.@shop.example",
        "ma ra@shop.example",
        "mara@shop.example\n",
        "mara@shop.example\r\nBcc: all@town.example",
        "mara@shop.example, all@town.example",
        "Mara <mara@shop.example>",
        "mara@shöp.example",
        f"{'m' * 65}@shop.example",
        f"mara@{'s' * 63}.{'h' * 63}.{'o' * 63}.{'p' * 63}.example",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_address(text)
