/*
title: Raisons données aux avis négatifs
definition: >-
  Avis « pas utile », par raison cochée ; une raison vide est un avis sans raison.
unit: count
direction: none
opens: {rating: down}
numerator: avis « pas utile »
*/
SELECT
  COUNT(*) AS numerator
FROM exchange_facts AS facts
WHERE facts.rating = 'down'
  AND NOT EXISTS (
    SELECT 1 FROM session_facts AS sessions
    WHERE sessions.session_id = facts.session_id AND sessions.tester
  )
  AND facts.day BETWEEN :start AND :end
  AND :channel IN ('*', facts.channel) AND :audience IN ('*', COALESCE(facts.audience, ''))
  AND :topic IN ('*', COALESCE(facts.topic, ''))
  AND :collection IN ('*', facts.collection) AND :team IN ('*', COALESCE(facts.team, ''));
