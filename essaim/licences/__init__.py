"""May these be put together, and under which licence? Pure: no Django, file or network.

A doubt is asked, never settled: nothing here says yes to what a licence does not clearly allow.
"""
