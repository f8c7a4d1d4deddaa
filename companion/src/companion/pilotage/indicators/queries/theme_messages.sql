/*
title: Messages d'un thème
definition: >-
  Messages tapés que l'assistant a mal compris, et que la boîte « À vérifier » a rangés dans un groupe de messages
  semblables. Un thème est un tel groupe, nommé par ses mots. Il est nouveau quand la période d'avant n'en avait aucun
  message ; il est en hausse quand le hasard seul donnerait une telle hausse moins d'une fois sur cent. Au-dessous de
  cinq messages, rien n'est conclu.
unit: count
direction: none
opens: {}
numerator: messages mal compris, rangés dans un groupe
*/
SELECT
  COUNT(*) AS numerator
FROM exchange_facts AS facts
WHERE facts.event_id IN (SELECT event_id FROM inbox_messages WHERE group_id IS NOT NULL)
  AND facts.day BETWEEN :start AND :end
  AND :channel IN ('*', facts.channel) AND :audience IN ('*', COALESCE(facts.audience, ''))
  AND :topic IN ('*', COALESCE(facts.topic, ''))
  AND :collection IN ('*', facts.collection) AND :team IN ('*', COALESCE(facts.team, ''));
