"""What the journal says with every line of a request: which workshop it is about, by a number that opens nothing."""

import structlog


def about_workshop(number: int) -> None:
    """From now on, lines of this request name this workshop: never by its code, which lets people in."""
    structlog.contextvars.bind_contextvars(workshop=number)
