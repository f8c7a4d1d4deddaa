"""The environment of the processes on one machine: ports, databases, secrets."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SECRETS = ("secret_key", "classifier_token", "local_password")


@dataclass(frozen=True)
class Ports:
    """Where each process listens, always on the loopback address."""

    rasa: int = 5005
    actions: int = 5055
    companion: int = 8080

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Ports":
        """Read `RASA_PORT`, `ACTIONS_PORT` and `PORT`. Raises `ValueError` for a bad number."""
        return cls(
            rasa=_port(environment, "RASA_PORT", cls.rasa),
            actions=_port(environment, "ACTIONS_PORT", cls.actions),
            companion=_port(environment, "PORT", cls.companion),
        )

    def health_addresses(self) -> dict[str, str]:
        """Return the address that tells, by a 200, that a process is ready."""
        return {
            "rasa": f"http://127.0.0.1:{self.rasa}/",
            "actions": f"http://127.0.0.1:{self.actions}/health",
            "companion": f"http://127.0.0.1:{self.companion}/health",
        }


def local_environment(state: Path, ports: Ports) -> dict[str, str]:
    """Return the environment of every process; what the operator has set wins.

    Args:
        state: the folder of databases, logs and secrets; made when missing.
    """
    state = state.resolve()
    (state / "log").mkdir(parents=True, exist_ok=True)
    kept = _secrets(state / "secrets.json")
    tracker = f"sqlite:///{state / 'tracker.db'}"
    classifier = f"http://127.0.0.1:{ports.companion}"
    return {
        "VAR": str(state),
        "RASA_PORT": str(ports.rasa),
        "RASA_ENDPOINTS": "endpoints.yml",
        "ACTIONS_PORT": str(ports.actions),
        "SANIC_HOST": "127.0.0.1",
        "ACTION_SERVER_URL": f"http://127.0.0.1:{ports.actions}/webhook",
        "TRACKER_URL": tracker,
        "CLASSIFIER_URL": classifier,
        "CLASSIFIER_TOKEN": kept["classifier_token"],
        "COMPANION_PORT": str(ports.companion),
        "COMPANION_RASA_URL": f"http://127.0.0.1:{ports.rasa}",
        "COMPANION_DATABASE_URL": f"sqlite:///{state / 'companion.db'}",
        "COMPANION_TRACKER_URL": tracker,
        "COMPANION_CANDIDATES": str(state / "candidates"),
        "COMPANION_SECRET_KEY": kept["secret_key"],
        "COMPANION_CLASSIFIER_TOKEN": kept["classifier_token"],
        "COMPANION_LOCAL_PASSWORD": kept["local_password"],
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONUNBUFFERED": "1",
        # Rasa's warnings are about its own old dependencies: nothing an operator can mend.
        "PYTHONWARNINGS": "ignore",
        **os.environ,
    }


def _port(environment: Mapping[str, str], variable: str, default: int) -> int:
    given = environment.get(variable, str(default))
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise ValueError(f"{variable}={given}: a port is a number between 1 and 65535")
    return int(given)


def _secrets(path: Path) -> dict[str, str]:
    """Return the machine's secrets, each made on first use, readable by their owner alone."""
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in _SECRETS if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(32) for name in missing}
        _write(path, json.dumps(kept))
    return kept


def _write(path: Path, content: str) -> None:
    """Replace a file at once: whoever reads it meanwhile finds the old one or the new one."""
    made = path.with_name(f"{path.name}.new")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    made.replace(path)
