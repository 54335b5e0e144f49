"""What is done apart from the pages, again and again; done by two processes at once, nothing is done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage

from essaim.boards.domain import reading
from essaim.boards.models import Photo
from essaim.people.models import Attempts, SignInLink
from essaim.reports.domain import sending
from essaim.workshops.domain import adding_imports, proposing, staging_notes

LATE = timedelta(days=30)
MustStop = Callable[[], bool]
UNDER_WAY = timedelta(days=1)  # a photo is on disk before its row is committed; nothing takes a day


@dataclass(frozen=True)
class Chore:
    """`do` gives how many things it did; it is asked for again after `every`."""

    name: str
    every: timedelta
    do: Callable[[datetime, MustStop], int]


def send_reports(now: datetime, must_stop: MustStop) -> int:
    return sending.send_all_waiting(base=settings.BASE_URL, now=now, must_stop=must_stop)


def forget_sessions(now: datetime, must_stop: MustStop) -> int:
    gone, _kinds = Session.objects.filter(expire_date__lt=now).delete()
    return gone


def forget_links(now: datetime, must_stop: MustStop) -> int:
    """Whoever comes late is told that the link is too old, for a month; then nothing is known of it."""
    gone, _kinds = SignInLink.objects.filter(expires_at__lt=now - LATE).delete()
    return gone


def forget_attempts(now: datetime, must_stop: MustStop) -> int:
    """Where nobody tries any more, nothing else would forget that somebody did."""
    gone, _kinds = Attempts.objects.filter(until__lte=now).delete()
    return gone


def remove_stray_photos(now: datetime, must_stop: MustStop) -> int:
    """No picture stays that nothing shows: a process may be killed between a row and its file."""
    folder = str(Photo._meta.get_field("image").upload_to).rstrip("/")
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has added a photo yet
        return 0
    known = set(Photo.objects.values_list("image", flat=True))
    strays = [name for name in (f"{folder}/{each}" for each in names) if name not in known]
    gone = 0
    for name in strays:
        if not must_stop() and is_old(name, now):
            default_storage.delete(name)
            gone += 1
    return gone


def is_old(name: str, now: datetime) -> bool:
    try:
        return now - default_storage.get_modified_time(name) > UNDER_WAY
    except FileNotFoundError:  # the other worker was faster
        return False


def place_sure_notes(now: datetime, must_stop: MustStop) -> int:
    return proposing.place_sure_everywhere(now=now)


def read_large_board(now: datetime, must_stop: MustStop) -> int:
    return reading.read_next(must_stop=must_stop)


def advance_imports(now: datetime, must_stop: MustStop) -> int:
    return adding_imports.advance_all(now=now, must_stop=must_stop)


def forget_abandoned_imports(now: datetime, must_stop: MustStop) -> int:
    return staging_notes.forget_abandoned(now=now)


DAILY = timedelta(days=1)
CHORES = (
    Chore("sure notes placed", timedelta(seconds=5), place_sure_notes),
    Chore("reports sent", timedelta(seconds=5), send_reports),
    Chore("imports abandoned", timedelta(hours=1), forget_abandoned_imports),
    Chore("sessions forgotten", DAILY, forget_sessions),
    Chore("attempts forgotten", timedelta(hours=1), forget_attempts),
    Chore("links forgotten", DAILY, forget_links),
    Chore("stray photos removed", DAILY, remove_stray_photos),
)
# Each may last minutes: in a thread of its own, so that no report waits for it.
LONG_CHORES = (
    Chore("large boards read", timedelta(seconds=5), read_large_board),
    Chore("imports advanced", timedelta(seconds=adding_imports.LOOK), advance_imports),
)
