/*
title: "Marche : formulaire général"
definition: >-
  Rien n'a été trouvé : le formulaire « Autres questions » a été proposé.
unit: share
direction: down
opens: {step: other_form}
numerator: messages tapés arrivés à cette marche
denominator: messages tapés
*/
SELECT
  SUM(facts.typed_other_form) AS numerator,
  SUM(facts.typed) AS denominator
FROM summed_exchanges AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
