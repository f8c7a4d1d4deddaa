"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import econtacts_core
import pytest

MODULES = sorted(
    f"econtacts_core.{found.name}" for found in pkgutil.iter_modules(econtacts_core.__path__)
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["econtacts_core.features", "econtacts_core.text"])
def test_the_scorers_own_modules_have_examples(name: str):
    assert doctest.testmod(importlib.import_module(name)).attempted > 0
