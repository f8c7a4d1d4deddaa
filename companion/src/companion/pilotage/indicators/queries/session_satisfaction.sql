/*
title: Satisfaction des conversations
definition: >-
  Les mêmes avis que la satisfaction, rangés par conversation : c'est ainsi qu'on sait d'où ils
  viennent. Par sujet, l'avis compte au dernier sujet de la conversation.
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
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
