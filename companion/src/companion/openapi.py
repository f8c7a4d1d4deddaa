"""The two HTTP contracts as OpenAPI texts, for `contracts/`."""

from typing import Any

import yaml
from pydantic import SecretStr

from companion.app import create_app
from companion.settings import Role, Settings

_UNUSED_SECRET = SecretStr("-" * 32)


def openapi_text(role: Role) -> str:
    """Return the OpenAPI of one role's routes as YAML; needs a trained model for the classifier."""
    settings = Settings(
        roles=frozenset({role}),
        database_url="sqlite://",
        tracker_url="sqlite://",
        secret_key=_UNUSED_SECRET,
        classifier_token=_UNUSED_SECRET,
    )
    document: dict[str, Any] = create_app(settings).openapi()
    document["info"]["title"] = f"e-Contacts Plus: {role}"
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
