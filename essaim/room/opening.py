"""`essaim serve --room`: what is decided before the settings are read, and what the terminal then says."""

import argparse
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import segno

from essaim.room import certificate
from essaim.room.addresses import Address, addresses_of_this_computer
from essaim.room.certificate import Certificate
from essaim.room.refusing import NoRoom


@dataclass(frozen=True)
class Room:
    """Where phones come, and what protects the way."""

    addresses: list[Address]
    port: int
    certificate: Certificate | None

    @property
    def scheme(self) -> str:
        return "https" if self.certificate else "http"

    @property
    def urls(self) -> list[str]:
        return [address.url(self.scheme, self.port) for address in self.addresses]

    @property
    def trust(self) -> str:
        """Which explanation the facilitator reads: `none`, `own` (made here), `given`."""
        if self.certificate is None:
            return "none"
        return "own" if self.certificate.is_ours else "given"


def prepared(options: argparse.Namespace) -> Room:
    """The addresses are found, the certificate is there, and the settings will be those of the room."""
    if bool(options.certificate) != bool(options.key):
        raise NoRoom("--certificate et --key vont ensemble : donnez les deux.")
    if options.certificate and options.https:
        raise NoRoom("choisissez entre --https, qui fait un certificat, et --certificate, qui en donne un.")
    addresses = addresses_of_this_computer(options.address)
    hosts = [address.host for address in addresses]
    kept: Certificate | None = None
    if options.certificate:
        kept = certificate.given(options.certificate, options.key)
    elif options.https:
        kept = certificate.made(Path(os.environ.get("ESSAIM_DATA", "data")).resolve(), hosts)
    room = Room(addresses, options.port, kept)
    os.environ.update(environment_of(room))
    return room


def environment_of(room: Room) -> dict[str, str]:
    """The settings of the room win over those of the day before; no mail is tried, since nothing leaves."""
    names = [f"[{address.host}]" if ":" in address.host else address.host for address in room.addresses]
    return {
        "BASE_URL": room.urls[0],
        "ALLOWED_HOSTS": ",".join([*names, "localhost", "127.0.0.1", "[::1]"]),
        "BEHIND_TLS": "0",
        "EMAIL_URL": "",
        "S3_ENDPOINT": "",
        "ESSAIM_ROOM": ",".join(room.urls),
        "ESSAIM_ROOM_TRUST": f"{room.trust},{room.certificate.fingerprint if room.certificate else 'none'}",
    }


def sockets(room: Room) -> list[socket.socket]:
    """The port is open on every network, in both versions of the protocol where the computer has both."""
    opened = [listening(socket.AF_INET, "0.0.0.0", room.port)]  # noqa: S104  the room is on the network
    if any(":" in address.host for address in room.addresses):
        opened.append(listening(socket.AF_INET6, "::", room.port))
    return opened


def listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as taken:
        raise NoRoom(
            f"le port {port} ne s’ouvre pas ({taken.strerror}) : un autre programme l’emploie, peut-être un autre "
            "Essaim. Arrêtez-le, ou donnez --port."
        ) from taken


def told(room: Room, entry: str) -> str:
    """What the terminal says: where phones come, with its QR code, and where the team goes."""
    first, *others = room.urls
    lines = ["", "Essaim est ouvert pour la salle. Les téléphones du même wifi viennent ici :", "", f"    {first}/", ""]
    lines.append(qr(first + "/"))
    if others:
        lines += ["Autres adresses de cet ordinateur (--address choisit celle qui s’affiche) :"]
        lines += [f"    {url}/" for url in others]
    lines += ["", *TRUST[room.trust]]
    if room.certificate and room.certificate.is_ours:
        lines += [f"Son empreinte SHA-256 : {room.certificate.fingerprint}"]
    lines += [
        "",
        entry,
        "Les codes de connexion s’écrivent dans cette fenêtre : aucun courriel ne part. Ctrl+C arrête.",
    ]
    return "\n".join(lines)


TRUST = {
    "none": [
        "Sans chiffrement : une note écrite sans réseau attend dans le téléphone et part ensuite, mais la page fermée",
        "ne se rouvre pas tant que le wifi manque, et qui est sur ce wifi peut lire ce qui passe. Voir --https.",
    ],
    "own": [
        "Chiffré avec un certificat fait ici : chaque téléphone avertit d’abord (« connexion non privée »)",
        "et l’on continue par « Paramètres avancés ». La page fermée ne se rouvre pas sans réseau pour autant : les",
        "navigateurs le refusent sous un certificat qu’ils ne connaissent pas.",
    ],
    "given": [
        "Chiffré avec votre certificat : si les téléphones le connaissent, tout vaut, même la page qui se rouvre",
        "sans réseau. L’adresse ci-dessus doit être celle du certificat (--address).",
    ],
}


def qr(address: str) -> str:
    """The address for a camera that looks at the terminal."""
    import io

    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue()
