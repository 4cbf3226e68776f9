#!/usr/bin/env python3
"""Measurements of devices drawn at random, by equations alone: no code of pinch takes part.

    generate.py FOLDER [--first N] [--count N] [--model calm|two-branch] [--faults all|none] [--noise 0.01]
    generate.py --check

Writes FOLDER/<case>/<device>/*.csv, plain tables with units in their names, and FOLDER/sound/<device>/truth.json. The cases are
`sound` and the planted faults of docs/theory.md, part I. The equations are those of docs/theory.md, parts A.2, B.1 and B.2:
impedance from the elements of the circuit, memories by exponential steps over short stretches of voltage, the fast charge as the
charging of C behind R_s. `--check` compares the steps with scipy's integration of the full equations.

numpy and scipy only. Many devices are computed at once, one to a column.
"""
import argparse
import json
import os
import sys

import numpy as np

FAULTS = ["sweptTooFast", "seriesResistance", "drift", "photovoltaicSign", "reversedReactance", "secondMemory"]


# --- devices: the memory's goal and rate, the conduction, and the fast charge ---------------------------------------


class Calm:
    """I = (g_L + (g_H - g_L) x) u + C du/dt,  dx/dt = (x_inf(u) - x)/tau(u)   (B.1)."""

    name = "calm"

    def __init__(self, rng):
        n = len(rng)
        pick = lambda low, high: np.array([r.uniform(low, high) for r in rng])
        decades = lambda low, high: np.array([low * (high / low) ** r.uniform() for r in rng])
        self.n = n
        self.g_L = decades(5e-6, 2e-5)
        self.g_H = self.g_L * decades(30, 150)
        self.V_h = pick(0.42, 0.58)
        self.V_x = pick(0.06, 0.09)
        self.tau_0 = decades(0.05, 1)
        self.gamma = pick(0.42, 0.58)
        self.R_s = pick(0.01, 0.03) / self.g_H
        self.C = decades(3e-5, 3e-4) * self.tau_0 * self.g_H
        self.slowest = 0.55 * self.tau_0
        self.growth = 1.0

    def x_inf(self, u):
        return 1 / (1 + np.exp(-(u - self.V_h) / self.V_x))

    def tau(self, u):
        y = (u - self.V_h) / self.V_x
        return self.tau_0 / (np.exp(self.gamma * y) + np.exp(-(1 - self.gamma) * y))

    def rest(self, u):
        return [self.x_inf(u)]

    def times(self, u):
        return [self.tau(u)]

    def conduction(self, u, state):
        return self.growth * (self.g_L + (self.g_H - self.g_L) * state[0]) * u

    def fast(self, u, state):
        return self.growth * (self.g_L + (self.g_H - self.g_L) * state[0]) + 0 * u

    def branches(self, u):
        """Conductance at frozen memory, and the branches (1/R_a, tau) in series R-L."""
        x = self.x_inf(u)
        G_b = self.growth * (self.g_L + (self.g_H - self.g_L) * x)
        G_a = self.growth * (self.g_H - self.g_L) * u * x * (1 - x) / self.V_x
        return G_b, [(G_a, self.tau(u))]

    def plan(self):
        at = lambda steps: np.round((self.V_h + steps * self.V_x) * 2000) / 2000
        first = 0.01 / (6 * self.slowest)
        rest, write = self.tau(0 * self.V_h), self.tau(at(2.5))
        return dict(
            biases=[at(s) for s in (-2.5, -1.25, 0, 1.25, 2.5)], step=0.01,
            heights=[at(s) for s in (0, 1.25, 2.5, 3.75)], top_level=at(3.75), top=2 * at(0),
            rates=[(first * f, c) for f, c in ((1, 4), (2.2, 4), (4.5, 4), (11, 4), (28, 2), (550, 2))],
            f_low=0.02 / (2 * np.pi * self.slowest), f_high=20 / (2 * np.pi * self.R_s * self.C), per_decade=8,
            pulses=dict(up=at(2.5), down=-self.V_h, width=0.1 * write, rest=0.05 * rest, read=0.02 * rest, count=20),
            retention=dict(write=at(3.75), width=10 * self.slowest, read_V=0.02, first=0.06 * rest, last=11 * rest, reads=40))

    def parameters(self, k):
        return {p: float(getattr(self, p)[k]) for p in ("g_L", "g_H", "V_h", "V_x", "tau_0", "gamma", "R_s")} | {
            "C_m": float(self.C[k])}


