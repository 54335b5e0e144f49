"""Notes written together, when one of them cannot be written at all."""

import asyncio

from essaim.live.wire import Answer, Credentials
from essaim.live.writer import Writer


def test_a_note_that_nobody_foresaw_fails_alone_and_the_others_of_its_batch_are_kept():
    batches: list[list[str]] = []

    def write_many(requests):
        texts = [note["text"] for _who, _board, note in requests]
        batches.append(texts)
        if "bad" in texts:
            raise ValueError("bad")
        return [Answer(200, {"text": text}) for text in texts]

    async def write_all():
        writer = Writer(write_many)
        nobody = Credentials(cookies={}, bearer="")
        writing = (writer.write(nobody, "b", {"text": text}) for text in ("a", "bad", "c"))
        return await asyncio.gather(*writing, return_exceptions=True)

    a, bad, c = asyncio.run(write_all())

    assert [a.body, c.body] == [{"text": "a"}, {"text": "c"}]
    assert repr(bad) == "ValueError('bad')"
    assert batches == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]
