"""Pictures that people send, made again from their pixels: no metadata, no oversize, nothing that is not an image."""

import hashlib
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from essaim.kit.refusal import Refused

MOST_BYTES = 12 * 2**20  # a photo of today's phones is 3 to 8 MB
MOST_PIXELS = 40_000_000  # above it a small file may unfold into gigabytes
SIDE = 1600  # a paper board is legible at this size
WEIGHT = 200_000  # bytes wanted; a report holds a dozen of them
QUALITIES = (80, 70, 60, 50, 40)
READ = ("JPEG", "PNG", "WEBP")
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
        buffer = io.BytesIO()
        clean.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        data = buffer.getvalue()
        if len(data) <= WEIGHT:
            break
    return Picture(data, clean.width, clean.height)
