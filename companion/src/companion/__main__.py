"""The companion's command line: `python -m companion --help`."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType

import uvicorn
from econtacts_core.documents import KnowledgeError
from econtacts_core.knowledge import knowledge_directory
from pydantic import ValidationError
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from companion.app import create_app
from companion.arguments import FrenchParser
from companion.classifier.batch import BadLine, propose_lines
from companion.classifier.training import train_all
from companion.learning.commands import add_learn_command
from companion.learning.utterance_files import UnfitFile
from companion.logging import configure_logging
from companion.openapi import openapi_text
from companion.pilotage.inbox.commands import add_inbox_commands
from companion.pilotage.logs.commands import add_logs_commands
from companion.pilotage.projection.commands import add_projection_command
from companion.pilotage.reports.commands import add_open_data_command
from companion.pilotage.reports.query import BadQuery
from companion.pilotage.trials.trial import PatchRefused
from companion.settings import Role, Settings
from companion.storage.access_log import AccessLog
from companion.storage.claims import ClaimTaken
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, migrate, open_engine
from companion.storage.models import now
from companion.storage.switch import SwitchRepository, SwitchState
from companion.storage.tracker import TrackerEvents

MODEL = Path("models/classifier.npz")
NOTICE_LENGTH = 500  # characters: it stands above every conversation, on telephones too


class BadNotice(ValueError):
    """A notice that cannot be shown."""


class _Server(uvicorn.Server):
    """Ends the streams as soon as it is told to stop: it would wait for them."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, streams first."""
        if self._end_streams is not None:
            self._end_streams()
        super().handle_exit(sig, frame)


def serve(arguments: argparse.Namespace) -> None:
    """Bring the database up to date, then serve."""
    settings = Settings()
    configure_logging()
    migrate(settings.database_url)
    # Requests share the cores already: threads within one would only wait for each other.
    threadpool_limits(1)
    # The envelope logs requests itself, without query strings.
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application reads them, from the proxies that settings name
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, getattr(app.state, "end_streams", None)).run()


def train_model(arguments: argparse.Namespace) -> None:
    """Train the classifier's models whose data changed."""
    print("→ training the companion's classifier", flush=True)
    for model, trained in train_all(knowledge_directory(), arguments.utterances, MODEL):
        print(f"  {model}: {'trained' if trained else 'nothing changed'}", flush=True)


def propose(arguments: argparse.Namespace) -> None:
    """Propose topics for each line of a file."""
    with (
        arguments.source.open(encoding="utf-8") as lines,
        arguments.target.open("w", encoding="utf-8") as written,
    ):
        proposals = propose_lines(lines, MODEL, careful=not arguments.quick, alone=arguments.alone)
        for proposal in tqdm(proposals, unit=" messages", disable=not sys.stderr.isatty()):
            written.write(proposal)


def purge(arguments: argparse.Namespace) -> None:
    """Erase the conversations that are older than the retention limit."""
    settings = Settings()
    migrate(settings.database_url)
    database = Database(open_engine(settings.database_url))
    conversations = ConversationRepository(
        database, TrackerEvents(open_engine(settings.tracker_url))
    )
    limit = now() - timedelta(days=settings.retention_days)
    erased = conversations.forget_before(limit)
    count = sum(1 for _ in tqdm(erased, unit=" conversations", disable=not sys.stderr.isatty()))
    AccessLog(database).forget_before(limit)
    print(f"{count} conversations erased, and whatever else is older than {limit:%Y-%m-%d}")


def switch(arguments: argparse.Namespace) -> None:
    """Turn the assistant on or off without a restart, and set or remove the notice."""
    settings = Settings()
    migrate(settings.database_url)
    notice = " ".join((arguments.notice or "").split())
    if len(notice) > NOTICE_LENGTH:
        raise BadNotice(f"a notice has at most {NOTICE_LENGTH} characters, not {len(notice)}")
    state = SwitchState(off=arguments.state == "off", notice=notice or None)
    SwitchRepository(Database(open_engine(settings.database_url))).set(state)
    print(f"the assistant is {arguments.state}; notice: {state.notice or 'none of yours'}")


def write_contracts(arguments: argparse.Namespace) -> None:
    """Write the OpenAPI of both HTTP contracts, as this code serves them."""
    roles: tuple[Role, ...] = ("gateway", "classifier")
    for role in roles:
        path = arguments.directory / f"{role}.openapi.yml"
        path.write_text(openapi_text(role), encoding="utf-8")
        print(path)


def _parser() -> argparse.ArgumentParser:
    parser = FrenchParser(prog="companion", description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("serve", help=serve.__doc__).set_defaults(run=serve)
    training = commands.add_parser("train", help=train_model.__doc__)
    training.add_argument("--utterances", type=Path, default=Path("data/nlu"))
    training.set_defaults(run=train_model)
    batch = commands.add_parser("propose", help=propose.__doc__)
    batch.add_argument("source", type=Path, help='one {"text": …} a line')
    batch.add_argument("target", type=Path)
    batch.add_argument("--quick", action="store_true", help="never encode a sentence")
    batch.add_argument("--alone", choices=("graph", "model"), help="hear one approach alone")
    batch.set_defaults(run=propose)
    contracts = commands.add_parser("contracts", help=write_contracts.__doc__)
    contracts.add_argument("directory", type=Path)
    contracts.set_defaults(run=write_contracts)
    switching = commands.add_parser("switch", help=switch.__doc__)
    switching.add_argument("state", choices=("on", "off"))
    switching.add_argument("--notice", help="shown above every conversation; none removes it")
    switching.set_defaults(run=switch)
    commands.add_parser("purge", help=purge.__doc__).set_defaults(run=purge)
    add_inbox_commands(commands)
    add_learn_command(commands)
    add_projection_command(commands)
    add_logs_commands(commands)
    add_open_data_command(commands)
    return parser


def main() -> int:
    """Run one command; what the user can mend is told in one line."""
    arguments = _parser().parse_args()
    try:
        arguments.run(arguments)
    except (
        KnowledgeError,
        BadLine,
        BadNotice,
        BadQuery,
        ClaimTaken,
        PatchRefused,
        UnfitFile,
        FileNotFoundError,
    ) as error:
        print(f"companion: {error}", file=sys.stderr)
        return 2
    except ValidationError as error:
        # A setting's value may be a secret: only its name is told.
        wrong = (f"COMPANION_{problem['loc'][0]}".upper() for problem in error.errors())
        print(f"companion: missing or wrong setting: {', '.join(wrong)}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
