"""What an operator can set by environment variables."""

import pytest
from companion.__main__ import main
from companion.settings import Settings
from pydantic import ValidationError

KEY = "x" * 32


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_SECRET_KEY", KEY)
    monkeypatch.setenv("COMPANION_CLASSIFIER_TOKEN", KEY)


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("gateway", {"gateway"}),
        ("classifier", {"classifier"}),
        ("gateway,classifier", {"gateway", "classifier"}),
        ("gateway, classifier", {"gateway", "classifier"}),
    ],
)
def test_roles_are_written_with_commas(monkeypatch, written: str, roles: set[str]):
    monkeypatch.setenv("COMPANION_ROLES", written)
    assert Settings().roles == roles


@pytest.mark.parametrize("written", ["desk", "", "gateway classifier"])
def test_an_unknown_role_is_refused(monkeypatch, written: str):
    monkeypatch.setenv("COMPANION_ROLES", written)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "CLASSIFIER_TOKEN"])
def test_a_short_secret_is_refused(monkeypatch, name: str):
    monkeypatch.setenv(f"COMPANION_{name}", "x" * 31)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "CLASSIFIER_TOKEN"])
def test_there_is_no_default_secret(monkeypatch, name: str):
    monkeypatch.delenv(f"COMPANION_{name}")
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_are_not_shown():
    assert KEY not in repr(Settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [("RETENTION_DAYS", "0"), ("RETENTION_DAYS", "-1"), ("PORT", "0"), ("SESSION_SECONDS", "0")],
)
def test_a_number_that_makes_no_sense_is_refused(monkeypatch, name: str, value: str):
    monkeypatch.setenv(f"COMPANION_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_wrong_setting_is_named_on_the_command_line_and_its_value_is_not(
    monkeypatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COMPANION_SECRET_KEY", "too-short-secret")
    monkeypatch.setattr("sys.argv", ["companion", "purge"])
    assert main() == 2
    told = capsys.readouterr().err
    assert "COMPANION_SECRET_KEY" in told
    assert "too-short-secret" not in told
