"""What encrypts between the phones and this computer: a certificate that was given, or one made here."""

import os
import ssl
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from essaim.room.addresses import is_number
from essaim.room.refusing import NoRoom

DAYS = 30  # long enough for a series of workshops, short enough that a lost key matters little
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Certificate:
    """Two files. `is_ours` when this computer signed it itself: phones know no such authority."""

    chain: Path
    key: Path
    is_ours: bool = False

    @property
    def fingerprint(self) -> str:
        """What a phone shows of the certificate, in the same order."""
        content = ssl.PEM_cert_to_DER_cert(self.chain.read_text())
        digits = sha256(content).hexdigest().upper()
        return ":".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def given(chain: str, key: str) -> Certificate:
    """These two files, once they were seen to go together."""
    for name in (chain, key):
        if not os.access(name, os.R_OK):
            raise NoRoom(f"le fichier {name} n’existe pas, ou ne se lit pas.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key, password="")
    except (ssl.SSLError, OSError) as wrong:
        raise NoRoom(
            f"{chain} et {key} ne vont pas ensemble : donnez un certificat et sa clé en PEM, sans mot de passe."
        ) from wrong
    return Certificate(Path(chain), Path(key))


def made(folder: Path, hosts: list[str]) -> Certificate:
    """A certificate for these addresses, kept from one day to the next as long as it names them all."""
    certificate = Certificate(folder / "room-certificate.pem", folder / "room-key.pem", is_ours=True)
    names = ",".join(f"{'IP' if is_number(host) else 'DNS'}:{host}" for host in [*hosts, "localhost", "127.0.0.1"])
    said = folder / "room-certificate.txt"
    if not (certificate.key.exists() and said.exists() and said.read_text() == names and is_valid(certificate.chain)):
        folder.mkdir(parents=True, exist_ok=True)
        certificate.key.touch(0o600)
        openssl(
            [
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=Essaim",
            ]
            + ["-days", str(DAYS), "-addext", f"subjectAltName={names}", "-addext", "extendedKeyUsage=serverAuth"]
            + ["-keyout", str(certificate.key), "-out", str(certificate.chain)]
        )
        certificate.key.chmod(0o600)
        said.write_text(names)
    return certificate


def is_valid(chain: Path) -> bool:
    """It exists, and will not expire in the middle of the day."""
    if not chain.exists():
        return False
    asked = ["openssl", "x509", "-in", str(chain), "-noout", "-checkend", str(A_DAY)]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0  # noqa: S603  our own arguments


def openssl(arguments: list[str]) -> None:
    try:
        subprocess.run(["openssl", *arguments], capture_output=True, check=True, text=True)  # noqa: S603, S607
    except FileNotFoundError as missing:
        raise NoRoom(
            "la commande openssl manque, et elle fait le certificat. Installez-la (apt install openssl), ou donnez "
            "--certificate et --key, ou ôtez --https."
        ) from missing
    except subprocess.CalledProcessError as failed:
        raise NoRoom(f"openssl n’a pas fait le certificat ({failed.stderr.strip().splitlines()[-1:]}).") from failed
