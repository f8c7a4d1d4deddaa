"""The tests of the assistant and of the whole product.

A package, so that `tests` is found here and not in some dependency that installs one.
"""
