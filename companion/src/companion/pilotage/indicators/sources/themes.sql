/* An exchange whose message stands in a group of the inbox, with the group. */
SELECT
  exchanges.event_id, exchanges.day, exchanges.channel, exchanges.collection,
  exchanges.audience, exchanges.team, exchanges.topic,
  CAST(alike.id AS VARCHAR(20)) AS theme,
  alike.name AS theme_name
FROM inbox_messages AS messages
JOIN inbox_groups AS alike ON alike.id = messages.group_id
JOIN exchange_facts AS exchanges ON exchanges.event_id = messages.event_id
