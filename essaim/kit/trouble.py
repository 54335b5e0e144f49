"""What an error says, in one line, for a journal or a sentence."""


def first_line(trouble: BaseException) -> str:
    """The first line that says something, or the name of its type: many errors of the network say nothing."""
    lines = (line.strip() for line in str(trouble).splitlines())
    return next((line for line in lines if line), type(trouble).__name__)
