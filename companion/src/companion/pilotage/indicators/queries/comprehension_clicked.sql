/*
title: Compréhension, clics
definition: >-
  La même part pour les clics. Un clic devrait toujours mener quelque part : ce qui manque à 100 %
  est une panne.
unit: share
direction: up
opens: {}
numerator: clics compris
denominator: clics
*/
SELECT
  SUM(facts.understood_clicked) AS numerator,
  SUM(facts.clicked) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
