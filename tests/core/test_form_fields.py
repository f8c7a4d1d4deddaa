"""The fields of forms: shared or a form's own, checked when the knowledge loads."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from econtacts_core.documents import KnowledgeError, read_document
from econtacts_core.form_fields import fields_of, shared_fields_of
from econtacts_core.knowledge import PRECISIONS, Knowledge, load_knowledge

REAL = Path(__file__).parents[2] / "knowledge"
SUBJECT = {"id": "subject", "label": "Objet", "kind": "text", "max_length": 120}
DAY = {"id": "day", "label": "Jour", "kind": "date"}


def with_form(folder: Path, change: dict[str, Any]) -> Path:
    """Write the real forms, the general one changed."""
    content = yaml.safe_load((REAL / "forms.yml").read_text(encoding="utf-8"))
    general = next(form for form in content["forms"] if form["id"] == "F06")
    general.update(change)
    for name in [name for name, value in change.items() if value is None]:
        del general[name]
    path = folder / "forms.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_a_word_alone_names_a_shared_field():
    shared = shared_fields_of([SUBJECT])
    assert [field.id for field in fields_of("ici", [DAY, "subject"], shared)] == ["day", "subject"]


def test_what_is_not_said_of_a_field_is_said_for_it():
    (day,) = fields_of("ici", [DAY], {})
    assert (day.required, day.max_length, day.help, day.prefill) == (True, 10, "", None)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (["subject"], "ici : champ partagé inconnu, subject"),
        ([DAY, DAY], "ici : champ en double, day"),
    ],
)
def test_a_field_that_is_none_or_comes_twice_is_refused(entries: list[Any], said: str):
    with pytest.raises(KnowledgeError, match=said):
        fields_of("ici", entries, {})


@pytest.mark.parametrize(
    "change",
    [
        {"fields": []},
        {"fields": [{**SUBJECT, "kind": "iban"}]},
        {"fields": [{**SUBJECT, "id": "Objet"}]},
        {"fields": [{**SUBJECT, "id": "attachments"}]},
        {"fields": [{**SUBJECT, "max_length": 201}]},
        {"fields": [{**SUBJECT, "autocomplete": "cc-number"}]},
        {"fields": [{**SUBJECT, "prefill": "audience"}]},
        {"fields": [{**DAY, "max_length": 10}]},
        {"fields": [{"id": "x", "label": "X", "kind": "text"}]},
        {"fields": [{"id": "x", "label": "X", "kind": "choice"}]},
        {"fields": [{**SUBJECT, "options": [{"value": "a", "label": "A"}] * 2}]},
        {"topic": None},
        {"topic": "Une licorne"},
        {"attachments": "beaucoup"},
    ],
)
def test_a_form_that_is_not_right_is_refused(tmp_path: Path, change: dict[str, Any]):
    with pytest.raises(KnowledgeError, match=r"forms\.yml : forms"):
        read_document(with_form(tmp_path, change), "destinations")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fields": ["licorne"]}, "champ partagé inconnu, licorne"),
        ({"topic": "licorne"}, "formulaire F06 : sujet inconnu : licorne"),
    ],
)
def test_a_form_that_names_what_does_not_exist_is_refused(
    tmp_path: Path, change: dict[str, Any], said: str
):
    copy = shutil.copytree(REAL, tmp_path / "knowledge")
    with_form(copy, change)
    with pytest.raises(KnowledgeError, match=said):
        load_knowledge(copy)


def test_every_choice_that_the_conversation_prefills_has_its_values(known: Knowledge):
    fields = [field for form in known.destinations.values() for field in form.fields]
    for field in fields:
        if field.kind == "choice" and field.prefill:
            values = {option.value for option in field.options}
            assert values - {"autre"} <= set(PRECISIONS[field.prefill]), field.id


def test_no_form_asks_who_one_is_nor_for_an_account(known: Knowledge):
    asked = [field for form in known.destinations.values() for field in form.fields]
    labels = " ".join(field.label.lower() for field in asked)
    assert not [word for word in ("iban", "nom ", "numéro fiscal", "téléphone") if word in labels]


def test_the_address_asked_by_the_form_is_the_one_asked_in_the_chat(known: Knowledge):
    assert [field.id for field in known.destinations["F01a"].fields] == [
        "street",
        "town",
        "move_date",
    ]
