"""One shape for every error: `{"error": {code, message, correlation_id}}`, message in French.

That of a form also has `fields`: a French sentence by the id of each field to correct.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

logger = structlog.get_logger()

_MESSAGES: Mapping[str, str] = {
    "answer_pending": (
        "Une réponse est déjà en préparation dans cette conversation. "
        "Attendez-la, puis envoyez ce message."
    ),
    "attachments_too_heavy": "Vos pièces jointes sont trop lourdes.",
    "attachments_unchecked": (
        "Vos pièces jointes ne peuvent pas être vérifiées pour le moment. "
        "Réessayez dans un instant, ou envoyez votre demande sans elles."
    ),
    "bad_request": "La demande n'est pas lisible.",
    "candidate_silent": "L'assistant candidat ne répond pas : vérifiez son adresse.",
    "comment_too_long": "Le commentaire est trop long : 500 caractères sont possibles.",
    "cross_site": "Cette demande vient d'un autre site : elle est refusée.",
    "empty_message": "Votre message est vide.",
    "forbidden": "Votre rôle ne donne pas accès à cette page.",
    "form_outdated": "Cette page n'était plus à jour : rien n'a été enregistré.",
    "internal": "Une erreur est survenue de notre côté. Réessayez dans un instant.",
    "form_not_fillable": "Ce formulaire ne se remplit pas ici.",
    "invalid_fields": "Des champs sont à corriger.",
    "invalid": "La demande est incomplète ou mal formée.",
    "no_role": "Votre compte n'a aucun rôle dans ce service. Demandez-le à son administrateur.",
    "not_a_form": "Ce n'est pas un formulaire de la messagerie sécurisée.",
    "not_found": "Cette page n'existe pas.",
    "no_files": (
        "Les fichiers des concepteurs ne sont pas sur cette machine, "
        "ou l'un d'eux ne se laisse pas compléter : voyez le guide du concepteur."
    ),
    "no_model": "Aucun modèle n'est entraîné sur cette machine : lancez make train.",
    "nothing_chosen": "Aucun message n'est coché.",
    "nothing_to_try": "Aucune phrase n'est prête : il n'y a rien à mesurer.",
    "not_allowed": "Cette opération n'est pas possible ici.",
    "present_silent": "L'assistant en service ne répond pas. Réessayez dans un instant.",
    "raw_command": "Un message ne peut pas commencer par « / ».",
    "request_conflict": (
        "Cette demande a déjà été envoyée avec un autre contenu. "
        "Relisez celle-ci, puis envoyez-la de nouveau."
    ),
    "session_required": "Votre conversation est terminée ou a expiré. Ouvrez-en une nouvelle.",
    "sign_in_refused": "La connexion a été refusée.",
    "sign_in_required": "Connectez-vous pour continuer.",
    "sign_in_unavailable": "Le service de connexion ne répond pas. Réessayez dans un instant.",
    "storage": "Votre message n'a pas pu être enregistré. Réessayez dans un instant.",
    "too_long": "Votre message est trop long.",
    "topic_id": (
        "L'identifiant s'écrit en minuscules sans accent, un verbe et son objet reliés par « _ » : "
        "payer_en_ligne."
    ),
    "topic_required": "Choisissez le sujet auquel ces messages sont assignés.",
    "topic_taken": "Un sujet porte déjà cet identifiant.",
    "topic_title": "Le titre a de 1 à 60 caractères.",
    "trial_running": "Une mesure est déjà en cours : attendez-la, ou arrêtez-la.",
    "use_required": "Dites si ces messages sont des exemples à apprendre ou des essais.",
    "too_many_streams": (
        "Trop de pages suivent déjà cette conversation en direct. "
        "Vos messages partent et arrivent comme d'habitude."
    ),
    "too_many_requests": (
        "Trop de demandes en peu de temps. Patientez une minute, puis réessayez."
    ),
    "unauthorised": "Accès réservé aux services de l'assistant.",
    "unknown_choice": "Ce choix n'est plus proposé.",
    "unknown_collection": "Cette collection de réponses n'existe pas.",
    "unknown_conversation": "Cette conversation n'existe pas, ou elle a été effacée.",
    "unknown_form": "Ce formulaire n'existe pas.",
    "unknown_message": "Cette réponse n'existe pas ou ne peut pas être évaluée.",
    "unknown_request": "Cette demande n'existe pas dans cette conversation.",
    "unknown_topic": "Ce sujet n'existe pas, ou n'a pas été proposé.",
    "unknown_proposal": "Cette proposition n'existe pas.",
}
_BY_STATUS: Mapping[int, str] = {
    400: "bad_request",
    404: "not_found",
    405: "not_allowed",
    413: "too_long",
}


def message_of(code: str) -> str:
    """Return the sentence that tells an error to a person."""
    return _MESSAGES[code]


def code_of(status: int) -> str:
    """Return the code of an error that HTTP alone names."""
    return _BY_STATUS.get(status, "bad_request")


class ApiError(Exception):
    """An error to be told to the caller: an HTTP status and one of the codes above.

    `retry_after`: seconds after which the same request may succeed.
    `fields`: what is wrong with each field of a form, in French.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: int | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.fields = fields


def error_response(
    request: Request, status: int, code: str, fields: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the one error shape, with the correlation id of the request."""
    body: dict[str, object] = {
        "code": code,
        "message": message_of(code),
        "correlation_id": getattr(request.state, "correlation_id", ""),
    }
    if fields is not None:
        body["fields"] = dict(fields)
    return JSONResponse({"error": body}, status_code=status)


def install_error_handlers(app: FastAPI) -> None:
    """Bring every exception that is foreseen to the one error shape; the envelope has the rest."""

    @app.exception_handler(ApiError)
    async def told(request: Request, error: ApiError) -> JSONResponse:
        response = error_response(request, error.status, error.code, error.fields)
        if error.retry_after is not None:
            response.headers["retry-after"] = str(error.retry_after)
        return response

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(request, 422, "invalid")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        return error_response(request, error.status_code, code_of(error.status_code))

    @app.exception_handler(SQLAlchemyError)
    async def storage(request: Request, error: SQLAlchemyError) -> JSONResponse:
        logger.error("storage_failed", error=type(error).__name__)
        return error_response(request, 503, "storage")


def error_documentation(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the error shape for the OpenAPI of a route."""
    described: dict[int | str, dict[str, Any]] = {
        status: {
            "description": "Error",
            "content": {"application/json": {"schema": _schema(status)}},
        }
        for status in statuses
    }
    if 429 in described:
        seconds = {"type": "integer", "minimum": 1}
        described[429]["headers"] = {
            "Retry-After": {"description": "Seconds to wait", "required": True, "schema": seconds}
        }
    return described


def _schema(status: int) -> dict[str, Any]:
    members: dict[str, Any] = {
        "code": {"type": "string", "enum": sorted(_MESSAGES)},
        "message": {"type": "string"},
        "correlation_id": {"type": "string"},
    }
    if status == 422:
        members["fields"] = {"type": "object", "additionalProperties": {"type": "string"}}
    error = {
        "type": "object",
        "required": ["code", "message", "correlation_id"],
        "properties": members,
    }
    return {"type": "object", "required": ["error"], "properties": {"error": error}}
