"""`make bench-inbox`: grouping the designers' inbox, how long it takes and how pure groups are.

Time: messages drawn from our utterances stand in the analysts' tables, all not understood. Purity:
our sentences kept apart, whose topic is known, are grouped; a group's share of its commonest topic.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
from companion.classifier.model import OUT_OF_SCOPE, TopicModel
from companion.learning.designers_files import DesignersFiles
from companion.pilotage.inbox.arrangement import arrange
from companion.pilotage.inbox.grouping import Grouping
from companion.pilotage.inbox.likeness import LikenessReader
from companion.pilotage.inbox.names import GroupNames
from companion.storage.analytics import ExchangeFact, RasaUserMessage, SessionFact
from companion.storage.database import Database, migrate, open_engine
from companion.storage.inbox import InboxRepository
from companion.storage.models import now
from econtacts_core.meaning import Matrix

MODEL = Path("models/classifier.npz")
_SEED = 7
_VIEWS = 20


def main() -> None:
    """Print the times, then the purity."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    arguments = parser.parse_args()
    model = TopicModel.load(MODEL)
    texts = random.Random(_SEED).choices(model.examples, k=arguments.messages)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        time_grouping(model, texts, f"sqlite:///{folder}/companion.db")
    tell_purity(model)


def time_grouping(model: TopicModel, texts: Sequence[str], url: str) -> None:
    """Take in and group messages in a database of their own, then read the list."""
    migrate(url)
    database = Database(open_engine(url))
    write_facts(database, texts)
    model.meaning.transform(["bonjour"])  # the encoder is loaded once, whoever comes first
    seconds = {"reading": 0.0}
    reader = LikenessReader(model)

    def read(some: Sequence[str]) -> Matrix:
        began = time.perf_counter()
        vectors = reader.read(some)
        seconds["reading"] += time.perf_counter() - began
        return vectors

    began, worked = time.perf_counter(), time.process_time()
    grouping = Grouping(database, read, GroupNames(model.examples))
    # nobody else takes messages in here: there is no claim to hold
    sum(grouping.catch_up(now() - timedelta(days=1), lambda session: None))
    took, worked = time.perf_counter() - began, time.process_time() - worked
    inbox = InboxRepository(database)
    views = []
    for _ in range(_VIEWS):
        began = time.perf_counter()
        groups = inbox.groups("to_check")
        views.append(time.perf_counter() - began)
    tell(f"{len(texts)} messages: {took:.1f} s, of which {seconds['reading']:.1f} s reading them")
    tell(f"  {worked:.1f} s of processor, which tells more when the machine is busy")
    tell(f"{len(groups) - 1} groups, {groups[-1].count} messages alone")
    tell(f"the list of groups: {1000 * float(np.percentile(views, 95)):.0f} ms at 95 %")
    database.engine.dispose()


def write_facts(database: Database, texts: Sequence[str]) -> None:
    """Write messages that nobody understood."""
    moment = now()
    common = {"channel": "chat", "collection": "impots", "in_hours": True, "day": moment.date()}
    with database.transaction() as session:
        for number, text in enumerate(texts, start=1):
            name = {"session_id": f"s{number}", "sender_id": f"s{number}"}
            session.add(
                ExchangeFact(
                    turn_id=f"s{number}",
                    event_id=number,
                    at=moment,
                    typed=True,
                    step="other_form",
                    **name,
                    **common,
                )
            )
            session.add(
                RasaUserMessage(
                    id=f"s{number}",
                    event_id=f"s{number}",
                    text=text,
                    channel="rest",
                    timestamp=moment.replace(tzinfo=None),
                    sequence_number=number,
                    **name,
                )
            )
            counts = dict.fromkeys(
                ("clicked", "understood", "requests_sent", "answers", "ups", "downs"), 0
            )
            flags = dict.fromkeys(
                ("tester", "pretreated", "handoff", "other_form", "repeated"), False
            )
            session.add(
                SessionFact(
                    conversation_id=f"s{number}",
                    started_at=moment,
                    ended_at=moment,
                    typed=1,
                    outcome="not_understood",
                    **counts,
                    **flags,
                    **name,
                    **common,
                )
            )


def tell_purity(model: TopicModel) -> None:
    """Group the sentences kept apart, and say how much groups mix topics."""
    kept = DesignersFiles(Path()).kept_apart.values()
    ours = [place for place in kept if place.intent != OUT_OF_SCOPE]
    vectors = LikenessReader(model).read([place.text for place in ours])
    none = np.zeros((0, vectors.shape[1]), np.float32)
    groups = arrange(vectors, none, []).born
    common = sum(Counter(ours[row].intent for row in rows).most_common(1)[0][1] for rows in groups)
    grouped = sum(len(rows) for rows in groups)
    tell(f"{len(ours)} sentences kept apart: {grouped} in {len(groups)} groups,")
    tell(f"  {common / grouped:.3f} of them of their group's commonest topic")


def tell(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
