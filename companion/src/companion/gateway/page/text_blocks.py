"""Plain text as paragraphs and lists, by the rule that the widget follows too."""

import re
from dataclasses import dataclass
from itertools import groupby

_BULLET = "- "


@dataclass(frozen=True)
class TextBlock:
    """A paragraph, whose lines stay lines, or a list."""

    is_list: bool
    lines: tuple[str, ...]


def text_blocks(text: str) -> list[TextBlock]:
    """Cut at empty lines; lines that begin with "- " are list items."""
    return [
        TextBlock(is_list, tuple(line.removeprefix(_BULLET).strip() for line in lines))
        for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n"))
        for is_list, lines in groupby(filter(str.strip, part.split("\n")), key=_is_item)
    ]


def _is_item(line: str) -> bool:
    return line.startswith(_BULLET)
