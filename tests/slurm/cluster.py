"""A Slurm of one node on the loopback device, with a configuration, a key and ports of its own.

Its daemons are children of a keeper, a process that waits until whoever asked for them lets go, by will or by death.
Then it ends them and every job with all that it started, and removes the folder: nothing stays behind.
"""
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PACKAGES = "munge, slurmctld, slurmd and slurm-client"
COMMANDS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "scancel", "scontrol", "sinfo")
SECONDS_TO_START = 60
# Seen once in ten thousand calls (22.05): half a word is taken for a value. The call has then done nothing.
MISREAD = "Unable to process configuration file"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("SLURM", "SBATCH", "SRUN"))}
ENVIRONMENT["PATH"] += ":/usr/sbin:/sbin"

# cred_expire is how long a requeued job waits, and 5 s its least. Jobs outnumber cores, since most of them only wait.
CONFIGURATION = """ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthInfo=socket={folder}/munge.socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
MailProg=/bin/true
KillWait=20
ReturnToService=2
NodeName=node NodeHostname={host} NodeAddr=127.0.0.1 CPUs=16 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP PreemptMode=OFF
PartitionName=low Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=30
PartitionName=high Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=2
"""
# slurmd loads one of the plugins for cgroups, needed or not. Unlike cgroup/v2 this one does not touch or miss any.
CGROUPS = "CgroupPlugin=cgroup/v1\n"


class CannotStart(Exception):
    """Says in one or several lines why there is no Slurm."""


class Cluster:
    """Slurm in `folder`, which is new and is removed by close(). @throws CannotStart"""

    def __init__(self):
        missing = [name for name in COMMANDS if not shutil.which(name, path=ENVIRONMENT["PATH"])]
        if missing:
            raise CannotStart(f"there is no {', '.join(missing)}; expected what the packages {PACKAGES} have")
        self.folder = tempfile.mkdtemp(prefix="tilscape-slurm-")
        self.environment = dict(ENVIRONMENT, SLURM_CONF=f"{self.folder}/slurm.conf")
        # A session of its own, so that an interrupt from the keyboard ends the test but not the keeper.
        self._keeper = subprocess.Popen([sys.executable, __file__, self.folder], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, start_new_session=True)
        said = self._keeper.stdout.readline()
        if said != "ready\n":
            said += self._keeper.stdout.read()
            self.close()
            raise CannotStart(said.strip())

    def call(self, *command, cwd=None, **variables):
        """Runs a command of Slurm; returns what it wrote to stdout."""
        for _ in range(3):
            done = subprocess.run(command, env=self.environment | variables, cwd=cwd, text=True, timeout=120,
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if MISREAD not in done.stderr:
                break
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr}")
        return done.stdout

    def job(self, number):
        """What Slurm knows of a job, or of a task of an array ("7_2"), by name."""
        words = self.call("scontrol", "--oneliner", "show", "job", number).split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    def close(self):
        self._keeper.stdin.close()
        self._keeper.wait(timeout=60)
        self._keeper.stdout.close()


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(ENVIRONMENT, SLURM_CONF=f"{folder}/slurm.conf")
        self.daemons = []

    def start(self):
        os.chmod(self.folder, 0o755)  # munge wants its socket to be in everybody's reach
        for name in ("state", "spool"):
            os.mkdir(f"{self.folder}/{name}")
        with open(os.open(f"{self.folder}/key", os.O_WRONLY | os.O_CREAT, 0o600), "wb") as key:
            key.write(os.urandom(128))
        configuration = CONFIGURATION.format(folder=self.folder, ports=free_ports(2), user=user_name(),
                                             host=socket.gethostname().split(".")[0])
        for name, text in (("slurm.conf", configuration), ("cgroup.conf", CGROUPS)):
            with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        files = [f"--{name}={self.folder}/{file}" for name, file in (
            ("key-file", "key"), ("socket", "munge.socket"), ("pid-file", "munged.pid"), ("log-file", "munged.log"),
            ("seed-file", "munged.seed"))]
        self.launch("munged", "--foreground", *files)
        self.wait_until("munge does not answer", lambda: os.path.exists(f"{self.folder}/munge.socket"))
        self.launch("slurmctld", "-D")
        self.launch("slurmd", "-D", "-N", "node")
        self.wait_until("the node does not get ready", self.node_is_idle)

    def launch(self, *command):
        with open(f"{self.folder}/{command[0]}.out", "w", encoding="utf-8") as out:
            self.daemons.append(subprocess.Popen(command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                                                 stdout=out, stderr=out))

    def node_is_idle(self):
        asked = subprocess.run(["sinfo", "--noheader", "--format=%T"], env=self.environment, capture_output=True, text=True,
                               check=False)
        return asked.stdout.strip() == "idle"

    def wait_until(self, problem, is_so):
        deadline = time.monotonic() + SECONDS_TO_START
        while not is_so():
            ended = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise CannotStart(f"{f'{ended[0]} ended' if ended else problem}:\n{self.last_words()}")
            time.sleep(0.1)

    def last_words(self):
        text = ""
        for daemon in self.daemons:
            with open(f"{self.folder}/{daemon.args[0]}.out", encoding="utf-8", errors="replace") as file:
                text += "".join(file.readlines()[-5:])
        return text

    def end(self):
        while below := descendants(os.getpid()):
            for process in below:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.02)
        shutil.rmtree(self.folder)


def user_name():
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError as error:
        raise CannotStart("this user has no name, which Slurm wants") from error


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def descendants(process):
    """Of a process: its children, theirs, and so on; the ended ones that nobody has waited for included."""
    parents = {}
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError, ValueError):
            with open(f"/proc/{int(name)}/stat", encoding="utf-8", errors="replace") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
    found, todo = [], [process]
    while todo:
        parent = todo.pop()
        children = [child for child, of in parents.items() if of == parent]
        found += children
        todo += children
    return found


def keep(folder):
    """The keeper: says "ready" or why not, and holds on until its stdin ends."""
    becomes_parent_of_orphans = 36  # PR_SET_CHILD_SUBREAPER: slurmd lets go of the processes that run its jobs
    if ctypes.CDLL(None, use_errno=True).prctl(becomes_parent_of_orphans, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    keeper = Keeper(folder)
    try:
        keeper.start()
        print("ready", flush=True)
        sys.stdin.read()
    except CannotStart as problem:
        print(problem, flush=True)
    finally:
        keeper.end()


if __name__ == "__main__":
    keep(sys.argv[1])
