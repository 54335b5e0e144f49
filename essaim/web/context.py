from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """What every page's frame needs, and nothing that costs a query."""
    return {
        "here": request.get_full_path(),
        "is_partial": "partial" in request.GET,
        "keeps_pages": settings.OFFLINE_PAGES,
        "in_room": bool(settings.ROOM),
    }
