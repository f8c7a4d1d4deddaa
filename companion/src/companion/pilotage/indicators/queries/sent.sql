/*
title: Terminées par une demande
definition: >-
  L'usager a envoyé une demande préparée dans le chat.
unit: share
direction: none
opens: {outcome: sent}
numerator: conversations avec une demande envoyée
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.sent) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