class TwoBranch:
    """Exponential conduction, a slow current w and a surface charge v_s   (B.2)."""

    name = "two-branch"

    def __init__(self, rng):
        n = len(rng)
        pick = lambda low, high: np.array([r.uniform(low, high) for r in rng])
        decades = lambda low, high: np.array([low * (high / low) ** r.uniform() for r in rng])
        self.n = n
        self.C, self.I_b0, self.V_b = decades(1e-8, 4e-8), decades(6e-9, 1.6e-8), pick(0.09, 0.11)
        self.I_a0, self.V_a, self.tau_L = decades(6e-10, 1.6e-9), pick(0.055, 0.065), decades(1, 4)
        self.C_s0, self.V_c = decades(6e-7, 1.6e-6) * self.tau_L / 2, pick(0.14, 0.16)
        self.tau_C = pick(0.2, 0.3) * self.tau_L
        self.R_s = pick(20, 50)
        self.slowest = self.tau_L
        self.growth = 1.0
        self.crossover = np.log(self.C_s0 * self.V_a / (self.tau_L * self.I_a0)) / (1 / self.V_a - 1 / self.V_c)

    def rest(self, u):
        return [self.growth * self.I_a0 * np.expm1(u / self.V_a), u + 0 * self.V_a]

    def times(self, u):
        return [self.tau_L, self.tau_C]

    def conduction(self, u, state):
        surface = self.C_s0 * np.exp(state[1] / self.V_c)
        return (self.growth * self.I_b0 * np.expm1(u / self.V_b) + state[0] + surface * (u - state[1]) / self.tau_C)

    def fast(self, u, state):
        surface = self.C_s0 * np.exp(state[1] / self.V_c)
        return self.growth * self.I_b0 / self.V_b * np.exp(u / self.V_b) + surface / self.tau_C

    def branches(self, u):
        surface = self.C_s0 * np.exp(u / self.V_c)
        G_b = self.growth * self.I_b0 / self.V_b * np.exp(u / self.V_b)
        G_a = self.growth * self.I_a0 / self.V_a * np.exp(u / self.V_a)
        # R_c in series with C_s is a conductance 1/R_c beside a branch of -1/R_c with the time R_c C_s (A.3).
        G_c = surface / self.tau_C
        return G_b + G_c, [(G_a, self.tau_L), (-G_c, self.tau_C)]

    def plan(self):
        at = lambda distance: np.round((self.crossover + distance) * 2000) / 2000
        first = 1e-3 / self.tau_L
        return dict(
            biases=[at(d) for d in (-0.05, -0.035, 0.05, 0.08, 0.12)], step=0.001, heights=[at(-0.04), at(0.11)],
            top_level=at(0.16), top=at(0.26), rates=[(first * f, c) for f, c in ((1, 4), (2, 4), (4, 4), (10, 4), (1000, 2))],
            f_low=0.06 / (2 * np.pi * self.tau_L), f_high=3e5 + 0 * self.tau_L, per_decade=22, pulses=None,
            retention=dict(
                write=at(0.11), width=10 * self.tau_L, read_V=0.1, first=2 * self.tau_L, last=12 * self.tau_L, reads=30))

    def parameters(self, k):
        names = ("I_b0", "V_b", "I_a0", "V_a", "tau_L", "C_s0", "V_c", "tau_C", "R_s")
        return {p: float(getattr(self, p)[k]) for p in names} | {"C_g": float(self.C[k])}


