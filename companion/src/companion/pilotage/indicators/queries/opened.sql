/*
title: Ouvertures
definition: >-
  L'assistant a été ouvert, que quelque chose ait été demandé ou non. Une même personne qui
  revient après un long silence compte une fois de plus. Les essais de nos équipes sont laissés de
  côté, ici et partout.
unit: count
direction: none
opens: {}
numerator: ouvertures
*/
SELECT
  SUM(facts.sessions) AS numerator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
