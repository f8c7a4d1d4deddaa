/*
title: "Marche : hors de notre domaine"
definition: >-
  La question relève d'une autre administration, ou de personne.
unit: share
direction: none
opens: {step: out_of_scope}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_out_of_scope) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
