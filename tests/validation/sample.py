"""The files of a small sound project."""

DOMAIN = """\
version: "3.1"
intents:
  - payer_impot
  - changer_adresse
  - greet
slots:
  topic:
    type: text
    mappings:
      - type: from_intent
        intent: changer_adresse
        value: changer_adresse
  audience:
    type: categorical
    values: [particulier, professionnel]
    mappings:
      - type: from_text
forms:
  precision_form:
    required_slots:
      - topic
      - audience
actions:
  - action_answer_topic
"""
RULES = """\
version: "3.1"
rules:
  - rule: L'usager paie
    steps:
      - intent: payer_impot
      - action: action_answer_topic

  - rule: L'usager déménage
    steps:
      - intent: changer_adresse
      - action: precision_form
      - active_loop: precision_form

  - rule: L'usager salue
    steps:
      - intent: greet
      - action: utter_greet
"""
RESPONSES = """\
version: "3.1"
responses:
  utter_greet:
    - text: Bonjour !
  utter_ask_audience:
    - text: Pour qui ?
      buttons:
        - title: Un particulier
          payload: '/greet{{"audience": "particulier"}}'
"""
ANSWER = """\
      - audience: [{audience}]
        chat: Ouvrez la page {audience}.
        mail: >-
          Bonjour,


          Ouvrez la page de votre espace.


          Cordialement,
        services: [payer]
        forms: []
"""
TOPIC = """\
  - id: {name}
    title: Le sujet
    refs: []
    ask: [{ask}]
    answers:
{answers}    sources:
      - {{title: Une page, href: "https://www.impots.gouv.fr", date: null}}
    reviewed_on: 2026-11-21
    valid_until: null
    office: sip
    keywords:
      - all: [{concept}]
        weight: 0.5
        fires: [{fires}]
"""
SERVICES = """\
services:
  - id: payer
    title: Payer
    path: [Espace]
    href: https://www.impots.gouv.fr/accueil
    audience: [particulier, professionnel]
    purpose: Payer.
    source: {title: Une page, href: "https://www.impots.gouv.fr", date: null}
"""
FORMS = """\
forms:
  - id: F06
    title: Autres questions
    path: [Messagerie]
    href: https://www.impots.gouv.fr/accueil
    audience: [particulier, professionnel]
    confirmed: false
    purpose: Écrire.
    source: {title: Une page, href: "https://www.impots.gouv.fr", date: null}
"""
CONCEPTS = """\
concepts:
  payer:
    label: payer
    forms: [payer]
  adresse:
    label: adresse
    forms: [mon adresse]
"""
OFFICES = """\
teams:
  sip:
    name: Service des impôts des particuliers
    handles: impôt sur le revenu
    audience: [particulier]
    ours: true
    by_territory: true
    source: null
situations:
  paiement:
    level: soon
    label: Un paiement
    why: Il presse.
    team: sip
    signs:
      - all: [payer]
        fires: [je paie]
"""
TOP_QUESTIONS = """\
collections:
  impots:
    most: 6
    all_year:
      - {topic: payer_impot, title: Je paie}
    seasons:
      - begins: "04-01"
        ends: "06-10"
        questions:
          - {topic: changer_adresse, title: Je déménage}
"""
KEYWORDS = {"payer_impot": ("payer", "je paie"), "changer_adresse": ("adresse", "mon adresse")}


def sentences(intent: str, count: int = 40) -> str:
    """Write an intent with `count` sentences, each its own."""
    lines = "".join(f"      - {intent} phrase {number}\n" for number in range(count))
    return f"  - intent: {intent}\n    examples: |\n{lines}"


def topic(name: str, *audiences: str) -> str:
    """Write the entry of a topic with one answer for each of `audiences`."""
    answers = "".join(ANSWER.format(audience=audience) for audience in audiences)
    ask = "audience" if len(audiences) > 1 else ""
    concept, fires = KEYWORDS[name]
    return TOPIC.format(name=name, ask=ask, answers=answers, concept=concept, fires=fires)


COLLECTION = """\
title: Le marché
office: sip
details: [payer_impot]
questions:
  - id: ouverture
    question: Quand ouvre le marché ?
    reformulations: [le marché ouvre quand]
    answer: Il ouvre le lundi.
    sources:
      - {title: La mairie, href: "https://exemple.fr", date: 2026-01-05}
    reviewed_on: 2026-11-01
    valid_until: null
  - id: prix
    question: Combien coûte une place ?
    reformulations: []
    answer: Rien.
    sources:
      - {title: La mairie, href: "https://exemple.fr", date: null}
    reviewed_on: 2026-11-01
    valid_until: null
"""


def written() -> dict[str, str]:
    """Return the text of each file, by its path."""
    return {
        "domain.yml": DOMAIN,
        "data/nlu/paiement.yml": 'version: "3.1"\nnlu:\n'
        + "".join(sentences(name) for name in ("payer_impot", "changer_adresse", "greet")),
        "data/rules/paiement.yml": RULES,
        "data/responses/conversation.yml": RESPONSES,
        "knowledge/topics/paiement.yml": "topics:\n"
        + topic("payer_impot", "particulier")
        + "\n"
        + topic("changer_adresse", "particulier", "professionnel"),
        "knowledge/services.yml": SERVICES,
        "knowledge/forms.yml": FORMS,
        "knowledge/concepts.yml": CONCEPTS,
        "knowledge/offices.yml": OFFICES,
        "knowledge/top_questions.yml": TOP_QUESTIONS,
        "knowledge/collections/marche.yml": COLLECTION,
        "actions/contact.py": 'FORM = "F06"\n',
        "tests/nlu/held_out_a.yml": 'version: "3.1"\nnlu: []\n',
    }
