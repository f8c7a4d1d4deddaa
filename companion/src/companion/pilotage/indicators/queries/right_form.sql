/*
title: Bon formulaire
definition: >-
  Quand l'usager a dit si le sujet proposé était le sien, par un choix, un avis ou une raison :
  part des fois où il l'était.
unit: share
direction: up
opens: {}
numerator: échanges confirmés
denominator: échanges confirmés ou démentis
*/
SELECT
  SUM(facts.confirmed) AS numerator,
  SUM(facts.confirmed + facts.refuted) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
