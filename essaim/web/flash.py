"""The sentence that answers a gesture ("Votre dernier geste est annulé."), kept for the page the person sees next."""

from typing import Any

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponseBase

# What the scripts send when they ask again for the page that is already on screen.
READING = "X-Essaim-Reading"


class ShownOnce(CookieStorage):
    """Messages in a cookie that only a page shown to somebody takes away.

    A board that changes makes the page read itself again. Sent between a form and the page that answers it, such a
    reading would take the sentence away before anybody saw it.
    """

    def _is_reading(self) -> bool:
        return READING in self.request.headers

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        return ([], True) if self._is_reading() else super()._get(*args, **kwargs)  # type: ignore[misc]

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        return None if self._is_reading() else super().update(response)
