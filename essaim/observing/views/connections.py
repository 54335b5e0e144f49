"""The status page of the day: whose phones are connected, what waits, and how the server is."""

import shutil
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.care.checks.machine import LEAST, LITTLE
from essaim.care.last_backup import last_backup
from essaim.kit.reading import reads_only
from essaim.observing.beating import the_heart
from essaim.observing.present import around
from essaim.observing.working import work_seen
from essaim.people.models import Person
from essaim.reports.domain.sending import mails_held
from essaim.workshops.models import Workshop
from essaim.workshops.views.conductor import workshop_to_conduct
from essaim.workshops.views.screen_door import told_once

BUSY = 200  # notes: more than the next batch takes


@reads_only
@told_once
def connections(request: HttpRequest, code: str) -> HttpResponse:
    """Every table with its phones, the notes that wait, and the state of the server; for the team."""
    workshop = workshop_to_conduct(request, code)
    now = timezone.now()
    everywhere = around(workshop, now=now)
    context = {
        "workshop": workshop,
        "now": now,
        "everywhere": everywhere,
        "queue": sum(process.queue for process in everywhere.processes),
        **server(workshop, now=now),
    }
    if isinstance(request.user, Person) and request.user.is_administrator:
        context["backup"] = last_backup()
        context["looks_after"] = True
    return render(request, "observing/connections.html", context)


def server(workshop: Workshop, *, now: datetime) -> dict[str, Any]:
    """How the server is, as far as the team can do something about it."""
    heart = the_heart()
    free = shutil.disk_usage(settings.DATA).free
    waiting, failed = mails_held(workshop)
    return {
        "is_late": heart is not None and heart.is_late,
        "busy": BUSY,
        "disk": "full" if free < LEAST else "little" if free < LITTLE else "",
        "has_mail": bool(settings.EMAIL_URL),
        "mails_waiting": waiting,
        "mails_failed": failed,
        "work": None if settings.ROOM else work_seen(now=now),  # a room without internet sends no mail
    }
