"""What an instance says when it cannot start."""

from tests.server import an_instance


def test_a_folder_that_does_not_open_is_named_in_one_line():
    with an_instance(ESSAIM_DATA="/dev/null/essaim") as instance:
        done = instance.run("migrate", check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "essaim : /dev/null/essaim ne s’ouvre pas (Not a directory).\n"
