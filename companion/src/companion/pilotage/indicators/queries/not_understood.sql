/*
title: Non comprises
definition: >-
  La conversation s'est terminée par le formulaire général, faute d'avoir trouvé le sujet, ou par le
  téléphone, le message n'étant pas en français.
unit: share
direction: down
opens: {outcome: not_understood}
numerator: conversations terminées ainsi
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.not_understood) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
