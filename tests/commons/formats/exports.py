"""Exports of an invented wiki, and the files of other systems where they stand beside the project."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"

needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples n’est pas là")

NAMESPACES = {"-2": "Média", "0": "", "6": "Fichier", "10": "Modèle", "14": "Catégorie", "102": "Attribut"}
BASE = "https://wiki.val-fleuri.example/wiki/"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def head_of(version: str = "0.10") -> str:
    names = "".join(f'<namespace key="{key}">{name}</namespace>' for key, name in NAMESPACES.items())
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}" xml:lang="fr">'
        f"<siteinfo><sitename>Communs de Val-Fleuri</sitename><base>{BASE}Accueil</base>"
        f"<namespaces>{names}</namespaces></siteinfo>"
    )


def revision(
    text: str, *, number: int = 7, at: str = "2026-03-01T08:00:00Z", by: str = "Amel B.", more: str = ""
) -> str:
    return (
        f"<revision><id>{number}</id><timestamp>{at}</timestamp>"
        f"<contributor><username>{by}</username><id>3</id></contributor>{more}"
        f'<text xml:space="preserve">{escape(text)}</text><sha1>0</sha1></revision>'
    )


def page(title: str, *revisions: str, namespace: int | None = 0, more: str = "") -> str:
    ns = "" if namespace is None else f"<ns>{namespace}</ns>"
    return f"<page><title>{escape(title)}</title>{ns}<id>1</id>{more}{''.join(revisions)}</page>"


def export(*pages: str, version: str = "0.10") -> bytes:
    return (head_of(version) + "".join(pages) + "</mediawiki>").encode()


class Stream:
    """A file that is written while it is read: nothing of it is held."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts = parts
        self.held = b""
        self.size = 0

    def read(self, size: int) -> bytes:
        while len(self.held) < size and (part := next(self.parts, None)) is not None:
            self.held += part
        given, self.held = self.held[:size], self.held[size:]
        self.size += len(given)
        return given
