"""The example configuration as a template: another city's answers in place of the example's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.config import example_path
from bot.config.accounts import NETWORKS, variable

EXAMPLE_KEY = "saint-rivage"
HEAD = """\
# The configuration of the cash mob bot for {name}.
#
# `cashmob check` tells everything that is wrong with it, at once, and spells out the next mob.
# Secrets never stand here: they are in .env, which only you can read.
# Durations are written "21d", "6h", "15m", "20s", or together: "1h30m"."""

_SECRETS = {
    "mastodon": (
        'Mastodon: Preferences → Development → New application → "Your access token"',
        ("MASTODON_TOKEN",),
    ),
    "twitter": (
        'X: the developer console → your app → "Keys and tokens" (OAuth 1.0a, read and write)',
        (
            "TWITTER_CONSUMER_KEY",
            "TWITTER_CONSUMER_SECRET",
            "TWITTER_ACCESS_TOKEN",
            "TWITTER_ACCESS_SECRET",
        ),
    ),
    "facebook": ("Facebook: a Page access token that does not expire", ("FACEBOOK_TOKEN",)),
}


def filled(answers: Mapping[str, Any]) -> str:
    """A config.toml with every comment of the example and the answers of `cashmob init`."""
    example = example_path().read_text(encoding="utf-8")
    paragraphs = example.split("\n\n")
    kept = (p for p in paragraphs[1:] if _is_kept(p, answers))
    text = "\n\n".join([HEAD.format(name=answers["name"]), *kept])
    for setting, value in _values(answers):
        text = _set(text, setting, value)
    text = re.sub(r"(?m)^(?:phone|email|mastodon|accounts) = .*$", r"# \g<0>", text)
    text = re.sub(r"(?ms)^\[mail\]\n.*?(?=\n\n)", _commented, text)
    old, new = (variable(key, "") for key in (EXAMPLE_KEY, answers["key"]))
    return (
        text.replace(f"city.{EXAMPLE_KEY}", f"city.{answers['key']}")
        .replace(old, new)
        .replace(f"key ({EXAMPLE_KEY})", f"key ({answers['key']})")
    )


def _commented(found: re.Match[str]) -> str:
    """A table that is only to be seen: `init` does not ask for a mail server."""
    return "\n".join(f"# {line}" for line in found[0].splitlines())


def _is_kept(paragraph: str, answers: Mapping[str, Any]) -> bool:
    """A paragraph of a network's table stays where the city has an account there."""
    found = re.search(rf"(?m)^\[city\.{EXAMPLE_KEY}\.(\w+)", paragraph)
    return not (found and found[1] in NETWORKS and not answers[found[1]])


def _values(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Settings by the order in which they stand; the city's name comes before the organiser's."""
    for setting in ("name", "timezone", "country", "currency", "languages"):
        yield setting, answers[setting]
    yield "spend", [answers["low"], answers["high"]]
    yield "hashtags", ["CashMob"]
    for setting in ("rhythm", "meeting_point", "drinks"):
        yield setting, answers[setting]
    yield "contact", ""
    yield 'name = "Amélie"', answers["organiser"]
    for setting, network in (
        ("base_url", "mastodon"),
        ("user_id", "twitter"),
        ("page_id", "facebook"),
    ):
        if answers[network]:
            yield setting, answers[network]


def _set(text: str, setting: str, value: Any) -> str:
    """The text with the first line of that setting changed, its comment kept."""
    found = re.search(rf'(?m)^{re.escape(setting)}(?: = (?:"[^"\n]*"|\[[^\]\n]*\]))?', text)
    assert found is not None, f"config.example.toml has no {setting}"
    name = setting.partition(" ")[0]
    return f"{text[: found.start()]}{name} = {quoted(value)}{text[found.end() :]}"


def quoted(value: Any) -> str:
    """A text or a list of texts as TOML writes it."""
    if isinstance(value, list):
        return f"[{', '.join(map(quoted, value))}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "")


def secrets(answers: Mapping[str, Any]) -> str:
    """A .env that names each secret the city needs, still empty."""
    lines = ["# Secrets of the cash mob bot. Keep this file to yourself: chmod 600 .env"]
    for network, (where, names) in _SECRETS.items():
        if answers[network]:
            lines += ["", f"# {where}", *(f"{variable(answers['key'], n)}=" for n in names)]
    return "\n".join(lines) + "\n"
