"""Whoever reads a page is told of an error by a page; who is not signed in is led to sign in."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import structlog
from anyio.to_thread import run_sync
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from companion.errors import ApiError, code_of
from companion.gateway.page.posted import Posted
from companion.gateway.page.views import PageResponse
from companion.pilotage import paths
from companion.pilotage.pages import SteeringPages

logger = structlog.get_logger()


def page_route(pages: SteeringPages) -> type[APIRoute]:
    """Return a class of routes whose foreseen errors are pages."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_or_tell(request: Request) -> Response:
                try:
                    return await handle(request)
                except ApiError as error:
                    status, code = error.status, error.code
                except RequestValidationError:
                    status, code = 422, "invalid"
                except HTTPException as error:
                    status, code = error.status_code, code_of(error.status_code)
                except SQLAlchemyError as error:
                    logger.error("storage_failed", error=type(error).__name__)
                    status, code = 503, "storage"
                if code == "sign_in_required" and request.method == "GET":
                    return _to_sign_in(request)
                page = await run_sync(_failure, pages, request, code)
                return PageResponse(page, status_code=status)

            return handle_or_tell

    return PageRoute


def _to_sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{paths.SIGN_IN}?{urlencode({'suite': wanted})}", status_code=303)


def _failure(pages: SteeringPages, request: Request, code: str) -> str:
    posted = getattr(request.state, "posted", Posted())
    person = getattr(request.state, "person", None)
    return pages.render("failure.html", person, code=code, kept=posted["comment"])
