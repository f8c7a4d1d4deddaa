"""One mistake at a time in a sound project: each is told with its file, its line and why."""

import pytest

from tests.validation.conftest import Check, Spoil
from tests.validation.sample import sentences

TOPICS = "knowledge/topics/paiement.yml"
RULES = "data/rules/paiement.yml"
NLU = "data/nlu/paiement.yml"
RESPONSES = "data/responses/conversation.yml"
OFFICES = "knowledge/offices.yml"
MARKET = "knowledge/collections/marche.yml"
TOP_QUESTIONS = "knowledge/top_questions.yml"
SHORT = "Ouvrez la page particulier."
LONG = "Vous devez ouvrir la page puis " + "la lire et " * 15 + "valider."
LAW = "L'administration territorialement compétente procédera à la régularisation. " * 5
TEAM = (
    "{name: a, handles: a, audience: [particulier], ours: true, by_territory: true, source: null}"
)

MISTAKES = {
    # one vocabulary
    "topic without intent": (
        ("domain.yml", "  - payer_impot\n", ""),
        f"{TOPICS}:2  error    le sujet « payer_impot » n'est pas une intention du domaine",
    ),
    "topic without rule": (
        (RULES, "intent: payer_impot", "intent: greet"),
        f"{TOPICS}:2  error    aucune règle ne commence par le sujet « payer_impot »",
    ),
    "topic without utterances": (
        (NLU, sentences("payer_impot"), ""),
        f"{TOPICS}:2  error    le sujet « payer_impot » n'a aucune phrase",
    ),
    "topic twice": (
        (TOPICS, "id: changer_adresse", "id: payer_impot"),
        f"{TOPICS}:29  error    le sujet « payer_impot » existe déjà : {TOPICS}:2",
    ),
    "intent that is nothing": (
        ("domain.yml", "  - greet\n", "  - greet\n  - payer_impots\n"),
        "domain.yml:6  error    l'intention « payer_impots » n'est ni un sujet ni une réplique de "
        "conversation",
    ),
    "rule to an unknown intent": (
        (RULES, "intent: greet", "intent: salut"),
        f"{RULES}:16  error    « salut » n'est pas une intention du domaine",
    ),
    "answer without entry": (
        (RULES, "action: utter_greet", "action: action_answer_topic"),
        f"{RULES}:14  error    la règle répond au sujet « greet », qui n'a pas de fiche",
    ),
    "rule twice": (
        (RULES, "L'usager salue", "L'usager paie"),
        f"{RULES}:14  error    « L'usager paie » existe déjà : {RULES}:3",
    ),
    "utterances for an unknown intent": (
        (NLU, "intent: greet", "intent: salut"),
        f"{NLU}:89  error    des phrases pour « salut », qui n'est pas une intention du domaine",
    ),
    "question left out of the rule": (
        (RULES, "action: precision_form\n", "action: action_answer_topic\n"),
        f"{RULES}:8  error    le sujet « changer_adresse » pose une question, sa règle n'y passe "
        "pas",
    ),
    "question that nobody asked for": (
        (RULES, "action: action_answer_topic", "action: precision_form"),
        f"{RULES}:3  error    le sujet « payer_impot » ne demande rien (ask: []), sa règle pose "
        "une question",
    ),
    # precisions
    "topic not kept during the question": (
        ("domain.yml", "intent: changer_adresse", "intent: payer_impot"),
        "domain.yml:7  error    l'emplacement « topic » ne retient pas « changer_adresse » "
        "pendant la question",
    ),
    "slot with other values": (
        ("domain.yml", "[particulier, professionnel]", "[particulier, pro]"),
        "domain.yml:15  error    l'emplacement « audience » n'a pas les valeurs des fiches",
    ),
    "no slot": (
        ("domain.yml", "  audience:\n", "  public:\n"),
        "domain.yml:6  error    la précision « audience » n'a pas d'emplacement (slot)",
    ),
    "precision never asked": (
        ("domain.yml", "      - audience\n", ""),
        "domain.yml:19  error    le questionnaire precision_form ne demande jamais « audience »",
    ),
    "precision without question": (
        (RESPONSES, "utter_ask_audience", "utter_ask_public"),
        "domain.yml:13  error    la précision « audience » n'a pas de question",
    ),
    "button with an unknown value": (
        (RESPONSES, '"particulier"', '"citoyen"'),
        f"{RESPONSES}:9  error    ce bouton n'envoie aucune valeur connue de « audience »",
    ),
    "value without answer": (
        (TOPICS, "[professionnel]", "[particulier]"),
        f"{TOPICS}:33  error    aucune réponse pour audience = professionnel",
    ),
    "answer never chosen": (
        (TOPICS, "[professionnel]", "[particulier]"),
        f"{TOPICS}:46  warning  cette réponse n'est jamais choisie : une autre, avant elle, "
        "convient toujours",
    ),
    # references
    "unknown service": (
        (TOPICS, "services: [payer]", "services: [paier]"),
        f"{TOPICS}:17  error    service inconnu : « paier »",
    ),
    "form among the services": (
        (TOPICS, "services: [payer]", "services: [F06]"),
        f"{TOPICS}:17  error    « F06 » n'est pas un service",
    ),
    "service closed to the audience": (
        ("knowledge/services.yml", "[particulier, professionnel]", "[professionnel]"),
        f"{TOPICS}:17  error    « payer » n'est pas ouvert au public de cette réponse",
    ),
    "answer that leads nowhere": (
        (TOPICS, "services: [payer]", "services: []"),
        f"{TOPICS}:7  error    cette réponse ne mène nulle part",
    ),
    "form that nothing uses": (
        ("actions/contact.py", "F06", "F07"),
        "knowledge/forms.yml:2  warning  aucune réponse ne mène au formulaire « F06 »",
    ),
    "unknown concept": (
        (TOPICS, "all: [payer]", "all: [licorne]"),
        f"{TOPICS}:25  error    concept inconnu : « licorne »",
    ),
    "concept that nothing uses": (
        ("knowledge/concepts.yml", "concepts:\n", "concepts:\n  lune: {label: a, forms: [a]}\n"),
        "knowledge/concepts.yml:2  warning  aucune règle n'emploie le concept « lune »",
    ),
    "unknown team": (
        (TOPICS, "office: sip", "office: maire"),
        f"{TOPICS}:23  error    équipe inconnue : « maire »",
    ),
    "team that no topic uses": (
        (OFFICES, "  sip:\n", f"  maire: {TEAM}\n  sip:\n"),
        f"{OFFICES}:2  warning  aucun sujet ne revient à l'équipe « maire »",
    ),
    "unknown topic among the top questions": (
        (TOP_QUESTIONS, "topic: payer_impot", "topic: licorne"),
        f"{TOP_QUESTIONS}:5  error    sujet inconnu : « licorne »",
    ),
    "unknown topic of a season": (
        (TOP_QUESTIONS, "topic: changer_adresse", "topic: licorne"),
        f"{TOP_QUESTIONS}:10  error    sujet inconnu : « licorne »",
    ),
    "season that is no day of the year": (
        (TOP_QUESTIONS, "06-10", "juin"),
        f"{TOP_QUESTIONS}:8  error    « juin » n'a pas la forme attendue",
    ),
    "unknown team of a situation": (
        (OFFICES, "team: sip", "team: maire"),
        f"{OFFICES}:14  error    équipe inconnue : « maire »",
    ),
    "unknown concept of a situation": (
        (OFFICES, "all: [payer]", "all: [licorne]"),
        f"{OFFICES}:16  error    concept inconnu : « licorne »",
    ),
    "situation of an unknown level": (
        (OFFICES, "level: soon", "level: hier"),
        f"{OFFICES}:11  error    « hier » n'est pas une valeur permise",
    ),
    "department without a code": (
        ("knowledge/territories.yml", '"01": Ain', '"Ain": Ain'),
        "knowledge/territories.yml:7  error    « Ain » n'a pas la forme attendue",
    ),
    # responses
    "response that is not written": (
        (RULES, "utter_greet", "utter_salut"),
        f"{RULES}:17  error    « utter_salut » n'est écrit nulle part",
    ),
    "response that an action says and nobody wrote": (
        ("actions/contact.py", '"F06"', '"F06"\nSAID = "utter_contact"'),
        "actions/contact.py:2  error    « utter_contact » n'est écrit nulle part",
    ),
    "response that is never said": (
        (RESPONSES, "utter_greet:", "utter_hello:"),
        f"{RESPONSES}:3  warning  « utter_hello » n'est dit nulle part",
    ),
    # texts
    "long sentence": (
        (TOPICS, SHORT, LONG),
        f"{TOPICS}:8  error    phrase de 52 mots : « Vous devez ouvrir la page puis la lire… »",
    ),
    "long sentences": (
        (TOPICS, SHORT, LONG),
        f"{TOPICS}:8  warning  52 mots par phrase en moyenne",
    ),
    "law": (
        (TOPICS, SHORT, LAW),
        f"{TOPICS}:8  error    texte difficile : -73 à l'échelle de Kandel-Moles, 60 au moins",
    ),
    "acronym": (
        (TOPICS, SHORT, "Écrivez au SIP."),
        f"{TOPICS}:8  warning  « SIP » n'est pas expliqué",
    ),
    "no greeting": (
        (TOPICS, "Bonjour,", "Salut,"),
        f"{TOPICS}:9  error    le courriel ne commence pas par « Bonjour, »",
    ),
    "no farewell": (
        (TOPICS, "Cordialement,", "Au revoir."),
        f"{TOPICS}:9  error    le courriel ne finit pas par « Cordialement, »",
    ),
    "long title": (
        (TOPICS, "Le sujet", "x" * 61),
        f"{TOPICS}:3  error    texte de 61 caractères, 60 au plus",
    ),
    # freshness
    "reviewed tomorrow": (
        (TOPICS, "2026-11-21", "2026-11-22"),
        f"{TOPICS}:21  error    relu le 2026-11-22, qui n'est pas encore venu",
    ),
    "reviewed long ago": (
        (TOPICS, "2026-11-21", "2025-05-01"),
        f"{TOPICS}:21  warning  relu le 2025-05-01, il y a plus de 18 mois",
    ),
    "no longer valid": (
        (TOPICS, "valid_until: null", "valid_until: 2026-11-20"),
        f"{TOPICS}:22  error    cette réponse ne vaut plus depuis le 2026-11-20",
    ),
    "soon no longer valid": (
        (TOPICS, "valid_until: null", "valid_until: 2026-12-31"),
        f"{TOPICS}:22  warning  cette réponse ne vaut que jusqu'au 2026-12-31 (40 jours)",
    ),
    "page of tomorrow": (
        (TOPICS, "date: null", "date: 2026-11-22"),
        f"{TOPICS}:20  error    page datée du 2026-11-22, qui n'est pas encore venu",
    ),
    # utterances
    "sentence in two intents": (
        (NLU, "- greet phrase 0\n", "- PAYER_IMPOT phrase 7 !\n"),
        f"{NLU}:89  error    « PAYER_IMPOT phrase 7 ! » est aussi dans « payer_impot » : {NLU}:12",
    ),
    "sentence twice": (
        (NLU, "- greet phrase 0\n", "- greet phrase 7\n"),
        f"{NLU}:96  warning  « greet phrase 7 » est déjà écrit : {NLU}:89",
    ),
    "few sentences": (
        (NLU, sentences("payer_impot"), sentences("payer_impot", 39)),
        f"{NLU}:5  warning  « payer_impot » n'a que 39 phrases",
    ),
    "too few sentences": (
        (NLU, sentences("payer_impot"), sentences("payer_impot", 24)),
        f"{NLU}:5  error    « payer_impot » n'a que 24 phrases",
    ),
    "line that is not read": (
        (NLU, "- greet phrase 0\n", "greet phrase 0\n"),
        f"{NLU}:89  error    cette ligne n'est pas lue : « greet phrase 0 »",
    ),
    # collections
    "collection of an unknown office": (
        (MARKET, "office: sip", "office: maire"),
        f"{MARKET}:2  error    équipe inconnue : maire",
    ),
    "collection that details no topic": (
        (MARKET, "details: [payer_impot]", "details: [licorne]"),
        f"{MARKET}:3  error    sujet inconnu : licorne",
    ),
    "question twice": (
        (MARKET, "id: prix", "id: ouverture"),
        f"{MARKET}:13  error    ouverture existe déjà",
    ),
    "one sentence for two questions": (
        (MARKET, "reformulations: []", "reformulations: [le marche ouvre quand]"),
        f"{MARKET}:13  error    « le marche ouvre quand » est déjà une façon de demander ouverture",
    ),
    "question without answer": (
        (MARKET, "    answer: Rien.\n", ""),
        f"{MARKET}:13  error    il manque le champ « answer »",
    ),
    "answer of a collection out of date": (
        (MARKET, "valid_until: null", "valid_until: 2026-11-20"),
        f"{MARKET}:12  error    cette réponse ne vaut plus depuis le 2026-11-20",
    ),
    "answer of a collection that reads like a law": (
        (MARKET, "Il ouvre le lundi.", LONG),
        f"{MARKET}:8  warning  52 mots par phrase en moyenne",
    ),
    # keywords
    "keyword rule without example": (
        (TOPICS, "fires: [je paie]", "silent: [je paie]"),
        f"{TOPICS}:25  error    cette règle n'a aucun exemple",
    ),
    "keyword rule that contradicts itself": (
        (TOPICS, "weight: 0.5", "weight: 0.5\n        unless: [payer]"),
        f"{TOPICS}:25  error    « payer » est à la fois voulu et exclu : la règle ne sert jamais",
    ),
}
HARMLESS = {
    "talk act that a button sends": (NLU, sentences("greet"), ""),
    "form that a program names": ("actions/contact.py", "FORM", "OTHER"),
    "situation that names no team": (OFFICES, "team: sip", "team: null"),
    "explained acronym": (TOPICS, SHORT, "Écrivez au SIP (service des impôts)."),
    "acronym in the name of a button": (TOPICS, SHORT, "Ouvrez « Mon SIP »."),
    "as many words as can be borne": (TOPICS, SHORT, f"{'Lisez et ' * 12}payez. Merci."),
}