class WithSlowCurrent:
    """A device with one more slow current: tau dw/dt = share f_ss(u) - w."""

    def __init__(self, base, share, tau):
        self.base, self.share, self.tau_w = base, share, tau
        self.name, self.n, self.R_s, self.C, self.slowest = base.name, base.n, base.R_s, base.C, base.slowest

    def goal(self, u):
        return self.share * self.base.conduction(u, self.base.rest(u))

    def rest(self, u):
        return self.base.rest(u) + [self.goal(u)]

    def times(self, u):
        return self.base.times(u) + [self.tau_w]

    def conduction(self, u, state):
        return self.base.conduction(u, state[:-1]) + state[-1]

    def fast(self, u, state):
        return self.base.fast(u, state[:-1])

    def branches(self, u):
        G_b, rows = self.base.branches(u)
        return G_b, rows + [(self.share * (G_b + sum(g for g, _ in rows)), self.tau_w)]

    def plan(self):
        return self.base.plan()


# --- one bench: a voltage source, a device behind R_s ----------------------------------------------------------------


class Bench:
    """The device under a voltage; every quantity is an array over the devices."""

    def __init__(self, device, voltage):
        self.d = device
        self.V = voltage + np.zeros(device.n)
        self.u = steady_internal(device, self.V)
        self.state = device.rest(self.u)
        self.spike = np.zeros(device.n)  # what the fast charge still lacks, V
        self.slope = np.zeros(device.n)

    def settled(self, V, guess):
        """u of V = u + R_s (f(u, x) + C du/dt), with du/dt = (dV/dt)/(1 + R_s f_u)."""
        u = guess
        for _ in range(30):
            f_u = self.d.fast(u, self.state)
            miss = u + self.d.R_s * (self.d.conduction(u, self.state) + self.d.C * self.slope / (1 + self.d.R_s * f_u)) - V
            u = u - miss / (1 + self.d.R_s * f_u)
            if np.all(np.abs(miss) < 1e-13):
                break
        return u

    def jump(self, V):
        before = self.u - self.spike
        self.V = V + np.zeros(self.d.n)
        self.slope = np.zeros(self.d.n)
        self.u = self.settled(self.V, before)
        self.spike = self.u - before

    def run(self, dt, steps, to=None):
        """Carries the device over a stretch, at a constant voltage or along a ramp, in equal steps."""
        start, h = self.V, dt / steps
        self.slope = np.zeros(self.d.n) if to is None else (to - start) / dt
        self.u = self.settled(start, self.u)
        for k in range(steps):
            end = start if to is None else start + (to - start) * ((k + 1) / steps)
            fast = self.d.R_s * self.d.C / (1 + self.d.R_s * self.d.fast(self.u, self.state))
            left = np.exp(-np.minimum(h / fast, 700))
            # The memory feels the voltage inside, which the charge holds back for a while.
            lag = self.spike * np.where(h > 0, fast * (1 - left) / np.where(h > 0, h, 1), 1)
            old, u_0 = self.state, self.u
            u_1 = self.settled(end, u_0)
            for _ in range(2):
                self.state = follow(self.d, old, u_0 - lag, u_1 - lag, h)
                u_1 = self.settled(end, u_1)
            self.u = u_1
            self.spike = self.spike * left
        self.V = self.V if to is None else to

    def current(self):
        return (self.V - (self.u - self.spike)) / self.d.R_s


def follow(device, state, u_0, u_1, h):
    """Each memory after a time h in which its goal goes evenly from that of u_0 to that of u_1."""
    found = []
    for x, g_0, g_1, tau in zip(state, device.rest(u_0), device.rest(u_1), device.times(0.5 * (u_0 + u_1))):
        part = h / tau
        left = np.exp(-part)
        # (1 - left)/part, which is 1 for a short time.
        mean = np.where(part > 1e-8, -np.expm1(-part) / np.where(part > 1e-8, part, 1), 1)
        found.append(g_1 - (g_1 - g_0) * mean + (x - g_0) * left)
    return found


def steady_internal(device, V):
    low, high = np.minimum(V, 0) - 1e-12, np.maximum(V, 0) + 1e-12
    for _ in range(200):
        u = 0.5 * (low + high)
        above = u + device.R_s * device.conduction(u, device.rest(u)) > V
        low, high = np.where(above, low, u), np.where(above, u, high)
    return 0.5 * (low + high)


