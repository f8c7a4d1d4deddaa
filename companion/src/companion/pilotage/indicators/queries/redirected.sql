/*
title: Orientées ailleurs
definition: >-
  La conversation s'est terminée par le nom d'une autre administration.
unit: share
direction: none
opens: {outcome: redirected}
numerator: conversations terminées ainsi
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.redirected) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
