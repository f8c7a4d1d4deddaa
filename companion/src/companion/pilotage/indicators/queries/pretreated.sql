/*
title: « Autres questions » prétraitées
definition: >-
  Questions tapées librement, comme on en écrit dans « Autres questions », et réglées sans agent :
  une réponse ou une demande complète, rien qui dise le contraire.
unit: share
direction: up
opens: {}
targets: [0.10, 0.25, 0.40]
numerator: conversations réglées sans agent
denominator: conversations avec une question tapée
*/
SELECT
  SUM(facts.pretreated) AS numerator,
  SUM(facts.typed_sessions) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
