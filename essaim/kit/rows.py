"""Rows by the hundred, without what Django's queries add to each: notes come in batches, and there it costs most."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.base import ModelState
from django.db.models.expressions import Col

Row = tuple[Any, ...]
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
AS_THEY_ARE = {str, int, bool, type(None)}


def rows_of(
    model: type[models.Model],
    name: str,
    values: Collection[Any],
    columns: tuple[str, ...] = (),
    *,
    is_locked: bool = False,
) -> list[Row]:
    """The rows (whole, without `columns`) where this field has one of these values, as the database gives them."""
    if not values:
        return []
    here = connections[connection.alias]
    start, asked = selecting(model, name, columns, here.vendor)
    lock = " FOR UPDATE" if is_locked and here.features.has_select_for_update else ""
    statement = f"{start} IN ({', '.join(['%s'] * len(values))}) ORDER BY id{lock}"
    return fetched(statement, [asked.get_db_prep_value(value, here) for value in values], here)


def fetched(statement: str, values: Sequence[Any], here: BaseDatabaseWrapper) -> list[Row]:
    """The rows that this statement finds."""
    if has_short_way(here):
        with here.wrap_database_errors:
            return here.connection.execute(statement.replace("%s", "?"), values).fetchall()
    with here.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def done_for_each(statement: str, rows: list[list[Any]], here: BaseDatabaseWrapper) -> None:
    """The statement has been run with the values of each row."""
    if has_short_way(here):
        with here.wrap_database_errors:
            here.connection.executemany(statement.replace("%s", "?"), rows)
        return
    with here.cursor() as cursor:
        cursor.executemany(statement, rows)


def has_short_way(here: BaseDatabaseWrapper) -> bool:
    """SQLite may be asked directly: a cursor of Django costs more than most of its answers.

    Not where somebody counts or forbids statements, and not after one that failed.
    """
    if here.vendor != "sqlite" or here.execute_wrappers or here.queries_logged:
        return False
    here.ensure_connection()
    here.validate_no_broken_transaction()
    return True


@lru_cache
def selecting(model: type[models.Model], name: str, columns: tuple[str, ...], _vendor: str) -> tuple[str, Field]:
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    quoted = connection.ops.quote_name
    wanted = ", ".join(quoted(str(fields[column].column)) for column in columns or fields)
    table, asked = quoted(model._meta.db_table), quoted(str(fields[name].column))
    return f"SELECT {wanted} FROM {table} WHERE {asked}", fields[name]  # noqa: S608  our own names


def instance_of[Model: models.Model](model: type[Model], row: Row) -> Model:
    """What Django makes of such a row."""
    here = connections[connection.alias]
    names, readers = reading(model, here.vendor)
    values = list(row)
    for place, column, converters in readers:
        for convert in converters:
            values[place] = convert(values[place], column, here)
    made = model.__new__(model)  # `from_db` does the same, and looks at each field for those that were left out
    state = ModelState()
    state.adding, state.db = False, here.alias
    vars(made).update(zip(names, values, strict=True), _state=state)
    return made


@lru_cache
def reading(model: type[models.Model], vendor: str) -> tuple[list[str], list[tuple[int, Col, list]]]:
    """The names of the fields, and how those are read that are not kept as they are."""
    fields = model._meta.local_concrete_fields
    readers = []
    for place, field in enumerate(fields):
        column = Col(model._meta.db_table, field)
        if vendor == "sqlite" and isinstance(field, models.UUIDField):
            readers.append((place, column, [uuid_in]))
            continue
        converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        if converters:
            readers.append((place, column, converters))
    return [field.attname for field in fields], readers


def related(one: models.Model, name: str) -> list[Any]:
    """What `one.name.all()` gives; where it is at hand already, without the manager that Django makes at each look."""
    known = vars(one).get("_prefetched_objects_cache", {}).get(name)
    found = getattr(known, "_result_cache", None)
    return found if found is not None else list(getattr(one, name).all())


@lru_cache(maxsize=20_000)  # the same boards and seats, batch after batch
def uuid_of(text: str) -> UUID:
    return UUID(text)


def uuid_in(value: str | None, _column: Col, _here: BaseDatabaseWrapper) -> UUID | None:
    return None if value is None else uuid_of(value)


def new[Model: models.Model](model: type[Model], **values: Any) -> Model:
    """An instance that is not in the database yet, each field with this value or its default."""
    made = model.__new__(model)
    same, fresh = defaults_of(model)
    attributes = vars(made)
    attributes.update(same)
    for name, make in fresh:
        if name not in values:
            attributes[name] = make()
    attributes.update(values, _state=ModelState())
    return made


@lru_cache
def defaults_of(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Those that are the same for all, and those that are made for each."""
    fields = model._meta.local_concrete_fields
    fresh = [(field.attname, field.default) for field in fields if field.has_default() and callable(field.default)]
    made = {name for name, _make in fresh}
    return {field.attname: field.get_default() for field in fields if field.attname not in made}, fresh


def insert_all(rows: Sequence[models.Model]) -> None:
    """The rows are in their table; their keys in it are not known here."""
    if not rows:
        return
    here = connections[connection.alias]  # itself: asked a hundred times, the name that leads to it costs more
    statement, values_of, special = inserting(type(rows[0]), here.vendor)
    moments: dict[datetime, Any] = {}  # one for all the notes of a batch
    prepared = []
    for row in rows:
        values = list(values_of(vars(row)))
        for place, field, prepare in special:
            value = values[place]
            if value is None:
                continue
            if type(value) is datetime:
                if value not in moments:
                    moments[value] = field.get_db_prep_save(value, here)
                values[place] = moments[value]
            else:
                values[place] = prepare(value) if prepare else field.get_db_prep_save(value, here)
        prepared.append([value if type(value) in AS_THEY_ARE else plain(value) for value in values])
    done_for_each(statement, prepared, here)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


Special = tuple[int, Field, Callable[[Any], Any] | None]


@lru_cache
def inserting(model: type[models.Model], vendor: str) -> tuple[str, Callable[[dict[str, Any]], Row], list[Special]]:
    """How such rows are inserted, and the places of the fields that change what they are given, with the change."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    quoted = connection.ops.quote_name
    columns, values = ", ".join(quoted(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({values})"  # noqa: S608  our names
    special = [(n, field, shortcut(field, vendor)) for n, field in enumerate(fields) if not isinstance(field, PLAIN)]
    return statement, itemgetter(*[field.attname for field in fields]), special


def shortcut(field: Field, vendor: str) -> Callable[[Any], Any] | None:
    """What SQLite is given for such a value, without asking the field each time; None where only the field knows."""
    if vendor != "sqlite":
        return None
    if isinstance(field, models.UUIDField):
        return uuid_text
    if isinstance(field, models.JSONField) and field.encoder is None:
        return json_text
    return None


def uuid_text(value: UUID) -> str:
    return value.hex


def json_text(value: Any) -> str:
    return orjson.dumps(value).decode()
