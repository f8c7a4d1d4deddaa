"""`make conversations`: fill a tracker store and a companion database with made-up conversations.

The databases must be new: made-up people never mix with real ones.
"""

import argparse
import sys
from datetime import UTC, date, datetime, timedelta

from companion.storage.database import migrate, open_engine
from sqlalchemy import inspect
from tqdm import tqdm

from benchmarks.conversations.population import Plan, Population
from benchmarks.conversations.scenarios import REASONS, Fall
from benchmarks.conversations.stores import Stores
from benchmarks.conversations.world import load_world


class NotNew(Exception):
    """The tracker store has events already."""


def fill(plan: Plan, tracker_url: str, companion_url: str) -> int:
    """Write what `plan` says into two new databases and return how many events there are.

    Raises `NotNew`.
    """
    migrate(companion_url)
    tracker = open_engine(tracker_url)
    if inspect(tracker).has_table("events"):
        raise NotNew(tracker_url)
    population = Population(load_world(), plan)
    stores = Stores(tracker, open_engine(companion_url))
    written = 0
    with tqdm(unit=" events", unit_scale=True, disable=not sys.stderr.isatty()) as bar:
        for count in stores.write(population.turns()):
            bar.update(count)
            written += count
    return written


def plan_of(arguments: argparse.Namespace) -> Plan:
    """Return what the command line asks for."""
    last = arguments.until
    first = last - timedelta(days=arguments.days)
    fall = None
    if arguments.fall:
        begins = datetime.combine(arguments.fall_on, datetime.min.time(), UTC)
        fall = Fall(arguments.fall, begins.timestamp(), arguments.reason)
    return Plan(arguments.count, first, arguments.days, arguments.seed, fall)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    read = argparse.ArgumentParser(prog="conversations", description=__doc__)
    read.add_argument("tracker", help="address of the tracker store, such as sqlite:///tracker.db")
    read.add_argument("companion", help="address of the companion's database")
    read.add_argument("--count", type=int, default=200_000, help="conversations")
    read.add_argument("--until", type=date.fromisoformat, default=datetime.now(UTC).date())
    read.add_argument("--days", type=int, default=365)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("--fall", help="topic whose satisfaction falls")
    read.add_argument("--fall-on", type=date.fromisoformat, help="from this day on")
    read.add_argument("--reason", choices=REASONS, default="incomplete")
    return read


def main() -> int:
    """Run the command."""
    arguments = parser().parse_args()
    if arguments.fall and not arguments.fall_on:
        parser().error("--fall needs --fall-on")
    try:
        written = fill(plan_of(arguments), arguments.tracker, arguments.companion)
    except NotNew as error:
        print(f"conversations: {error} has conversations already", file=sys.stderr)
        return 2
    print(f"{arguments.count} conversations, {written} events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
