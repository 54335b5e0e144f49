"""The database's own index of words, over stems that were made in Python: both databases find the same commons.

SQLite: a full-text table (FTS5) that triggers keep like the table of commons. PostgreSQL: inverted indexes (GIN) over
the stems. Neither needs an extension, a dictionary or a service.
"""

from collections.abc import Sequence
from typing import Any, Literal

from django.db import connection

Where = Literal["words", "title_words"]  # columns of a common: all that it says, or its title

TABLE = "commons_common"
TRIGGERS = {
    "commons_found_added": f"AFTER INSERT ON {TABLE} BEGIN {{put}} END",
    "commons_found_removed": f"AFTER DELETE ON {TABLE} BEGIN {{take}} END",
    "commons_found_changed": f"AFTER UPDATE OF words, title_words ON {TABLE} BEGIN {{take}} {{put}} END",
}
PUT = "INSERT INTO commons_found(rowid, words, title_words) VALUES (new.id, new.words, new.title_words);"
TAKE = (
    "INSERT INTO commons_found(commons_found, rowid, words, title_words) "
    "VALUES ('delete', old.id, old.words, old.title_words);"
)
# Stems hold no space, and nothing else ends a word here: whatever Python took for a letter is one.
FOUND = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS commons_found USING fts5(words, title_words, "
    f"content='{TABLE}', content_rowid='id', detail=column, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
)


def prepare(**signal: Any) -> None:
    """The index stands, and says what the commons say; nothing is done where it does already.

    Called after each migration: SQLite makes a table again to alter it, and its triggers go with the old one.
    """
    if TABLE not in connection.introspection.table_names() or not has_columns():
        return
    if connection.vendor == "sqlite":
        prepare_sqlite()
    elif connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for column in ("words", "title_words"):
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS common_{column} ON {TABLE} "
                    f"USING gin (string_to_array(btrim({column}), ' '))"
                )


def has_columns() -> bool:
    """Before the migration that adds the words of titles, there is nothing to index them by."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, TABLE)
    return any(column.name == "title_words" for column in columns)


def prepare_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        present = {name for (name,) in cursor.fetchall()}
        if present >= TRIGGERS.keys():
            return
        cursor.execute(FOUND)
        for name, body in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} " + body.format(put=PUT, take=TAKE))
        cursor.execute("INSERT INTO commons_found(commons_found) VALUES ('rebuild')")


def holding(stems: Sequence[str], where: Where = "words") -> list[int]:
    """The commons that hold each of these stems there, published or not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT id FROM {TABLE} WHERE string_to_array(btrim({where}), ' ') @> %s::text[]",  # noqa: S608
                [list(stems)],
            )
        else:
            asked = " ".join(f'"{stem}"' for stem in stems)  # a stem holds letters and figures only
            cursor.execute("SELECT rowid FROM commons_found WHERE commons_found MATCH %s", [f"{{{where}}} : ({asked})"])
        return [pk for (pk,) in cursor.fetchall()]
