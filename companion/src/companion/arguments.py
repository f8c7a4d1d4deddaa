"""A command line that tells in French what is wrong with it."""

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

import yaml


class FrenchParser(ArgumentParser):
    """An `ArgumentParser` whose errors are sentences of `arguments.yml`.

    >>> said("argument --most: expected one argument")
    "L'option --most attend une valeur."
    """

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong, and which command says more; end with status 2."""
        hint = str(_texts()["hint"]).format(command=f"{self.prog} --help")
        self.exit(2, f"{self.prog.split()[0]}: {said(message)}\n{hint}\n")


def said(message: str) -> str:
    """Return the French sentence for one of argparse's; what is new to us stays as it is."""
    for pattern, sentence in _texts()["errors"].items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return str(sentence).format(*found.groups())
    return message


@cache
def _texts() -> Mapping[str, Any]:
    text = (files(__package__) / "arguments.yml").read_text(encoding="utf-8")
    texts: Mapping[str, Any] = yaml.safe_load(text)
    return texts
