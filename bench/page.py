"""The page docs/performance.md and its chart, written from the results."""

from __future__ import annotations

import math
from html import escape
from string import Template
from typing import Any

from bench import results
from bench.measuring import CONTENDERS, ROOT, Contender

_DOCS = ROOT / "docs"
_OURS = CONTENDERS[0].name
_BAR, _ROW, _LEFT, _WIDTH = 380, 26, 400, 880
_CALM = 1


def write() -> None:
    """Both files, from whatever has been measured."""
    found = results.known()
    template = Template((ROOT / "bench" / "page.md").read_text(encoding="utf-8"))
    page = template.substitute(
        machine=found["machine"],
        ingest=_ingest(found),
        start=_start(found),
        cpu=_cpu(found),
        money=_money(found),
        burst=_burst(found),
        idle=_idle(found),
        cities=_cities(found),
        tally=_tally(found),
    )
    (_DOCS / "performance.md").write_text(page, encoding="utf-8")
    (_DOCS / "performance.svg").write_text(_chart(found), encoding="utf-8")


def _ingest(found: dict[str, Any]) -> str:
    head = (
        "| | final state | requests for 400 | instructions a mention | × this program | commit |",
        "|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *(_row(found, who) for who in CONTENDERS)))


def _row(found: dict[str, Any], who: Contender) -> str:
    gate = found["gate"].get(who.name)
    if gate is None:
        state, asked = ("not measured", "") if who.stores else ("stores none", "streams")
    else:
        state = "the same" if gate["right"] else "**WRONG**"
        asked = str(gate["counts"]["requests"])
    told = found["instructions"].get(who.name)
    if told is None or state in ("not measured", "**WRONG**"):
        return f"| {who.title} | {state} | {asked} | not measured | | |"
    ratio = told["each"] / found["instructions"][_OURS]["each"]
    each = f"{told['each'] / 1e6:.2f} M"
    return f"| {who.title} | {state} | {asked} | {each} | {ratio:.2f} | {told['commit']} |"


def _start(found: dict[str, Any]) -> str:
    """Start and memory, each against a process that only imports the libraries."""
    told = found.get("start", {})
    lines = ["| | instructions | × importing the libraries | commit |", "|---|---|---|---|"]
    for name, row in told.items():
        if "instructions" in row:
            ratio = row.get("ratio", 1)
            amount = f"{row['instructions'] / 1e6:.0f} M"
            lines.append(f"| {name} | {amount} | {ratio} | {row['commit']} |")
    if memory := told.get("memory"):
        ours, libraries = memory["daemon"] / 1024, memory["libraries"] / 1024
        lines.append(
            f"| memory after taking in 400 mentions | {ours:.0f} MiB, the libraries alone "
            f"{libraries:.0f} MiB | {memory['ratio']} | {memory['commit']} |"
        )
    return "\n".join(lines)


def _cpu(found: dict[str, Any]) -> str:
    told = found.get("cpu", {})
    if not told:
        return "Not measured yet on a calm machine."
    calm = all(row["calm"] for row in told.values())
    lines = [] if calm else ["**Noisy: this table is no evidence.** The A/A control is off.", ""]
    lines += ["| | µs a mention (least … most) | × this program | commit |", "|---|---|---|---|"]
    titles = {who.name: who.title for who in CONTENDERS} | {"again": "this program, again (A/A)"}
    for name, row in told.items():
        span = f"{row['each']} ({row['least']} … {row['most']})"
        lines.append(f"| {titles[name]} | {span} | {row['ratio']} | {row['commit']} |")
    return "\n".join(lines)


def _money(found: dict[str, Any]) -> str:
    told = found.get("money", {})
    if not told:
        return "Not measured yet."
    lines = [
        "| who is answered on X | posts read | user reads | replies | posts | of them with a link "
        "| $ for 1,000 mentions | commit |",
        "|---|---|---|---|---|---|---|---|",
    ]
    titles = {"questions": "questions and doubts (as it ships)", "all": "everybody"}
    for way in (way for way in titles if way in told):
        row, bought = told[way], told[way]["bought"]
        reads = bought["owned_read"] + bought["post_read"]
        posts = bought["post"] + bought["post_with_url"]
        lines.append(
            f"| {titles[way]} | {reads} | {bought['user_read']} | {bought['reply_summoned']} "
            f"| {posts} | {bought['post_with_url']} | {row['dollars_a_thousand']:.2f} "
            f"| {row['commit']} |"
        )
    return "\n".join(lines)


def _burst(found: dict[str, Any]) -> str:
    told = found.get("burst", {})
    if not told:
        return "Not measured yet."
    lines = [
        "| ten thousand votes at once | counted | requests a vote | for the second reading "
        "| memory grows by | commit |",
        "|---|---|---|---|---|---|",
    ]
    titles = {"burst": "as mentions", "thread": "and 4,096 of them in the ballot's thread"}
    for kind in (kind for kind in titles if kind in told):
        row = told[kind]
        lines.append(
            f"| {titles[kind]} | {row['votes']:,} | {row['requests_a_vote']} "
            f"| {row['second_reading_a_vote']} | {row['grown_kib'] / 1024:.1f} MiB "
            f"| {row['commit']} |"
        )
    return "\n".join(lines)


def _idle(found: dict[str, Any]) -> str:
    row = found.get("idle", {}).get("three networks")
    if row is None:
        return "Not measured yet on a calm machine."
    calm = "" if row["load"] <= _CALM else ": above 1 this figure is no evidence"
    return (
        f"{row['cpu_seconds']} s of CPU in {row['minutes']:g} minutes: {row['percent']} % of a "
        f"core (commit {row['commit']}). The machine had a load of {row['load']} on two "
        f"cores{calm}."
    )


def _cities(found: dict[str, Any]) -> str:
    row = found.get("cities", {}).get("sweep")
    if row is None:
        return "Not measured yet."
    return (
        f"Missed polls: {row['missed']}. Requests for 297 polls: {row['requests']}. "
        f"New connections: {row['connections']}. TLS contexts in the process: "
        f"{row.get('tls_contexts', 'not counted')} (commit {row['commit']}).\n\n"
        f"The sweep took {row['seconds']} s and {row['cpu_each_us']} µs of CPU a poll. The machine "
        f"had a load of {row['load']} on two cores: above 1 these two figures are no evidence."
    )


def _tally(found: dict[str, Any]) -> str:
    row = found.get("tally", {}).get("read")
    if row is None:
        return "Not measured yet."
    lines = ["| | 1,000 votes | 1,000,000 votes | × |", "|---|---|---|---|"]
    for name, title in (("tally", "the tally"), ("status", "all that `status` reads")):
        few, many = row[name]
        lines.append(f"| {title} | {few} steps | {many} steps | {row[name + '_ratio']} |")
    lines += [
        "",
        f"Steps of SQLite's machine, each vote with its favourite sent ({row['commit']}).",
    ]
    return "\n".join(lines)


def _chart(found: dict[str, Any]) -> str:
    """Instructions a mention as bars; each step of the scale is ten times the one before."""
    told = found["instructions"]
    shown = sorted((who for who in CONTENDERS if who.name in told), key=lambda w: _each(told, w))
    least = 10 ** math.floor(math.log10(min(_each(told, who) for who in shown)))
    most = 10 ** math.ceil(math.log10(max(_each(told, who) for who in shown)))
    height = _ROW * (len(shown) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="13">',
        "<title>Instructions a mention, on a scale of tens</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="{_ROW - 8}" fill="#333333">Instructions a mention: fetched, understood, '
        "decided, stored (scale of tens)</text>",
    ]
    for i, who in enumerate(shown, start=1):
        each = _each(told, who)
        width = _BAR * math.log10(each / least) / math.log10(most / least)
        colour = "#c2410c" if who.ours else "#94a3b8"
        y = _ROW * i + 10
        lines += [
            f'<text x="{_LEFT - 8}" y="{y + 13}" text-anchor="end" fill="#333333">'
            f"{escape(who.title)}</text>",
            f'<rect x="{_LEFT}" y="{y}" width="{width:.0f}" height="18" fill="{colour}"/>',
            f'<text x="{_LEFT + width + 6:.0f}" y="{y + 13}" fill="#333333">'
            f"{each / 1e6:.2f} M</text>",
        ]
    return "\n".join((*lines, "</svg>", ""))


def _each(told: dict[str, Any], who: Contender) -> float:
    return float(told[who.name]["each"])
