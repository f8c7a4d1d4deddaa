"""Where the steering pages are."""

from urllib.parse import urlsplit

ROOT = "/pilotage"
STYLE = f"{ROOT}/style"
SCRIPT = f"{ROOT}/script"
SIGN_IN = f"{ROOT}/connexion"
DEPARTURE = f"{SIGN_IN}/fournisseur"
RETURN = f"{SIGN_IN}/retour"
SIGN_OUT = f"{ROOT}/deconnexion"
CONVERSATIONS = f"{ROOT}/conversations"
ACCESS_LOG = f"{ROOT}/journal-acces"


def own_path(address: str) -> str:
    """Return `address` when it is a page of ours, else the root: nobody is led elsewhere."""
    if not address.isprintable() or "\\" in address:
        return ROOT
    parts = urlsplit(address)
    ours = parts.path == ROOT or parts.path.startswith(f"{ROOT}/")
    return address if ours and not parts.scheme and not parts.netloc else ROOT
