/*
title: Taux d'avis
definition: >-
  Part des réponses qui ont reçu un avis.
unit: share
direction: up
opens: {}
numerator: avis donnés
denominator: réponses données
*/
SELECT
  SUM(facts.ups + facts.downs) AS numerator,
  SUM(facts.answers) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
