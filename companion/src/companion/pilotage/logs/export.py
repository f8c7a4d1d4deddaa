"""`logs export`: conversations whole, as the browser shows them, masked."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping

from tqdm import tqdm

from companion.errors import ApiError, message_of
from companion.pilotage.browser.reading import Reading
from companion.pilotage.browser.story import story_name, story_of
from companion.pilotage.logs.criteria import query_of, read_criteria
from companion.pilotage.logs.formats import FORMATS
from companion.pilotage.logs.means import Means
from companion.pilotage.logs.texts import texts
from companion.pilotage.reports.query import BadQuery, Fault

STORY = "story"


def export(arguments: argparse.Namespace) -> None:
    """Write one conversation, or those of a search: JSON lines, CSV, or a Rasa story test."""
    query = query_of(arguments)
    _check(arguments, query)
    means, wanted = Means(), arguments.conversation
    if arguments.format == STORY:
        _write_story(means, wanted)
    elif wanted:
        if not _write(means, [wanted], arguments.format, arguments.format):
            raise _bad(message_of("unknown_conversation"))
    else:
        filters = read_criteria(query, means.options.of(query))
        rows = means.listing.all(filters)
        found = dict.fromkeys(row.session.conversation_id for row in rows)
        detail = f"{arguments.format}:{','.join(filters.used)}"
        if not _write(means, found, arguments.format, detail):
            raise _bad(str(texts()["none"]))


def _check(arguments: argparse.Namespace, query: Mapping[str, str]) -> None:
    told = texts()["errors"]
    if arguments.conversation and query:
        raise _bad(told["both"])
    if arguments.format == STORY and not arguments.conversation:
        raise _bad(told["story"])
    if not arguments.conversation and not query:
        raise _bad(told["nothing"])


def _write_story(means: Means, conversation_id: str) -> None:
    try:
        events = means.reader.events(conversation_id)
    except ApiError as error:
        raise _bad(message_of(error.code)) from error
    means.record("export", STORY, conversation_id)
    sys.stdout.write(story_of(story_name(conversation_id), events))


def _write(means: Means, wanted: Iterable[str], kind: str, detail: str) -> int:
    """Write conversations, each noted before it is read out; return how many there are."""
    header, line = FORMATS[kind]
    written, write = 0, sys.stdout.buffer.write
    readings = _readings(means, wanted)
    for reading in tqdm(readings, unit=" conversations", disable=not sys.stderr.isatty()):
        means.record("export", detail, reading.id)
        write(line(reading) if written else header + line(reading))
        written += 1
    return written


def _readings(means: Means, wanted: Iterable[str]) -> Iterator[Reading]:
    for conversation_id in wanted:
        try:
            reading = means.reader.read(conversation_id)
        except ApiError:
            continue  # there is none, or it was erased since it was found
        yield reading


def _bad(sentence: str) -> BadQuery:
    return BadQuery([Fault("", sentence)])
