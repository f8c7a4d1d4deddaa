"""The pages of figures, and their tables as files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from companion.errors import ApiError
from companion.pilotage import paths
from companion.pilotage.dates import today
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.person import Person
from companion.pilotage.reports.files import as_csv, as_json, as_parquet, records_of
from companion.pilotage.reports.query import BadQuery, Query, read_query
from companion.pilotage.reports.specification import PageSpecification, load_specification
from companion.pilotage.reports.tables import Tables
from companion.pilotage.reports.views import ReportViews
from companion.pilotage.reports.words import words_of
from companion.pilotage.roles import Permission
from companion.pilotage.steering import Steering

Format = Literal["csv", "json", "parquet"]
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def report_routes(steering: Steering) -> APIRouter:
    """Return the routes of the pages of figures."""
    router = steering.page_router()
    reports = load_specification().reports
    words = words_of(steering.knowledge, steering.settings.knowledge)
    reader = IndicatorReader(steering.database)
    views = ReportViews(steering.pages, words)
    Reader = Annotated[Person, Depends(steering.permits.requires(Permission.READ_INDICATORS))]  # noqa: N806, a type
    Exporter = Annotated[Person, Depends(steering.permits.requires(Permission.EXPORT))]  # noqa: N806, a type

    def shown(
        page: PageSpecification,
        person: Person,
        request: Request,
        response: Response,
        topic: str = "",
    ) -> str:
        fixed = {"sujet": topic} if topic else {}
        path = request.url.path
        try:
            query = read_query({**request.query_params, **fixed}, words, today())
        except BadQuery as bad:
            response.status_code = 422
            return views.refused(page, person, request.query_params, bad.faults, path=path)
        tables = Tables(reader, words)
        found = [
            tables.table(name, query.scope, query.order)
            for name in page.reports
            if person.may(reports[name].needs)
        ]
        printed = "impression" in request.query_params
        return views.page(page, person, query, found, path=path, printed=printed)

    def page_of(page: PageSpecification) -> None:
        @router.get(f"{paths.ROOT}/{page.id}", name=page.id)
        def show(person: Reader, request: Request, response: Response) -> str:
            return shown(page, person, request, response)

    for page in load_specification().pages.values():
        page_of(page)

    @router.get(f"{paths.ROOT}/sujets/{{topic}}")
    def show_topic(topic: str, person: Reader, request: Request, response: Response) -> str:
        if not words.knows("topic", topic):
            raise ApiError(404, "not_found")
        page = PageSpecification("sujets", words.label("topic", topic), load_specification().topic)
        return shown(page, person, request, response, topic)

    @router.get(f"{paths.ROOT}/definitions")
    def show_definitions(person: Reader) -> str:
        return views.definitions(person)

    @router.get(f"{paths.ROOT}/exports")
    def show_exports(person: Exporter, request: Request) -> str:
        return views.exports(person, _query(request))

    def _query(request: Request) -> Query:
        try:
            return read_query(request.query_params, words, today())
        except BadQuery as bad:
            raise ApiError(422, "invalid") from bad

    @router.get(f"{paths.ROOT}/tableaux/{{name}}.{{kind}}")
    def export(name: str, kind: Format, person: Exporter, request: Request) -> Response:
        if name not in reports:
            raise ApiError(404, "not_found")
        if not person.may(reports[name].needs):
            raise ApiError(403, "forbidden")
        query = _query(request)
        table = Tables(reader, words).table(name, query.scope, query.order)
        records = records_of(table)
        scope = query.scope
        about = {
            "title": table.title,
            "from": str(scope.start),
            "to": str(scope.end),
            "filters": scope.filters(),
        }
        content = {
            "csv": lambda: as_csv(records, bom="bom" in request.query_params),
            "json": lambda: as_json(records, about),
            "parquet": lambda: as_parquet(records),
        }[kind]()
        file = f"{name}-{scope.start}-{scope.end}.{kind}"
        headers = {
            "content-disposition": f'attachment; filename="{file}"',
            "cache-control": "no-store",
        }
        return Response(content, media_type=_MEDIA[kind], headers=headers)

    return router
