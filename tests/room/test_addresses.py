"""Which addresses of a computer are worth typing on a phone."""

from essaim.room.addresses import Address, addresses_in


def test_addresses_that_lead_nowhere_from_a_phone_are_left_out():
    found = [
        Address("127.0.0.1", "lo"),
        Address("::1", "lo"),
        Address("169.254.12.7", "eth0"),
        Address("fe80::1%eth0", "eth0"),
        Address("fe80::2", "eth0"),
        Address("0.0.0.0", "eth1"),  # noqa: S104  an address that nobody is to listen on
        Address("ff02::1", "eth1"),
    ]

    assert addresses_in(found) == []


def test_the_wifi_comes_first_then_cables_then_the_longer_addresses_then_what_is_inside_the_computer():
    cable, wifi = Address("192.168.1.20", "enp3s0"), Address("10.42.0.1", "wlp2s0")
    long, inside = Address("fd12:3456::7", "wlp2s0"), Address("172.17.0.1", "docker0")

    assert addresses_in([inside, long, cable, wifi]) == [wifi, cable, long, inside]


def test_an_address_is_written_as_browsers_want_it():
    assert [
        Address("192.168.1.20").url("http", 8000),
        Address("fd12:3456::7").url("https", 8443),
        Address("salle.exemple.fr").url("https", 443),
        Address("10.42.0.1").url("http", 80),
    ] == [
        "http://192.168.1.20:8000",
        "https://[fd12:3456::7]:8443",
        "https://salle.exemple.fr",
        "http://10.42.0.1",
    ]
