"""By when it arrives, reckoned from what arrived. Pure: no tables, no clock, no time zone; moments are local day numbers.

A *moment* is `date.toordinal()` plus the part of that day that is over, in the place where the parcel arrives. The method and
its sources are in docs/promise.md.
"""
