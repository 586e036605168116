"""JSON as models write it: in fences and prose, with faults, cut at a limit. Pure."""
