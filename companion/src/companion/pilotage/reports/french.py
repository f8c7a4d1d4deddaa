"""Figures as they are written in French."""

_THIN = "\u202f"  # between thousands and before the percent sign
_MINUS = "\u2212"
_MINUTE = 60


def count(value: float) -> str:
    """Write a count.

    >>> count(1234567)
    '1\u202f234\u202f567'
    """
    return f"{value:,.0f}".replace(",", _THIN)


def share(value: float) -> str:
    """Write a share as a percentage.

    >>> share(0.6234)
    '62,3\u202f%'
    """
    return f"{_decimal(100 * value)}{_THIN}%"


def seconds(value: float) -> str:
    """Write a duration.

    >>> seconds(2.34), seconds(150)
    ('2,3\u202fs', '2\u202fmin\u202f30\u202fs')
    """
    if value < _MINUTE:
        return f"{_decimal(value)}{_THIN}s"
    minutes, rest = divmod(round(value), _MINUTE)
    return f"{minutes}{_THIN}min{_THIN}{rest:02}{_THIN}s"


def difference(value: float, unit: str) -> str:
    """Write how much more or less: points of a share, seconds, or the part of a count.

    >>> difference(-0.052, "share"), difference(0.5, "count"), difference(0.0, "seconds")
    ('\u22125,2\u202fpoints', '+50,0\u202f%', '0,0\u202fs')
    """
    told = {
        "share": f"{_decimal(100 * abs(value))}{_THIN}points",
        "count": share(abs(value)),
        "seconds": seconds(abs(value)),
    }[unit]
    sign = "" if not value else "+" if value > 0 else _MINUS
    return f"{sign}{told}"


def written(value: float, unit: str) -> str:
    """Write a figure in its unit."""
    return {"count": count, "share": share, "seconds": seconds}[unit](value)


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
