"""Two web nodes, PostgreSQL and Valkey on four machines: one node dies, and its phones go on at the other."""

import signal

import pytest

from tests.faults.cluster import tools
from tests.live.conftest import Room
from tests.live.machines import FarCluster, FarNode, FarValkey, machines, why_not
from tests.live.people import Crowd, Follower, Writer, check_nothing_is_missing, play
from tests.live.room import RUNNING, Client
from tests.live.switch import Switch, a_switch
from tests.live.valkey import PROGRAM

pytestmark = [
    pytest.mark.skipif(tools() is None, reason="PostgreSQL n’est pas installé"),
    pytest.mark.skipif(not PROGRAM, reason="ni valkey-server ni redis-server"),
]


def through(switch: Switch, room: Room) -> list[Client]:
    """Every phone of the table, by the relay that prefers this node."""
    return [Client(f"http://127.0.0.1:{switch.port}", room.board(), token=token) for token in room.given["seats"]]


def play_and_kill(one: FarNode, other: FarNode) -> None:
    """Everybody writes and follows at both nodes; the first is killed, and nothing is missing at the end."""
    one.run("migrate")
    room = Room(one, one.arrange(RUNNING))
    one.start()
    other.start()
    since, crowd = room.phone().poll().json()["revision"], Crowd()
    places = [(one.host, one.port), (other.host, other.port)]

    def kill() -> None:
        crowd.reach(20)
        one.stop(signal.SIGKILL)
        crowd.reach(20)

    with a_switch(places, is_in_turn=False) as to_one, a_switch(places[::-1], is_in_turn=False) as to_other:
        moved, stayed = (
            [Follower(phone, since, crowd) for phone in through(switch, room)] for switch in (to_one, to_other)
        )
        writers = [Writer(follower.client, f"Téléphone {n}", crowd) for n, follower in enumerate(moved + stayed)]
        play(writers, moved + stayed, kill)
        log = Client(other.url, room.board(), token=room.given["seats"][0]).log(since)

    check_nothing_is_missing(crowd, moved + stayed, log, since)
    assert min(follower.attached for follower in moved) > 1
    assert [follower.attached for follower in stayed] == [1] * len(stayed)


def test_a_node_is_killed_during_a_sequence_and_its_phones_go_on_at_the_other_and_miss_nothing(tmp_path_factory):
    if reason := why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("machines")
    with machines(["database", "valkey", "one", "other"]) as made:
        (folder / "cluster").mkdir()
        cluster, valkey = FarCluster(folder / "cluster", made, "database"), FarValkey(made, "valkey")
        settings = {"DATABASE_URL": cluster.address, "BROKER_URL": valkey.address, "SECRET_KEY": "x" * 50}
        one, other = (FarNode(made, name, folder / name, GLANCE="3600", **settings) for name in ("one", "other"))

        def day() -> None:
            cluster.make()
            cluster.start()
            valkey.start()
            play_and_kill(one, other)

        try:
            made.in_hall(day)
        finally:
            for each in (one, other, valkey):
                each.stop(signal.SIGKILL)
            cluster.kill()
