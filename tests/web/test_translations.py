"""English is complete: every sentence of the interface has its translation, with the same blanks to fill."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import ngettext

from tests.factories import make_workshop

LOCALES = Path(__file__).resolve().parents[2] / "essaim" / "locale"
LOCALE = LOCALES / "en" / "LC_MESSAGES"

needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")


@needs_gettext
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_catalogue_that_is_served_is_the_one_that_is_written(tmp_path, language):
    compiled = tmp_path / "django.mo"
    written = LOCALES / language / "LC_MESSAGES"

    subprocess.run(["msgfmt", "--check-format", "-o", compiled, written / "django.po"], check=True)

    assert compiled.read_bytes() == (written / "django.mo").read_bytes()


PLURAL = re.compile(r'^msgid "(.+)"\nmsgid_plural "(.+)"\nmsgstr\[0\] "(.+)"\nmsgstr\[1\] "(.+)"$', re.MULTILINE)


def test_french_has_every_plural_in_its_own_words():
    english = PLURAL.findall((LOCALE / "django.po").read_text())
    french = PLURAL.findall((LOCALES / "fr" / "LC_MESSAGES" / "django.po").read_text())

    assert french == [(one, many, one, many) for one, many, *_english in english]
    assert len(french) == (LOCALE / "django.po").read_text().count("msgid_plural")


def test_zero_is_singular_in_french_and_plural_in_english():
    said = []
    for language in ("fr", "en"):
        with translation.override(language):
            said += [ngettext("%(n)s question", "%(n)s questions", n) % {"n": n} for n in (0, 1, 3)]

    assert said == ["0 question", "1 question", "3 questions", "0 questions", "1 question", "3 questions"]


@needs_gettext
def test_no_sentence_is_left_in_french():
    counted = subprocess.run(
        ["msgfmt", "--statistics", "-o", "/dev/null", LOCALE / "django.po"],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        check=True,
    )

    assert re.fullmatch(r"\d+ translated messages\.", counted.stderr.strip())


@needs_gettext
def test_every_sentence_of_the_sources_is_in_the_catalogue(tmp_path):
    root = LOCALE.parents[2]
    copy = tmp_path / "essaim"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("__pycache__", "data"))

    subprocess.run(
        [
            Path(sys.executable).with_name("django-admin"),
            "makemessages",
            "-l",
            "en",
            "--no-location",
            "--no-obsolete",
            "--no-wrap",
        ],
        cwd=copy,
        check=True,
        capture_output=True,
    )

    assert sentences(copy / "locale" / "en" / "LC_MESSAGES" / "django.po") == sentences(LOCALE / "django.po")


def sentences(path: Path) -> set[str]:
    """The sentences of a catalogue, however its lines are folded."""
    found = re.findall(r'^msgid ((?:".*"\n)+)', path.read_text(), re.MULTILINE)
    return {"".join(re.findall(r'"(.*)"\n', folded)) for folded in found}


@pytest.mark.django_db
def test_a_page_speaks_the_language_that_was_chosen():
    workshop = make_workshop()
    client = Client()
    french = client.get(f"/a/{workshop.code}/").content.decode()

    client.post("/langue/", {"language": "en", "next": "/"})
    english = client.get(f"/a/{workshop.code}/").content.decode()

    assert ('lang="fr"' in french, "Prendre ma place" in french) == (True, True)
    assert ('lang="en"' in english, "Prendre ma place" in english, "Take my seat" in english) == (True, False, True)
