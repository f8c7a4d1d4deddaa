"""What reads conversations for a command, and who reads them."""

import os
import pwd
from dataclasses import dataclass, field
from functools import cached_property

from econtacts_core.knowledge import Knowledge, load_knowledge

from companion.pilotage.browser.listing import Listing
from companion.pilotage.browser.options import Options
from companion.pilotage.browser.reading import Reader
from companion.pilotage.labels import Labels, load_labels
from companion.pilotage.logs.texts import texts
from companion.settings import Settings
from companion.storage.access_log import AccessLog
from companion.storage.conversation_search import ConversationSearch
from companion.storage.database import Database, migrate, open_engine
from companion.storage.inbox import InboxRepository
from companion.storage.tracker import TrackerEvents


def system_user() -> str:
    """Return the name that the operating system gives to who runs this; its number if none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@dataclass(frozen=True)
class Means:
    """The house's means on this machine's databases."""

    settings: Settings = field(default_factory=Settings)
    user: str = field(default_factory=system_user)

    def __post_init__(self) -> None:
        """Bring the database up to date."""
        migrate(self.settings.database_url)

    @cached_property
    def labels(self) -> Labels:
        """What values are called."""
        return load_labels(self._knowledge, self.settings.knowledge)

    @cached_property
    def options(self) -> Options:
        """What criteria can be."""
        return Options(self.labels, InboxRepository(self._database))

    @cached_property
    def listing(self) -> Listing:
        """What searches."""
        return Listing(ConversationSearch(self._database))

    @cached_property
    def reader(self) -> Reader:
        """What reads one conversation."""
        tracker = TrackerEvents(open_engine(self.settings.tracker_url))
        return Reader(self._knowledge, self._database, tracker)

    def record(self, action: str, detail: str, conversation_id: str | None = None) -> None:
        """Write to the access log what is about to be shown: call it first."""
        AccessLog(self._database).add(
            subject=f"system:{self.user}"[:255],
            name=str(texts()["reader"]).format(user=self.user)[:255],
            action=action,
            conversation_id=conversation_id,
            detail=detail[:255],
        )

    @cached_property
    def _knowledge(self) -> Knowledge:
        return load_knowledge(self.settings.knowledge)

    @cached_property
    def _database(self) -> Database:
        return Database(open_engine(self.settings.database_url))
