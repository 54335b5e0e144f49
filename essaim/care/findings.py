"""What an examination says of one thing: how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    ERROR = "erreur"


@dataclass(frozen=True)
class Finding:
    level: Level
    subject: str
    found: str
    advice: str = ""

    def line(self) -> str:
        return f"{self.level:<10} {self.subject:<18} {self.found}" + (f" → {self.advice}" if self.advice else "")


def ok(subject: str, found: str) -> Finding:
    return Finding(Level.OK, subject, found)


def attention(subject: str, found: str, advice: str) -> Finding:
    return Finding(Level.ATTENTION, subject, found, advice)


def error(subject: str, found: str, advice: str) -> Finding:
    return Finding(Level.ERROR, subject, found, advice)
