"""`cashmob understand`: what the bot makes of messages, one JSON line each; needs no config."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

import click

from bot import listening
from bot.domain.intents import Ask, Companions, Intent, Topic, as_dict
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, Understood

PHASES = {
    "nominating": Stage.CALLING,
    "voting": Stage.BALLOTING,
    "announced": Stage.ANNOUNCED,
    "mobday": Stage.GATHERING,
    "after": Stage.RECAPPING,
}
"""What a line calls its phase, and the stage of a mob that it is."""

_STATUS = (Topic.LEADER, Topic.WHEN, Topic.WHERE, Topic.COUNT)


@click.command("understand")
@click.option(
    "--ballot",
    type=click.File(encoding="utf-8"),
    help="A JSON file with the handles and the numbered candidates.",
)
@click.option("--explain", metavar="TEXT", help="One message: say what it asks for, and why.")
@click.option("--lang", help="With --explain: the language the network names.")
@click.option("--phase", type=click.Choice(tuple(PHASES)), default="nominating", show_default=True)
@click.option(
    "--reply-to",
    type=click.Choice(tuple(r.value for r in ReplyTo)),
    help="With --explain: what the message answers.",
)
@click.argument("messages", type=click.File(encoding="utf-8"), default="-")
def understand(
    messages: TextIO,
    ballot: TextIO | None,
    explain: str | None,
    lang: str | None,
    phase: str,
    reply_to: str | None,
) -> None:
    """Say what each of many messages asks for (JSON lines, from standard input or a file).

    A line has `id`, `lang`, `network`, `text`, `reply_to`, `on` and `phase`.
    """
    known = json.load(ballot) if ballot else {}
    if explain is not None:
        line = {"text": explain, "lang": lang, "phase": phase, "reply_to": reply_to}
        for said in _explained(_understood(line, known)):
            click.echo(said)
        return
    for number, text in enumerate(messages, start=1):
        if text.strip():
            click.echo(json.dumps(_answer(text, number, known), ensure_ascii=False))


def _answer(text: str, number: int, known: dict[str, Any]) -> dict[str, Any]:
    try:
        line = json.loads(text)
        return {"id": line.get("id"), "intents": list(corpus_form(_understood(line, known)))}
    except (ValueError, AttributeError, KeyError) as wrong:
        raise click.ClickException(
            f"Line {number} is not a message as JSON ({wrong}). "
            "Each line needs at least a text and a phase."
        ) from None


def _understood(line: dict[str, Any], known: dict[str, Any]) -> Understood:
    return listening.understand(line["text"], line.get("lang"), context_of(line, known))


def context_of(line: dict[str, Any], known: dict[str, Any]) -> Context:
    """The conversation a line stands in; KeyError or ValueError on a phase that does not exist."""
    names = known.get("candidates", {})
    return Context(
        network=line.get("network") or "mastodon",
        stage=PHASES[line["phase"]],
        reply_to=ReplyTo(line["reply_to"]) if line.get("reply_to") else None,
        on=line.get("on"),
        candidates=tuple(Candidate(int(n), name) for n, name in sorted(names.items())),
        winner=known.get("winner"),
        handles=handles_of(known),
        languages=("en", "fr"),
    )


def handles_of(known: dict[str, Any]) -> frozenset[str]:
    """The bot's names as people type them: also a Mastodon handle without its server."""
    whole = {handle.lower() for handle in known.get("handle", {}).values()}
    short = {"@" + h.split("@")[1] for h in whole if h.count("@") == 2}
    return frozenset(whole | short | {"@cashmob"})


def corpus_form(understood: Understood) -> Iterator[dict[str, Any]]:
    """The intents as the corpus writes them: one `status` for all that the mob's state answers."""
    asked = False
    for intent in understood.intents:
        form = _corpus_intent(intent)
        if form["intent"] != "status" or not asked:
            yield form
        asked |= form["intent"] == "status"


def _corpus_intent(intent: Intent) -> dict[str, Any]:
    if isinstance(intent, Ask):
        if intent.topic in _STATUS:
            return {"intent": "status"}
        return {"intent": "question", "topic": intent.topic.value}
    if isinstance(intent, Companions):
        return {"intent": "companions", "people": intent.more}
    return as_dict(intent)


def _explained(understood: Understood) -> Iterator[str]:
    yield f"Read as: {understood.language}"
    if not understood.intents:
        yield "Asks for nothing."
    for intent, why in zip(understood.intents, understood.why, strict=True):
        yield f"{json.dumps(as_dict(intent), ensure_ascii=False)}  because it {why}"


__all__ = ["PHASES", "context_of", "corpus_form", "understand"]
