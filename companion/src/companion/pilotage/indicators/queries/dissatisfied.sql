/*
title: Terminées sur un avis négatif
definition: >-
  La dernière réponse évaluée n'a pas aidé, et l'usager n'a ni envoyé de demande ni demandé
  quelqu'un.
unit: share
direction: down
opens: {outcome: dissatisfied}
numerator: conversations terminées ainsi
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.dissatisfied) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
