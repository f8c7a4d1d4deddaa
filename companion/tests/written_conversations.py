"""Conversations written in YAML, as Rasa and the companion would have stored them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from companion.storage.database import Database
from companion.storage.models import Feedback, FormRequest, Proposal, ProposalCandidate, Rating
from econtacts_core.cards import contact_card, destination_card, elsewhere_card
from econtacts_core.knowledge import Knowledge
from sqlalchemy import Column, Engine, Float, Integer, MetaData, String, Table, Text, insert

FILE = Path(__file__).with_name("projection_conversations.yml")
# As Rasa makes it (rasa/core/tracker_store.py, SQLEvent).
EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)
_REPLY_AFTER = 0.5  # seconds, unless the file says otherwise
Event = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """One conversation of the file."""

    spec: Mapping[str, Any]
    knowledge: Knowledge

    @property
    def name(self) -> str:
        """Its name, which is its sender's id too."""
        return str(self.spec["name"])

    @property
    def starts(self) -> float:
        """When it starts, in seconds since 1970: the file gives the time of Paris."""
        return float(self.spec["starts"].replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp())

    def events(self) -> Iterator[Event]:
        """Yield its events in order."""
        yield from self._session(0.0)
        yield self._user(0.1, {"c": ["", "start"]})
        for turn in self.spec["turns"]:
            if "new_session" in turn:
                yield from self._session(turn["new_session"])
            yield self._user(turn["at"], turn)
            for name, value in turn.get("s", {}).items():
                yield self._event("slot", turn["at"] + 0.1, name=name, value=value)
            for said in turn["b"]:
                yield self._bot(turn["at"] + said.get("after", _REPLY_AFTER), said)
            last = max((said.get("after", _REPLY_AFTER) for said in turn["b"]), default=0.2)
            yield self._event("action", turn["at"] + last, name="action_listen", confidence=1.0)

    def _session(self, at: float) -> Iterator[Event]:
        noted = {"channel": "chat", "collection": "impots"}
        if self.spec.get("tester"):
            noted["tester"] = True
        yield self._event("slot", at, name="session_started_metadata", value=noted)
        yield self._event("action", at, name="action_session_start", confidence=1.0)
        yield self._event("session_started", at)
        yield self._event("slot", at, name="session_started_metadata", value=noted)

    def _user(self, at: float, turn: Mapping[str, Any]) -> Event:
        intent, entities, text, noted = turn.get("intent"), [], turn.get("u"), {"channel": "chat"}
        if text is None:
            title, chosen = turn["c"]
            intent, text, noted["title"] = chosen, f"/{chosen}", title
            if chosen in self.knowledge.topics:
                intent, text = "choose_topic", f'/choose_topic{{"topic": "{chosen}"}}'
                entities = [{"entity": "topic", "value": chosen}]
        parsed = {"name": intent, "confidence": turn.get("confidence", 1.0)}
        return self._event(
            "user",
            at,
            text=text,
            parse_data={"intent": parsed, "entities": entities},
            input_channel="rest",
            message_id=f"{self.name}-{at}",
            metadata=noted,
        )

    def _bot(self, at: float, said: Mapping[str, Any]) -> Event:
        template = said.get("template")
        metadata = {"utter_action": template, **said.get("filled", {})} if template else {}
        custom: dict[str, Any] = {"cards": [self._card(card) for card in said.get("cards", ())]}
        if "answer" in said:
            topic = self.knowledge.topics[said["answer"]]
            cards = [destination_card(d) for d in self.knowledge.leads_to(topic.answers[0])]
            custom = {"kind": "answer", "topic": topic.id, "cards": cards}
        buttons = [
            {"title": topic, "payload": f'/choose_topic{{"topic": "{topic}"}}'}
            for topic in said.get("offers", ())
        ]
        data = {"buttons": buttons or None, "custom": custom}
        text = said.get("text", template or "réponse")
        return self._event("bot", at, text=text, data=data, metadata=metadata, rated=said)

    def _card(self, name: str) -> Mapping[str, Any]:
        if name == "contact":
            return contact_card(self.knowledge.contact)
        if name == "elsewhere":
            return elsewhere_card(self.knowledge.elsewhere_default)
        return destination_card(self.knowledge.destinations[name])

    def _event(self, kind: str, at: float, **members: Any) -> Event:
        metadata = {**members.pop("metadata", {}), "model_id": "m1"}
        rated = members.pop("rated", {}).get("rated")
        event = {"event": kind, "timestamp": self.starts + at, "metadata": metadata, **members}
        return {"sender": self.name, "rated": rated, "event": event}


def written_conversations(knowledge: Knowledge) -> list[Written]:
    """Read the file."""
    read = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)["conversations"]
    return [Written(spec, knowledge) for spec in read]


def rows_of(conversations: Sequence[Written]) -> list[dict[str, Any]]:
    """Return the tracker's rows in the order of time, as if all had been said together."""
    found = [event for written in conversations for event in written.events()]
    found.sort(key=lambda one: one["event"]["timestamp"])
    return [
        {
            "id": number,
            "sender_id": one["sender"],
            "type_name": one["event"]["event"],
            "timestamp": one["event"]["timestamp"],
            "data": json.dumps(one["event"]),
            "rated": one["rated"],
        }
        for number, one in enumerate(found, start=1)
    ]


def store_events(engine: Engine, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows into a tracker store."""
    columns = EVENTS.columns.keys()
    with engine.begin() as connection:
        EVENTS.metadata.create_all(connection)
        if rows:
            stored = [{key: row[key] for key in columns if key in row} for row in rows]
            connection.execute(insert(EVENTS), stored)


def store_beside(
    database: Database, conversations: Sequence[Written], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write the ratings, proposals and requests of the conversations."""
    with database.transaction() as session:
        for row in rows:
            if row["rated"]:
                session.add(_rating(row))
        for written in conversations:
            for number, proposal in enumerate(written.spec.get("proposals", ())):
                session.add(_proposal(written, f"{written.name}-{number}", proposal))
                if "feedback" in proposal:
                    session.flush()
                    outcome, topic = proposal["feedback"]
                    key = f"{written.name}-{number}"
                    session.add(Feedback(proposal_id=key, outcome=outcome, topic=topic))
            session.add_all(_request(written, sent) for sent in written.spec.get("requests", ()))


def _rating(row: Mapping[str, Any]) -> Rating:
    value, reason = row["rated"]
    return Rating(
        conversation_id=row["sender_id"],
        message_id=str(row["id"]),
        topic="x",
        channel="chat",
        value=value,
        reason=reason,
    )


def _proposal(written: Written, key: str, spec: Mapping[str, Any]) -> Proposal:
    return Proposal(
        id=key,
        conversation_id=written.name,
        channel="chat",
        collection="impots",
        text="masqué",
        masked=[],
        decision=spec["decision"],
        territory=spec.get("territory"),
        created_at=_time(written, spec["at"]),
        candidates=[
            ProposalCandidate(rank=rank, topic=topic, score=0.5, graph=graph, model=model)
            for rank, (topic, graph, model) in enumerate(spec["candidates"], start=1)
        ],
    )


def _request(written: Written, spec: Mapping[str, Any]) -> FormRequest:
    return FormRequest(
        number="2026-ABCD-EFGH",
        conversation_id=written.name,
        idempotency_key="k1",
        form=spec["form"],
        topic="changer_adresse",
        fields=spec["fields"],
        channel="chat",
        created_at=_time(written, spec["at"]),
    )


def _time(written: Written, at: float) -> datetime:
    return datetime.fromtimestamp(written.starts, UTC) + timedelta(seconds=at)
