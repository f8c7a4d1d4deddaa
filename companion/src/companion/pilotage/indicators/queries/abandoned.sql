/*
title: Abandonnées
definition: >-
  Une question de l'assistant est restée sans suite.
unit: share
direction: down
opens: {outcome: abandoned}
numerator: conversations terminées ainsi
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.abandoned) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
