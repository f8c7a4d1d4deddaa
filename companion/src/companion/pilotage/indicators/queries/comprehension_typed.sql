/*
title: Compréhension, messages tapés
definition: >-
  Part des messages tapés où l'assistant a trouvé un sujet, un acte de conversation ou une autre
  administration. Compris ne veut pas dire juste : voyez le bon formulaire.
unit: share
direction: up
opens: {step: other_form}
numerator: messages tapés compris
denominator: messages tapés
*/
SELECT
  SUM(facts.understood_typed) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