def impedance(device, bias, f):
    """Z of the circuit at a bias; f has one row a frequency (A.2)."""
    u = steady_internal(device, bias)
    G_b, rows = device.branches(u)
    w = 2 * np.pi * f
    Y = 1j * w * device.C + G_b
    for G, tau in rows:
        Y = Y + G / (1 + 1j * w * tau)
    return device.R_s + 1 / Y


def truth(device, bias):
    """Exact values at a bias: R_dc and C_lf (A.4)."""
    u = steady_internal(device, bias)
    G_b, rows = device.branches(u)
    G = G_b + sum(g for g, _ in rows)
    C_lf = device.C - sum(g * tau for g, tau in rows)
    return device.R_s + 1 / G, C_lf / (1 + device.R_s * G) ** 2, [tau for _, tau in rows]


# --- recordings: name -> (kind, conditions, columns, array [rows, columns, devices]) ----------------------------------


def spread(first, last, count):
    """Times on a log axis, one row a time."""
    k = np.arange(count)[:, None] / (count - 1)
    return first * (last / first) ** k


def spectra(device, plan):
    found = {}
    for i, bias in enumerate(plan["biases"]):
        count = int(np.max(np.round(plan["per_decade"] * np.log10(plan["f_high"] / plan["f_low"])))) + 1
        f = spread(plan["f_low"], plan["f_high"], count)[::-1]
        Z = impedance(device, bias, f)
        found[f"eis{i + 1}"] = ("impedance", dict(bias_V=bias, amplitude_V=0.01), np.stack([f, Z.real, Z.imag], 1))
    return found


def hold(bench, times):
    """Currents at times since now, the voltage kept; a few stretches between neighbors."""
    rows, done = [], np.zeros(bench.d.n)
    for t in times:
        bench.run(t - done, 3)
        done = t
        rows.append(bench.current())
    return np.array(rows)


def small_steps(device, plan, settling):
    found = {}
    for i, bias in enumerate(plan["biases"]):
        low, high = bias - plan["step"] / 2, bias + plan["step"] / 2
        length = settling
        bench = Bench(device, low)
        before = bench.current()
        fast = device.R_s * device.C
        times = spread(np.minimum(0.2 * fast, 1e-3 * length), length, 700)
        bench.jump(high)
        I = hold(bench, times)
        rest = -np.arange(20, 0, -1)[:, None] * 0.002 * length
        t = np.concatenate([rest, times])
        V = np.concatenate([np.repeat(low[None], 20, 0), np.repeat(high[None], len(times), 0)])
        current = np.concatenate([np.repeat(before[None], 20, 0), I])
        found[f"step{i + 1}"] = ("transient", dict(bias_V=low, amplitude_V=plan["step"]), np.stack([t, V, current], 1))
    return found


def large_steps(device, plan, settling):
    found = {}
    for i, height in enumerate(plan["heights"]):
        length = settling(height)
        bench = Bench(device, 0.0)
        zero = np.zeros(device.n)
        rows = [(-0.002 * k * length, zero, bench.current()) for k in range(10, 0, -1)]
        first = np.minimum(np.maximum(1e-4 * length, 5 * device.R_s * device.C), 0.01 * length)
        for start, level in ((zero, height), (length, zero)):
            times = spread(first, length, 200)
            bench.jump(level)
            for t, I in zip(times, hold(bench, times)):
                rows.append((start + t, level + zero, I))
        found[f"jump{i + 1}"] = ("transient", {}, np.array([np.stack(r) for r in rows]))
    return found


def levels(device, plan, dwell):
    count = int(np.max(np.round(plan["top_level"] / 0.01)))
    bench = Bench(device, 0.0)
    rows = []
    within = [(2 + k / 16) / 3 for k in range(16)]
    for k in range(count + 1):
        bench.jump(plan["top_level"] * k / count)
        start, done = k * dwell, 0.0
        for part in within:
            bench.run((part - done) * dwell, 60 if done == 0 else 2)
            done = part
            rows.append((start + part * dwell, bench.V.copy(), bench.current()))
        bench.run((1 - done) * dwell, 3)
    return {"levels": ("steady", {}, np.array([np.stack(r) for r in rows]))}


