/* An exchange whose message stands in a group of the inbox, with the group.
   The messages of the period come first: a database that put the exchanges first would read them all. */
SELECT
  exchanges.event_id, exchanges.day, exchanges.channel, exchanges.collection,
  exchanges.audience, exchanges.team, exchanges.topic,
  CAST(alike.id AS VARCHAR(20)) AS theme,
  alike.name AS theme_name
FROM inbox_messages AS messages
CROSS JOIN inbox_groups AS alike
CROSS JOIN exchange_facts AS exchanges
WHERE messages.created_at >= :since AND messages.created_at < :until
  AND alike.id = messages.group_id
  AND exchanges.event_id = messages.event_id
