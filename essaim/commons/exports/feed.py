"""The commons that changed last, for readers of feeds (Atom, RFC 4287)."""

from collections.abc import Iterator
from itertools import islice

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.commons.exports.told import Export

ENTRIES = 50


def as_atom(export: Export) -> Iterator[bytes]:
    """The first fifty of these commons."""
    feed = Atom1Feed(
        title=_("Communs"),
        link=export.base + reverse("commons:index"),
        feed_url=export.base + reverse("commons:catalogue", args=["atom"]),
        description=_("Les communs modifiés récemment"),
        language=get_language(),
    )
    for told in islice(export, ENTRIES):
        writers = told.words_of("contributors") or told.words_of("referent") or told.words_of("organisations")
        feed.add_item(
            title=told.common.title,
            link=told.address,
            description=told.common.summary,
            author_name=", ".join(writers) or None,
            pubdate=told.common.published_at,
            updateddate=told.common.changed_at,
            unique_id=f"urn:uuid:{told.common.key}",
            categories=told.words_of("themes"),
            item_copyright=told.licence_name or None,
        )
    yield feed.writeString("utf-8").encode()
