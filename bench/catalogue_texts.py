"""Commons of a country that does not exist, as an export of a wiki: French words as frequent as in texts."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import BinaryIO
from xml.sax.saxutils import escape

from spellchecker import SpellChecker

from essaim.commons.enums import Scheme
from essaim.commons.formats.lists import LISTS

MOST_USED = 30_000  # words
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "Licence Ouverte 2.0", "CC0", "ODbL", "CC BY-NC-SA 4.0", "à préciser")
BASE = "https://wiki.pays-imaginaire.example/wiki/"
HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr"><siteinfo>'
    f"<sitename>Pays imaginaire</sitename><base>{BASE}Accueil</base><namespaces>"
    '<namespace key="0" /><namespace key="10">Modèle</namespace></namespaces></siteinfo>'
)


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Words and the sums of their frequencies. The most frequent are drawn less often than they are said."""
    counts = SpellChecker(language="fr").word_frequency.dictionary
    words = sorted((word for word in counts if word.isalpha()), key=lambda word: (-counts[word], word))[:MOST_USED]
    return words, list(accumulate(counts[word] ** 0.8 for word in words))


class Author:
    """Writes the same commons for the same number of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  a draw, no secret

    def words(self, least: int, most: int) -> list[str]:
        known, sums = vocabulary()
        return self.chance.choices(known, cum_weights=sums, k=self.chance.randint(least, most))

    def sentence(self, least: int, most: int) -> str:
        return " ".join(self.words(least, most)).capitalize()

    def some_of(self, scheme: Scheme, most: int) -> str:
        return ", ".join(self.chance.sample(LISTS[scheme], self.chance.randint(1, most)))

    def page(self) -> str:
        """The wikitext of a common: the template that a wiki of commons uses, every field filled."""
        paragraphs = [self.sentence(20, 60) + "." for _ in range(self.chance.randint(2, 5))]
        items = [f"* {self.sentence(4, 12)}" for _ in range(self.chance.randint(2, 5))]
        where = f"{self.chance.uniform(42, 51):.4f}, {self.chance.uniform(-4, 8):.4f}"
        fields = {
            "shortDescription": self.sentence(8, 16),
            "description": "\n\n".join(paragraphs) + "\n\n" + "\n".join(items),
            "from": ", ".join(f"Ville de {self.sentence(1, 1)}" for _ in range(2)),
            "challenge": self.some_of(Scheme.CHALLENGE, 3),
            "needs": self.some_of(Scheme.NEED, 2),
            "Theme": self.some_of(Scheme.THEME, 4),
            "Tags": ", ".join(self.words(2, 5)),
            "commonscategorie": self.some_of(Scheme.KIND, 2),
            "maturity": self.chance.choice(LISTS[Scheme.MATURITY]),
            "licence": self.chance.choice(LICENCES),
            "location": where,
            "referent": f"{self.sentence(1, 1)} {self.sentence(1, 1)}",
            "complement": self.sentence(10, 30),
        }
        return "{{Commun\n" + "\n".join(f"|{name}={value}" for name, value in fields.items()) + "\n}}\n"


def pages(count: int, seed: int = 1) -> Iterator[str]:
    """The pages of the export, one after the other."""
    author = Author(seed)
    for number in range(1, count + 1):
        title = f"{author.sentence(3, 6)} {number}"
        yield (
            f"<page><title>{escape(title)}</title><ns>0</ns><id>{number}</id><revision><id>{number}</id>"
            "<timestamp>2026-03-01T08:00:00Z</timestamp><contributor><username>Service Communs</username><id>3</id>"
            '</contributor><model>wikitext</model><format>text/x-wiki</format><text xml:space="preserve">'
            f"{escape(author.page())}</text></revision></page>\n"
        )


def write(file: BinaryIO, count: int) -> None:
    file.write(HEAD.encode())
    for page in pages(count):
        file.write(page.encode())
    file.write(b"</mediawiki>")


def searches(count: int, seed: int = 2) -> list[dict[str, str]]:
    """What visitors ask: a word as frequent as it is in texts, two, a value of a list, both, nothing at all, a slip."""
    author = Author(seed)
    themes = ("general", "vulnerabilites", "facteurs-de-resilience/agriculture", "anticipation")
    asked = []
    for number in range(count):
        word, other = author.words(2, 2)
        theme = themes[number % len(themes)]
        asked.append(
            [
                {"q": word},
                {"q": f"{word} {other}"},
                {"themes": theme},
                {"q": word, "themes": theme, "needs": "mentorat"},
                {},
                {"q": word[:3] + word[2:]},
                {"q": word, "maturity": "prototype"},
                {"themes": theme, "licence": "CC-BY-4.0"},
            ][number % 8]
        )
    return asked
