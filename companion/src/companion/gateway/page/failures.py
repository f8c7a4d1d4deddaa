"""A person who reads a page is told of an error by a page."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from companion.errors import ApiError, code_of
from companion.gateway.limits import Limits, limited_route
from companion.gateway.page.views import NOTHING_POSTED, PageResponse, Pages

logger = structlog.get_logger()


def page_route(pages: Pages, limits: Limits) -> type[APIRoute]:
    """Return a class of counted routes whose foreseen errors are pages."""
    counted = limited_route(limits)

    class PageRoute(counted):  # type: ignore[misc, valid-type]
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle: Callable[[Request], Coroutine[Any, Any, Response]] = super().get_route_handler()

            async def handle_or_tell(request: Request) -> Response:
                try:
                    return await handle(request)
                except ApiError as error:
                    status, code = error.status, error.code
                except HTTPException as error:
                    status, code = error.status_code, code_of(error.status_code)
                except SQLAlchemyError as error:
                    logger.error("storage_failed", error=type(error).__name__)
                    status, code = 503, "storage"
                posted = getattr(request.state, "posted", NOTHING_POSTED)
                return PageResponse(pages.failure(code, posted), status_code=status)

            return handle_or_tell

    return PageRoute
