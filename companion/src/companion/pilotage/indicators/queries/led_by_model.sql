/*
title: Trouvé par le modèle seul
definition: >-
  Le premier sujet a été mis en tête par le modèle appris, et lui seul.
unit: share
direction: none
opens: {}
numerator: messages dans ce cas
denominator: messages où une approche a mis un sujet en tête
*/
SELECT
  SUM(facts.led_by_model) AS numerator,
  SUM(facts.led_by_graph + facts.led_by_model + facts.led_by_both) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
