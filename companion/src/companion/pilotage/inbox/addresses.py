"""Where the inbox's pages are."""

from companion.pilotage import paths

INBOX = f"{paths.ROOT}/a-verifier"
GROUP = f"{INBOX}/groupes"
DECISIONS = f"{INBOX}/decisions"
ARRIVALS = f"{INBOX}/arrivees"
TOPICS = f"{INBOX}/sujets"
PATCH = f"{INBOX}/modification"
WORDINGS = f"{PATCH}/phrases"
DOWNLOAD = f"{PATCH}/a-verifier.patch"
TRIAL = f"{PATCH}/essai"
CANCEL = f"{TRIAL}/arret"
HISTORY = f"{INBOX}/historique"
