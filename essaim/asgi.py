"""One process: Django for pages, the live part beside it for what must arrive at once."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from django.conf import settings

from essaim.care import carrying
from essaim.live.app import PREFIX, Live
from essaim.observing.beating import Heart, hearts
from essaim.workshops.doorway import rules

live = Live(rules(), glance=settings.GLANCE)
heart = Heart(live)
hearts.append(heart)
carrying.begin(is_listening=True)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Live addresses never pass through Django's request cycle, where each open stream holds a thread."""
    heart.begin()
    if scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await live(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