def loops(device, plan, rates):
    found = {}
    for i, (rate, cycles) in enumerate(rates):
        bench = Bench(device, 0.0)
        top, per_leg = plan["top"], 125
        rows, t = [(np.zeros(device.n), bench.V.copy(), bench.current())], np.zeros(device.n)
        for _ in range(cycles):
            for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                for k in range(per_leg):
                    to = top * (a + (b - a) * (k + 1) / per_leg)
                    dt = top / per_leg / rate
                    bench.run(dt, 6, to=to)
                    t = t + dt
                    rows.append((t, bench.V.copy(), bench.current()))
        found[f"loop{i + 1}"] = ("iv", dict(rate_V_per_s=rate), np.array([np.stack(r) for r in rows]))
    return found


def pulses(device, plan):
    p = plan["pulses"]
    if p is None:
        return {}
    bench = Bench(device, 0.0)
    zero = np.zeros(device.n)
    rows, t = [(zero, zero, bench.current())], zero
    for level in [p["up"]] * p["count"] + [p["down"]] * p["count"]:
        for V, length, parts in (
            (level, p["width"], (0.02, 0.5, 0.82, 1)), (zero, p["rest"], (0.02, 0.98)),
            (zero + 0.1, p["read"], (0.02, 0.82, 1)), (zero, p["rest"], (0.02, 0.98)),
        ):
            bench.jump(V)
            done = 0.0
            for part in parts:
                bench.run((part - done) * length, 4)
                done = part
                rows.append((t + part * length, bench.V.copy(), bench.current()))
            bench.run((1 - done) * length, 1)
            t = t + length
    return {"pulses": ("pulses", dict(read_V=zero + 0.1), np.array([np.stack(r) for r in rows]))}


def retention(device, plan):
    p = plan["retention"]
    fast = device.R_s * device.C
    read = np.maximum(14 * fast, 1e-4 * p["first"])
    times = spread(p["first"], p["last"], p["reads"])
    # Reads no closer than 250 of their widths: each relaxes the state by its own voltage.
    keep, last = [], 0 * p["first"]
    for t in times:
        if np.all(t - last >= (10 if not keep else 250) * read):
            keep.append(t)
            last = t
    bench = Bench(device, 0.0)
    bench.jump(p["write"])
    bench.run(p["width"], 200)
    rows, now = [], 0 * p["first"]
    for t in keep:
        bench.jump(0.0)
        bench.run(t - read - now, 20)
        bench.jump(p["read_V"])
        bench.run(read, 2)
        now = t
        rows.append((t, bench.V.copy(), bench.current()))
    return {"retention": ("retention", dict(read_V=p["read_V"] + np.zeros(device.n)), np.array([np.stack(r) for r in rows]))}


# --- sessions -------------------------------------------------------------------------------------------------------


def slowest_at(device, V):
    if isinstance(device, WithSlowCurrent):
        return np.maximum(slowest_at(device.base, V), device.tau_w)
    return device.tau(V) if device.name == "calm" else device.tau_L


def session(device, which):
    plan = device.plan()
    found = {}
    slow = device.tau_w if isinstance(device, WithSlowCurrent) else device.slowest
    if "spectra" in which:
        found |= spectra(device, plan)
    if "steps" in which:
        found |= small_steps(device, plan, 12 * slow)
        found |= large_steps(device, plan, lambda V: 10 * slowest_at(device, V))
    if "loops" in which:
        found |= levels(device, plan, 15 * slow) | loops(device, plan, plan["rates"])
    if "hurried" in which:
        slowest = min(plan["rates"], key=lambda r: r[0][0])[0]
        fast = [(rate * 1000, cycles) for rate, cycles in plan["rates"] if rate[0] <= 12 * slowest[0]]
        found |= levels(device, plan, 0.005 * device.slowest) | loops(device, plan, fast)
    if "writes" in which:
        found |= pulses(device, plan) | retention(device, plan)
    return found


