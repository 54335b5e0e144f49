"""What hangs on a board beside its notes: dots, relays, photos. Each has a name of its own, and comes once."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.boards.domain.announcing import announce
from essaim.boards.domain.illustrating import MOST_PHOTOS
from essaim.boards.domain.relaying import relay_state
from essaim.boards.domain.unsigning import dot_keys, scatter
from essaim.boards.domain.voting import tally
from essaim.boards.enums import Channel, Kind, NoteState
from essaim.boards.models import Board, Dots, Event, Note, Photo, Relay, Theme
from essaim.kit.refusal import Refused
from essaim.reports.domain import exchange_fields as fields
from essaim.reports.domain.exchange_fields import back
from essaim.reports.domain.importing_checks import check_keys
from essaim.reports.domain.importing_photos import photo_back
from essaim.reports.domain.merging_boards import is_later
from essaim.reports.domain.merging_told import Outcome


def merge_dots(board: Board, rows: list[dict[str, Any]], outcome: Outcome, *, now: datetime) -> None:
    """Each dot of a phone once; of what a table was counted twice, the later figure."""
    themes = {str(theme.key): theme for theme in board.themes.all()}
    moved: Counter[str] = Counter()
    for row in rows:
        came = phones_came if row["channel"] == Channel.PHONE else count_came
        moved[row["theme"]] += came(themes[row["theme"]], row)
    for count in filter(None, moved.values()):
        outcome.added["dots"] += count
    announce(board, [tally(themes[key], now=now) for key, count in moved.items() if count])


def phones_came(theme: Theme, row: dict[str, Any]) -> int:
    """How many dots of phones this theme did not have."""
    check_keys(row["keys"])
    here = {
        key
        for voter, count in theme.dots.filter(channel=Channel.PHONE).values_list("voter", "count")
        for key in dot_keys(str(theme.key), voter, count)
    }
    fresh = [key for key in row["keys"] if key not in here]
    scatter(Dots(board_id=theme.board_id, theme=theme, channel=Channel.PHONE), fresh)
    return len(fresh)


def count_came(theme: Theme, row: dict[str, Any]) -> int:
    values = back(Dots, row, fields.DOTS)
    here = theme.dots.filter(channel=values["channel"], group=values["group"]).first()
    if here is None:
        Dots.objects.create(board_id=theme.board_id, theme=theme, **values)
        return values["count"]
    if here.count == values["count"] or not is_later(values["given_at"], here.given_at):
        return 0
    moved = abs(here.count - values["count"])
    here.count, here.given_at = values["count"], values["given_at"]
    here.save(update_fields=["count", "given_at"])
    return moved


def merge_relays(board: Board, rows: list[dict[str, Any]], outcome: Outcome, *, now: datetime) -> None:
    """Relays frozen there stand beside those of here; their words and numbers are those that notes have today."""
    known = {(relay.round, fields.plain(relay.frozen_at)): relay for relay in board.relays.all()}
    notes = {str(note.key): note for note in board.notes.all()}
    events = []
    for row in rows:
        if (row["round"], row["frozen_at"]) in known:
            continue
        values = back(Relay, row, fields.RELAY)
        taken = board.relays.filter(round=values["round"]).values_list("version", flat=True)
        if values["version"] in taken:
            values["version"] = max(taken) + 1
        content = values.pop("content")
        relay = Relay.objects.create(board=board, content=of_today(content, notes), **values)
        events.append(Event(kind=Kind.RELAY, payload=relay_state(relay), at=now, target=str(relay.round)))
        outcome.added["relays"] += 1
    announce(board, events)


def of_today(content: dict[str, Any], notes: dict[str, Note]) -> dict[str, Any]:
    """A relay whose rows bear the words and numbers of here; what was taken back is not in it."""

    def rows(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
        standing = [(row, notes.get(row["key"])) for row in told]
        return [
            {**row, "text": note.text, "number": note.number}
            for row, note in standing
            if note and note.state != NoteState.WITHDRAWN
        ]

    themes = [{**theme, "notes": rows(theme["notes"])} for theme in content["themes"]]
    return {**content, "themes": themes, "unsorted": rows(content["unsorted"])}


def merge_photos(
    board: Board, rows: list[dict[str, Any]], photos: list[Photo], outcome: Outcome, *, erased: Collection[str]
) -> None:
    """Photos that this board does not have, as far as it has room; one that was taken away here does not come back."""
    keys, digests = (set(map(str, board.photos.values_list(name, flat=True))) for name in ("key", "digest"))
    themes = {str(theme.key): theme for theme in board.themes.all()}
    fresh = [row for row in rows if row["key"] not in keys and row["digest"] not in digests]
    fresh = [row for row in fresh if row["key"] not in erased]
    if fresh and len(keys) + len(fresh) > MOST_PHOTOS:
        raise Refused(
            _("Une question aurait plus de %(limit)s photos, celles d’ici et celles du fichier. Retirez-en d’abord.")
            % {"limit": MOST_PHOTOS},
            code="enough-photos",
        )
    for row in fresh:
        photo_back(board, row, themes, photos)
        outcome.added["photos"] += 1
