/*
title: Demandes envoyées
definition: >-
  Demandes préparées dans le chat, confirmées par l'usager et envoyées.
unit: count
direction: none
opens: {outcome: sent}
numerator: demandes
*/
SELECT
  SUM(facts.requests_sent) AS numerator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
