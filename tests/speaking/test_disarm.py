"""A shop's name never becomes a mention, a hashtag or a link, whatever somebody wrote."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.speaking.disarm import LONGEST, disarm, has_link, shorten

# What the networks look for, as loosely as any of them does.
LIVE = regex.compile(r"[@＠#＃][\p{L}\p{M}\p{N}_]|\$\p{L}|\S[.。．｡][\p{L}\p{N}]|:[^\s\u2060]")
WILD = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("@#.:/$＠＃a\u0301\u202e\n ")))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Libreria Tasso", "Libreria Tasso"),
        ("joes.shop", "joes.\u2060shop"),
        ("Dr.Beer", "Dr.\u2060Beer"),
        ("Dr. Beer", "Dr. Beer"),
        ("Papier&Co.KG", "Papier&Co.\u2060KG"),
        ("@mayor", "@\u2060mayor"),
        ("#1 Kebab", "#\u20601 Kebab"),
        ("A$AP Records", "A$\u2060AP Records"),
        ("https://evil.example/x", "https:\u2060//evil.\u2060example/x"),
        ("Tofu\n\n & \u202eCo\u200b", "Tofu & Co"),
        ("e" + "\u0301\u0302\u0303\u0304\u0305", "é\u0302\u0303"),
        ("\u0301Tasso", "Tasso"),
        ("مكتبة دمشق", "\u2068مكتبة دمشق\u2069"),
        ("서촌책방", "서촌책방"),
        ("Tofu & Co", "Tofu & Co"),
        ("\x00\u200b", ""),
    ],
)
def test_a_name_as_it_is_said(name: str, said: str) -> None:
    assert disarm(name) == said


@given(WILD)
@example("joes\u2060.shop")
@example("a.\u200bcom")
@example("@\u200d\u202eall")
def test_no_name_is_live(name: str) -> None:
    assert LIVE.search(disarm(name)) is None
    assert not has_link(disarm(name))


@given(WILD, st.sampled_from([LONGEST, 24, 12]))
def test_no_name_disturbs_the_text_around_it(name: str, longest: int) -> None:
    said = disarm(name, longest)
    bare = said.strip("\u2068\u2069").replace("\u2060", "")
    assert len(bare) <= longest
    assert all(unicodedata.category(c)[0] != "C" for c in bare)
    assert regex.search(r"\p{M}{4}|^\p{M}|[\n\r\u2028\u2029]", bare) is None
    assert said.count("\u2068") == said.count("\u2069") == (said[:1] == "\u2068")


@given(st.text(min_size=1, max_size=200))
def test_a_shortened_name_is_its_own_beginning(name: str) -> None:
    short = shorten(name, 20)
    assert len(short) <= 20
    assert short == name or name.startswith(short.removesuffix("…"))


@pytest.mark.parametrize("text", ["https://a.example", "joes.shop", "see www.town.example now"])
def test_a_link_is_found(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize("text", ["hello@town.example", "+33 6 12 34", "@cashmob@town.example"])
def test_an_address_is_no_link(text: str) -> None:
    assert not has_link(text)
