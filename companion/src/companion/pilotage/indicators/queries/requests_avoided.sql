/*
title: Demandes évitées
definition: >-
  Conversations résolues : autant de messages que l'usager n'a pas eu à écrire à un agent. C'est
  une estimation haute, car certains n'auraient pas écrit.
unit: count
direction: up
opens: {outcome: resolved}
numerator: conversations résolues
*/
SELECT
  SUM(facts.resolved) AS numerator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
