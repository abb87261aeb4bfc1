"""The few column types the store uses, each a plain type of a STRICT SQLite table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field


class Instant(sa.TypeDecorator[datetime]):
    """An aware UTC instant as text of fixed width, so that it sorts and a person can read it."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        """Refuses a naive time with ValueError."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        """The aware instant back."""
        return None if value is None else datetime.fromisoformat(value)


class Flag(sa.TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: sa.Dialect) -> int | None:
        """1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> bool | None:
        """True or False."""
        return None if value is None else bool(value)


def written(at: datetime) -> str:
    """An instant as the store writes it; ValueError where it has no time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be stored")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    date = (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond)
    return _WRITTEN % date


# Faster than the library, which looks for the name of the zone anew each time.
_WRITTEN = "%04d-%02d-%02dT%02d:%02d:%02d.%06d+00:00"


def listed(name: str) -> Any:
    """The values of a JSON list given as the parameter `name`: one statement for any number of
    values, where `IN (?, ?, …)` is another statement for each length."""
    values = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
    return sa.select(values.c.value)


def one_of(column: Any, values: Iterable[Any]) -> Any:
    """Whether a column is one of a few values that are part of the statement itself."""
    return sa.or_(*(column == value for value in values))


def words(*, key: bool = False, null: bool = False, default: str | None = None) -> Any:
    """A column of text."""
    return _column(sa.Text, key=key, null=null, default=default)


def whole(*, key: bool = False, null: bool = False, default: int | None = None) -> Any:
    """A column of whole numbers."""
    return _column(sa.Integer, key=key, null=null, default=default)


def yes_no(*, default: bool = False) -> Any:
    """A column of yes or no."""
    return Field(
        default=default,
        sa_column=sa.Column(Flag, nullable=False, server_default=str(int(default))),
    )


def instant(*, null: bool = False) -> Any:
    """A column of instants."""
    return _column(Instant, key=False, null=null, default=None)


def blob() -> Any:
    """A column of bytes."""
    return _column(sa.LargeBinary, key=False, null=False, default=None)


def serial() -> Any:
    """A primary key that the database counts up and never uses twice."""
    return Field(default=None, sa_column=sa.Column(sa.Integer, primary_key=True))


def _column(kind: Any, *, key: bool, null: bool, default: str | int | None) -> Any:
    server = None if default is None else str(default)
    column = sa.Column(kind, primary_key=key, nullable=null, server_default=server)
    # With SQLAlchemy's own "auto" a whole-number key would count itself up.
    column.autoincrement = False
    if null or default is not None:
        return Field(default=default, sa_column=column)
    return Field(sa_column=column)
