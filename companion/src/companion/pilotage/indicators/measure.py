"""A figure with what it rests on."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

FEW = 30  # cases: under it a rate is told to be fragile
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Measure:
    """A count, or a share or a mean of so many cases (then `denominator` is not None)."""

    numerator: float
    denominator: float | None = None

    @property
    def value(self) -> float | None:
        """Return the figure; None when there is no case."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def few(self) -> bool:
        """Tell whether it rests on too few cases to conclude."""
        return self.denominator is not None and self.denominator < FEW

    def interval(self) -> tuple[float, float] | None:
        """Return Wilson's 95 % interval of a share; None when there is no case.

        Three lines rather than `scipy.stats`, whose import takes seconds; a test compares both.

        >>> low, high = Measure(8, 10).interval()
        >>> round(low, 3), round(high, 3)
        (0.49, 0.943)
        """
        if not self.denominator:
            return None
        cases, share = self.denominator, self.numerator / self.denominator
        middle = (share + _Z**2 / (2 * cases)) / (1 + _Z**2 / cases)
        spread = sqrt(share * (1 - share) / cases + (_Z / (2 * cases)) ** 2)
        half = _Z * spread / (1 + _Z**2 / cases)
        return max(0.0, middle - half), min(1.0, middle + half)

    def plus(self, other: "Measure") -> "Measure":
        """Return the measure of both sets of cases together."""
        if self.denominator is None or other.denominator is None:
            return Measure(self.numerator + other.numerator)
        return Measure(self.numerator + other.numerator, self.denominator + other.denominator)


def clearly_differ(one: Measure, other: Measure) -> bool:
    """Tell whether two shares differ by more than chance: their intervals do not meet."""
    here, there = one.interval(), other.interval()
    if here is None or there is None:
        return False
    return here[1] < there[0] or there[1] < here[0]
