"""From Rasa's events to the analytics tables: one conversation at a time, whole, again and again.

`conversation.project` derives every row of a conversation from its events and from what stands
beside them; `projection.Projection` feeds it from a watermark and replaces what was there.
"""
