import io
import zlib
from struct import pack

import pytest
from PIL import Image

from essaim.kit.images import MOST_BYTES, SIDE, WEIGHT, checked, remade
from essaim.kit.pdf import pdf_of
from essaim.kit.refusal import Refused

ORIENTATION, PLACE, MAKER = 0x0112, 0x8825, 0x010F


def photo(size=(2400, 1200), kind="JPEG", **options) -> bytes:
    """Left half red, right half blue, as the phone's sensor saw it."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_photo_keeps_its_pixels_upright_and_nothing_of_the_phone():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the phone was held upright: a quarter turn clockwise to show
    exif[MAKER] = "Téléphone de Claire"
    exif.get_ifd(PLACE)[2] = (44.0, 3.0, 1.0)

    picture = remade(photo(exif=exif.tobytes()))

    image = Image.open(io.BytesIO(picture.data))
    red, _green, blue = image.getpixel((400, 100))
    assert (image.format, image.size, dict(image.getexif()), image.info.get("icc_profile")) == (
        "JPEG",
        (800, 1600),
        {},
        None,
    )
    assert red > 200 > 60 > blue
    assert b"Claire" not in picture.data


def test_a_photo_full_of_detail_is_light_and_at_most_1600_pixels():
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    noise = noise.resize((750, 500)).resize((3000, 2000))
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")

    picture = remade(buffer.getvalue())

    assert (picture.width, picture.height) == (SIDE, 1067)
    assert len(picture.data) <= WEIGHT * 1.25


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_photos_become_jpeg(kind):
    assert Image.open(io.BytesIO(remade(photo(kind=kind)).data)).format == "JPEG"


def test_what_was_transparent_is_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")

    image = Image.open(io.BytesIO(remade(buffer.getvalue()).data))

    assert image.getpixel((25, 25)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 60 000 × 60 000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    header = pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-an-image"),
        (b"%PDF-1.7 pas une image", "not-an-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-an-image"),
        (b"GIF89a" + b"\0" * 40, "not-an-image"),
        (photo()[:3000], "not-an-image"),
        (bomb(), "too-large"),
        (photo(kind="PNG") + b"\0" * MOST_BYTES, "too-heavy"),
    ],
)
def test_what_is_not_a_reasonable_photo_is_refused_with_a_sentence(data, code):
    with pytest.raises(Refused) as refusal:
        remade(data)

    assert refusal.value.code == code


def test_half_a_photo_is_refused_even_after_a_pdf_was_made():
    pdf_of("<html lang='fr'><title>Page</title><h1>Page</h1></html>", style="")

    with pytest.raises(Refused) as refusal:
        remade(photo()[:3000])

    assert refusal.value.code == "not-an-image"


@pytest.mark.parametrize("size", [(40, 30), (2400, 1200)])
def test_a_picture_that_we_made_is_not_made_again(size):
    made = remade(photo(size))

    assert checked(made.data) == made


def with_segment(data: bytes, marker: int, content: bytes) -> bytes:
    """The same JPEG, with one more segment after its header."""
    return data[:20] + bytes((0xFF, marker)) + pack(">H", len(content) + 2) + content + data[20:]


@pytest.mark.parametrize(
    "hide",
    [
        lambda data: with_segment(data, 0xE1, b"Exif\0\0 chez Zoe"),
        lambda data: with_segment(data, 0xED, b"chez Zoe"),
        lambda data: with_segment(data, 0xFE, b"chez Zoe"),
        lambda data: with_segment(data, 0xE0, b"JFXX\0 chez Zoe"),
        lambda data: data + b"<script>chez Zoe</script>",
    ],
)
def test_a_picture_of_ours_to_which_words_were_added_is_made_again_without_them(hide):
    made = remade(photo((80, 60)))

    again = checked(hide(made.data))

    assert b"chez Zoe" not in again.data
    assert (again.width, again.height) == (made.width, made.height)


def test_a_photo_of_another_program_is_made_again():
    sent = photo((80, 60), quality=97)

    assert checked(sent) == remade(sent)
    assert checked(sent).data != sent
