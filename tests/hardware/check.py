#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds mutlua's joules against other readings of a real NVIDIA GPU, in about five minutes.

  tests/hardware/check.py [--mutlua FILE] [--gpu N] [--load PROGRAM] [--seconds S]
      [--no-load] [--idle-seconds S] [--out FILE]

Needs python3 alone. The reader that mutlua is held against is this program's own: NVML by ctypes.
Loads come from torch or nvcc, whichever is there, or from a PROGRAM that is called as
`PROGRAM KIND SECONDS` with KIND one of context, steady, copy, training, bursts-100, bursts-107,
bursts-20, and prints `work N`, how much it did, as the last line of its output. Without any, only
the idle GPU is looked at. Beside mutlua runs what it replaces: one nvidia-smi per second, its watts
added up; and where the package zeus is installed, its ZeusMonitor.

Prints one JSON document. Exit status: 0 all within tolerance, 1 something is not, 77 skipped.
"""
import argparse
import bisect
import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def say(text):
    print(text, file=sys.stderr, flush=True)


class Gpu:
    """One GPU by NVML: what mutlua is held against."""

    def __init__(self, index):
        self.nvml = ctypes.CDLL(os.environ.get("MUTLUA_NVML") or "libnvidia-ml.so.1")
        if self.nvml.nvmlInit_v2() != 0:
            raise OSError("NVML does not start")
        count = ctypes.c_uint()
        if self.nvml.nvmlDeviceGetCount_v2(ctypes.byref(count)) != 0 or count.value <= index:
            raise OSError("there is no such GPU")
        self.count = count.value
        self.handle = ctypes.c_void_p()
        self.call("nvmlDeviceGetHandleByIndex_v2", ctypes.c_uint(index), ctypes.byref(self.handle))
        self.uuid = self.text("nvmlDeviceGetUUID")
        self.name = self.text("nvmlDeviceGetName")
        version = ctypes.create_string_buffer(96)
        self.call("nvmlSystemGetDriverVersion", version, ctypes.c_uint(96))
        self.driver = version.value.decode()

    def call(self, function, *arguments):
        result = getattr(self.nvml, function)(*arguments)
        if result != 0:
            raise OSError(f"{function}: NVML error {result}")

    def text(self, function):
        buffer = ctypes.create_string_buffer(96)
        self.call(function, self.handle, buffer, ctypes.c_uint(96))
        return buffer.value.decode()

    def joules(self):
        value = ctypes.c_ulonglong()
        self.call("nvmlDeviceGetTotalEnergyConsumption", self.handle, ctypes.byref(value))
        return value.value * 1e-3

    def watts(self):
        value = ctypes.c_uint()
        self.call("nvmlDeviceGetPowerUsage", self.handle, ctypes.byref(value))
        return value.value * 1e-3


def now():
    return time.clock_gettime(time.CLOCK_MONOTONIC)


class Repeated(threading.Thread):
    """Does something again and again until it is told to stop, and keeps what comes of it."""

    def __init__(self, period, action):
        super().__init__(daemon=True)
        self.period, self.action = period, action
        self.values, self.stopping = [], threading.Event()

    def run(self):
        due = now()
        while not self.stopping.is_set():
            before = now()
            value = self.action()
            self.values.append(((before + now()) / 2, value))
            due = max(due + self.period, now() - self.period)
            self.stopping.wait(max(0.0, due - now()))

    def finish(self):
        self.stopping.set()
        self.join()
        return self.values


def at(values, instant):
    """The value at an instant, on the line between its neighbours."""
    times = [each[0] for each in values]
    i = min(max(bisect.bisect(times, instant), 1), len(values) - 1)
    (t0, v0), (t1, v1) = values[i - 1], values[i]
    return v0 + (v1 - v0) * (instant - t0) / (t1 - t0)


def held(values, begin, end):
    """The integral of watts, each of which is true of the time before it."""
    total, last = 0.0, begin
    for instant, watts in values:
        if instant <= begin:
            continue
        total += watts * (min(instant, end) - last)
        last = min(instant, end)
        if instant >= end:
            return total
    return total + values[-1][1] * (end - last)


class NvidiaSmi:
    """The loop of one nvidia-smi per second: its watts and its processor time."""

    def __init__(self, index):
        self.program = shutil.which("nvidia-smi")
        self.words = ["nvidia-smi", "-i", str(index), "--query-gpu=power.draw",
                      "--format=csv,noheader,nounits"]
        self.cpu_seconds = 0.0

    def read(self):
        out, into = os.pipe()
        actions = [(os.POSIX_SPAWN_DUP2, into, 1), (os.POSIX_SPAWN_CLOSE, out)]
        pid = os.posix_spawn(self.program, self.words, os.environ, file_actions=actions)
        os.close(into)
        with os.fdopen(out) as stream:
            text = stream.read()
        usage = os.wait4(pid, 0)[2]
        self.cpu_seconds += usage.ru_utime + usage.ru_stime
        try:
            return float(text.split()[0])
        except (IndexError, ValueError):
            return None


TORCH = """
import sys, time, torch
kind, seconds = sys.argv[1], float(sys.argv[2])
a = torch.randn(4096, 4096, device="cuda", dtype=torch.bfloat16)
b = torch.empty(1 << 28, device="cuda", dtype=torch.uint8)
c = torch.empty_like(b)
net = torch.nn.Sequential(torch.nn.Linear(1024, 4096), torch.nn.ReLU(), torch.nn.Linear(4096, 10))
net = net.cuda()
descent = torch.optim.Adam(net.parameters())
def train():
    x, y = torch.randn(512, 1024), torch.randint(10, (512,))
    descent.zero_grad()
    torch.nn.functional.cross_entropy(net(x.cuda()), y.cuda()).backward()
    descent.step()
