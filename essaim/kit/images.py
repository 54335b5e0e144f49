"""Pictures that people send, made again from their pixels: no metadata, no oversize, nothing that is not an image."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from essaim.kit.refusal import Refused

MOST_BYTES = 12 * 2**20  # a photo of today's phones is 3 to 8 MB
MOST_PIXELS = 40_000_000  # above it a small file may unfold into gigabytes
SIDE = 1600  # a paper board is legible at this size
WEIGHT = 200_000  # bytes wanted; a report holds a dozen of them
QUALITIES = (80, 70, 60, 50, 40)
READ = ("JPEG", "PNG", "WEBP")
SCAN, END = 0xDA, 0xD9
PIXELS_ONLY = {0xE0, 0xDB, 0xC2, 0xC4, SCAN, END}  # the segments that we write; no other one, hence no metadata
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
TYPE = "image/jpeg"  # read by every browser and office program


@dataclass(frozen=True)
class Picture:
    """A JPEG of ours."""

    data: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def remade(data: bytes) -> Picture:
    """The picture upright, at most 1600 pixels wide, light, without what the phone wrote about itself and the place."""
    if len(data) > MOST_BYTES:
        raise Refused(
            _("Cette photo pèse plus de %(limit)s Mo. Réduisez-la, ou photographiez le panneau en deux fois.")
            % {"limit": MOST_BYTES // 2**20},
            code="too-heavy",
            status=413,
        )
    return encoded(opened(data))


def checked(data: bytes) -> Picture:
    """The picture, made again unless it is already one of ours: a second time would blur it for nothing."""
    return ours(data) or remade(data)


def ours(data: bytes) -> Picture | None:
    """The picture when `remade` wrote these very bytes, as far as bytes can tell."""
    if len(data) > MOST_BYTES or data[2:11] != b"\xff\xe0\x00\x10JFIF\0":
        return None
    markers = list(segments(data))
    if not set(markers) <= PIXELS_ONLY or markers.count(0xE0) != 1 or markers[-1:] != [END]:
        return None
    image = opened(data)
    tables = quantisation(data)
    if max(image.size) > SIDE or tables not in our_tables() or (len(data) > WEIGHT and tables != our_tables()[-1]):
        return None
    return Picture(data, image.width, image.height)


def segments(data: bytes) -> Iterator[int]:
    """The markers of a JPEG in order; END comes last, and only when nothing follows it."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        yield marker
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == SCAN:
            following = AFTER_SCAN.search(data, place)
            place = following.start() if following else len(data)
    yield END if data[place:] == bytes((0xFF, END)) else 0


def quantisation(data: bytes) -> Any:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        return image.quantization  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def our_tables() -> list[Any]:
    """How finely each of our qualities rounds pixels: it tells our encoder from others."""
    return [quantisation(jpeg(Image.new("RGB", (8, 8)), quality)) for quality in QUALITIES]


def opened(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=READ) as image:
            # The header tells the size before any pixel is unfolded.
            if image.width * image.height > MOST_PIXELS:
                raise too_large()
            # WeasyPrint, once imported, makes Pillow accept half a photo in the whole process.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image.load()
            return flattened(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as bomb:
        raise too_large() from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as bad:
        raise Refused(
            _("Ce fichier n’est pas une photo lisible. Envoyez une image JPEG, PNG ou WebP."),
            code="not-an-image",
            status=422,
        ) from bad


def too_large() -> Refused:
    return Refused(
        _("Cette image est trop grande (%(limit)s millions de points au plus). Réduisez-la.")
        % {"limit": MOST_PIXELS // 1_000_000},
        code="too-large",
        status=422,
    )


def flattened(image: Image.Image) -> Image.Image:
    """On white where it was transparent, in plain colours."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")


def encoded(image: Image.Image) -> Picture:
    """As fine as fits in the weight; the last quality is taken whatever it weighs."""
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    # A new image holds pixels only: nothing of the former's metadata can follow.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    data = b""
    for quality in QUALITIES:
        data = jpeg(clean, quality)
        if len(data) <= WEIGHT:
            break
    return Picture(data, clean.width, clean.height)


def jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
