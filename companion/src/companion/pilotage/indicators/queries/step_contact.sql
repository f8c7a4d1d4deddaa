/*
title: "Marche : contact"
definition: >-
  L'assistant a donné une personne ou un numéro à joindre.
unit: share
direction: none
opens: {step: contact}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_contact) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
