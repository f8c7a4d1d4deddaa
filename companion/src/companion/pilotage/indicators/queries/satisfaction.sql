/*
title: Satisfaction
definition: >-
  Part des avis « utile » parmi les avis donnés sur une réponse. Regardez aussi le taux d'avis :
  peu d'usagers en donnent un, et plutôt les mécontents. Par sujet, l'avis compte au sujet de la
  réponse évaluée.
unit: share
direction: up
opens: {rating: down}
targets: [0.50, 0.55, 0.65]
numerator: avis « utile »
denominator: avis donnés
*/
SELECT
  SUM(facts.ups) AS numerator,
  SUM(facts.ups + facts.downs) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
