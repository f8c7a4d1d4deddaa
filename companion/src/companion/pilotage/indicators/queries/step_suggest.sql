/*
title: "Marche : propositions du compagnon"
definition: >-
  L'assistant n'avait pas compris : le compagnon a proposé ses sujets.
unit: share
direction: none
opens: {step: suggest}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_suggest) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
