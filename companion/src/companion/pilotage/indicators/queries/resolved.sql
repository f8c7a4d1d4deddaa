/*
title: Résolues
definition: >-
  Une réponse a été donnée et rien n'a dit le contraire : ni avis négatif, ni demande d'un agent,
  ni demande envoyée, ni question de l'assistant laissée sans suite. Ce n'est pas la preuve que
  l'usager a trouvé : lisez ce chiffre avec la satisfaction.
unit: share
direction: up
opens: {outcome: resolved}
numerator: conversations résolues
denominator: conversations où quelque chose a été demandé
*/
SELECT
  SUM(facts.resolved) AS numerator,
  SUM(facts.asked) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
