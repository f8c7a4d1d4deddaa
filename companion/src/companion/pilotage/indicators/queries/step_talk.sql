/*
title: "Marche : propos de conversation"
definition: >-
  Un propos de conversation : bonjour, merci, aide ou impatience.
unit: share
direction: none
opens: {step: talk}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_talk) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
