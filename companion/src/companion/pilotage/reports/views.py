"""The pages of figures, filled."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from companion.pilotage import paths
from companion.pilotage.inbox import addresses
from companion.pilotage.indicators.catalogue import Indicator, load_indicators
from companion.pilotage.pages import SteeringPages
from companion.pilotage.person import Person
from companion.pilotage.reports import french
from companion.pilotage.reports.charts import chart_of
from companion.pilotage.reports.query import ADDRESS_NAMES, UNKNOWN, Fault, Query
from companion.pilotage.reports.specification import PageSpecification, load_specification
from companion.pilotage.reports.table import Change, Figure, Row, Table
from companion.pilotage.reports.words import Words, load_words
from companion.pilotage.roles import Permission

FIRST = f"{paths.ROOT}/vue-d-ensemble"  # whose menu entry stands for all these pages
# The filters of the browser of conversations, as its addresses name them.
_BROWSED = {
    **ADDRESS_NAMES,
    "outcome": "issue",
    "step": "etape",
    "rating": "avis",
    "reason": "raison",
}
_BROWSED |= {"territory": "departement", "from": "du", "to": "au", "theme": "theme"}


class ReportViews:
    """Writes the pages of figures."""

    def __init__(self, pages: SteeringPages, words: Words) -> None:
        self._pages = pages
        self._words = words
        pages.environment.filters.update(
            written=french.written, count=french.count, difference=french.difference
        )
        pages.environment.tests.update(
            figure=lambda cell: isinstance(cell, Figure),
            change=lambda cell: isinstance(cell, Change),
        )

    def page(
        self,
        page: PageSpecification,
        person: Person,
        query: Query,
        tables: Sequence[Table],
        *,
        path: str,
        printed: bool,
    ) -> str:
        """Show tables and their charts; `printed`: everything open, nothing to fill in."""
        return self._render(
            "page",
            person,
            page=page,
            path=path,
            query=query,
            given=query.written(),
            tables=tables,
            charts={table.id: chart_of(table) for table in tables},
            indicators={table.id: _indicators_of(table) for table in tables},
            printed=printed,
            on_topic=page.reports == load_specification().topic,
            faults=[],
        )

    def refused(
        self,
        page: PageSpecification,
        person: Person,
        given: Mapping[str, str],
        faults: Sequence[Fault],
        *,
        path: str,
    ) -> str:
        """Show what is wrong with the address, and the filters to mend it."""
        return self._render(
            "page",
            person,
            page=page,
            path=path,
            query=None,
            given=given,
            tables=[],
            charts={},
            indicators={},
            printed=False,
            on_topic=page.reports == load_specification().topic,
            faults=faults,
        )

    def definitions(self, person: Person) -> str:
        """Show every indicator with its definition and its query."""
        return self._render("definitions", person, all_indicators=load_indicators())

    def exports(self, person: Person, query: Query) -> str:
        """List every table as files."""
        return self._render(
            "exports", person, query=query, all_reports=load_specification().reports
        )

    def _render(self, template: str, person: Person, **values: object) -> str:
        browsed = any(
            entry.path == paths.CONVERSATIONS for entry in self._pages.navigation.of(person)
        )
        return self._pages.render(
            f"reports/{template}.html",
            person,
            here=FIRST,
            tabs=load_specification().pages.values(),
            options=self._words.labels,
            texts=load_words(),
            unknown=UNKNOWN,
            may_export=person.may(Permission.EXPORT),
            conversations_behind=_conversations_behind if browsed else _no_conversations,
            own_page=lambda query, row: _own_page(query, row, person),
            **values,
        )


def _indicators_of(table: Table) -> dict[str, Indicator]:
    """Return the indicators that a table's columns or rows are."""
    found = load_indicators()
    named = [*(column.id for column in table.columns), *(row.key for row in table.rows)]
    return {name: found[name] for name in named if name in found}


def _conversations_behind(query: Query, row: Row, figure: Figure) -> str | None:
    """Return the address of the conversations that a figure counts; None when none shows them."""
    filters = query.scope.filters()
    if row.opens is None or not all(filters.values()):
        return None  # the browser cannot be asked for what is not known
    opened = {**figure.indicator.definition.opens, **row.opens}
    asked = {**query.written(), **{_BROWSED[name]: value for name, value in opened.items()}}
    return f"{paths.CONVERSATIONS}?{urlencode(asked)}"


def _own_page(query: Query, row: Row, person: Person) -> str | None:
    """Return the address of the page that a row has for itself, None when there is none."""
    if row.topic:
        return f"{paths.ROOT}/sujets/{row.topic}?{query.address(sujet='', tri='')}"
    if row.theme and person.may(Permission.IMPROVE):
        return f"{addresses.GROUP}/{row.theme}"
    return None


def _no_conversations(query: Query, row: Row, figure: Figure) -> None:
    return None
