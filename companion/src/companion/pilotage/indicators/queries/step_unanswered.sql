/*
title: "Marche : sans réponse"
definition: >-
  Personne n'a répondu : une panne.
unit: share
direction: down
opens: {step: unanswered}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_unanswered) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