def test_a_sound_project_has_nothing_to_mend(check: Check):
    assert check() == []


@pytest.mark.parametrize(("mistake", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_place(
    check: Check, spoil: Spoil, mistake: tuple[str, str, str], told: str
):
    spoil(*mistake)
    assert told in check()


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_is_no_mistake_is_not_told(check: Check, spoil: Spoil, change: tuple[str, str, str]):
    spoil(*change)
    assert check() == []


def test_a_response_whose_name_an_action_makes_is_said(check: Check, spoil: Spoil):
    spoil(RESPONSES, "  utter_greet:\n", "  utter_wrong_town:\n    - text: Non.\n  utter_greet:\n")
    assert check() == [f"{RESPONSES}:3  warning  « utter_wrong_town » n'est dit nulle part"]
    spoil("actions/contact.py", "FORM", 'SAID = f"utter_wrong_{slot}"\nFORM')
    assert check() == []


def test_a_concept_that_only_a_situation_uses_is_used(check: Check, spoil: Spoil):
    spoil("knowledge/concepts.yml", "concepts:\n", "concepts:\n  lune: {label: a, forms: [a]}\n")
    spoil(OFFICES, "all: [payer]", "all: [lune]")
    assert check() == []


def test_a_sentence_of_the_tests_is_not_trained_on(check: Check, spoil: Spoil):
    spoil(NLU, "- greet phrase 0\n", "- est-ce bien vous que je salue\n")
    held_out = "nlu:\n  - intent: greet\n    examples: |\n      - Est-ce bien vous que je salue ?"
    spoil("tests/nlu/held_out_a.yml", "nlu: []", held_out)
    assert check() == [
        f"{NLU}:89  error    « est-ce bien vous que je salue » est aussi gardé pour les essais : "
        "tests/nlu/held_out_a.yml:5"
    ]
