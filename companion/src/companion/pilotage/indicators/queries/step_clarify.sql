/*
title: "Marche : « Vouliez-vous dire »"
definition: >-
  L'assistant hésitait : il a proposé trois sujets au plus.
unit: share
direction: none
opens: {step: clarify}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_clarify) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
