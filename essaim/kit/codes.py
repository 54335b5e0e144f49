"""Codes that people type by hand, and secrets that they never see."""

import hashlib
import secrets

# Read aloud and typed on a phone: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
LEGIBLE = "ACDEFGHJKMNPQRTWXY3479"
CODE_LENGTH = 8  # 22^8 = 5.5e10 codes: 35 bits, always behind the limiter (ASVS 6.5.4)


def new_code() -> str:
    """An 8-character code that can be read aloud without spelling."""
    return "".join(secrets.choice(LEGIBLE) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """The code as somebody meant it: spaces, hyphens and lower case do not matter."""
    return "".join(character for character in text.upper() if character.isalnum())[:32]


def shown_code(code: str) -> str:
    """Two groups of four, as a person copies them."""
    return f"{code[:4]} {code[4:]}" if len(code) == CODE_LENGTH else code


def new_secret() -> str:
    """A 192-bit secret for a link that is exchanged once (ASVS 11.5.1)."""
    return secrets.token_urlsafe(24)


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret: enough to recognise it, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
