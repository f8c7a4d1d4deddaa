"""What an operator can set, each by an environment variable that starts with `COMPANION_`."""

from pathlib import Path
from typing import Annotated, Any, Literal

from econtacts_core.knowledge import knowledge_directory
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Role = Literal["gateway", "classifier"]


class Settings(BaseSettings):
    """Settings of one companion process; addresses are URLs, durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", hide_input_in_errors=True)

    roles: Annotated[frozenset[Role], NoDecode] = frozenset({"gateway", "classifier"})
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)

    database_url: str = "sqlite:///var/companion.db"
    tracker_url: str = "sqlite:///var/tracker.db"
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_timeout: float = Field(default=12.0, gt=0)

    secret_key: SecretStr = Field(min_length=32)  # signs the sessions
    classifier_token: SecretStr = Field(min_length=32)  # opens /v1 to the action server
    secure_cookies: bool = False  # True behind HTTPS

    knowledge: Path = Field(default_factory=knowledge_directory)
    model: Path = Path("models/classifier.npz")
    webchat: Path = Path("webchat/dist")

    session_seconds: int = Field(default=12 * 3600, ge=60)
    message_length: int = Field(default=500, ge=50)  # characters, in the chat
    retention_days: int = Field(default=365, ge=1)

    @field_validator("roles", mode="before")
    @classmethod
    def _split_roles(cls, value: Any) -> Any:
        """Read `gateway,classifier`, as an environment variable writes it."""
        return [role.strip() for role in value.split(",")] if isinstance(value, str) else value
