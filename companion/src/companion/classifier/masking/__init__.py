"""Take personal data out of a text before it is stored, logged or scored."""

from companion.classifier.masking.recogniser import Recogniser, Span
from companion.classifier.masking.rules import Masked, find, mask

__all__ = ["Masked", "Recogniser", "Span", "find", "mask"]
