"""What was learnt, from which labels, and which model is in service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from companion.learning.dataset import Dataset, Label
from companion.storage.database import Database
from companion.storage.models import Feedback, LearntDataset, LearntModel, Proposal, now


@dataclass(frozen=True)
class ModelInService:
    """The model that answers, and the dataset that it learnt."""

    model_id: str
    digest: str
    dataset_digest: str


class LearningRepository:
    """Reads labels out of feedback; keeps datasets and models, never their texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def labels(self, collection: str) -> list[Label]:
        """Return one label per message that somebody gave a topic, the newest first.

        Whatever became of the proposal, the topic named last is the right one.
        """
        named = (
            select(Proposal.id, Proposal.text, Feedback.topic)
            .join(Feedback, Feedback.proposal_id == Proposal.id)
            .where(Proposal.collection == collection)
            .order_by(Feedback.id.desc())
        )
        newest: dict[str, Label] = {}
        with self._database.transaction() as session:
            for proposal_id, text, topic in session.execute(named):
                if topic is not None:
                    newest.setdefault(proposal_id, Label(text, topic))
        return list(newest.values())

    def add_dataset(self, dataset: Dataset, collection: str, utterances: int) -> str:
        """Store what a dataset is made of, once each; return its id."""
        with self._database.transaction() as session:
            known = session.scalars(select(LearntDataset).filter_by(digest=dataset.digest)).first()
            if known is not None:
                return known.id
            row = LearntDataset(
                digest=dataset.digest,
                collection=collection,
                utterances=utterances,
                labels=len(dataset.learnt),
                kept_apart=len(dataset.kept_apart),
                dropped=dict(dataset.dropped),
            )
            session.add(row)
        return row.id

    def add_model(self, dataset_id: str, digest: str, figures: Mapping[str, Any]) -> str:
        """Store a candidate with what it was measured to be worth; return its id."""
        row = LearntModel(dataset_id=dataset_id, digest=digest, figures=dict(figures))
        with self._database.transaction() as session:
            session.add(row)
        return row.id

    def promote(self, model_id: str) -> None:
        """Say that this model is in service from now on, and the one before no longer."""
        with self._database.transaction() as session:
            session.execute(update(LearntModel).filter_by(state="current").values(state="retired"))
            chosen = update(LearntModel).filter_by(id=model_id)
            session.execute(chosen.values(state="current", promoted_at=now()))

    def in_service(self) -> ModelInService | None:
        """Return the model promoted last, None when none ever was."""
        found = (
            select(LearntModel.id, LearntModel.digest, LearntDataset.digest)
            .join(LearntDataset, LearntDataset.id == LearntModel.dataset_id)
            .where(LearntModel.state == "current")
        )
        with self._database.transaction() as session:
            row = session.execute(found).first()
        return ModelInService(*row) if row else None
