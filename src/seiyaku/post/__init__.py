"""
What leaves (policy 9-4-B; 7-3): one outbox of sealed bytes, and the ways they go.

A parcel is written in the transaction of the change that sends it, sealed, under a receipt id of its own. `running`
hands it over once: whatever fails on the way is tried again later, and what cannot be known is for a person to decide.

Not here: whether it may leave. The room that sends it has asked, and says so in its own entry.
"""
