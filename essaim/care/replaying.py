"""What was erased after the backup was made is erased again, by the very verbs that erased it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from essaim.boards.domain import contributing, illustrating, withdrawing
from essaim.boards.domain.announcing import locked
from essaim.boards.enums import NoteState
from essaim.boards.models import Note, Photo
from essaim.care.journal import Erasure, fingerprint
from essaim.people.models import Person
from essaim.reports.models import Recipient
from essaim.workshops.domain import listing
from essaim.workshops.models import Seat

# An erasure begun before the backup may be committed after it; clocks of two machines may differ.
OVERLAP = timedelta(minutes=10)
AT_ONCE = 500


def replay(erasures: Iterable[Erasure], *, taken_at: datetime, now: datetime) -> int:
    """Nothing of what these say is left in the restored instance; gives how many times something was."""
    verbs = {"note": withdraw, "words": unsay, "photo": remove, "seat": erase, "recipient": forget}
    # Decided before anything changes: what is replayed lengthens the logs. A seat goes last: its notes are found by it.
    due = [erasure for erasure in erasures if erasure.what in verbs and is_due(erasure, taken_at)]
    # An import that was taken back is as many erasures as notes: those are found together.
    keys = batched((erasure.key for erasure in due if erasure.what == "note"), AT_ONCE)
    imported = sum(withdrawing.take_back_again(keys=some, now=now) for some in keys)
    ordered = sorted(due, key=lambda one: one.what == "seat")
    return imported + sum(verbs[erasure.what](erasure, now) for erasure in ordered)


def is_due(erasure: Erasure, taken_at: datetime) -> bool:
    """What has a key of its own is erased for ever; a correction is done again only where it was not yet made.

    After an earlier restoration, logs grow again from an older revision: only what followed this backup counts.
    """
    if erasure.what != "words":
        return True
    is_later = (parse_datetime(erasure.at) or taken_at) > taken_at - OVERLAP
    return is_later and Note.objects.filter(key=erasure.key, board__revision__lt=erasure.revision).exists()


@transaction.atomic
def withdraw(erasure: Erasure, now: datetime) -> bool:
    """Whoever wrote it, or imported it, took it back; a note that was imported has no author to ask."""
    standing = Note.objects.filter(key=erasure.key).exclude(state=NoteState.WITHDRAWN)
    note = standing.select_related("board", "theme", "merged_into", "about").first()
    if note is None:
        return False
    contributing.take_back(locked(note.board), note, now=now)
    return True


def unsay(erasure: Erasure, now: datetime) -> bool:
    """A note corrected after the backup: its former words must not come back, and the new ones are not known."""
    note = Note.objects.filter(key=erasure.key).exclude(state=NoteState.WITHDRAWN).first()
    if note is None:
        return False
    text = _("(corrigée après la sauvegarde : ces mots n’y sont pas)")
    contributing.edit_note(note=note, text=text, author=note.author, now=now)
    return True


def remove(erasure: Erasure, now: datetime) -> bool:
    photo = Photo.objects.filter(key=erasure.key).first()
    if photo is None:
        return False
    illustrating.remove_photo(photo=photo, now=now)
    return True


def erase(erasure: Erasure, now: datetime) -> bool:
    seat = Seat.objects.filter(key=erasure.key).first()
    if seat is None:
        return False
    # Whoever erased it was allowed to; whoever restores the instance administers it.
    listing.erase(seat=seat, by=Person(is_administrator=True), now=now)
    return True


def forget(erasure: Erasure, now: datetime) -> bool:
    """Whoever gave the address again later is waiting again."""
    until = parse_datetime(erasure.at) or now
    waiting = Recipient.objects.select_related("report__workshop").filter(asked_at__lte=until)
    found = [recipient.pk for recipient in waiting if fingerprint(recipient) == erasure.key]
    return bool(Recipient.objects.filter(pk__in=found).delete()[0])
