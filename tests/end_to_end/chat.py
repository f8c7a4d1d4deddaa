"""The chat page as a person uses it."""

from playwright.sync_api import Locator, Page, expect

PATIENCE = 15_000  # milliseconds


class Chat:
    """One person in front of the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log")
        expect(self.log).to_contain_text("assistant automatique", timeout=PATIENCE)

    def ask(self, question: str, answer: str) -> None:
        """Type a question and wait until `answer` is read in the conversation."""
        self.type(question)
        expect(self.log).to_contain_text(answer, timeout=PATIENCE)

    def type(self, question: str) -> None:
        """Type a question and send it with the Enter key."""
        field = self.page.get_by_label("Votre question")
        field.fill(question)
        field.press("Enter")

    def choose(self, title: str) -> None:
        """Click the latest choice with this title."""
        # not an older one, that was chosen: it stays where it is and does nothing
        choices = self.page.get_by_role("button", name=title, exact=True)
        choices.and_(self.page.locator(':not([aria-disabled="true"])')).last.click()

    def rating(self) -> Locator:
        """Return the latest question about satisfaction."""
        return self.page.get_by_role("group", name="Cette réponse vous a-t-elle aidé ?").last
