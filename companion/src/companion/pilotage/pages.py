"""Templates filled for one person."""

from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from companion.errors import message_of
from companion.form_tokens import FormTokens
from companion.gateway.page.text_blocks import text_blocks
from companion.pilotage import paths
from companion.pilotage.dates import PARIS
from companion.pilotage.labels import Labels
from companion.pilotage.navigation import Navigation
from companion.pilotage.person import Person


class SteeringPages:
    """Renders `templates/*.html`; each room keeps its own in a folder of that name."""

    def __init__(self, tokens: FormTokens, navigation: Navigation, labels: Labels) -> None:
        self._tokens = tokens
        self.navigation = navigation
        self.environment = Environment(
            loader=PackageLoader("companion.pilotage"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(paths=paths, message_of=message_of, labels=labels)
        self.environment.filters.update(
            blocks=text_blocks, day=_day, moment=moment, share=_share, seconds=_seconds
        )

    def render(self, template: str, person: Person | None, **values: object) -> str:
        """Fill `template`, a path under `templates/`.

        Every template also finds `person`, `token` (of the forms of this view, to be posted as
        `token`) and `entries` (the menu). It extends `base.html`.
        """
        return self.environment.get_template(template).render(
            person=person,
            token=self._tokens.issue(person.session if person else ""),
            entries=self.navigation.of(person) if person else [],
            **values,
        )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def moment(when: datetime) -> str:
    """Write a moment as people read it in Paris."""
    return f"{when.astimezone(PARIS):%d/%m/%Y %H:%M}"


def _share(share: float) -> str:
    """Write a share in [0, 1] as a percentage."""
    return f"{100 * share:.0f} %"


def _seconds(duration: float) -> str:
    return f"{duration:.2f} s".replace(".", ",")
