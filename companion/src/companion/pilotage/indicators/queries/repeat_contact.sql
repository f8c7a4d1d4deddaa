/*
title: Retours sous sept jours
definition: >-
  La même personne est revenue dans les sept jours. On ne la reconnaît que sur le même appareil et
  tant que sa conversation n'est pas effacée : le vrai nombre est plus grand.
unit: share
direction: down
opens: {}
numerator: conversations suivies d'un retour
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.repeated) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