def noisy(recordings, rng, relative, floor):
    """Independent normal errors of every reading, of small steps relative to the change that they make."""
    for name, (kind, conditions, data) in recordings.items():
        for k, r in enumerate(rng):
            if kind == "impedance":
                size = np.hypot(data[:, 1, k], data[:, 2, k])
                data[:, 1, k] += relative * size * r.standard_normal(len(size))
                data[:, 2, k] += relative * size * r.standard_normal(len(size))
            elif name.startswith("step"):
                change = abs(data[-1, 2, k] - data[0, 2, k])
                data[:, 2, k] += relative * change * r.standard_normal(len(data))
            else:
                size = np.hypot(relative * data[:, 2, k], floor[k])
                data[:, 2, k] += size * r.standard_normal(len(data))
    return recordings


NAMES = {"impedance": "f (Hz),Re Z (ohm),Im Z (ohm)"}


def write(folder, recordings, k, keep=None):
    os.makedirs(folder, exist_ok=True)
    for name, (kind, conditions, data) in recordings.items():
        head = f"# kind: {kind}\n" + "".join(
            f"# {key}: {float(np.broadcast_to(value, (data.shape[2],))[k]):.9g}\n" for key, value in conditions.items())
        rows = data[:, :, k]
        text = head + NAMES.get(kind, "time (s),voltage (V),current (A)") + "\n"
        text += "".join("%.9g,%.7g,%.7g\n" % tuple(row) for row in rows.tolist())
        with open(os.path.join(folder, name + ".csv"), "w") as out:
            out.write(text)


def kinds(file):
    for group, names in dict(spectra=["eis"], steps=["step", "jump"], loops=["levels", "loop"], writes=["pulses", "retention"]).items():
        if any(file.startswith(n) for n in names):
            return group


def link(source, target, groups):
    os.makedirs(target, exist_ok=True)
    for file in sorted(os.listdir(source)):
        if kinds(file) in groups:
            path = os.path.join(target, file)
            if not os.path.exists(path):
                os.link(os.path.join(source, file), path)


