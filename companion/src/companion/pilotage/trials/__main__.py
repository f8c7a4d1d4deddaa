"""The process of one trial: `python -m companion.pilotage.trials ID`."""

import sys

from companion.pilotage.trials.runner import work
from companion.settings import Settings
from companion.storage.database import Database, open_engine
from companion.storage.trials import TrialRepository

if __name__ == "__main__":
    settings = Settings()
    repository = TrialRepository(Database(open_engine(settings.database_url)))
    work(repository, sys.argv[1], settings.project, settings.model, settings.candidates)
