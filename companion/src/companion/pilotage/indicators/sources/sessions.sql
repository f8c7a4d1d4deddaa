/* A session in the shape of `summed_sessions`, with what sums do not keep: where it came from. */
SELECT
  day, channel, collection, territory,
  COALESCE(audience, '') AS audience,
  COALESCE(team, '') AS team,
  COALESCE(topic, '') AS topic,
  1 AS sessions,
  CASE WHEN outcome <> 'empty' THEN 1 ELSE 0 END AS asked,
  CASE WHEN typed > 0 THEN 1 ELSE 0 END AS typed_sessions,
  CASE WHEN pretreated THEN 1 ELSE 0 END AS pretreated,
  CASE WHEN outcome = 'sent' THEN 1 ELSE 0 END AS sent,
  CASE WHEN outcome = 'handed_over' THEN 1 ELSE 0 END AS handed_over,
  CASE WHEN outcome = 'dissatisfied' THEN 1 ELSE 0 END AS dissatisfied,
  CASE WHEN outcome = 'not_understood' THEN 1 ELSE 0 END AS not_understood,
  CASE WHEN outcome = 'redirected' THEN 1 ELSE 0 END AS redirected,
  CASE WHEN outcome = 'abandoned' THEN 1 ELSE 0 END AS abandoned,
  CASE WHEN outcome = 'resolved' THEN 1 ELSE 0 END AS resolved,
  CASE WHEN handoff THEN 1 ELSE 0 END AS handoffs,
  CASE WHEN in_hours OR outcome = 'empty' THEN 0 ELSE 1 END AS out_of_hours,
  CASE WHEN repeated THEN 1 ELSE 0 END AS repeated,
  requests_sent, answers, ups, downs,
  CASE WHEN first_answer_after IS NULL THEN 0 ELSE 1 END AS answered,
  COALESCE(first_answer_after, 0) AS first_answer_seconds
FROM session_facts
WHERE NOT tester
