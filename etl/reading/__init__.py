"""From the bytes of a file to the texts of its cells; knows nothing of the database.

Files from outside are read in a process of their own, with limits on memory and time:
`reader` is this end of it, `child` the other.
"""
