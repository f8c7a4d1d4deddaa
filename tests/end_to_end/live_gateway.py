"""A real gateway with the built widget, and a Rasa that says what the test wrote: quickly up."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from companion.app import create_app
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.switch import SwitchRepository
from fake_rasa import FakeRasa
from pydantic import SecretStr

from tests.end_to_end.product import UNLIMITED, free_port

UNUSED_SECRET = SecretStr("a-key-for-tests-of-thirty-two-characters")


def live_settings(folder: Path) -> Settings:
    """Return the settings of gateways that share the databases of `folder`."""
    limits = {
        name.removeprefix("COMPANION_").lower(): int(most) for name, most in UNLIMITED.items()
    }
    settings = Settings(
        roles=frozenset({"gateway"}),
        database_url=f"sqlite:///{folder / 'companion.db'}",
        tracker_url=f"sqlite:///{folder / 'tracker.db'}",
        secret_key=UNUSED_SECRET,
        classifier_token=UNUSED_SECRET,
    ).model_copy(update=limits)
    migrate(settings.database_url)
    return settings


@dataclass
class LiveGateway:
    """A gateway that the test can stop and start again at the same address."""

    settings: Settings
    rasa: FakeRasa
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        """Return where the chat page is."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def switch(self) -> SwitchRepository:
        """Return the operator's switch."""
        return SwitchRepository(Database(open_engine(self.settings.database_url)))

    def start(self) -> None:
        """Serve until `stop`."""
        self._app = create_app(self.settings, rasa_transport=self.rasa)
        config = uvicorn.Config(self._app, port=self.port, log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        """End the streams and the connections."""
        self._app.state.end_streams()
        self._server.should_exit = True
        self._thread.join(timeout=20)
