"""Statements made once and sent straight to the driver: what every tick and every page asks.

SQLAlchemy writes the SQL from the tables; what it would look up, bind and adapt anew at each call
is worked out here at the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection
from sqlalchemy.sql.compiler import SQLCompiler

from storage.columns import Flag, Instant, written

_BY_NAME = SQLiteDialect_pysqlite(paramstyle="named")
# The driver looks a named parameter up anew for every row it is given.
_BY_PLACE = SQLiteDialect_pysqlite(paramstyle="qmark")

Row = dict[str, Any]


class Prepared:
    """One statement with named parameters; `columns` names those an INSERT is given."""

    def __init__(self, statement: Any, columns: Collection[str] | None = None) -> None:
        self._statement, self._columns = statement, columns

    @cached_property
    def _compiled(self) -> SQLCompiler:
        return self._made(_BY_NAME)

    def _made(self, dialect: SQLiteDialect_pysqlite) -> SQLCompiler:
        compiled: SQLCompiler = self._statement.compile(
            dialect=dialect,
            column_keys=None if self._columns is None else list(self._columns),
        )
        return compiled

    @cached_property
    def _for_many(self) -> tuple[str, Callable[[Row], Any], tuple[str, ...]]:
        """The statement with its parameters by place, what puts a row's values in that order, and
        which of them are instants."""
        compiled = self._made(_BY_PLACE)
        assert compiled.positiontup is not None
        binds = compiled.binds.items()
        instants = tuple(name for name, bind in binds if isinstance(bind.type, Instant))
        return str(compiled), itemgetter(*compiled.positiontup), instants

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _fixed(self) -> Row:
        """The values that are part of the statement; those of parameters are given."""
        given = self._compiled.params.items()
        return {name: _plain(value) for name, value in given if value is not None}

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self._statement.selected_columns)

    @cached_property
    def _read(self) -> tuple[tuple[str, Any], ...]:
        """The columns that are read into something else than they are stored as."""
        columns = [(c.name, c.type) for c in self._statement.selected_columns]
        instants = [(name, datetime.fromisoformat) for name, t in columns if isinstance(t, Instant)]
        return (*instants, *((name, bool) for name, t in columns if isinstance(t, Flag)))

    def rows(self, work: Connection, **values: Any) -> Iterator[Row]:
        """What a SELECT finds, each row by the names of its columns."""
        names, read = self._names, self._read
        for found in self.found(work, **values):
            row = dict(zip(names, found, strict=True))
            for name, into in read:
                if row[name] is not None:
                    row[name] = into(row[name])
            yield row

    def found(self, work: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """What a SELECT finds, as it is stored."""
        rows: list[tuple[Any, ...]] = self._sent(work, values).fetchall()
        return rows

    def first(self, work: Connection, **values: Any) -> Row | None:
        """The first row of a SELECT, if there is any."""
        return next(self.rows(work, **values), None)

    def change(self, work: Connection, **values: Any) -> int:
        """Sends a change and returns how many rows it met."""
        return int(self._sent(work, values).rowcount)

    def many(self, work: Connection, rows: Sequence[Row]) -> None:
        """Sends a change once for each row, as one statement."""
        sql, in_order, instants = self._for_many
        for name in instants:
            _write(name, rows)
        _driver(work).executemany(sql, map(in_order, rows))

    def _sent(self, work: Connection, values: Mapping[str, Any]) -> Any:
        plain = {name: _plain(value) for name, value in values.items()}
        return _driver(work).execute(self._sql, {**self._fixed, **plain})


def _write(name: str, rows: Sequence[Row]) -> None:
    """Writes the instants of one column: in most, those of a whole page are the same."""
    before, text = None, ""
    for row in rows:
        at = row[name]
        if at is not None:
            if at != before:
                before, text = at, written(at)
            row[name] = text


def _plain(value: Any) -> Any:
    return written(value) if isinstance(value, datetime) else value


def _driver(work: Connection) -> Any:
    return work.connection.driver_connection