def make(folder, model, seeds, relative, faults):
    kind = Calm if model == "calm" else TwoBranch
    fresh = lambda salt: [np.random.default_rng([salt, 0 if model == "calm" else 1, seed]) for seed in seeds]
    device = kind(fresh(1))
    plan = device.plan()
    usual = device.V_h if model == "calm" else device.crossover
    u = steady_internal(device, usual)
    floor = 1e-5 * np.abs(device.conduction(u, device.rest(u)))
    ids = [f"{model}-{seed}" for seed in seeds]
    where = lambda case, k: os.path.join(folder, case, ids[k])
    sound = noisy(session(device, {"spectra", "steps", "loops", "writes"}), fresh(2), relative, floor)
    for k in range(len(seeds)):
        write(where("sound", k), sound, k)
        rows = []
        for bias in plan["biases"]:
            R_dc, C_lf, taus = truth(device, bias)
            rows.append(dict(bias_V=float(bias[k]), R_dc_ohm=float(R_dc[k]), C_lf_F=float(C_lf[k]), tau_s=[float(np.broadcast_to(t, (device.n,))[k]) for t in taus]))
        content = dict(model=model, parameters=device.parameters(k), at_bias=rows)
        with open(os.path.join(where("sound", k), "truth.json"), "w") as out:
            json.dump(content, out, indent=1)
    for number, fault in enumerate(faults):
        every = {"spectra", "steps", "loops", "writes"}
        if fault == "sweptTooFast":
            new, kept = noisy(session(device, {"hurried"}), fresh(10), relative, floor), every - {"loops"}
        elif fault == "drift":
            later = kind(fresh(1))
            later.growth = 1.5
            new, kept = noisy(session(later, {"loops"}), fresh(11), relative, floor), every - {"loops"}
        elif fault == "secondMemory":
            slow = WithSlowCurrent(device, 0.5, 3000 * device.slowest)
            new, kept = noisy(session(slow, every), fresh(12), relative, floor), set()
        else:
            group = "loops" if fault == "photovoltaicSign" else "spectra"
            new = {n: (a, b, c.copy()) for n, (a, b, c) in sound.items() if kinds(n) == group}
            kept = every - {group}
            for name, (_, _, data) in new.items():
                if fault == "photovoltaicSign":
                    data[:, 2] *= -1
                elif fault == "reversedReactance":
                    data[:, 2] *= -1
                else:
                    sign = np.array([1 if seed // 2 % 2 == 0 else -1 for seed in seeds])
                    data[:, 1] += 0.2 * sign * device.R_s
        for k in range(len(seeds)):
            write(where(fault, k), new, k)
            link(where("sound", k), where(fault, k), kept)


# --- the steps against scipy's integration of the full equations --------------------------------------------------------


def check():
    from scipy.integrate import solve_ivp

    worst = 0.0
    for kind in (Calm, TwoBranch):
        device = kind([np.random.default_rng(7)])

        def flow(voltage, slope):
            def rates(t, y):
                V = voltage + slope * t
                u, state = np.array([y[0]]), [np.array([x]) for x in y[1:]]
                I = (V - u) / device.R_s
                du = (I - device.conduction(u, state)) / device.C
                if kind is Calm:
                    slow = [(device.x_inf(u) - state[0]) / device.tau(u)]
                else:
                    goal = device.rest(u)
                    slow = [(goal[0] - state[0]) / device.tau_L, (goal[1] - state[1]) / device.tau_C]
                return np.concatenate([du] + slow)

            return rates

        plan = device.plan()
        scales = lambda y: [1e-10] * len(y) if kind is Calm else [1e-10, 1e-16, 1e-10]
        # A large step, from rest.
        bench = Bench(device, 0.0)
        y = np.concatenate([bench.u] + bench.state)
        height = plan["heights"][-1][0]
        times = spread(1e-3 * device.slowest, 3 * device.slowest, 12)[:, 0]
        bench.jump(height)
        ours = hold(bench, [np.array([t]) for t in spread(1e-4 * device.slowest, 3 * device.slowest, 200)[:, 0]])
        exact = solve_ivp(flow(height, 0.0), (0, times[-1] * 1.001), y, method="Radau", rtol=1e-9, atol=scales(y), dense_output=True)
        t = spread(1e-4 * device.slowest, 3 * device.slowest, 200)[20:, 0]
        theirs = (height - exact.sol(t)[0]) / device.R_s[0]
        worst = max(worst, np.max(np.abs(ours[20:, 0] / theirs - 1)))
        print(f"{device.name}: step misses {np.max(np.abs(ours[20:, 0] / theirs - 1)):.1e}")
        # One rise of the slowest loop.
        rate, top = plan["rates"][1][0][0], plan["top"][0]
        bench = Bench(device, 0.0)
        y = np.concatenate([bench.u] + bench.state)
        ours = []
        for k in range(125):
            bench.run(np.array([top / 125 / rate]), 6, to=np.array([top * (k + 1) / 125]))
            ours.append(bench.current()[0])
        exact = solve_ivp(flow(0.0, rate), (0, top / rate), y, method="Radau", rtol=1e-9, atol=scales(y), dense_output=True)
        t = np.arange(1, 126) / 125 * top / rate
        theirs = (rate * t - exact.sol(t)[0]) / device.R_s[0]
        size = np.abs(theirs) + 1e-4 * np.max(np.abs(theirs))
        miss = np.max(np.abs(np.array(ours) - theirs) / size)
        worst = max(worst, miss)
        print(f"{device.name}: loop misses {miss:.1e}")
    # A fifth of the noise; the first moments of a large step, where the charge of C still moves.
    return worst < 5e-3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("--model", choices=["calm", "two-branch"], default="calm")
    parser.add_argument("--faults", default="all")
    parser.add_argument("--noise", type=float, default=0.01)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        sys.exit(0 if check() else 1)
    if not options.folder:
        parser.error("a folder to write to is needed")
    faults = {"all": FAULTS, "none": []}.get(options.faults, options.faults.split(","))
    make(options.folder, options.model, list(range(options.first, options.first + options.count)), options.noise, faults)


if __name__ == "__main__":
    main()
