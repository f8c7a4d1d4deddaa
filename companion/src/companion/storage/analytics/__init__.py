"""The analytics tables: what the projection derives from conversations, and nothing else.

They hold no fact of their own: all can be emptied and derived anew (`companion.pilotage`). A day is
a day in Paris.
"""

from companion.storage.analytics.days import DailyExchanges, DailySessions, DayToSum
from companion.storage.analytics.documented import (
    RasaAction,
    RasaBotMessage,
    RasaEvent,
    RasaSender,
    RasaSession,
    RasaSessionSlotState,
    RasaSlot,
    RasaTurn,
    RasaUserMessage,
)
from companion.storage.analytics.facts import OUTCOMES, STEPS, ExchangeFact, SessionFact
from companion.storage.analytics.progress import (
    ConversationToProject,
    ProjectionGap,
    ProjectionProgress,
)

__all__ = [
    "OUTCOMES",
    "STEPS",
    "ConversationToProject",
    "DailyExchanges",
    "DailySessions",
    "DayToSum",
    "ExchangeFact",
    "ProjectionGap",
    "ProjectionProgress",
    "RasaAction",
    "RasaBotMessage",
    "RasaEvent",
    "RasaSender",
    "RasaSession",
    "RasaSessionSlotState",
    "RasaSlot",
    "RasaTurn",
    "RasaUserMessage",
    "SessionFact",
]
