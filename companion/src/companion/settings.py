"""What an operator can set, each by an environment variable that starts with `COMPANION_`."""

from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from econtacts_core.knowledge import knowledge_directory
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from companion.pilotage.roles import Role as StaffRole

Role = Literal["gateway", "classifier", "pilotage"]
AttachmentType = Literal["pdf", "jpeg", "png"]


class Settings(BaseSettings):
    """Settings of one companion process; addresses are URLs, durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", hide_input_in_errors=True)

    roles: Annotated[frozenset[Role], NoDecode] = frozenset({"gateway", "classifier", "pilotage"})
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
    project: Path = Path()  # the designers' files, from which the inbox writes its patch
    candidates: Path = Path("var/candidates")  # models under trial
    candidate_rasa_url: str | None = None  # a second assistant, for the try page

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
    address_requests: int = Field(default=5, ge=0)

    # What may be joined to a request; 0 files is none.
    attachment_count: int = Field(default=3, ge=0, le=10)
    attachment_bytes: int = Field(default=5_000_000, ge=10_000, le=50_000_000)
    attachment_types: Annotated[tuple[AttachmentType, ...], NoDecode] = ("pdf", "jpeg", "png")
    # ClamAV's daemon, which looks at each of them before anything else does.
    antivirus_url: str | None = Field(default=None, pattern=r"^(unix:///.+|tcp://[^/]+:\d+)$")

    # Streams of server push open at once: of one session, of one address, in this process.
    session_streams: int = Field(default=4, ge=1)
    address_streams: int = Field(default=20, ge=1)
    streams: int = Field(default=500, ge=1)

    retention_days: int = Field(default=365, ge=1)
    projection_seconds: float = Field(default=5.0, gt=0)  # between two looks at new events
    # Between two searches of the inbox for misunderstood messages; 0: only when somebody asks.
    inbox_seconds: float = Field(default=600.0, ge=0)

    # The steering pages. A password makes a local account with every role: for a laptop.
    staff_session_seconds: int = Field(default=8 * 3600, ge=60)
    local_password: SecretStr | None = Field(default=None, min_length=12)
    local_account: bool | None = None  # None: only without HTTPS
    sign_in_attempts: int = Field(default=10, ge=0)  # a minute and an address; 0 is no limit
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_url: str = Field(
        default="", pattern=r"^$|^https?://[^?#]+/pilotage/connexion/retour$"
    )
    oidc_scope: str = Field(default="openid profile email", pattern=r"\bopenid\b")
    oidc_roles_claim: str = Field(default="roles", min_length=1)
    # The provider's names for our roles: `g-analystes:analyst,g-admin:administrator`.
    oidc_role_map: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    oidc_issuer: str = ""  # after what it needs; empty: no such sign-in

    def limits_per_minute(self) -> dict[str, int]:
        """Return the limits by name."""
        return {
            "session_reads": self.session_reads,
            "session_writes": self.session_writes,
            "address_reads": self.address_reads,
            "address_writes": self.address_writes,
            "address_openings": self.address_openings,
            "address_requests": self.address_requests,
            "sign_in": self.sign_in_attempts,
        }

    def admitted_local_password(self) -> str | None:
        """Return the password of the local account, None when there is no such account."""
        admitted = not self.secure_cookies if self.local_account is None else self.local_account
        if self.local_password is None or not admitted:
            return None
        return self.local_password.get_secret_value()

    @field_validator("roles", "attachment_types", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Read `gateway,classifier`, as an environment variable writes it."""
        return [word.strip() for word in value.split(",")] if isinstance(value, str) else value

    @field_validator("oidc_role_map", mode="before")
    @classmethod
    def _split_role_map(cls, value: Any) -> Any:
        """Read `theirs:ours,theirs:ours`; a role that does not exist is refused."""
        if not isinstance(value, str):
            return value
        pairs = [pair.rpartition(":") for pair in value.split(",") if pair.strip()]
        return {theirs.strip(): StaffRole(ours.strip()).value for theirs, _, ours in pairs}

    @field_validator("oidc_issuer")
    @classmethod
    def _complete(cls, value: str, info: ValidationInfo) -> str:
        """Refuse a provider without its client, or one that anybody on the way could answer for."""
        needed = ("oidc_client_id", "oidc_client_secret", "oidc_redirect_url")
        if value and not all(info.data.get(name) for name in needed):
            raise ValueError("a provider needs a client, its secret and a redirect address")
        local = urlsplit(value).hostname in ("localhost", "127.0.0.1")
        if value and not value.startswith("https://") and not local:
            raise ValueError("a provider is reached over HTTPS")
        return value

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
