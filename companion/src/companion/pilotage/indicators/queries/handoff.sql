/*
title: Demande d'une personne
definition: >-
  L'usager a demandé à parler à quelqu'un, à un moment ou à un autre.
unit: share
direction: down
opens: {outcome: handed_over}
numerator: conversations avec cette demande
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.handoffs) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
