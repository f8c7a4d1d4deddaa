/*
title: Hors des horaires
definition: >-
  La conversation a commencé quand la ligne téléphonique était fermée.
unit: share
direction: none
opens: {}
numerator: conversations hors des horaires
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.out_of_hours) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
