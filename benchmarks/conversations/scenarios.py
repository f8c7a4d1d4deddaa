"""What people do with the assistant: one function a way that a conversation goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from benchmarks.conversations.dialogue import Candidate, Dialogue, Proposal

REASONS = (
    "incomplete",
    "trop_compliquee",
    "pas_mon_cas",
    "hors_sujet",
    "lien_introuvable",
    "autre",
)
_REASON_WEIGHTS = (30, 22, 18, 14, 8, 8)
_RATES = 0.35  # how often an answer is rated
_ADDRESS = "changer_adresse"


@dataclass(frozen=True)
class Fall:
    """A planted fact: from a time on, a topic no longer satisfies, mostly for one reason."""

    topic: str
    seconds: float
    reason: str


@dataclass
class People:
    """Makes people ask, and say what they think of the answers."""

    dialogue: Dialogue
    satisfied: Mapping[str, float]  # the share of ratings that are up, by topic
    pick: Callable[[float], str]  # a topic that is asked about at a time
    part: float  # of the period that has gone, from 0 to 1
    fall: Fall | None = None

    def typed(self) -> None:
        """Ask, and get the answer."""
        self._ask_typed(self._topic())

    def from_menu(self) -> None:
        """Click one of the questions of the opening page."""
        talk = self.dialogue
        button = talk.chance.choice(talk.world.top_questions(talk.seconds))
        self._choose(button["payload"].split('"')[3], button["title"])

    def clarified(self) -> None:
        """Be asked "Vouliez-vous dire", and mostly choose the first."""
        talk, topic = self.dialogue, self._topic()
        confidence = talk.chance.uniform(0.3, 0.54)
        ranking = talk.ranking(topic, confidence)
        offered = [name for name, _ in ranking[:3] if name in talk.world.knowledge.topics]
        talk.types(self._words(topic), [("nlu_clarify", confidence), *ranking])
        talk.act("action_clarify", hidden=True)
        talk.offer("utter_clarify", offered)
        talk.slots(proposal_id=None)
        talk.listen(hidden=True)
        self._react(offered, None)

    def suggested(self) -> None:
        """Not be understood, and choose among what the companion proposes."""
        talk, topic = self.dialogue, self._topic()
        text = self._words(topic)
        self._not_understood(text)
        talk.act("action_suggest", hidden=True)
        self._suggest(text, topic)

    def not_understood(self) -> None:
        """Ask what nobody here knows, and end with the general form."""
        talk = self.dialogue
        themes = [theme for theme in talk.world.themes if theme.begins <= self.part]
        text = talk.chance.choice(talk.chance.choice(themes).texts)
        self._not_understood(text)
        talk.act("action_suggest", hidden=True)
        talk.propose(text, "abstain", [])
        self._other_form()

    def asked_back(self) -> None:
        """Be asked one question before the answer; one in six leaves it there."""
        talk = self.dialogue
        self._type(_ADDRESS)
        talk.slots(topic=_ADDRESS)
        talk.act("precision_form")
        talk.loop("precision_form")
        talk.slots(topic=_ADDRESS, requested_slot="audience")
        talk.utter("utter_ask_audience")
        talk.listen()
        if talk.chance.random() > 0.16:
            self._tell_audience()

    def sends_a_request(self) -> None:
        """Change address in the conversation; one in four gives up before the end."""
        self.asked_back()
        if self.dialogue.audience == "particulier":
            self._prepare_request()

    def wants_somebody(self) -> None:
        """Ask for a person."""
        talk = self.dialogue
        self._type("human_handoff")
        talk.act("utter_human_handoff", hidden=True)
        talk.utter("utter_human_handoff")
        talk.act("action_offer_contact", hidden=True)
        talk.show(None, talk.world.contact())
        talk.listen(hidden=True)

    def elsewhere(self) -> None:
        """Ask what another administration knows."""
        talk = self.dialogue
        self._type("out_of_scope")
        talk.act("action_point_elsewhere", hidden=True)
        talk.show("utter_out_of_scope", talk.world.elsewhere())
        talk.listen(hidden=True)

    def corrects(self) -> None:
        """Say that the answer was not the right one, and choose another."""
        talk, topic = self.dialogue, self._topic()
        self._ask_typed(topic, rated=False)
        self._type("correct_previous")
        others = [name for name, _ in talk.ranking(topic, 0.6)[1:4]]
        talk.act("action_correct_previous")
        talk.offer("utter_correct_previous", others)
        talk.slots(topic=None, proposal_id=None)
        talk.listen()
        if talk.chance.random() < 0.6:
            self._choose(others[0])

    def unanswered(self) -> None:
        """Ask while the action server is down."""
        self._type(self._topic())
        self.dialogue.act("action_answer_topic")
        self.dialogue.listen()

    def talks(self) -> None:
        """Say hello, and no more."""
        self._talk("greet")

    def leaves(self) -> None:
        """Open the page, and close it."""

    def thanks(self) -> None:
        """Say thank you."""
        self._talk("thank")

    # ---- the steps that these ways share

    def _topic(self) -> str:
        return self.pick(self.dialogue.seconds)

    def _words(self, intent: str) -> str:
        return self.dialogue.chance.choice(self.dialogue.world.utterances[intent])

    def _type(self, intent: str) -> str:
        talk, text = self.dialogue, self._words(intent)
        talk.types(text, talk.ranking(intent, 1.0 - talk.chance.random() ** 3 * 0.44))
        return text

    def _talk(self, intent: str) -> None:
        talk = self.dialogue
        self._type(intent)
        talk.act(f"utter_{intent}", hidden=True)
        talk.utter(f"utter_{intent}")
        talk.listen(hidden=True)

    def _ask_typed(self, topic: str, *, rated: bool = True) -> None:
        talk, text = self.dialogue, self._type(topic)
        talk.answer(topic)
        talk.propose(text, "answer", self._candidates(topic))
        talk.slots(proposal_id=None)
        talk.listen()
        if rated:
            self._rate(topic)

    def _choose(
        self, topic: str, title: str | None = None, proposal: Proposal | None = None
    ) -> None:
        talk = self.dialogue
        shown = title or talk.world.knowledge.topics[topic].title
        talk.clicks(shown, "choose_topic", "topic", topic)
        talk.act("precision_form", hidden=True)
        talk.loop("precision_form")
        talk.slots(topic=topic, requested_slot=None)
        talk.loop(None)
        talk.answer(topic)
        if proposal is not None:
            talk.turns[-1].feedback = (proposal.id, "accepted", topic)
        talk.listen()
        self._rate(topic)

    def _suggest(self, text: str, topic: str) -> None:
        talk = self.dialogue
        candidates = [
            Candidate(topic, talk.chance.choice((0.0, 0.5, 0.7)), talk.chance.uniform(0.1, 0.5)),
            *(Candidate(name, 0.0, 0.04) for name, _ in talk.ranking(topic, 0.5)[1:3]),
        ]
        proposal = talk.propose(text, "suggest", candidates)
        offered = [candidate.topic for candidate in candidates]
        talk.offer("utter_suggest", offered)
        talk.slots(proposal_id=proposal.id)
        talk.listen(hidden=True)
        self._react(offered, proposal)

    def _react(self, offered: list[str], proposal: Proposal | None) -> None:
        """Choose among what is offered, refuse it all, or leave."""
        talk, chance = self.dialogue, self.dialogue.chance.random()
        if chance < 0.62:
            self._choose(offered[0], proposal=proposal)
        elif chance < 0.75:
            self._choose(offered[1], proposal=proposal)
        elif chance < 0.88:
            talk.clicks(talk.world.responses["utter_choice_none"][0], "none_of_these")
            talk.act("action_descend_ladder", hidden=True)
            if proposal is not None:
                talk.turns[-1].feedback = (proposal.id, "rejected", None)
                self._other_form()
            else:
                self._suggest(self._words(offered[0]), self._topic())

    def _not_understood(self, text: str) -> None:
        talk = self.dialogue
        confidence = talk.chance.uniform(0.08, 0.29)
        ranking = talk.ranking(self._topic(), confidence)
        talk.types(text, [("nlu_fallback", confidence), *ranking])

    def _other_form(self) -> None:
        talk = self.dialogue
        talk.show("utter_other_form", talk.world.other_form())
        talk.slots(proposal_id=None)
        talk.listen(hidden=True)

    def _tell_audience(self) -> None:
        talk = self.dialogue
        audience = talk.chance.choices(("particulier", "professionnel"), (9, 1))[0]
        _, buttons = talk.world.responses["utter_ask_audience"]
        title = (buttons or [])[audience == "professionnel"]["title"]
        talk.clicks(title, "inform_audience", "audience", audience)
        talk.audience = audience
        talk.act("precision_form", hidden=True)
        talk.slots(audience=audience, requested_slot=None)
        talk.loop(None)
        talk.answer(_ADDRESS)
        talk.listen()
        self._rate(_ADDRESS)

    def _prepare_request(self) -> None:
        talk = self.dialogue
        title = talk.world.responses["utter_choice_prepare_request"][0]
        talk.clicks(title, "start_request", "request", _ADDRESS)
        talk.act("action_start_request")
        talk.utter("utter_start_address_request")
        talk.slots(street=None, town=None, move_date=None, confirmation=None)
        talk.act("address_form")
        talk.loop("address_form")
        talk.slots(requested_slot="street")
        talk.utter("utter_ask_street")
        talk.listen()
        given = {"street": "12 rue du Moulin", "town": "35000 Rennes", "move_date": "01/03/2027"}
        asked = [*given, "confirmation"]
        for name, following in zip(given, asked[1:], strict=True):
            if talk.chance.random() < 0.08:
                return
            self._fill(name, given, following)
        self._decide()

    def _fill(self, name: str, given: Mapping[str, str], following: str) -> None:
        talk = self.dialogue
        talk.types(given[name], talk.ranking(_ADDRESS, 0.7))
        talk.act("address_form", hidden=True)
        talk.slots(**{name: given[name], "requested_slot": following})
        if following == "confirmation":
            talk.utter("utter_request_recap", **given)
        else:
            talk.utter(f"utter_ask_{following}")
        talk.listen(hidden=True)

    def _decide(self) -> None:
        talk = self.dialogue
        decision = talk.chance.choices(("send", "abandon"), (9, 1))[0]
        title = (talk.world.responses["utter_request_recap"][1] or [])[
            0 if decision == "send" else 2
        ]["title"]
        talk.clicks(title, "inform_precision", "confirmation", decision)
        talk.act("address_form", hidden=True)
        talk.slots(confirmation=decision, requested_slot=None)
        talk.loop(None)
        talk.act("action_send_request", hidden=True)
        if decision == "send":
            talk.turns[-1].form = "F01a"
            year = datetime.fromtimestamp(talk.seconds, timezone.utc).year
            talk.utter("utter_request_sent", number=f"{year}-{talk.chance.getrandbits(40):010X}")
        else:
            talk.utter("utter_request_abandoned")
        talk.slots(request=None, street=None, town=None, move_date=None, confirmation=None)
        talk.listen(hidden=True)

    def _candidates(self, topic: str) -> list[Candidate]:
        """Return what the companion thinks of a question that it finds easy."""
        chance = self.dialogue.chance
        graph, model = chance.choice((0.0, 0.6, 0.8)), chance.uniform(0.3, 0.98)
        if chance.random() < 0.15:  # the graph carries it
            graph, model = 0.9, chance.uniform(0.02, 0.2)
            other = next(name for name, _ in self.dialogue.ranking(topic, 0.5)[1:])
            return [Candidate(topic, graph, model), Candidate(other, 0.0, model + 0.1)]
        return [Candidate(topic, graph, model)]

    def _rate(self, topic: str) -> None:
        turn, chance = self.dialogue.turns[-1], self.dialogue.chance
        if chance.random() > _RATES:
            return
        fallen = self.fall and topic == self.fall.topic and turn.seconds >= self.fall.seconds
        if chance.random() < (0.12 if fallen else self.satisfied[topic]):
            turn.rating = ("up", None)
        elif self.fall and fallen and chance.random() < 0.8:
            turn.rating = ("down", self.fall.reason)
        else:
            said = chance.random() < 0.75
            reason = chance.choices(REASONS, _REASON_WEIGHTS)[0] if said else None
            turn.rating = ("down", reason)


# How often each way is taken, in a hundred.
WAYS: Mapping[str, float] = {
    "typed": 42,
    "from_menu": 10,
    "clarified": 11,
    "suggested": 7,
    "not_understood": 5,
    "asked_back": 4,
    "sends_a_request": 3,
    "wants_somebody": 4,
    "elsewhere": 3,
    "corrects": 2,
    "unanswered": 0.5,
    "talks": 1.5,
    "leaves": 7,
}
