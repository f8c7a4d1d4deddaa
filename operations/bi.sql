-- Read-only access for reporting tools, on PostgreSQL: a schema of views, and a role that reads them and nothing else.
-- Run it as the owner of the companion's tables, once, and again after each migration:
--   psql "$DATABASE" --single-transaction --file operations/bi.sql
-- Then give the role to somebody: CREATE ROLE rapport LOGIN PASSWORD '…' IN ROLE econtacts_bi;
-- No view holds a text, a conversation's id or who signed in. What our own people tried is left out.

DROP SCHEMA IF EXISTS bi CASCADE;
CREATE SCHEMA bi;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'econtacts_bi') THEN
    CREATE ROLE econtacts_bi NOLOGIN;
  END IF;
END
$$;

CREATE VIEW bi.conversations AS
SELECT
  session_id AS conversation, day, channel, collection, audience, territory, in_hours, typed, clicked, understood, topic,
  team, outcome, pretreated, handoff, other_form, requests_sent, answers, ups, downs, repeated, first_answer_after
FROM session_facts
WHERE NOT tester;

CREATE VIEW bi.exchanges AS
SELECT
  facts.session_id AS conversation, facts.day, facts.channel, facts.collection, facts.audience, facts.territory,
  facts.in_hours, facts.typed, facts.intent, facts.confidence, facts.step, facts.topic, facts.form, facts.team,
  facts.decision, facts.led_by, facts.confirmed, facts.rating, facts.reason, facts.answered_after
FROM exchange_facts AS facts
JOIN session_facts AS sessions ON sessions.session_id = facts.session_id
WHERE NOT sessions.tester;

CREATE VIEW bi.daily_conversations AS SELECT * FROM daily_sessions;
CREATE VIEW bi.daily_exchanges AS SELECT * FROM daily_exchanges;

-- Nothing but these views, even where a database lets everybody in.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, econtacts_bi;
GRANT USAGE ON SCHEMA bi TO econtacts_bi;
GRANT SELECT ON ALL TABLES IN SCHEMA bi TO econtacts_bi;
