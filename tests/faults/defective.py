"""`python -m tests.faults.defective serve …`: the server with one deliberate defect, named by DEFECT.

One function of the product differs, everything else is the product. A judge that sees nothing here is blind.
"""

import itertools
import os
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

BEHIND = 25  # notes that an impatient server acknowledges before it writes them

WriteMany = Callable[[list[Any]], list[Any]]


def impatient(write_many: WriteMany) -> WriteMany:
    """Acknowledges before commit: a kill loses what the phones have forgotten."""
    from django.db import transaction

    from essaim.workshops.doorway import written

    waiting: list[Any] = []
    later = ThreadPoolExecutor(1)

    def write(requests: list[Any]) -> list[Any]:
        with transaction.atomic():
            answers = written(requests)
            transaction.set_rollback(True)
        waiting.extend(requests)
        if len(waiting) >= BEHIND:
            later.submit(write_many, waiting[:])
            waiting.clear()
        return answers

    return write


def forgetful(write_many: WriteMany) -> WriteMany:
    """Does not know a key again: each attempt is another note."""

    def write(requests: list[Any]) -> list[Any]:
        sent = [note.get("key") for _who, _board, note in requests]
        answers = write_many([(who, board, {**note, "key": str(uuid.uuid4())}) for who, board, note in requests])
        return [
            replace(answer, body={**answer.body, "key": key}) if "key" in answer.body else answer
            for answer, key in zip(answers, sent, strict=True)
        ]

    return write


def stubborn(write_many: WriteMany) -> WriteMany:
    """Puts back what its author took back, when an old request for it arrives."""
    from essaim.boards.models import Note
    from essaim.kit.text import said_text

    def write(requests: list[Any]) -> list[Any]:
        answers = write_many(requests)
        for (_who, _board, note), answer in zip(requests, answers, strict=True):
            if answer.status == 200:
                words = said_text(note["text"])
                Note.objects.filter(key=note["key"], state="withdrawn").update(state="kept", text=words)
        return answers

    return write


def inventive(write_many: WriteMany) -> WriteMany:
    """Now and then keeps a note that nobody wrote."""
    count = itertools.count(1)

    def write(requests: list[Any]) -> list[Any]:
        answers = write_many(requests)
        who, board, _note = requests[0]
        if next(count) % 20 == 0:
            write_many([(who, board, {"key": str(uuid.uuid4()), "text": "Personne ne l’a dit"})])
        return answers

    return write


Read = Callable[[str, int], list[dict[str, Any]]]


def skipping(read: Read) -> Read:
    """Whoever catches up misses one event in ten."""
    return lambda board, seen: [told for told in read(board, seen) if told["revision"] % 10]


def distorting(read: Read) -> Read:
    """Screens that catch up show other words than the export."""

    def read_aloud(board: str, seen: int) -> list[dict[str, Any]]:
        return [{**told, "text": told["text"].upper()} if "text" in told else told for told in read(board, seen)]

    return read_aloud


def hasty() -> None:
    """Two who press "next" together make two steps."""
    from django.db import transaction

    from essaim.workshops.domain import running

    sound = running.next_sequence

    @transaction.atomic
    def next_sequence(*, workshop: Any, seen: int, **more: Any) -> Any:
        return sound(workshop=workshop, seen=running.locked(workshop).current, **more)

    running.next_sequence = next_sequence


WRITING = {"impatient": impatient, "forgetful": forgetful, "stubborn": stubborn, "inventive": inventive}
READING = {"skipping": skipping, "distorting": distorting}


def spoiled(rules: Any, defect: str) -> Any:
    """The rules of the product but one."""
    if defect in WRITING:
        return replace(rules, write_many=WRITING[defect](rules.write_many))
    if defect in READING:
        return replace(rules, read=READING[defect](rules.read))
    hasty()
    return rules


def application() -> Any:
    """As `essaim.asgi`, with other rules."""
    from essaim.asgi import pages
    from essaim.live.app import PREFIX, Live
    from essaim.workshops.doorway import rules

    live = Live(spoiled(rules(), os.environ["DEFECT"]))

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        is_live = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        if scope["type"] == "http":
            await (live if is_live else pages)(scope, receive, send)

    return serve


def main() -> None:
    import django
    import uvicorn

    from essaim import commands
    from essaim.cli import parser

    options = parser().parse_args(sys.argv[1:])
    django.setup()
    commands.prepare(options)
    uvicorn.run(
        "tests.faults.defective:application",
        factory=True,
        host=options.host,
        port=options.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
