"""Words by the channels of Valkey or Redis: nothing is kept there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from essaim.live.carrier import CHANNEL

LOOK = 10.0  # seconds without a word after which the connection is asked whether it still stands; it has as many


class Valkey:
    """`address` as redis://host:6379/0, rediss:// with TLS."""

    name = "Valkey"
    troubles: tuple[type[Exception], ...] = (redis.RedisError, OSError)

    def __init__(self, address: str, channel: str = CHANNEL):
        self.address = address
        self.channel = channel

    def opened(self) -> redis.Redis:
        return redis.Redis.from_url(
            self.address,
            decode_responses=True,
            socket_connect_timeout=5,
            socket_timeout=LOOK * 2,
            socket_keepalive=True,
            retry=Retry(NoBackoff(), 0),  # whoever opens this tries again, and says so
        )

    @contextmanager
    def sending(self) -> Iterator[Callable[[list[str]], None]]:
        with self.opened() as client:

            def send(texts: list[str]) -> None:
                with client.pipeline(transaction=False) as batch:
                    for text in texts:
                        batch.publish(self.channel, text)
                    batch.execute()

            yield send

    @contextmanager
    def hearing(self) -> Iterator[Iterator[str]]:
        with self.opened() as client, client.pubsub() as subscription:
            subscription.subscribe(self.channel)
            first = subscription.get_message(timeout=LOOK)
            if first is None or first["type"] != "subscribe":
                raise redis.ConnectionError("no answer to SUBSCRIBE")
            yield heard(subscription)


def heard(subscription: PubSub) -> Iterator[str]:
    is_asked = False
    while True:
        message = subscription.get_message(timeout=LOOK)
        if message is None and is_asked:
            raise redis.ConnectionError("it does not answer")
        is_asked = message is None
        if message is None:
            subscription.ping()
            yield ""
        elif message["type"] == "message":
            yield message["data"]
