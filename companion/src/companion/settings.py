"""What an operator can set, each by an environment variable that starts with `COMPANION_`."""

from datetime import date
from ipaddress import ip_network
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
    # Addresses or networks of the proxies whose X-Forwarded-For is believed.
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()

    knowledge: Path = Field(default_factory=knowledge_directory)
    model: Path = Path("models/classifier.npz")
    webchat: Path = Path("webchat/dist")

    session_seconds: int = Field(default=12 * 3600, ge=60)
    message_length: int = Field(default=500, ge=50)  # characters, in the chat
    # Days on which the telephone line is closed besides its hours and public holidays.
    closed_days: Annotated[frozenset[date], NoDecode] = frozenset()
    # Requests a minute; 0 is no limit. Several gateways count together in one Redis.
    limits_url: str = Field(default="memory://", pattern=r"^(memory://$|rediss?://.+:\d+)")
    session_writes: int = Field(default=15, ge=0)
    session_reads: int = Field(default=180, ge=0)
    address_writes: int = Field(default=15, ge=0)
    address_reads: int = Field(default=180, ge=0)
    address_openings: int = Field(default=10, ge=0)

    # Streams of server push open at once: of one session, of one address, in this process.
    session_streams: int = Field(default=4, ge=1)
    address_streams: int = Field(default=20, ge=1)
    streams: int = Field(default=500, ge=1)

    retention_days: int = Field(default=365, ge=1)

    def limits_per_minute(self) -> dict[str, int]:
        """Return the limits by name."""
        return {
            "session_reads": self.session_reads,
            "session_writes": self.session_writes,
            "address_reads": self.address_reads,
            "address_writes": self.address_writes,
            "address_openings": self.address_openings,
        }

    @field_validator("roles", mode="before")
    @classmethod
    def _split_roles(cls, value: Any) -> Any:
        """Read `gateway,classifier`, as an environment variable writes it."""
        return [role.strip() for role in value.split(",")] if isinstance(value, str) else value

    @field_validator("closed_days", mode="before")
    @classmethod
    def _split_days(cls, value: Any) -> Any:
        """Read `2026-12-24, 2027-05-14`."""
        if not isinstance(value, str):
            return value
        return [day.strip() for day in value.split(",") if day.strip()]

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_proxies(cls, value: Any) -> Any:
        """Read `10.0.0.1, 10.1.0.0/16`; everybody (`*`, `0.0.0.0/0`) is nobody to trust."""
        if not isinstance(value, str):
            return value
        written = tuple(proxy.strip() for proxy in value.split(",") if proxy.strip())
        if any(ip_network(proxy).prefixlen == 0 for proxy in written):
            raise ValueError("this would believe everybody")
        return written
