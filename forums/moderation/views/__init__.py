"""The queue and its cases, flagging, and what authors see of it."""
