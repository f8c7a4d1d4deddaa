"""Whether this process can do its work, for the process manager and the operator."""

from typing import Literal

from fastapi import APIRouter
from sqlalchemy import text

from companion.contract import Body
from companion.storage.database import Database


class Health(Body):
    """Healthy as long as the database answers; a failure is a 503 in the error shape."""

    status: Literal["ok"] = "ok"


def health_routes(database: Database) -> APIRouter:
    """Return `GET /health`."""
    router = APIRouter(tags=["health"])

    @router.get("/health")
    def health() -> Health:
        with database.transaction() as session:
            session.execute(text("SELECT 1"))
        return Health()

    return router
