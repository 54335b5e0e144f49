"""Where phones reach this computer: its addresses on the networks that it is on."""

import ipaddress
import socket
from dataclasses import dataclass

import psutil

from essaim.room.refusing import NoRoom

# Networks between programs of this same computer, and tunnels to elsewhere: no phone of the room is there.
NOT_THE_ROOM = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "lxc",
    "tun",
    "tap",
    "wg",
    "utun",
    "zt",
    "tailscale",
)
WIRELESS = ("wl", "wi-fi", "wifi")


@dataclass(frozen=True)
class Address:
    """One address of this computer, or a name that leads to it."""

    host: str
    interface: str = ""

    def url(self, scheme: str, port: int) -> str:
        usual = {"http": 80, "https": 443}[scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def interfaces() -> list[Address]:
    """Every address of every network that is up, as the system gives them."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return [
        Address(found.address, name)
        for name, all_found in psutil.net_if_addrs().items()
        for found in all_found
        if name in up and found.family in (socket.AF_INET, socket.AF_INET6)
    ]


def addresses_in(found: list[Address]) -> list[Address]:
    """Those that a phone can type, the likeliest first; the others lead nowhere from another machine."""
    return sorted((address for address in found if is_reachable(address.host)), key=likelihood)


def is_reachable(host: str) -> bool:
    if "%" in host:  # an address that only makes sense on one cable
        return False
    address = ipaddress.ip_address(host)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)


def likelihood(address: Address) -> tuple[bool, bool, bool]:
    name = address.interface.lower()
    return name.startswith(NOT_THE_ROOM), ":" in address.host, not name.startswith(WIRELESS)


def addresses_of_this_computer(chosen: str | None) -> list[Address]:
    """The chosen address first, then the others; refuses where no phone could come."""
    here = addresses_in(interfaces())
    if not here:
        raise NoRoom(
            "cet ordinateur n’est sur aucun réseau local. Rejoignez le wifi de la salle, ou faites de cet ordinateur "
            "un point d’accès, puis recommencez."
        )
    if chosen is None:
        return here
    known = [address for address in here if address.host == chosen]
    if not known and is_number(chosen):
        raise NoRoom(
            f"{chosen} n’est pas une adresse de cet ordinateur. Les siennes : "
            f"{', '.join(address.host for address in here)}."
        )
    return [*(known or [Address(chosen)]), *(address for address in here if address.host != chosen)]


def is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
