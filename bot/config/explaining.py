"""A validation error in an organiser's words: key, found, wanted, did you mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.config.problems import Problem, shown
from bot.config.settings import Settings
from bot.config.written import did_you_mean

Place = tuple[int | str, ...]

_WANTED = {
    "missing": "a value: this setting has no default",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "tuple_type": "a list in brackets",
    "too_short": "at least one",
    "model_type": "a table",
    "mapping_type": "one table for each city, such as [city.oxbow]",
}


def explained(error: ValidationError) -> Iterator[Problem]:
    """Each line of the error as a problem."""
    for line in error.errors(include_url=False):
        place, kind, found = line["loc"], line["type"], line["input"]
        context = line.get("ctx", {})
        if kind == "extra_forbidden":
            yield _unknown(place)
        elif kind == "missing":
            yield Problem(dotted(place), "nothing", _WANTED[kind])
        elif kind == "wanted":
            yield Problem(dotted(place), shown(found), context["wanted"], context["hint"])
        elif kind == "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            choice = f"one of {', '.join(shown(word) for word in known)}"
            yield Problem(dotted(place), shown(found), choice, did_you_mean(str(found), known))
        else:
            message = _WANTED.get(kind) or _in_sentence(line["msg"])
            yield Problem(dotted(place), shown(found), message)


def _in_sentence(message: str) -> str:
    """Pydantic's own words, "Input should be greater than 1", as the end of our sentence."""
    return re.sub(r"^\w+ should (be|have) (?:valid )?", "", message)


def dotted(place: Place) -> str:
    """A place in the file as people write it: city.oxbow.languages[0]."""
    key = ""
    for part in place:
        key += f"[{part}]" if isinstance(part, int) else f".{part}"
    return key.lstrip(".")


def _unknown(place: Place) -> Problem:
    known = _known_keys(place[:-1])
    hint = did_you_mean(str(place[-1]), known) or f"known here: {', '.join(sorted(known))}"
    return Problem(dotted(place), "a setting nobody knows", "a known setting", hint)


def _known_keys(place: Place) -> list[str]:
    """The settings of the table at a place of the file."""
    model: type[BaseModel] = Settings
    for part in place:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part in fields:
            model = _table_in(fields[str(part)].annotation) or model
    return [f.alias or name for name, f in model.model_fields.items() if name != "key"]


def _table_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_table_in, get_args(annotation))), None)
