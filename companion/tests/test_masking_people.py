"""Names, addresses and births are masked; titles, towns, offices and firms are not."""

import pytest
from companion.classifier.masking import find, mask


def masked_in(text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in find(text) if span.kind == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je m'appelle sophie arnaud et je suis salariée", "sophie arnaud"),
        ("mon nom est Kowalski", "Kowalski"),
        ("M. Dupont m'a répondu", "Dupont"),
        ("M.DUPONT", "DUPONT"),
        ("mme le goff a signé", "le goff"),
        ("Monsieur et Madame Thierry COSTE", "Thierry COSTE"),
        ("l'acte de Maître Delmas", "Delmas"),
        ("Je soussignée Alice Bertin atteste", "Alice Bertin"),
        ("NOM : BERTIN", "BERTIN"),
        ("nom bertin prenom alice", "alice"),
        ("mon fils Mathis a travaillé", "Mathis"),
        ("mon mari jacques il est parti", "jacques"),
        ("ma tante, Suzanne Pons, est décédée", "Suzanne Pons"),
        ("mon locataire Kevin Dubois", "Kevin Dubois"),
        ("la succession de Robert Quemener", "Robert Quemener"),
        ("Mme Aubry épouse Tessier", "Tessier"),
        ("merci d'avance\nnadia cherif\n", "nadia cherif"),
        ("Bien cordialement, Luc Picard", "Luc Picard"),
        ("Je paie trop.\nBonne journée\nJulie", "Julie"),
        ("DURIEUX Martin né le 01/02/1990", "DURIEUX Martin"),
        ("paul girard 06 39 98 11 22", "paul girard"),
        ("Nolan, 19 ans, est étudiant", "Nolan"),
        ("Arthur et moi sommes pacsés", "Arthur"),
        ("bonjour c'est martine lopez", "martine lopez"),
        ("JE SOUSSIGNE GERARD POTIER DEMANDE UN DELAI", "GERARD POTIER"),
        ("écrit par Benoît d'Estrées hier", "Benoît d'Estrées"),
    ],
)
def test_a_name_is_known_by_its_place(text: str, name: str):
    assert name in masked_in(text, "name")


def test_names_that_are_joined_are_all_masked():
    text = "Prénoms : Maria, Helena\nMme Roux et Paul"
    assert masked_in(text, "name") == ["Maria", "Helena", "Roux", "Paul"]


def test_the_title_stays():
    assert mask("M. et Mme Dupont").text == "M. et Mme [nom masqué]"


@pytest.mark.parametrize(
    "text",
    [
        "Madame, Monsieur,",
        "Monsieur le Directeur",
        "monsieur le percepteur",
        "MADAME LA TRESORIERE",
        "Madame l'Inspectrice",
        "bonjour madame comment faire",
        "Maître d'ouvrage et maître de conférences",
        "le Trésor public et la Banque Postale",
        "le SIP de Lyon et le centre des impôts de Paris 15",
        "mon mari travaille et ma fille est étudiante",
        "mon oncle d'Amérique",
        "j'ai signé hier",
        "la loi Pinel et le dispositif Denormandie",
        "le lycée Paul Girard",
        "Saint-Étienne et Le Puy",
        "Cordialement",
        "Merci d'avance,\nBonne journée à vous",
        "JE NE COMPRENDS PAS CE QUE JE DOIS PAYER",
        "Je Voudrais Savoir Si Mes Revenus Fonciers Sont Imposables",
        "je m'appelle comme mon père",
        "nom de jeune fille",
        "Envoyé de mon iPhone",
    ],
)
def test_what_names_nobody_stays(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    "address",
    [
        "12 rue des 4 vents",
        "12 rue des Lilas 35000 Rennes",
        "12, rue des Lilas\n35000 RENNES",
        "3 bis avenue Jean Moulin, appt 12, 44100 Nantes",
        "77 avenue du général de gaulle",
        "6 rue du 8 mai 1945",
        "8 place du Marché",
        "14 rue principale 67000 Strasbourg",
        "5 RUE HAUTE 80000 AMIENS",
        "22 bd Carnot 06400 cannes",
        "1 résidence du Parc 59300 Valenciennes",
        "BP 114, 97300 Cayenne",
        "lieu-dit Kerloc'h 29590 Le Faou",
        "résidence les pins bat 4 apt 22 13 rue du lavoir 31200 toulouse",
        "33 route de Saint-Malo, La Ville-Hervé, 35430 Châteauneuf",
    ],
)
def test_a_postal_address_is_masked_whole(address: str):
    assert mask(f"mon adresse : {address}").text == "mon adresse : [adresse postale masquée]"


def test_a_way_without_a_number_is_an_address_where_somebody_lives():
    assert mask("j'habite rue Pasteur").text == "j'habite [adresse postale masquée]"


@pytest.mark.parametrize(
    "text",
    [
        "j'habite dans le 75015",
        "je vis à Lyon",
        "35000 Rennes",
        "la rue est en travaux",
        "12 route et 3 chemin",
        "2 places de parking et 1 place de stationnement",
        "20 cours de danse",
        "1 villa en bord de mer",
        "1 résidence secondaire",
        "l'immeuble de la rue Victor Hugo",
        "quelle est mon adresse mail enregistrée",
    ],
)
def test_what_is_nobodys_address_stays(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "né le {12/03/1975}",
        "NEE LE {12.03.1975}",
        "Né(e) le : {12-03-1975}",
        "née à Porto le {3 mai 1948}",
        "née Marie le {6 juin 1944}",
        "date de naissance : {12 03 1975}",
        "date naissance {21031990}",
        "ma fille est née le {14 février}",
        "naissance de mon fils le {1er janvier 2026}",
    ],
)
def test_a_date_of_birth_is_masked(text: str):
    before, _, birth = text.rstrip("}").partition("{")
    assert masked_in(before + birth, "birth_date") == [birth]


@pytest.mark.parametrize(
    "text",
    [
        "né en 1975",
        "décès le 14/02/2026",
        "je ne paie pas le 12/03/2025",
        "la naissance est prévue pour le 12 mai",
        "bail du 01/09/2023",
    ],
)
def test_another_date_stays(text: str):
    assert mask(text).text == text


@pytest.mark.parametrize(
    "answer",
    [
        "12 bis, rue des Lilas, bâtiment B",
        "8 AVENUE JEAN JAURES",
        "lieu-dit Mas Rouge",
        "résidence Jean Moulin, appartement 4",
        "3 allée Simone Veil",
        "33 cours Franklin Roosevelt",
        "2 rue du Docteur Lemaire",
        "impasse du Moulin",
        "35120 Mont Dol",
        "Dol-de-Bretagne 35120",
    ],
)
def test_nothing_of_an_address_that_was_asked_for_is_masked(answer: str):
    assert mask(answer, keep=("address",)).text == answer
