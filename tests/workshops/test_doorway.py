"""The doorway of the live part: rules asked for many at once cost as many queries as for one."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from essaim.boards.domain import contributing
from essaim.boards.domain.announcing import told
from essaim.boards.models import Board, Note
from essaim.boards.queries import events_since
from essaim.live import broker
from essaim.live.wire import Credentials, Standing, event_bytes
from essaim.workshops import doorway
from essaim.workshops.domain import joining
from essaim.workshops.queries import question_at
from tests.factories import make_workshop, ring, seat_at_table

pytestmark = pytest.mark.django_db(transaction=True)  # as its threads do: each batch is a transaction of its own


@pytest.fixture
def asked():
    """Notes of several seats at three tables, each on the board of its table."""
    workshop = ring(make_workshop(seats=30), now=timezone.now())
    requests = []
    for place in range(15):
        table = place % 3 + 1
        seat = seat_at_table(workshop, table)
        note = {"key": str(uuid.uuid4()), "text": f"Idée {place}"}
        board = question_at(workshop, table, 1).board
        requests.append((Credentials(bearer=joining.token_of(seat)), str(board.key), note))
    return requests


def queries_of(do) -> int:
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


def test_notes_written_together_cost_as_many_queries_as_one(asked):
    one = queries_of(lambda: doorway.write_many(asked[:1]))
    many = queries_of(lambda: doorway.write_many(asked[3:]))

    assert many <= one + 2  # two more boards


def test_readers_let_in_together_cost_as_many_queries_as_one(asked):
    readers = [(who, board) for who, board, _note in asked]
    one = queries_of(lambda: doorway.may_read_many(readers[:1]))
    many = queries_of(lambda: doorway.may_read_many(readers))

    assert (many, doorway.may_read_many(readers)) == (one, [None] * len(readers))


def test_each_of_a_batch_is_judged_by_itself(asked):
    (who, board, note), (_other, elsewhere, _note) = asked[0], asked[1]
    key = str(uuid.uuid4())
    batch = [
        (who, board, note),
        (who, elsewhere, {**note, "key": key}),
        (Credentials(bearer="personne"), board, {**note, "key": key}),
        (who, str(uuid.uuid4()), {**note, "key": key}),
        (who, board, note),
    ]

    answers = doorway.write_many(batch)

    assert [answer.status for answer in answers] == [200, 403, 401, 404, 200]
    assert answers[0] == answers[4]


def test_what_is_handed_to_readers_is_what_the_database_would_have_told(asked):
    heard = {}

    def listener(words):
        for topic, _revision, _is_rewritten, news in words:
            heard.setdefault(topic, []).extend(news)

    broker.listen(listener)
    try:
        doorway.write_many(asked)
    finally:
        broker.listeners.remove(listener)

    for board in Board.objects.filter(key__in=heard):
        kept = [told(event) for event in events_since(board, heard[str(board.key)][0]["revision"] - 1)]
        assert [json.loads(json.dumps(event)) for event in heard[str(board.key)]] == kept
        if connection.vendor == "sqlite":  # PostgreSQL keeps the names of a JSON object in its own order
            assert list(map(event_bytes, heard[str(board.key)])) == list(map(event_bytes, kept))
    assert len(heard) == 3


def test_a_look_says_how_far_each_log_goes_and_where_words_were_last_taken_back(asked):
    doorway.write_many(asked[:3])
    boards = [board for _who, board, _note in asked[:3]]
    before = doorway.revisions(boards)
    note = Note.objects.get(key=asked[0][2]["key"])
    contributing.withdraw_note(note=note, author=note.author, now=timezone.now())
    after = doorway.revisions(boards)

    assert [standing.rewritten for standing in before.values()] == [0, 0, 0]
    assert after == before | {boards[0]: Standing(before[boards[0]].revision + 1, before[boards[0]].revision + 1)}
