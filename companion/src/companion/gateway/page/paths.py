"""Where the pages are in each language, and what they call within themselves."""

from dataclasses import dataclass

_ROOT = "/sans-javascript"
STYLE = f"{_ROOT}/style"

LATEST = "dernier-message"  # the anchor of what was answered last
QUESTION = "question"  # the id of the field


@dataclass(frozen=True)
class Paths:
    """The addresses of one language's pages, and of the same conversation in the other."""

    language: str
    page: str
    elsewhere: str
    elsewhere_language: str
    style: str = STYLE
    latest: str = LATEST
    question: str = QUESTION

    @property
    def rating(self) -> str:
        """Return where an opinion is posted."""
        return f"{self.page}/avis"

    @property
    def erasure(self) -> str:
        """Return where one asks to erase one's conversation."""
        return f"{self.page}/effacer"

    @property
    def erased(self) -> str:
        """Return what is shown afterwards."""
        return f"{self.page}/conversation-effacee"

    @property
    def destinations(self) -> str:
        """Return the list of forms and services; below it, each form."""
        return f"{self.page}/formulaires"

    @property
    def sent(self) -> str:
        """Return where acknowledgements are, each under its number."""
        return f"{self.page}/demandes"


_ENGLISH_ROOT = f"{_ROOT}/en"
FRENCH = Paths("fr", _ROOT, _ENGLISH_ROOT, "en")
ENGLISH = Paths("en", _ENGLISH_ROOT, _ROOT, "fr")
LANGUAGES = (FRENCH, ENGLISH)
