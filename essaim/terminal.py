"""A command line that cannot be understood is told by whoever asked for it, in their words, not argparse's."""

import argparse


class WrongUse(Exception):
    """The command line cannot be understood."""


class Parser(argparse.ArgumentParser):
    """Raises WrongUse where argparse would print and leave."""

    def error(self, message: str):
        raise WrongUse(message)
