"""Where the try page is."""

from companion.pilotage import paths

TRY = f"{paths.ROOT}/essayer"
MESSAGES = f"{TRY}/messages"
CHOICES = f"{TRY}/choix"
OVER = f"{TRY}/recommencer"
STORY = f"{TRY}/histoire.yml"
