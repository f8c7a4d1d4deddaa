/*
title: Conversations
definition: >-
  L'usager a demandé quelque chose, en tapant ou en cliquant.
unit: count
direction: none
opens: {}
numerator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.asked) AS numerator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
