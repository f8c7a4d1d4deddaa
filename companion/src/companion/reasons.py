"""Why an answer did not help: a closed list, so that it can be counted."""

from enum import StrEnum


class RatingReason(StrEnum):
    """The reasons that a citizen may tick."""

    HORS_SUJET = "hors_sujet"
    INCOMPLETE = "incomplete"
    TROP_COMPLIQUEE = "trop_compliquee"
    PAS_MON_CAS = "pas_mon_cas"
    LIEN_INTROUVABLE = "lien_introuvable"
    AUTRE = "autre"
