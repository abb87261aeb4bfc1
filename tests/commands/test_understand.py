"""`cashmob understand`: messages in, one JSON line each out; no config, no traceback."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from bot.commands.understand import understand as command

CORPUS = Path(__file__).parent.parent / "corpus"


def run(*arguments: str, lines: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments, input=lines)
    return result.exit_code, result.output


def test_each_message_gets_one_line_with_its_id() -> None:
    lines = (CORPUS / "mentions.jsonl").read_text(encoding="utf-8")
    code, output = run("--ballot", str(CORPUS / "ballot.json"), lines=lines)
    asked = [json.loads(line)["id"] for line in lines.splitlines()]
    assert code == 0
    assert [json.loads(line)["id"] for line in output.splitlines()] == asked


def test_a_vote_is_told_by_its_number() -> None:
    line = {"id": "a", "lang": "fr", "phase": "voting", "reply_to": "ballot", "text": "la 5 !"}
    _, output = run("--ballot", str(CORPUS / "ballot.json"), lines=json.dumps(line))
    assert json.loads(output) == {"id": "a", "intents": [{"intent": "vote", "choice": 5}]}


def test_a_person_is_told_why() -> None:
    code, output = run("--explain", "I nominate The Paper Crane on Division Street")
    assert code == 0
    assert output.splitlines() == [
        "Read as: en",
        '{"intent": "nominate", "shop": "The Paper Crane", "place": "Division Street"}'
        "  because it asks for a shop by name",
    ]


def test_a_line_that_is_no_message_is_named() -> None:
    code, output = run(lines='{"text": "x", "phase": "voting"}\nnonsense\n')
    assert code == 1
    assert "Line 2 is not a message as JSON" in output
