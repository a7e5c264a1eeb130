"""The worker of a briefing: what it leaves behind, and where it waits and writes."""

import os
import stat
import subprocess
import sys
import time

import psutil
import pytest
from filelock import FileLock

from dashboard.export.chromium import chromium, find_chromium
from dashboard.text import words
from dashboard.ui.briefing import beside, worker
from dashboard.ui.selection import Item, Selection, written

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no groups, no modes")
TIERS = Selection(lang="en", items=(Item("tip_tier", "tip_tier_steps_rows"),))
PATIENCE = 60  # seconds on a busy machine
# A worker that has started something which does not hear when it is asked to end.
PARENT = """
import signal, subprocess, sys, time
deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", deaf])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def family():
    """A worker, and what it started."""
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True
    )
    child = psutil.Process(int(process.stdout.readline()))
    yield process, child
    process.stdout.close()
    if child.is_running():
        child.kill()


def is_gone(child: psutil.Process) -> bool:
    """Whether it ends; the machine's first process may take a moment to bury it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


@POSIX
def test_what_a_killed_worker_started_ends_with_the_job(family):
    process, child = family
    os.kill(process.pid, 9)
    worker.end(process)
    assert is_gone(child)
    assert process.returncode == -9


@POSIX
def test_what_a_killed_worker_started_ends_when_the_page_looks(family, tmp_path):
    process, child = family
    job = worker.Job(TIERS, ("csv",), process, tmp_path)
    assert worker.is_running(job)
    os.kill(process.pid, 9)
    until = time.monotonic() + PATIENCE
    while worker.is_running(job) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_gone(child)


@POSIX
def test_cancelling_ends_what_does_not_hear_when_it_is_asked(family):
    process, child = family
    worker.end(process)
    assert is_gone(child)
    assert not worker.is_running(worker.Job(TIERS, ("csv",), process, None))


@pytest.mark.long
@POSIX
def test_the_chromium_that_draws_is_in_the_group_of_its_worker():
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on the path")
    with chromium(path):
        started = psutil.Process().children()
        assert started
        assert {os.getpgid(each.pid) for each in started} == {os.getpgid(0)}


@pytest.mark.long
@POSIX
def test_jobs_and_their_lock_lie_where_their_owner_alone_can_look(
    demo_built, monkeypatch
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    with FileLock(worker.place() / beside.LOCK):
        job = worker.start(TIERS, ("csv",))
        assert job.out.parent.parent == worker.place()
        for folder in (worker.place(), job.out.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert folder.stat().st_uid == os.getuid()
        until = time.monotonic() + PATIENCE
        while worker.progress(job) is None and time.monotonic() < until:
            time.sleep(0.05)
        assert worker.progress(job).what == words("briefing_waits", "en")
    job.process.wait(PATIENCE)
    assert worker.result(job)["objects"]


@POSIX
@pytest.mark.parametrize("opened", ["job", "."])
def test_the_worker_refuses_a_folder_that_others_can_look_into(tmp_path, opened):
    job = tmp_path / "job"
    job.mkdir(mode=0o700)
    (job / beside.ASKED).write_bytes(written(TIERS))
    (tmp_path / opened).chmod(0o755)
    with pytest.raises(PermissionError, match="this user alone"):
        beside.main([str(job), "csv"])
    assert not (job / beside.MADE).exists()


def test_a_place_that_was_swept_away_is_made_anew():
    before = worker.place()
    assert worker.place() == before
    worker._PLACES[-1].cleanup()
    assert worker.place() != before
    assert worker.place().is_dir()