def work():
    if kind == "copy": c.copy_(b)
    elif kind == "training": train()
    else: torch.matmul(a, a)
    torch.cuda.synchronize()
period = {"bursts-100": 0.1, "bursts-107": 0.107, "bursts-20": 0.02}.get(kind)
done, begin = 0, time.monotonic()
while (elapsed := time.monotonic() - begin) < seconds:
    if kind == "context" or (period and elapsed % period > period / 2): time.sleep(0.0005)
    else:
        work(); done += 1
print("work", done)
"""

TWICE = """
import subprocess, sys
both = [subprocess.Popen(sys.argv[1:]) for _ in range(2)]
sys.exit(max(each.wait() for each in both))
"""

CUDA = r"""
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
__global__ void burn(float* x) {
  float a = threadIdx.x, b = 1.0001f;
  for (int i = 0; i < 20000; ++i) a = a * b + b;
  if (a == 0) x[0] = a;
}
int main(int, char** words) {
  const double seconds = atof(words[2]);
  const char* kind = words[1];
  const double period = !strncmp(kind, "bursts-", 7) ? atof(kind + 7) * 1e-3 : 0;
  const size_t size = 1 << 28;
  char *from, *to;
  cudaMalloc(&from, size);
  cudaMalloc(&to, size);
  const auto begin = std::chrono::steady_clock::now();
  for (long done = 0;;) {
    const double t = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (t >= seconds) return printf("work %ld\n", done), 0;
    if (!strcmp(kind, "context") || (period > 0 && fmod(t, period) > period / 2)) {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
      continue;
    }
    if (!strcmp(kind, "copy")) cudaMemcpy(to, from, size, cudaMemcpyDeviceToDevice);
    else burn<<<4096, 256>>>((float*)to);
    cudaDeviceSynchronize();
    ++done;
  }
}
"""


class Zeus:
    """ZeusMonitor around the same command, where that package is installed."""

    def __init__(self, index):
        try:
            from zeus.monitor import ZeusMonitor
            self.monitor = ZeusMonitor(gpu_indices=[index])
        except Exception as error:  # whatever it may raise: it is not needed
            self.monitor, self.why = None, str(error)

    def begin(self):
        if self.monitor:
            self.monitor.begin_window("check", sync_execution=False)

    def joules(self):
        if not self.monitor:
            return None
        return self.monitor.end_window("check", sync_execution=False).total_energy


def find_load(given, folder):
    """The words that start the load program, and what it is; none if there is nothing."""
    if given:
        return given.split(), "given"
    test = [sys.executable, "-c", "import torch, sys; sys.exit(not torch.cuda.is_available())"]
    if subprocess.run(test, stderr=subprocess.DEVNULL).returncode == 0:
        (folder / "load.py").write_text(TORCH)
        return [sys.executable, str(folder / "load.py")], "torch"
    nvcc = shutil.which("nvcc") or shutil.which("/usr/local/cuda/bin/nvcc")
    if nvcc:
        (folder / "load.cu").write_text(CUDA)
        made = subprocess.run([nvcc, "-O2", "-o", str(folder / "load"), str(folder / "load.cu")])
        if made.returncode == 0:
            return [str(folder / "load")], "nvcc"
    return None, "none"


class Check:
    def __init__(self, options, gpu, folder):
        self.options, self.gpu, self.folder = options, gpu, folder
        none = (None, "none")
        self.load, self.load_kind = none if options.no_load else find_load(options.load, folder)
        self.zeus = Zeus(options.gpu)
        self.comparisons, self.runs = [], 0

    def compare(self, name, seen, tolerance, unit="%", passed=None, **more):
        """Notes a comparison; within tolerance unless `passed` says otherwise."""
        if passed is None:
            passed = seen is not None and abs(seen) <= tolerance
        self.comparisons.append({"name": name, "seen": seen, "tolerance": tolerance, "unit": unit,
                                 "passed": passed, **more})
        say(f"  {'ok  ' if passed else 'FAIL'}  {name}: {seen} {unit}, tolerance {tolerance}")

    def window(self, name, command):
        """mutlua's window around a command, with what else was read meanwhile."""
        say(name)
        self.runs += 1
        trace = self.folder / f"trace{self.runs}"
        counter = Repeated(0.05, self.gpu.joules)
        average = Repeated(0.1, self.gpu.watts)
        smi = NvidiaSmi(self.options.gpu)
        legacy = Repeated(1.0, smi.read) if smi.program else None
        for thread in filter(None, (counter, average, legacy)):
            thread.start()
        time.sleep(0.5)
        self.zeus.begin()
        out = subprocess.run([self.options.mutlua, "measure", "--share-machine", "--json", "--gpus",
                              self.gpu.uuid, "--keep-trace", str(trace), "--", *command],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        zeus = self.zeus.joules()
        time.sleep(1.2)
        readings, watts = counter.finish(), average.finish()
        old = legacy.finish() if legacy else []
        if out.returncode != 0:
            raise OSError(f"{' '.join(command)} failed: {out.stderr[-500:]}")
        run = json.loads(out.stdout)["runs"][0]
        gpu = next(g for g in run["energy"]["gpus"] if g["uuid"] == self.gpu.uuid)
        marks = dict((row.split(",")[1], int(row.split(",")[0]) * 1e-9)
                     for row in (trace / "run_001/energy/marks.csv").read_text().splitlines()[1:])
        begin, end = marks["begin"], marks["end"]
        return {"name": name, "run": run, "gpu": gpu, "said": out.stderr, "begin": begin, "end": end,
                "seconds": end - begin, "joules": gpu["gross_joules"],
                "zeus": zeus,
                "independent": at(readings, end) - at(readings, begin),
                "boxcar": held(watts, begin, end + 1.0)
                - (at(watts, begin) + at(watts, end + 1.0)) / 2,
                "legacy": sum(w for t, w in old if w is not None and begin < t <= end),
                "legacy_cpu": smi.cpu_seconds / max(1e-9, len(old)), "legacy_runs": len(old)}

    def against_counter(self, window):
        joules, power = window["independent"], window["independent"] / window["seconds"]
        allowed = max(0.5, 100 * 0.1 * power / joules)
        self.compare(f"{window['name']}: mutlua and an independent reading of the counter",
                     percent(window["joules"], joules), allowed,
                     joules=[window["joules"], joules])

    def against_samples(self, window, tolerance):
        check = window["gpu"]["check"]
        self.compare(f"{window['name']}: counter and power samples",
                     percent(check["samples_joules"], check["counter_joules"]), tolerance,
                     joules=[check["counter_joules"], check["samples_joules"]])

    def against_zeus(self, window):
        if window["zeus"] is None:
            self.comparisons.append({"name": f"{window['name']}: mutlua and ZeusMonitor", "seen": None,
                                     "why": self.zeus.why, "passed": None})
            return
        power = window["joules"] / window["seconds"]
        allowed = max(1.0, 100 * 0.12 * power / window["joules"])
        self.compare(f"{window['name']}: mutlua and ZeusMonitor",
                     percent(window["joules"], window["zeus"]), allowed,
                     joules=[window["joules"], window["zeus"]])

    def own_cost(self, window):
        fraction = window["run"]["energy"]["self"]["cpu_fraction"]
        self.compare(f"{window['name']}: own processor time per GPU", ratio(fraction, self.gpu.count),
                     1.0, "% of a core")

    def against_legacy(self, window):
        if not window["legacy_runs"]:
            return
        self.comparisons.append(
            {"name": f"{window['name']}: one nvidia-smi per second, its watts added up",
             "seen": percent(window["legacy"], window["joules"]), "unit": "% energy error",
             "cpu_percent_of_a_core": 100 * window["legacy_cpu"], "passed": None})

    def idle(self):
        window = self.window("idle", ["sleep", str(self.options.idle_seconds)])
        self.against_counter(window)
        self.against_legacy(window)
        return window["joules"] / window["seconds"]

    def loads(self, idle_watts):
        seconds = self.options.seconds
        steady = self.window("steady", [*self.load, "steady", str(seconds)])
        self.settled(idle_watts)
        self.against_counter(steady)
        self.against_samples(steady, 1)
        self.own_cost(steady)
        self.against_legacy(steady)
        self.against_zeus(steady)
        self.compare("steady: mutlua and the driver's average, corrected for its width",
                     percent(steady["boxcar"], steady["joules"]), 1.5)
        for kind, tolerance in (("context", 1), ("copy", 1), ("bursts-100", 4), ("bursts-107", 4)):
            window = self.window(kind, [*self.load, kind, str(min(seconds, 20))])
            self.against_counter(window)
            self.against_samples(window, tolerance)
        self.trainings()
        self.aliasing()
        self.perturbation()

    def trainings(self):
        """One that feeds the GPU from the processor, where the load can; and two loads at once."""
        windows = []
        if self.load_kind != "nvcc":
            windows.append(self.window("training", [*self.load, "training",
                                                    str(2 * self.options.seconds)]))
        both = [sys.executable, "-c", TWICE, *self.load, "steady", str(min(self.options.seconds, 20))]
        windows.append(self.window("two processes", both))
        for window in windows:
            self.against_counter(window)
            self.against_samples(window, 4)

    def settled(self, idle_watts):
        """How long the GPU takes to come to rest after a load."""
        begin = now()
        while self.gpu.watts() > idle_watts + max(3.0, 0.03 * idle_watts) and now() < begin + 30:
            time.sleep(0.1)
        self.comparisons.append({"name": "steady: at rest after its end", "seen": now() - begin,
                                 "tolerance": 5, "unit": "s", "passed": now() - begin <= 5})

    def aliasing(self):
        """A load in step with the sensor: its energy may be wrong, but not without a flag."""
        windows = [self.window("bursts-20", [*self.load, "bursts-20", "10"]) for _ in range(2)]
        power = [w["joules"] / w["seconds"] for w in windows]
        apart = percent(power[1], power[0])
        flags = [f["id"] for w in windows for f in w["run"]["flags"]]
        flagged = "gpu.power_aliasing" in flags
        self.compare("bursts-20: two runs agree, or are flagged", apart, 3,
                     passed=flagged or abs(apart) <= 3, flagged=flagged, watts=power)

    def perturbation(self):
        """The pace of a load with and without mutlua, in turns."""
        slower = []
        for _ in range(5):
            words = [*self.load, "steady", "5"]
            alone = work(subprocess.run(words, stdout=subprocess.PIPE, text=True).stdout)
            beside = work(self.window("pace", words)["said"])
            slower.append(percent(alone, beside))
        slower.sort()
        self.compare("steady: slower while it is measured, median of 5", slower[2], 0.5,
                     passed=slower[2] <= 0.5)

    def run(self):
        idle_watts = self.idle()
        if self.load:
            self.loads(idle_watts)


def percent(value, reference):
    return None if value is None or not reference else 100 * (value - reference) / reference


def ratio(fraction, gpus):
    return None if fraction is None else 100 * fraction / gpus


def work(said):
    return float([line for line in said.splitlines() if line.startswith("work ")][-1].split()[1])


def arguments():
    built = [HERE.parent.parent / "build" / preset / "bin/mutlua" for preset in ("static", "release")]
    usual = next((str(file) for file in built if file.exists()), "mutlua")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutlua", default=usual)
    parser.add_argument("--gpu", type=int, default=0, help="NVML's index")
    parser.add_argument("--load", help="a load program; see the head of this file")
    parser.add_argument("--no-load", action="store_true", help="look at the idle GPU only")
    parser.add_argument("--idle-seconds", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=30, help="of the longest load")
    parser.add_argument("--out", help="also write the document here")
    return parser.parse_args()


def finish(options, document, status):
    text = json.dumps(document, indent=2)
    print(text)
    if options.out:
        pathlib.Path(options.out).write_text(text + "\n")
    sys.exit(status)


def main():
    options = arguments()
    try:
        gpu = Gpu(options.gpu)
    except (OSError, AttributeError) as error:
        finish(options, {"verdict": "skipped: no NVIDIA GPU", "why": str(error)}, SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options, gpu, pathlib.Path(folder))
        check.run()
    failed = [each for each in check.comparisons if each["passed"] is False]
    version = subprocess.run([options.mutlua, "--version"], stdout=subprocess.PIPE, text=True).stdout
    finish(options, {"verdict": "failed" if failed else "passed",
                     "failed": len(failed), "date": time.strftime("%Y-%m-%d"),
                     "gpu": gpu.name, "driver": gpu.driver, "mutlua": version.strip(),
                     "loads": check.load_kind, "comparisons": check.comparisons},
           1 if failed else 0)


if __name__ == "__main__":
    main()
