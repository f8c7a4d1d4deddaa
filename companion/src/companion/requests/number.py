"""The acknowledgement number of a request: short enough to be read out on the telephone."""

import secrets

# Without I, L, O and U, which are mistaken for others or make words (Crockford's base 32).
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS = "0123456789" + _LETTERS


def new_number(year: int) -> str:
    """Return a number such as `2026-AB12-CD34`, drawn at random among 5·10¹¹ for that year.

    It opens nothing: it is drawn so that nobody can tell how many came before, nor name another's.
    """
    return f"{year:04}-{_group()}-{_group()}"


def _group() -> str:
    # A letter first: a group is never a run of digits, which the masking takes for an identifier.
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(3))
