"""Where the pages are, and what they call within themselves."""

PAGE = "/sans-javascript"
RATING = f"{PAGE}/avis"
ERASURE = f"{PAGE}/effacer"
ERASED = f"{PAGE}/conversation-effacee"
DESTINATIONS = f"{PAGE}/formulaires"
SENT = f"{PAGE}/demandes"  # then the number of a request
STYLE = f"{PAGE}/style"

LATEST = "dernier-message"  # the anchor of what was answered last
QUESTION = "question"  # the id of the field
