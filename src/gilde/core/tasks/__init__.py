"""Work to do after the answer: a table with leases, behind the call shape of Django's own tasks.

Declare with ``from django_tasks import task``; call ``send_welcome.enqueue(person_id)`` inside the transaction of the
act: the task exists exactly when the act does, and a sleeping worker wakes when that commits (``alarm``). A task gets
ids, loads what it needs and makes one action call. It is run **at least once**: a worker that dies leaves a lease that
ends, and another one starts over. So a task must be able to run twice. Options::

    @task                                     # tried 12 times, 5 s, 10 s, 20 s… apart: for 2 hours and a half
    @task(max_attempts=3, backoff=60)         # seconds before the second attempt
    @task(unique=True)                        # at most one waiting for the same arguments
    @task(joined=50)                          # its one argument is a list; up to 50 calls that wait are one
    rebuild.using(unique_key="tags", run_after=later).enqueue()
"""
