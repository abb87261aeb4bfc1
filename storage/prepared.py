"""Statements made once and sent straight to the driver: what every tick and every page asks.

SQLAlchemy writes the SQL from the tables; what it would look up, bind and adapt anew at each call
is worked out here at the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection
from sqlalchemy.sql.compiler import SQLCompiler

from storage.columns import Flag, Instant, written

_BY_NAME = SQLiteDialect_pysqlite(paramstyle="named")
# The driver looks a named parameter up anew for every row it is given.
_BY_PLACE = SQLiteDialect_pysqlite(paramstyle="qmark")

Row = dict[str, Any]


class _Many(NamedTuple):
    """A statement with its parameters by place, what puts a row's values in that order, and which
    of them are instants."""

    sql: str
    in_order: Callable[[Row], Any]
    instants: tuple[str, ...]


def _many(compiled: SQLCompiler) -> _Many:
    assert compiled.positiontup is not None
    binds = compiled.binds.items()
    instants = tuple(name for name, bind in binds if isinstance(bind.type, Instant))
    return _Many(str(compiled), itemgetter(*compiled.positiontup), instants)


class Prepared:
    """One statement with named parameters; `columns` names those an INSERT is given. Those that
    are `seldom` more than nothing are left out where no row has them: for each nothing that it is
    given the driver asks at length how it is to be stored."""

    def __init__(
        self,
        statement: Any,
        columns: Collection[str] | None = None,
        *,
        seldom: Collection[str] = (),
    ) -> None:
        self._statement, self._columns, self._seldom = statement, columns, seldom

    @cached_property
    def _compiled(self) -> SQLCompiler:
        return self._made(_BY_NAME, self._columns)

    def _made(
        self, dialect: SQLiteDialect_pysqlite, columns: Collection[str] | None
    ) -> SQLCompiler:
        compiled: SQLCompiler = self._statement.compile(
            dialect=dialect, column_keys=None if columns is None else list(columns)
        )
        return compiled

    @cached_property
    def _for_many(self) -> _Many:
        return _many(self._made(_BY_PLACE, self._columns))

    @cached_property
    def _for_most(self) -> _Many:
        columns = [name for name in self._columns or () if name not in self._seldom]
        return _many(self._made(_BY_PLACE, columns))

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
        most = self._seldom and all(row[name] is None for name in self._seldom for row in rows)
        how = self._for_most if most else self._for_many
        for name in how.instants:
            _write(name, rows)
        _driver(work).executemany(how.sql, map(how.in_order, rows))

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
