/*
title: "Marche : demande préparée"
definition: >-
  Le message a fait avancer une demande préparée dans le chat.
unit: share
direction: none
opens: {step: request}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_request) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
