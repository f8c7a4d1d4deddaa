"""The places where a name stands: what is written right before it."""

import re
from dataclasses import dataclass
from enum import Enum


class Small(Enum):
    """Whether a name may be written in small letters behind a cue."""

    NO = "no"
    YES = "yes"
    DOUBTFUL = "doubtful"  # the word behind the name must allow it: "mon fils hugo il a…"


@dataclass(frozen=True)
class NamePlace:
    """A cue that ends where a name begins, of `fewest_small` words at least in small letters.

    `listed`: further names follow after commas.
    """

    cue: re.Pattern[str]
    small: Small = Small.NO
    fewest_small: int = 1
    listed: bool = False


def _place(
    *cues: str, small: Small = Small.NO, fewest_small: int = 1, listed: bool = False
) -> NamePlace:
    # One pattern for all: the text is gone through once.
    return NamePlace(re.compile(rf"(?<!\w)(?:{'|'.join(cues)})"), small, fewest_small, listed)


_SAID = (
    r"(?i:j(?:e )?m'?\s?ap+el+e(?: donc| maintenant| d[ée]sormais)?|je me nomme"
    r"|s'ap+el+(?:e|ait|lait|lent)|nomm[ée]e?|pr[ée]nomm[ée]e?|soussign[ée]+(?:\(e\))?,?"
    r"|de la part de|vrai nom|nom pr[ée]nom"
    r"|nom \w{2,20}[ ,/-]{1,3}pr[ée]nom|pr[ée]nom \w{2,20}[ ,/-]{1,3}nom)"
    r"\s?:?\s{0,2}(?<=[\s:,])"
)
_FIELD_BEFORE = (
    r"(?i:nom (?=\w{2,20}[ ,/-]{1,3}pr[ée]nom\b)|pr[ée]nom (?=\w{2,20}[ ,/-]{1,3}nom\b))"
)
_IS_NAMED = r"(?i:(?:pr[ée])?nom(?: de \w{4,9}(?: fille)?| d'usage| d'[ée]pouse)? (?:est|c'?est)\s)"
_OPENING = r"(?i:(?:^|\n)[ \t]{0,8}(?:bonjour|bonsoir|bjr|salut|slt)?[ ,!.]{0,3}(?:c'?est|ici)\s)"
_FIELD = (
    r"(?i:(?:pr[ée])?nom(?: de (?:naissance|famille|jeune fille)| d'usage| d'[ée]pouse| marital)?"
    r"(?:(?: et | / ?|/)(?:pr[ée])?nom)?|titulaire|d[ée]clarante?(?: \d)?|destinataire|contribuable"
    r"|signataire|sign[ée]|coordonn[ée]es) ?:[ ]{0,3}"
)
_FIRST_NAMES = r"(?i:pr[ée]noms ?:|enfants,|enfants :|filles,|fils,)[ ]{0,3}"
_SHORT_TITLE = r"(?:M\b\.?|m\.|(?i:mr|mme|mlle|melle|dr)\b\.?)"
_TITLES = (
    rf"(?:(?:{_SHORT_TITLE}|[mM]\b|(?i:monsieur|madame|mademoiselle))(?i:\s(?:et|ou)\s))?"
    rf"(?:{_SHORT_TITLE}(?:(?<=\.)|\s)|(?i:monsieur|madame|mademoiselle)\s)\s?"
)
_CAPITAL_TITLES = (
    r"(?:M[eE]|P[rR]|(?i:ma[îi]tre|docteur|professeure?|messieurs|mesdames|mm))\b\.?\s{1,2}"
)
# Whose: "mon ex-mari", "la nounou".
_MINE = (
    r"(?i:mon|ma|mes|notre|nos|son|sa|ses|leurs?|votre|une?|le|la|l'|du|au)\s?"
    r"(?:ex[- ])?(?:\w{2,9}[ -])?"
)
_FAMILY = (
    r"(?i:mari|femme|[ée]poux|[ée]pouse|conjointe?|concubine?|compagnon|compagne|copine?|copain"
    r"|filles?|fils|fr[èe]res?|s(?:œ|oe)urs?|p[èe]re|m[èe]re|maman|papa|oncle|tante|cousine?s?"
    r"|neveux?|ni[èe]ces?|enfants?|jumeaux|jumelles|ex|coloc|marraine|parrain|mémé|pap[iy]|mamie)"
)
_NEAR = (
    r"(?i:voisine?s?|locataires?|colocataires?|propri[ée]taire|bailleur|notaire|avocate?|comptable"
    r"|associ[ée]e?s?|patronn?e?|employeur|g[ée]rante?|pr[ée]sidente?|tut(?:eur|rice)"
    r"|curat(?:eur|rice)|nounou|amie?s?|assistante?|maternelle|dirigeante?|[ée]tudiante?|huissier"
    r"|m[ée]decin|conseill[eè]re?)"
)
_THEN = r"(?:,? (?i:c'?est)|,| :)?[ ]{1,2}"
_OF = r"(?i: de la| de| du| d| :)?(?:'|[ ]{1,2})"
_KIN_OF = (
    r"(?i:fils|fille|m[èe]re|p[èe]re|s(?:œ|oe)ur|fr[èe]re|veuve|veuf|tut(?:eur|rice)"
    r"|curat(?:eur|rice)|h[ée]ritiers?|succession|d[ée]c[èe]s|au nom|[àa] l'ordre)(?i: de | d')"
)
_FAMILY_CUE = rf"{_MINE}{_FAMILY}{_THEN}"
_NEAR_CUE = rf"{_MINE}{_NEAR}{_THEN}"
_THEIRS = (
    rf"(?i:succession|indivision|consorts|famille|feue?|[ée]poux|[ée]pouse|veuve|veuf|n[ée]e){_OF}"
)
_HERE = r"(?i:c'est (?:encore |toujours )?moi,?|c'?est(?: pour)?|ici|sign[ée]e?|une? certaine?) "
_CALL = r"(?i:appele[zr]|contacte[zr]|joindre) "
_HEADED = r"(?i:de|[àa]) ?: "
_NUMBERED = r"\d{9,15} ?\("

NAME_PLACES = (
    _place(_SAID, _FIELD, _FIELD_BEFORE, _TITLES, small=Small.YES),
    _place(r"(?i:ma[îi]tre )", _IS_NAMED, _FAMILY_CUE, _CALL, small=Small.DOUBTFUL),
    _place(_OPENING, _NEAR_CUE, _KIN_OF, small=Small.DOUBTFUL, fewest_small=2),
    _place(_CAPITAL_TITLES, r"(?i:compte de )", _THEIRS, _HERE, _HEADED, _NUMBERED),
    _place(_FIRST_NAMES, listed=True),
)
