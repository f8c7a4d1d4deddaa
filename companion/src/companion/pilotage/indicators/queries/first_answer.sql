/*
title: Délai de la première réponse
definition: >-
  Temps moyen entre la première question et la première réponse, questions de précision comprises.
unit: seconds
direction: down
opens: {}
numerator: secondes attendues
denominator: conversations avec une réponse
*/
SELECT
  SUM(facts.first_answer_seconds) AS numerator,
  SUM(facts.answered) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
