#!/usr/bin/env python3
"""Recompute the golden values of docs/theory.md (section I) and print them as JSON.

Usage:  python3 theory_golden.py > theory.json
Needs numpy and scipy only.  Deterministic: no random numbers, no clock, fixed tolerances;
every number is rounded to the significant digits it is good for.
Each case carries `params`, `expected` (the numbers a port must reproduce), `rtol` (relative
tolerance for `expected`; `atol` where a value may be zero) and `checks` (how far two
independent routes to the same number disagree; the script aborts if a check fails).
"""
import json
import math
import sys

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gamma as gamma_fn
from scipy.stats import norm

CASES = []


def sig(x, n=12):
    """Round to n significant digits, recursively; complex -> [re, im]."""
    if isinstance(x, dict):
        return {k: sig(v, n) for k, v in x.items()}
    if isinstance(x, (list, tuple, np.ndarray)):
        return [sig(v, n) for v in x]
    if isinstance(x, (bool, np.bool_)):
        return bool(x)
    if isinstance(x, str) or x is None:
        return x
    if isinstance(x, (int, np.integer)):
        return int(x)
    if isinstance(x, (complex, np.complexfloating)):
        return [sig(x.real, n), sig(x.imag, n)]
    x = float(x)
    if x == 0.0 or not math.isfinite(x):
        return x
    return float(f"{x:.{n - 1}e}")


def add(cid, section, title, params, expected, rtol, checks=None, digits=12, atol=0.0, note=""):
    checks = checks or {}
    for name, (value, limit) in checks.items():
        if not (abs(value) <= limit):
            raise SystemExit(f"{cid}: check '{name}' failed: {value!r} > {limit!r}")
    CASES.append({
        "id": cid, "section": section, "title": title, "params": sig(params, 15),
        "expected": sig(expected, digits), "rtol": rtol, "atol": atol,
        "checks": {k: {"discrepancy": sig(v[0], 2), "limit": v[1]} for k, v in checks.items()},
        "note": note})


def rel(a, b):
    return abs(a - b) / max(abs(b), 1e-300)


# ---------------------------------------------------------------- circuit EC1 (chemical inductor)
def y_ci(s, p):
    """Internal admittance of EC1 at Laplace variable s (without R_s)."""
    return s * p["C_m"] + 1 / p["R_b"] + 1 / (p["R_a"] + s * p["L_a"])


def z_ci(w, p):
    return p["R_s"] + 1 / y_ci(1j * w, p)


def r_int(p):
    return 1 / (1 / p["R_b"] + 1 / p["R_a"])


def clf_int(p):
    return p["C_m"] - p["L_a"] / p["R_a"] ** 2


def clf_tot(p):
    return clf_int(p) / (1 + p["R_s"] / r_int(p)) ** 2


def vstep_poly(p):
    """Denominator (s^2, s, 1) of Y_tot(s): its roots are the voltage-step eigenvalues."""
    G, C, R, L, Rs = 1 / p["R_b"], p["C_m"], p["R_a"], p["L_a"], p["R_s"]
    return [Rs * L * C, L + Rs * (C * R + G * L), R + Rs * (1 + G * R)]


def istep_poly(p):
    """Numerator of Y(s): its roots are the current-step (galvanostatic) eigenvalues."""
    G, C, R, L = 1 / p["R_b"], p["C_m"], p["R_a"], p["L_a"]
    return [L * C, C * R + G * L, 1 + G * R]


P1 = {"R_s": 50.0, "R_b": 1000.0, "R_a": 500.0, "L_a": 250.0, "C_m": 1e-6}

# G01 ------------------------------------------------------------------------------------------
freqs = [1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5]
zz = [z_ci(2 * math.pi * f, P1) for f in freqs]
w_c = math.sqrt(1 / (P1["L_a"] * P1["C_m"]) - (P1["R_a"] / P1["L_a"]) ** 2)
w_c_num = brentq(lambda w: z_ci(w, P1).imag, 1.0, 1e3, xtol=1e-13, rtol=1e-15)
w_small = 1e-6
z_lf, w_lf = z_ci(2 * math.pi * 0.1, P1), 2 * math.pi * 0.1
R_mid = z_ci(w_c, P1).real
R_dc_circle = z_lf.real - z_lf.imag ** 2 / (R_mid - z_lf.real)
tau_Z_circle = (z_lf.real - R_dc_circle) / (w_lf * z_lf.imag)
Rb_q, Ri_q = R_mid - P1["R_s"], R_dc_circle - P1["R_s"]
yy = [1 / (z - P1["R_s"]) for z in zz[:6]]
cg = np.polyfit([y.real for y in yy], [y.imag / (2 * math.pi * f) for y, f in zip(yy, freqs[:6])], 1)
cg_res = max(abs(y.imag / (2 * math.pi * f) - np.polyval(cg, y.real)) for y, f in zip(yy, freqs[:6]))
add("G01", "A,E", "EC1 impedance, resonance crossing, DC resistance, low-frequency capacitance", P1, {
    "f_Hz": freqs, "Z_ohm": zz, "R_dc": P1["R_s"] + r_int(P1), "tau_k": P1["L_a"] / P1["R_a"],
    "omega_Zimag_zero": w_c, "Re_Z_at_crossing": z_ci(w_c, P1).real,
    "C_lf_internal": clf_int(P1), "C_lf_total": clf_tot(P1),
    "CG_line_slope_minus_tau_k": -P1["L_a"] / P1["R_a"],
    "CG_line_intercept": P1["C_m"] + P1["L_a"] / P1["R_a"] / P1["R_b"],
    "start_values_from_0.1Hz_circle": {"R_dc": R_dc_circle, "tau_Z": tau_Z_circle, "R_b": Rb_q,
                                       "R_a": Rb_q * Ri_q / (Rb_q - Ri_q), "tau_k": tau_Z_circle * Rb_q / Ri_q}}, 1e-10, {
    "C-G line slope by regression": (rel(cg[0], -P1["L_a"] / P1["R_a"]), 1e-8),
    "C-G line is straight": (cg_res / P1["C_m"], 1e-6),
    "circle R_dc within 0.1 percent": (rel(R_dc_circle, P1["R_s"] + r_int(P1)), 1e-3),
    "root of Im Z": (rel(w_c_num, w_c), 1e-10),
    "C_lf from Im(1/Z)/omega": (rel((1 / z_ci(w_small, P1)).imag / w_small, clf_tot(P1)), 1e-6)})

# G02 ------------------------------------------------------------------------------------------
dV = 0.01
roots = sorted(np.roots(vstep_poly(P1)).real)
lam_f, lam_s = roots[0], roots[1]
num = istep_poly(P1)
den = vstep_poly(P1)


def residue(lam):
    """Residue of Y_tot(s)/s at s=lam times 1 (amplitude of exp(lam t))."""
    return np.polyval(num, lam) / (lam * np.polyval(np.polyder(den), lam))


A_f, A_s = residue(lam_f), residue(lam_s)
Y0 = 1 / (P1["R_s"] + r_int(P1))


def i_step(t):
    return dV * (Y0 + A_f * np.exp(lam_f * t) + A_s * np.exp(lam_s * t))


def rhs_step(t, y):
    u, w = y
    cur = (dV - u) / P1["R_s"]
    return [(cur - u / P1["R_b"] - w) / P1["C_m"], (u - P1["R_a"] * w) / P1["L_a"]]


tt = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0, 2.0, 5.0]
sol = solve_ivp(rhs_step, (0, 5.0), [0.0, 0.0], method="Radau", rtol=1e-11, atol=1e-16, t_eval=tt)
i_ode = (dV - sol.y[0]) / P1["R_s"]
tau_f, tau_s = -1 / lam_f, -1 / lam_s
R_p = P1["R_s"] * P1["R_b"] / (P1["R_s"] + P1["R_b"])
t_min = math.log(-(A_f * lam_f) / (A_s * lam_s)) / (lam_s - lam_f)
q_ex = dV * (-A_f / lam_f - A_s / lam_s)
t_min_num = minimize_scalar(lambda t: i_step(t), bounds=(1e-5, 0.05), method="bounded",
                            options={"xatol": 1e-12}).x
add("G02", "C", "EC1 small voltage step: capacitive spike then inductive rise", {**P1, "dV": dV}, {
    "t_s": tt, "i_A": [i_step(t) for t in tt], "tau_fast": tau_f, "tau_slow": tau_s,
    "A_fast_S": A_f, "A_slow_S": A_s, "i_0plus": dV / P1["R_s"], "i_inf": dV * Y0,
    "tau_slow_approx_L_over_Ra_plus_Rp": P1["L_a"] / (P1["R_a"] + R_p),
    "tau_fast_approx_Rp_C": R_p * P1["C_m"],
    "t_turnover": t_min, "i_turnover": i_step(t_min), "excess_charge_C": q_ex}, 1e-9, {
    "ODE (Radau) vs closed form": (float(np.max(np.abs(i_ode / np.array([i_step(t) for t in tt]) - 1))), 1e-7),
    "turnover by minimisation": (rel(t_min_num, t_min), 1e-5),
    "excess charge = C_lf_total dV": (rel(q_ex, clf_tot(P1) * dV), 1e-11)})

# G03 ------------------------------------------------------------------------------------------
dI = 1e-5
lam1, lam2 = sorted(np.roots(istep_poly(P1)).real)
pz = istep_poly(P1)
B1 = (P1["R_a"] + lam1 * P1["L_a"]) / (lam1 * np.polyval(np.polyder(pz), lam1))
B2 = (P1["R_a"] + lam2 * P1["L_a"]) / (lam2 * np.polyval(np.polyder(pz), lam2))


def v_step(t):
    return dI * (P1["R_s"] + r_int(P1) + B1 * np.exp(lam1 * t) + B2 * np.exp(lam2 * t))


def rhs_i(t, y):
    u, w = y
    return [(dI - u / P1["R_b"] - w) / P1["C_m"], (u - P1["R_a"] * w) / P1["L_a"]]


ti = [1e-5, 1e-4, 1e-3, 5e-3, 1e-2, 0.1, 0.5, 2.0]
sol = solve_ivp(rhs_i, (0, 2.0), [0.0, 0.0], method="Radau", rtol=1e-11, atol=1e-18, t_eval=ti)
v_ode = dI * P1["R_s"] + sol.y[0]
t_pk = math.log(-(B1 * lam1) / (B2 * lam2)) / (lam2 - lam1)
add("G03", "C", "EC1 small current step: voltage overshoot", {**P1, "dI": dI}, {
    "t_s": ti, "V_V": [v_step(t) for t in ti], "tau_fast": -1 / lam1, "tau_slow": -1 / lam2,
    "tau_slow_approx_L_over_Ra_plus_Rb": P1["L_a"] / (P1["R_a"] + P1["R_b"]),
    "t_peak": t_pk, "V_peak": v_step(t_pk), "V_inf": dI * (P1["R_s"] + r_int(P1)),
    "overshoot_fraction": v_step(t_pk) / (dI * (P1["R_s"] + r_int(P1))) - 1}, 1e-9, {
    "ODE (Radau) vs closed form": (float(np.max(np.abs(v_ode / np.array([v_step(t) for t in ti]) - 1))), 1e-7)})

# ---------------------------------------------------------------- CALM
VOL = {"g_L": 1e-5, "g_H": 1e-3, "V_h": 0.5, "V_x": 0.08, "tau_0": 0.2, "gam": 0.5, "C_m": 1e-8}
NVM = {"g_L": 2e-5, "g_H": 4e-4, "V_h": 0.0, "V_x": 0.1, "tau_0": 1000.0, "gam": 0.5, "C_m": 1e-9}


def calm_y(u, p):
    return (u - p["V_h"]) / p["V_x"]


def calm_xinf(u, p):
    return 1 / (1 + math.exp(-calm_y(u, p)))


def calm_tau(u, p):
    y = calm_y(u, p)
    return p["tau_0"] / (math.exp(p["gam"] * y) + math.exp(-(1 - p["gam"]) * y))


def calm_g(x, p):
    return p["g_L"] + (p["g_H"] - p["g_L"]) * x


def calm_small(u, p, R_s=0.0):
    x = calm_xinf(u, p)
    dxdu = x * (1 - x) / p["V_x"]
    Ra = 1 / ((p["g_H"] - p["g_L"]) * u * dxdu)
    return {"R_s": R_s, "R_b": 1 / calm_g(x, p), "R_a": Ra, "L_a": calm_tau(u, p) * Ra, "C_m": p["C_m"]}


# G04 ------------------------------------------------------------------------------------------
exp4, chk4 = {}, {}
for u in (0.4, 0.5, 0.6, -0.2):
    q = calm_small(u, VOL, 20.0)
    h = 1e-5
    iss = lambda v: calm_g(calm_xinf(v, VOL), VOL) * v
    slope = (iss(u + h) - iss(u - h)) / (2 * h)
    fz = [1e-2, 1.0, 100.0]
    exp4[f"u={u:g}"] = {"x_inf": calm_xinf(u, VOL), "tau": calm_tau(u, VOL), "R_b": q["R_b"], "R_a": q["R_a"],
                        "L_a": q["L_a"], "R_dc_total": q["R_s"] + r_int(q), "C_lf_internal": clf_int(q),
                        "f_Hz": fz, "Z_ohm": [z_ci(2 * math.pi * f, q) for f in fz]}
    chk4[f"1/R_int = dI/du at u={u:g}"] = (rel(slope, 1 / r_int(q)), 1e-6)
    gb = lambda v: calm_g(calm_xinf(v, VOL), VOL)
    chk4[f"R_b = u/I at u={u:g}"] = (rel(u / iss(u), q["R_b"]), 1e-12)
    chk4[f"1/R_a = u d(1/R_b)/du at u={u:g}"] = (rel(u * (gb(u + h) - gb(u - h)) / (2 * h), 1 / q["R_a"]), 1e-6)
# direct small-signal simulation of the nonlinear ODE at u = 0.5 V, f = 1 Hz
u0, amp, f0 = 0.5, 1e-5, 1.0
w0 = 2 * math.pi * f0
per = 1 / f0
rhsx = lambda t, x: [(calm_xinf(u0 + amp * math.sin(w0 * t), VOL) - x[0]) / calm_tau(u0 + amp * math.sin(w0 * t), VOL)]
s1 = solve_ivp(rhsx, (0, 20 * per), [calm_xinf(u0, VOL)], method="DOP853", rtol=1e-12, atol=1e-14, dense_output=True)
tg = np.linspace(19 * per, 20 * per, 2001)[:-1]
ug = u0 + amp * np.sin(w0 * tg)
ig = np.array([calm_g(x, VOL) for x in s1.sol(tg)[0]]) * ug + VOL["C_m"] * amp * w0 * np.cos(w0 * tg)
Yn = 2 * np.mean(ig * np.exp(-1j * w0 * tg)) / (amp * -1j)
Yr = y_ci(1j * w0, calm_small(u0, VOL))
chk4["nonlinear ODE lock-in vs circuit Y at 0.5 V, 1 Hz"] = (abs(Yn / Yr - 1), 1e-5)
add("G04", "A,B", "CALM (volatile set): steady state and circuit elements at four biases, R_s = 20 ohm",
    {**VOL, "R_s": 20.0}, exp4, 1e-10, chk4)

# G05 ------------------------------------------------------------------------------------------
exp5 = {"volatile": [], "nonvolatile": []}
for name, p, steps in (("volatile", VOL, [(0.0, 0.7), (0.7, 0.0), (0.0, 0.5)]),
                       ("nonvolatile", NVM, [(0.0, 0.8), (0.8, 0.0), (0.0, -0.8)])):
    x = calm_xinf(0.0, p)
    for (ua, ub) in steps:
        T = 0.05 if name == "volatile" else 10.0
        x_end = calm_xinf(ub, p) + (x - calm_xinf(ub, p)) * math.exp(-T / calm_tau(ub, p))
        exp5[name].append({"from_V": ua, "to_V": ub, "duration_s": T, "x_start": x, "x_end": x_end,
                           "tau": calm_tau(ub, p), "x_inf": calm_xinf(ub, p),
                           "i_end": calm_g(x_end, p) * ub})
        x = x_end
add("G05", "B,C", "CALM large voltage steps (exact exponentials), volatile and nonvolatile parameter sets",
    {"volatile": VOL, "nonvolatile": NVM}, exp5, 1e-10)

# G06 ------------------------------------------------------------------------------------------
def train(p, Vp, Vr, tp, tr, N, x0):
    a, b = math.exp(-tp / calm_tau(Vp, p)), math.exp(-tr / calm_tau(Vr, p))
    xp, xr = calm_xinf(Vp, p), calm_xinf(Vr, p)
    out, x = [], x0
    for _ in range(N):
        x = xp + (x - xp) * a
        out.append(x)
        x = xr + (x - xr) * b
    xstar = (xp * (1 - a) + a * xr * (1 - b)) / (1 - a * b)
    return a, b, xp, xr, xstar, out


a, b, xp, xr, xs, xn = train(NVM, 0.6, 0.0, 1.0, 1.0, 64, calm_xinf(-0.6, NVM))
n = 20
closed = xs + (xn[0] - xs) * (a * b) ** (n - 1)
ad, bd, xpd, xrd, xsd, xnd = train(NVM, -0.6, 0.0, 1.0, 1.0, 64, xn[-1])
a2, b2, xp2, xr2, xs2, xv = train(VOL, 0.6, 0.0, 0.01, 0.002, 2, calm_xinf(0.0, VOL))
i1, i2 = calm_g(xv[0], VOL) * 0.6, calm_g(xv[1], VOL) * 0.6
ppf_closed = 1 + (VOL["g_H"] - VOL["g_L"]) * a2 * b2 * (1 - a2) * (xp2 - xr2) / calm_g(xv[0], VOL)
rate = 1.0 / calm_tau(0.6, NVM) + 1.0 / calm_tau(0.0, NVM)
add("G06", "B,C", "CALM pulse trains: potentiation, depression, paired-pulse ratio",
    {"nonvolatile": NVM, "volatile": VOL, "V_pot": 0.6, "V_dep": -0.6, "V_rest": 0.0, "t_p": 1.0, "t_r": 1.0,
     "N": 64, "ppf": {"V_p": 0.6, "t_p": 0.01, "t_r": 0.002}}, {
        "x_after_pulse_pot": {"1": xn[0], "2": xn[1], "20": xn[19], "64": xn[63]}, "x_star_pot": xs,
        "x_after_pulse_dep": {"1": xnd[0], "2": xnd[1], "20": xnd[19], "64": xnd[63]}, "x_star_dep": xsd,
        "N0_pulses_pot": -1 / math.log(a * b), "N0_pulses_dep": -1 / math.log(ad * bd),
        "g_read_pot_1_64": [calm_g(xn[0], NVM), calm_g(xn[63], NVM)],
        "ppf_ratio": i2 / i1, "ppf_percent_gain": 100 * (i2 / i1 - 1)}, 1e-10, {
        "closed form x_n": (rel(closed, xn[19]), 1e-12),
        "1/N0 = t_p/tau_p + t_r/tau_r": (rel(-math.log(a * b), rate), 1e-12),
        "closed PPF": (rel(ppf_closed, i2 / i1), 1e-12)},
    note="Every pulse is followed by t_r at V_rest; x is read at the end of the pulse. Potentiation starts at x_inf(V_dep); depression starts at x after potentiation pulse 64, no rest between; ppf starts from x_inf(V_rest). The names are parameter sets, not classes of section H: the \"nonvolatile\" set has tau(0) = 500 s.")


# G07 ------------------------------------------------------------------------------------------
def calm_sweep(p, U, v, x0, reads):
    """One cycle 0 -> U -> 0 -> -U -> 0 at scan rate v; areas by augmented ODE (exact in sampling)."""
    legs = [(0.0, U), (U, 0.0), (0.0, -U), (-U, 0.0)]
    x, res = x0, []
    for ua, ub in legs:
        sgn = 1.0 if ub > ua else -1.0
        T = abs(ub - ua) / v

        def rhs(t, y):
            u = ua + sgn * v * t
            i = calm_g(y[0], p) * u
            return [(calm_xinf(u, p) - y[0]) / calm_tau(u, p), i * sgn * v * 1e6, abs(i) * v * 1e6]

        s = solve_ivp(rhs, (0, T), [x, 0.0, 0.0], method="DOP853", rtol=1e-12, atol=1e-15,
                      dense_output=True, max_step=T / 500)
        rd = {}
        for u in reads:
            if min(ua, ub) <= u <= max(ua, ub):
                rd[f"{u:g}"] = calm_g(s.sol(abs(u - ua) / v)[0], p) * u
        x = s.y[0, -1]
        res.append({"x_end": x, "int_I_dV": s.y[1, -1] * 1e-6, "int_absI_absdV": s.y[2, -1] * 1e-6, "i_at": rd})
    return x, res


exp7, chk7 = {}, {}
for v in (0.1, 1.0, 10.0):
    x = calm_xinf(0.0, VOL)
    for _ in range(2):
        x_prev = x
        x, res = calm_sweep(VOL, 1.0, v, x, [0.4, -0.4])
    f, bk, fn, bn = res
    Hp = (bk["int_absI_absdV"] - f["int_absI_absdV"]) / (bk["int_absI_absdV"] + f["int_absI_absdV"])
    Hn = (bn["int_absI_absdV"] - fn["int_absI_absdV"]) / (bn["int_absI_absdV"] + fn["int_absI_absdV"])
    exp7[f"v={v:g}"] = {
        "area_lobe_pos_W": f["int_I_dV"] + bk["int_I_dV"], "area_lobe_neg_W": fn["int_I_dV"] + bn["int_I_dV"],
        "H_pos": Hp, "H_neg": Hn, "i_fwd_0.4": f["i_at"]["0.4"], "i_bwd_0.4": bk["i_at"]["0.4"],
        "on_off_at_0.4": bk["i_at"]["0.4"] / f["i_at"]["0.4"],
        "RR_0.4_bwd_over_fwdneg": bk["i_at"]["0.4"] / abs(fn["i_at"]["-0.4"]),
        "x_end_of_positive_lobe": bk["x_end"]}
    if v == 1.0:
        # independent integration of the same cycle (other method), area compared
        x2, res2 = calm_xinf(0.0, VOL), None
        xx, A2 = x2, 0.0
        for cyc in range(2):
            A2 = 0.0
            for ua, ub in [(0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0)]:
                sgn = 1.0 if ub > ua else -1.0
                r2 = lambda t, y: [(calm_xinf(ua + sgn * t, VOL) - y[0]) / calm_tau(ua + sgn * t, VOL),
                                   calm_g(y[0], VOL) * (ua + sgn * t) * sgn]
                s = solve_ivp(r2, (0, 1.0), [xx, 0.0], method="Radau", rtol=1e-10, atol=1e-14)
                xx = s.y[0, -1]
                if (ua, ub) in [(0.0, 1.0), (1.0, 0.0)]:
                    A2 += s.y[1, -1]
        chk7["Radau vs DOP853 area at 1 V/s"] = (rel(A2, exp7["v=1"]["area_lobe_pos_W"]), 1e-6)
add("G07", "B,D", "CALM (volatile set) triangular cycle 0,+1,0,-1,0 V, second cycle, conduction current only",
    {**VOL, "U": 1.0, "cycles": 2, "start": "x_inf(0)"}, exp7, 1e-6, chk7, digits=9)


# G08 ------------------------------------------------------------------------------------------
def lobe_tri(p):
    """Signed lobe area / (kappa U^3), bipolar triangle, i = (g0 + x) u, tau dx/dt = kappa u - x, p = U/(v tau)."""
    return -1 / p + 2 * math.tanh(p) / p ** 2 - 2 * (1 - 1 / math.cosh(p)) / p ** 3


def lobe_sin(wt):
    return -(2.0 / 3.0) * wt / (1 + wt * wt)


def lobe_sin_even(wt):
    return -(math.pi / 8.0) * 2 * wt / (1 + 4 * wt * wt)


pst = minimize_scalar(lobe_tri, bounds=(0.3, 20), method="bounded", options={"xatol": 1e-13}).x


def tri_ode(p):
    """Periodic state found exactly: start value -x(T/2) = x(0); U = kappa = tau = 1, v = 1/p."""
    v = 1 / p
    A = 2 * v / (1 + math.exp(-2 * p))
    x = (-1 - v) + A                                # x at u = -1, rising
    up = solve_ivp(lambda t, y: [(-1 + v * t) - y[0], 0.0], (0, p), [x, 0.0], rtol=1e-12, atol=1e-14)
    x0 = up.y[0, -1]
    up = solve_ivp(lambda t, y: [v * t - y[0], y[0] * v * t * v], (0, p), [x0, 0.0], rtol=1e-12, atol=1e-14)
    dn = solve_ivp(lambda t, y: [(1 - v * t) - y[0], -y[0] * (1 - v * t) * v], (0, p), [up.y[0, -1], 0.0],
                   rtol=1e-12, atol=1e-14)
    return up.y[1, -1] + dn.y[1, -1]


def quad_sin(wt, even=False):
    ph = math.atan(2 * wt) if even else math.atan(wt)
    if even:
        g = lambda th: 0.5 * (1 - math.cos(2 * th - ph) / math.sqrt(1 + 4 * wt * wt))
    else:
        g = lambda th: math.sin(th - ph) / math.sqrt(1 + wt * wt)
    return quad(lambda th: g(th) * math.sin(th) * math.cos(th), 0, math.pi, epsabs=1e-14, epsrel=1e-13)[0]


def cap_tri(v, C=1.0):
    return 2 * C * v                                 # lobe area per U for a pure capacitor, for reference


add("G08", "D", "Linear activated conductance: signed lobe area (over kappa U^3 or kappa2 U^4) and its peak",
    {"definition": "A = closed integral of I dV over the V>0 half cycle, periodic regime",
     "p": "U/(v tau) for the triangle, omega*tau for the sine"}, {
        "triangle": {str(p): lobe_tri(p) for p in (0.2, 0.5, 1.0, 2.0, 5.0, 20.0)},
        "triangle_peak_p": pst, "triangle_peak_v_tau_over_U": 1 / pst, "triangle_peak_value": lobe_tri(pst),
        "triangle_peak_T_over_tau": 4 * pst,
        "sine_odd": {str(w): lobe_sin(w) for w in (0.1, 1.0, 10.0)},
        "sine_even": {str(w): lobe_sin_even(w) for w in (0.1, 0.5, 10.0)}}, 1e-7, {
        "triangle ODE p=2": (rel(tri_ode(2.0), lobe_tri(2.0)), 1e-8),
        "triangle ODE p=0.5": (rel(tri_ode(0.5), lobe_tri(0.5)), 1e-7),
        "sine odd quadrature": (rel(quad_sin(0.7), lobe_sin(0.7)), 1e-10),
        "sine even quadrature": (rel(quad_sin(0.7, True), lobe_sin_even(0.7)), 1e-10)}, digits=9)

# ---------------------------------------------------------------- two-branch perovskite model
PVK = {"C_g": 2e-8, "I_b0": 1e-8, "V_b": 0.1, "I_a0": 1e-9, "V_a": 0.06, "tau_L": 2.0,
       "C_s0": 1e-6, "V_c": 0.15, "tau_C": 0.5, "R_s": 30.0}


def pvk_elements(u, p):
    Cs = p["C_s0"] * math.exp(u / p["V_c"])
    Ra = p["V_a"] / (p["I_a0"] * math.exp(u / p["V_a"]))
    return {"R_b": p["V_b"] / (p["I_b0"] * math.exp(u / p["V_b"])), "R_a": Ra, "L_a": p["tau_L"] * Ra,
            "C_s": Cs, "R_c": p["tau_C"] / Cs, "C_g": p["C_g"], "R_s": p["R_s"]}


def pvk_y(s, e):
    return s * e["C_g"] + 1 / e["R_b"] + 1 / (e["R_a"] + s * e["L_a"]) + s * e["C_s"] / (1 + s * e["R_c"] * e["C_s"])


def pvk_clf(u, p):
    e = pvk_elements(u, p)
    return e["C_g"] + e["C_s"] - e["L_a"] / e["R_a"] ** 2


u_x_approx = math.log(PVK["C_s0"] * PVK["V_a"] / (PVK["tau_L"] * PVK["I_a0"])) / (1 / PVK["V_a"] - 1 / PVK["V_c"])
u_x = brentq(lambda u: pvk_clf(u, PVK), 0.2, 0.5, xtol=1e-14)


def pvk_iss(u, p):
    return p["I_b0"] * math.expm1(u / p["V_b"]) + p["I_a0"] * math.expm1(u / p["V_a"])


def pvk_sweep(p, V0, V1, v, y0):
    """Voltage ramp of the applied voltage; states u, w, v_s.  Returns dense solution."""
    sgn = 1.0 if V1 > V0 else -1.0

    def rhs(t, y):
        u, w, vs = y
        cs = p["C_s0"] * math.exp(vs / p["V_c"])
        cur = (V0 + sgn * v * t - u) / p["R_s"]
        du = (cur - p["I_b0"] * math.expm1(u / p["V_b"]) - w - cs * (u - vs) / p["tau_C"]) / p["C_g"]
        return [du, (p["I_a0"] * math.expm1(u / p["V_a"]) - w) / p["tau_L"], (u - vs) / p["tau_C"]]

    return solve_ivp(rhs, (0, abs(V1 - V0) / v), y0, method="Radau", rtol=1e-9, atol=1e-13, dense_output=True)


def pvk_fwd_bwd(v, probe, U=0.6):
    up = pvk_sweep(PVK, 0.0, U, v, [0.0, 0.0, 0.0])
    dn = pvk_sweep(PVK, U, 0.0, v, up.y[:, -1])
    out = []
    for V in probe:
        i_f = (V - up.sol(V / v)[0]) / PVK["R_s"]
        i_b = (V - dn.sol((U - V) / v)[0]) / PVK["R_s"]
        out.append((i_f, i_b))
    return out


def clf_tot_pvk(V):
    u = brentq(lambda u: u + PVK["R_s"] * pvk_iss(u, PVK) - V, -1, 2, xtol=1e-15)
    e = pvk_elements(u, PVK)
    g = 1 / e["R_b"] + 1 / e["R_a"]
    return pvk_clf(u, PVK) / (1 + PVK["R_s"] * g) ** 2


v_slow = 1e-4
probe = [0.25, 0.40]
fb = pvk_fwd_bwd(v_slow, probe)
hyst = [(a_ - b_) / (2 * v_slow) for a_, b_ in fb]
clf_ref = [clf_tot_pvk(V) for V in probe]
add("G09", "B,E,G", "Two-branch perovskite model: elements, capacitive-to-inductive crossover, slow-sweep hysteresis",
    {**PVK, "v_slow": v_slow, "U": 0.6}, {
        "crossover_u": u_x, "crossover_u_neglecting_Cg": u_x_approx,
        "elements_at_0.25": pvk_elements(0.25, PVK), "elements_at_0.45": pvk_elements(0.45, PVK),
        "Z_at_u0.45_f0.01_0.1_1_10": [PVK["R_s"] + 1 / pvk_y(2j * math.pi * f, pvk_elements(0.45, PVK))
                                      for f in (0.01, 0.1, 1.0, 10.0)],
        "C_lf_total_at_V0.25_0.40": clf_ref}, 1e-9, {
        "(I_fwd - I_bwd)/2v vs C_lf_total at 0.25 V": (rel(hyst[0], clf_ref[0]), 2e-3),
        "(I_fwd - I_bwd)/2v vs C_lf_total at 0.40 V": (rel(hyst[1], clf_ref[1]), 2e-3)})

# G10 ------------------------------------------------------------------------------------------
NF = {"R_base": 200e-9, "R_tip": 50e-9, "L": 10e-6, "D": 1.75e-9, "eps": 80.23 * 8.8541878128e-12,
      "psi0": -0.0102464, "eta": 1.009347337765476e-3, "T": 293.15, "sigma_per_m2": -0.0015e18,
      "rho_b_per_m3": 0.1 * 6.0221409e23}
kB, qe = 1.38064852e-23, 1.60217662e-19


def nf_derived(p):
    wv = qe * p["D"] * p["eta"] / (kB * p["T"] * p["eps"] * p["psi0"])
    Du = p["sigma_per_m2"] / (2 * p["rho_b_per_m3"] * p["R_tip"])
    dg = -2 * wv * (p["R_base"] - p["R_tip"]) / p["R_base"] * Du
    g0 = math.pi * p["R_tip"] * p["R_base"] / p["L"] * 2 * p["rho_b_per_m3"] * qe ** 2 * p["D"] / (kB * p["T"])
    return wv, Du, dg, g0


def nf_ginf(V, p):
    dg = nf_derived(p)[2]
    Q = math.pi * p["R_tip"] * p["R_base"] * p["eps"] * p["psi0"] / (p["eta"] * p["L"]) * V
    Pe = Q * p["L"] / (p["D"] * math.pi * p["R_tip"] ** 2)
    Rt, Rb = p["R_tip"], p["R_base"]

    def integrand(z):                                 # z = x/L
        R = Rb - (Rb - Rt) * z
        if abs(Pe) < 1e-9:
            return z * Rt / R - z * Rt / R
        return z * Rt / R - math.expm1(Pe * z * Rt ** 2 / (Rb * R)) / math.expm1(Pe * Rt / Rb)

    return 1 + dg * quad(integrand, 0, 1, epsabs=1e-13, epsrel=1e-12)[0]


wv, Du, dgc, g0c = nf_derived(NF)
add("G10", "B", "Conical-channel (nanofluidic) volatile memristor: g_inf(V)/g0, g0, tau = L^2/(12 D)", {**NF, "e": qe, "k_B": kB}, {
    "tau_s": NF["L"] ** 2 / (12 * NF["D"]), "Du": Du, "w": wv, "dg": dgc, "g0_S": g0c,
    "ginf_over_g0": {f"{V:g}": nf_ginf(V, NF) for V in (-1.0, -0.5, -0.1, 0.1, 0.5, 1.0)},
    "RR_steady_at_1V": nf_ginf(1.0, NF) / nf_ginf(-1.0, NF)}, 1e-8, digits=10,
    note="With the sign convention used here (psi0 < 0) the high-conductance polarity is the positive one; RR = |I(+V)|/|I(-V)| as in D.3.")

# ---------------------------------------------------------------- FitzHugh-Nagumo in device form
FHN = {"C_m": 1e-6, "R_N": 1e3, "u_0": 1.0, "R_w": 800.0, "tau_k": 15.625e-3, "u_a": 0.7}


def fhn_fast(u, p):
    return (-u + u ** 3 / (3 * p["u_0"] ** 2)) / p["R_N"]


def fhn_iss(u, p):
    return fhn_fast(u, p) + (u + p["u_a"]) / p["R_w"]


def fhn_small(u, p):
    return {"R_s": 0.0, "R_b": p["R_N"] / (u ** 2 / p["u_0"] ** 2 - 1), "R_a": p["R_w"],
            "L_a": p["tau_k"] * p["R_w"], "C_m": p["C_m"]}


def trace_det(q):
    T = -(q["R_a"] / q["L_a"] + 1 / (q["R_b"] * q["C_m"]))
    D = (1 + q["R_a"] / q["R_b"]) / (q["L_a"] * q["C_m"])
    return T, D


def fhn_run(I, p, t_end, y0, rtol=1e-10):
    rhs = lambda t, y: [(I - fhn_fast(y[0], p) - y[1]) / p["C_m"], ((y[0] + p["u_a"]) / p["R_w"] - y[1]) / p["tau_k"]]
    ev = lambda t, y: y[0]
    ev.direction = 1.0
    return solve_ivp(rhs, (0, t_end), y0, method="LSODA", rtol=rtol, atol=1e-13, events=ev, max_step=2e-4)


uH = math.sqrt(1 - FHN["R_N"] * FHN["C_m"] / FHN["tau_k"])
I_H = [fhn_iss(-uH, FHN), fhn_iss(uH, FHN)]
qH = fhn_small(-uH, FHN)
TH, DH = trace_det(qH)
wH = math.sqrt(DH)
I_s = 0.5e-3
s = fhn_run(I_s, FHN, 1.2, [-1.0, 0.0])
te = s.t_events[0]
periods = np.diff(te)[-8:]
s_near = fhn_run(I_H[0] + 1e-9, FHN, 0.6, [-uH + 1e-3, (-uH + 0.7) / 800.0])
u_ss = brentq(lambda u: fhn_iss(u, FHN) - I_s, -2, 2, xtol=1e-15)
q_s = fhn_small(u_ss, FHN)
Ts, Ds = trace_det(q_s)
# stable example just below the lower Hopf current
u_st = brentq(lambda u: fhn_iss(u, FHN) - 0.30e-3, -2, 0, xtol=1e-15)
q_st = fhn_small(u_st, FHN)
T_st, D_st = trace_det(q_st)
w_st = math.sqrt(D_st - T_st ** 2 / 4)
lin = fhn_run(0.30e-3, FHN, 0.4, [u_st + 1e-4, (u_st + 0.7) / 800.0])
# zero crossings of u - u_st give the damped period (needs its own event)
ev2 = lambda t, y: y[0] - u_st
ev2.direction = 1.0
rhs_st = lambda t, y: [(0.30e-3 - fhn_fast(y[0], FHN) - y[1]) / FHN["C_m"],
                       ((y[0] + FHN["u_a"]) / FHN["R_w"] - y[1]) / FHN["tau_k"]]
s2 = solve_ivp(rhs_st, (0, 0.12), [u_st + 1e-5, (u_st + 0.7) / 800.0], method="DOP853", rtol=1e-12, atol=1e-16,
               events=ev2)
per_lin = float(np.mean(np.diff(s2.t_events[0])[:3]))
w_d = math.sqrt(-q_s["R_a"] * (q_s["R_a"] + q_s["R_b"])) / q_s["L_a"]
add("G11", "F", "Spiking neuron (FitzHugh-Nagumo) in device form: Hopf points, eigenvalues, spiking period", FHN, {
    "u_Hopf": [-uH, uH], "I_Hopf_A": I_H, "omega_Hopf": wH, "f_Hopf_Hz": wH / (2 * math.pi),
    "R_b_at_Hopf": qH["R_b"], "L_a": qH["L_a"],
    "at_0.5mA": {"u_ss": u_ss, "R_b": q_s["R_b"], "R_dc": r_int(q_s), "trace": Ts, "det": Ds,
                 "omega_ReZ_zero": w_d},
    "at_0.3mA": {"u_ss": u_st, "R_b": q_st["R_b"], "trace": T_st, "det": D_st, "damped_omega": w_st},
    "limit_cycle_period_at_0.5mA_s": float(np.mean(periods))}, 1e-6, {
    "trace at Hopf": (TH / (1 / FHN["tau_k"]), 1e-12),
    "omega_H = omega of Im Z zero": (rel(math.sqrt(1 / (qH["L_a"] * qH["C_m"]) - (qH["R_a"] / qH["L_a"]) ** 2), wH), 1e-12),
    "Re Z = 0 at omega_ReZ_zero": (z_ci(w_d, q_s).real / abs(z_ci(w_d, q_s)), 1e-12),
    "damped period ODE vs eigenvalue": (rel(2 * math.pi / per_lin, w_st), 1e-4),
    "spread of the last 8 periods": (float(np.ptp(periods) / np.mean(periods)), 1e-7)}, digits=9)

# G12 ------------------------------------------------------------------------------------------
q12 = {"R_b": -2000.0, "R_a": 500.0, "L_a": 50.0, "C_m": 2e-6, "R_s": 0.0}
Gcrit = -(q12["R_a"] * q12["C_m"] / q12["L_a"]) - 1 / q12["R_b"]
Rs_c = 1 / Gcrit
w_h12 = math.sqrt(1 / (q12["L_a"] * q12["C_m"]) - (q12["R_a"] / q12["L_a"]) ** 2)
qq = {**q12, "R_s": Rs_c}
eig = {}
for frac in (0.5, 1.0, 2.0):
    pol = vstep_poly({**q12, "R_s": frac * Rs_c})
    half_b, cst = pol[1] / pol[0] / 2, pol[2] / pol[0]
    if frac == 1.0:
        half_b_crit, half_b = half_b, 0.0             # zero by construction, rounding removed
    disc = math.sqrt(half_b ** 2 - cst) if half_b ** 2 >= cst else 1j * math.sqrt(cst - half_b ** 2)
    eig[f"{frac:g}"] = [complex(-half_b - disc), complex(-half_b + disc)]
Tg, Dg = trace_det(q12)
add("G12", "F", "Hidden negative resistance: voltage-clamped stability versus load resistance, pole/zero statement", q12, {
    "R_dc_internal": r_int(q12), "galvanostatic_trace": Tg, "galvanostatic_det": Dg,
    "R_s_critical": Rs_c, "omega_at_critical": w_h12, "eigenvalues_by_Rs_over_Rs_critical": eig,
    "omega_ReZ_internal_zero": math.sqrt(-q12["R_a"] * (q12["R_a"] + q12["R_b"])) / q12["L_a"]}, 1e-8, {
    "Z_tot(i omega) = 0 at the critical load": (abs(z_ci(w_h12, qq)) / Rs_c, 1e-12),
    "real part of eigenvalue at critical": (half_b_crit / w_h12, 1e-12)})

# G13 ------------------------------------------------------------------------------------------
VT = {"k_on": -50.0, "alpha_on": 3, "v_on": -0.8, "k_off": 20.0, "alpha_off": 3, "v_off": 0.6,
      "R_on": 1e3, "R_off": 1e5, "w_on": 0.0, "w_off": 1.0, "ramp": 1.0, "V_min": -1.5, "V_max": 1.2}
y_set = (1.0 * (VT["alpha_on"] + 1) * VT["ramp"] / (abs(VT["k_on"]) * abs(VT["v_on"]))) ** (1 / (VT["alpha_on"] + 1))
v_set_done = VT["v_on"] * (1 + y_set)
y_res = (1.0 * (VT["alpha_off"] + 1) * VT["ramp"] / (VT["k_off"] * VT["v_off"])) ** (1 / (VT["alpha_off"] + 1))
v_res_done = VT["v_off"] * (1 + y_res)


def vt_w(v, leg):
    """w on the outgoing legs of a ramp (closed form, clipped)."""
    if leg == "set":
        y = max(v / VT["v_on"] - 1, 0.0)
        return max(1.0 - abs(VT["k_on"]) * abs(VT["v_on"]) / (VT["ramp"] * 4) * y ** 4, 0.0)
    y = max(v / VT["v_off"] - 1, 0.0)
    return min(VT["k_off"] * VT["v_off"] / (VT["ramp"] * 4) * y ** 4, 1.0)


def vt_i(v, w):
    return v / (VT["R_on"] + (VT["R_off"] - VT["R_on"]) * w)


A_set = quad(lambda u: vt_i(-u, vt_w(-u, "set")) + u / VT["R_on"], 0, 1.5,
             points=[0.8, -v_set_done], epsabs=1e-15, epsrel=1e-12, limit=400)[0]
A_res = quad(lambda u: vt_i(u, vt_w(u, "reset")) - u / VT["R_off"], 0, 1.2,
             points=[0.6, v_res_done], epsabs=1e-15, epsrel=1e-12, limit=400)[0]
vpk = minimize_scalar(lambda u: -vt_i(u, vt_w(u, "reset")), bounds=(0.3, 1.1), method="bounded",
                      options={"xatol": 1e-12}).x
so = solve_ivp(lambda t, y: [VT["k_off"] * max(t / VT["v_off"] - 1, 0.0) ** 3], (0, 1.0), [0.0], rtol=1e-11, atol=1e-14,
               max_step=1e-2)
add("G13", "B,D", "VTEAM threshold ReRAM, triangular ramp 1 V/s from HRS: SET at V<0, RESET at V>0 (linear R(w), no window)",
    VT, {"V_set_complete": v_set_done, "V_reset_complete": v_res_done, "w_at_-1.1_set_leg": vt_w(-1.1, "set"),
         "w_at_0.9_reset_leg": vt_w(0.9, "reset"), "I_at_-1.1_set_leg": vt_i(-1.1, vt_w(-1.1, "set")),
         "I_at_0.9_reset_leg": vt_i(0.9, vt_w(0.9, "reset")),
         "lobe_area_neg_V_signed_W": -A_set, "lobe_area_pos_V_signed_W": A_res,
         "V_at_max_current_reset_leg": vpk, "on_off_ratio_at_0.1V": VT["R_off"] / VT["R_on"],
         "time_to_full_reset_at_const_0.9V": 1 / (VT["k_off"] * (0.9 / 0.6 - 1) ** 3)}, 1e-7, {
        "ODE w at 1.0 V": (rel(so.y[0, -1], vt_w(1.0, "reset")), 1e-8)}, digits=9,
    note="Type C-+ in signed terms: negative lobe counter-clockwise (SET), positive lobe clockwise (RESET).")

# G14 ------------------------------------------------------------------------------------------
tau_kww, beta = 250.0, 0.6
mean_tau = tau_kww / beta * gamma_fn(1 / beta)
num_mean = quad(lambda t: math.exp(-(t / tau_kww) ** beta), 0, 50 * tau_kww, limit=500, epsrel=1e-11)[0] + \
    quad(lambda t: math.exp(-(t / tau_kww) ** beta), 50 * tau_kww, np.inf, limit=500)[0]
t_half = tau_kww * math.log(2) ** (1 / beta)
ln_tau, s_ln = math.log(2.0e4), 0.35
t_req, r_c = 1.0e4, 0.5
tau_req = t_req / math.log(1 / r_c)
p_nv = norm.cdf((ln_tau - math.log(tau_req)) / s_ln)
est = [(math.log(1.6e4), 0.30), (math.log(2.9e4), 0.45), (math.log(1.1e4), 0.60)]
w_ = np.array([1 / s_ ** 2 for _, s_ in est])
m_ = np.array([m for m, _ in est])
mu_w = float((w_ * m_).sum() / w_.sum())
Qh = float((w_ * (m_ - mu_w) ** 2).sum())
add("G14", "C,H", "Retention: stretched exponential and the volatility decision", {
    "tau_KWW": tau_kww, "beta": beta, "tau_0_estimate": 2.0e4, "sd_ln_tau_0": s_ln, "t_req": t_req, "r_c": r_c,
    "three_estimates_tau_sdln": [[1.6e4, 0.30], [2.9e4, 0.45], [1.1e4, 0.60]]}, {
    "mean_relaxation_time": mean_tau, "t_half": t_half, "r_at_1000s": math.exp(-(1000 / tau_kww) ** beta),
    "tau_required": tau_req, "P_nonvolatile_single": p_nv,
    "pooled_tau": math.exp(mu_w), "pooled_sd_ln": float(1 / math.sqrt(w_.sum())), "cochran_Q": Qh,
    "P_nonvolatile_pooled": norm.cdf((mu_w - math.log(tau_req)) * math.sqrt(w_.sum()))}, 1e-9, {
    "mean by quadrature": (rel(num_mean, mean_tau), 1e-7)})

# G15 ------------------------------------------------------------------------------------------
vset = [0.71, 0.74, 0.76, 0.79, 0.80, 0.82, 0.83, 0.85, 0.88, 0.90, 0.93, 0.99]
xv_ = np.array(vset)
lx = np.log(xv_)


def weib_eq(k):
    xk = xv_ ** k
    return (xk * lx).sum() / xk.sum() - 1 / k - lx.mean()


k_ml = brentq(weib_eq, 0.5, 100, xtol=1e-13)
eta_ml = float((xv_ ** k_ml).mean() ** (1 / k_ml))
nW = len(vset)
F = (np.arange(1, nW + 1) - 0.3) / (nW + 0.4)
yw = np.log(-np.log(1 - F))
k_rr = float(((lx - lx.mean()) * (yw - yw.mean())).sum() / ((lx - lx.mean()) ** 2).sum())
eta_rr = float(np.exp(lx.mean() - yw.mean() / k_rr))
ll = lambda k, e: float((np.log(k / e) + (k - 1) * np.log(xv_ / e) - (xv_ / e) ** k).sum())
add("G15", "D", "Cycle statistics of V_set (12 cycles): mean, sd, CV, Weibull by maximum likelihood and by median ranks",
    {"V_set": vset}, {"mean": float(xv_.mean()), "sd": float(xv_.std(ddof=1)),
                      "cv": float(xv_.std(ddof=1) / xv_.mean()), "median": float(np.median(xv_)),
                      "weibull_mle_shape": k_ml, "weibull_mle_scale": eta_ml, "log_likelihood": ll(k_ml, eta_ml),
                      "weibull_rank_shape_y_on_x": k_rr, "weibull_rank_scale_y_on_x": eta_rr}, 1e-8, {
        "likelihood is stationary in shape": ((ll(k_ml * 1.0001, eta_ml) - ll(k_ml * 0.9999, eta_ml)), 1e-5)})

# G16 ------------------------------------------------------------------------------------------
Vl = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.8, 0.6, 0.4, 0.2, 0.0, -0.2, -0.4, -0.6, -0.8, -1.0, -0.8, -0.6, -0.4, -0.2, 0.0]
Il = [0.0, 1.0, 2.2, 4.0, 9.0, 20.0, 15.0, 10.8, 6.9, 3.3, 0.0, -2.4, -4.2, -5.1, -4.6, -4.0, -3.0, -2.1, -1.3, -0.6, 0.0]
Vl, Il = np.array(Vl), np.array(Il) * 1e-6


def trapz(y, x):
    return float(np.sum((y[1:] + y[:-1]) * np.diff(x)) / 2)


Ap = trapz(Il[:11], Vl[:11])
An = trapz(Il[10:], Vl[10:])
fp, bp = trapz(np.abs(Il[:6]), Vl[:6]), trapz(np.abs(Il[5:11])[::-1], Vl[5:11][::-1])
fn_, bn_ = trapz(np.abs(Il[10:16]), -Vl[10:16]), trapz(np.abs(Il[15:])[::-1], -Vl[15:][::-1])
If = np.interp(0.5, Vl[:6], Il[:6])
Ib = np.interp(0.5, Vl[5:11][::-1], Il[5:11][::-1])
Inf_ = np.interp(0.5, -Vl[10:16], Il[10:16])
Inb = np.interp(0.5, (-Vl[15:])[::-1], Il[15:][::-1])
half = 0.5 * Il.max()
Vhf = np.interp(half, Il[:6], Vl[:6])
Vhb = np.interp(half, Il[5:11][::-1], Vl[5:11][::-1])
add("G16", "D", "Hysteresis metrics of a 21-point bipolar loop (trapezoid rule, linear interpolation)",
    {"V": Vl, "I": Il, "V_read": 0.5}, {
        "signed_area_pos": Ap, "signed_area_neg": An, "shoelace_total_ccw_area": -(Ap + An),
        "H_pos": (bp - fp) / (bp + fp), "H_neg": (bn_ - fn_) / (bn_ + fn_), "loop_type": "C+-",
        "area_over_Vspan_Ispan": (abs(Ap) + abs(An)) / ((Vl.max() - Vl.min()) * (Il.max() - Il.min())),
        "HI_at_V_read_bwd_minus_fwd_over_bwd": (Ib - If) / Ib, "on_off_at_V_read": Ib / If,
        "half_max_current_voltage_shift_fwd_minus_bwd": Vhf - Vhb,
        "RR_fwdpos_over_bwdneg": If / abs(Inb), "RR_bwdpos_over_fwdneg": Ib / abs(Inf_),
        "RR_mean_branches": 0.5 * (If + Ib) / (0.5 * (abs(Inf_) + abs(Inb)))}, 1e-10)

# G17 ------------------------------------------------------------------------------------------
R_neg = -P1["R_b"] ** 2 / (P1["R_a"] + P1["R_b"])
tau_Z = P1["L_a"] / (P1["R_a"] + P1["R_b"])
fz17 = np.logspace(-3, 3, 61)
w17 = 2 * np.pi * fz17
Z17 = np.array([P1["R_s"] + 1 / (1 / P1["R_b"] + 1 / (P1["R_a"] + 1j * w * P1["L_a"])) for w in w17])
grid = np.logspace(-4, 3, 141)
K = 1 / (1 + 1j * np.outer(w17, grid))
M = np.vstack([np.hstack([np.ones((61, 1)), K.real]), np.hstack([np.zeros((61, 1)), K.imag])]) / 1000.0
rhs17 = np.concatenate([Z17.real, Z17.imag]) / 1000.0
D2 = np.zeros((139, 142))
for k in range(139):
    D2[k, k + 1:k + 4] = [1, -2, 1]
lam17 = 1e-3
ext = np.vstack([M, math.sqrt(lam17) * D2 / 1000.0, 1e-6 * np.hstack([np.zeros((141, 1)), np.eye(141)]) / 1000.0])
sol17 = np.linalg.lstsq(ext, np.concatenate([rhs17, np.zeros(139 + 141)]), rcond=None)[0]
gam17 = sol17[1:]
kpk = int(np.argmin(gam17))
y0_, y1_, y2_ = gam17[kpk - 1], gam17[kpk], gam17[kpk + 1]
dk = 0.5 * (y0_ - y2_) / (y0_ - 2 * y1_ + y2_)
tau_pk = grid[kpk] * (grid[1] / grid[0]) ** dk
# admittance relaxation spectrum of the R_s-free data: weight 1/R_a at tau_k exactly
Y17 = 1 / (Z17 - P1["R_s"])
My = np.vstack([np.hstack([np.ones((61, 1)), K.real]), np.hstack([np.zeros((61, 1)), K.imag])]) * 500.0
exty = np.vstack([My, math.sqrt(lam17) * D2 * 500.0, 1e-6 * np.hstack([np.zeros((141, 1)), np.eye(141)]) * 500.0])
soly = np.linalg.lstsq(exty, np.concatenate([Y17.real, Y17.imag, np.zeros(139 + 141)]) * 500.0, rcond=None)[0]
gy = soly[1:]
ky = int(np.argmax(gy))
dky = 0.5 * (gy[ky - 1] - gy[ky + 1]) / (gy[ky - 1] - 2 * gy[ky] + gy[ky + 1])
tau_pky = grid[ky] * (grid[1] / grid[0]) ** dky
add("G17", "E", "Series (Voigt) picture of the chemical inductor: negative relaxation and its place in the DRT",
    {**P1, "C_m": 0.0, "DRT": "61 frequencies 1e-3..1e3 Hz; 141 grid times 1e-4..1e3 s; second-difference penalty 1e-3"}, {
        "R_negative": R_neg, "tau_Z": tau_Z, "tau_k": P1["L_a"] / P1["R_a"],
        "tau_k_from_tau_Z": tau_Z * P1["R_b"] / r_int(P1), "R_infinity": P1["R_s"] + P1["R_b"],
        "admittance_weight_at_tau_k": 1 / P1["R_a"]}, 1e-10, {
        "Voigt form equals EC1": (float(np.max(np.abs(Z17 - (P1["R_s"] + P1["R_b"] + R_neg / (1 + 1j * w17 * tau_Z)))) / 1000), 1e-12),
        "ridge DRT total weight vs R_negative": (rel(float(gam17.sum()), R_neg), 5e-3),
        "ridge DRT peak place vs tau_Z (ln ratio)": (abs(math.log(tau_pk / tau_Z)), 0.05),
    "admittance spectrum weight vs 1/R_a": (rel(float(gy.sum()), 1 / P1["R_a"]), 5e-3),
    "admittance spectrum peak place vs tau_k (ln ratio)": (abs(math.log(tau_pky / (P1["L_a"] / P1["R_a"]))), 0.05)})


# G18 ------------------------------------------------------------------------------------------
def linkk(w, X, M, par, tau_lo=None, tau_hi=None):
    """Linear KK test: X = R0 + i w X1 + sum R_k/(1+i w tau_k), weights 1/|X|, complex least squares.
    par False -> impedance (X1 = series inductance), True -> admittance (X1 = parallel capacitance)."""
    taus = np.logspace(math.log10(tau_lo or 1 / w.max()), math.log10(tau_hi or 1 / w.min()), M)
    A = np.hstack([np.ones((w.size, 1)), 1j * w[:, None], 1 / (1 + 1j * np.outer(w, taus))])
    Wt = 1 / np.abs(X)
    Aw = A * Wt[:, None]
    Xw = X * Wt
    Ar, br = np.vstack([Aw.real, Aw.imag]), np.concatenate([Xw.real, Xw.imag])
    sc = np.linalg.norm(Ar, axis=0)
    c = np.linalg.lstsq(Ar / sc, br, rcond=1e-13)[0] / sc
    res = (A @ c - X) * Wt
    Rk = c[2:]
    pos = np.abs(Rk[Rk >= 0]).sum()
    mu = 1 - np.abs(Rk[Rk < 0]).sum() / pos if pos > 0 else -1e300
    return float(np.sqrt(np.mean(np.abs(res) ** 2))), mu


f18 = np.logspace(-3, 5, 81)
w18 = 2 * np.pi * f18
Z18 = np.array([z_ci(w, P1) for w in w18])
q18 = {"R_s": 100.0, "R_b": -2000.0, "R_a": 500.0, "L_a": 1000.0, "C_m": 2e-6}
Z18b = np.array([z_ci(w, q18) for w in w18])
poles18 = np.roots(istep_poly(q18))
zeros18 = np.roots(vstep_poly(q18))
r_4, mu_4 = linkk(w18, Z18, 4, False)
rz, mz = linkk(w18, Z18, 41, False)
ry, my = linkk(w18, 1 / Z18, 41, True)
rzb, mzb = linkk(w18, Z18b, 41, False)
ryb, myb = linkk(w18, 1 / Z18b, 41, True)
add("G18", "E,F", "Linear Kramers-Kronig in impedance and in admittance form (41 time constants, 81 frequencies 1e-3..1e5 Hz)",
    {"stable": P1, "hidden_negative": q18}, {
        "poles_of_Z_hidden_negative": sorted([complex(z) for z in poles18], key=lambda z: z.real),
        "zeros_of_Z_hidden_negative": sorted([complex(z) for z in zeros18], key=lambda z: z.real),
        "stable_passes_Z": bool(rz < 5e-3), "stable_passes_Y": bool(ry < 5e-3),
        "stable_M4_mu_Z": mu_4, "stable_M4_rms_residual_Z": r_4,
        "hidden_negative_passes_Z": bool(rzb < 5e-3), "hidden_negative_passes_Y": bool(ryb < 5e-3)}, 1e-7, {
        "rms residual Z, stable": (rz, 5e-3), "rms residual Y, stable": (ry, 5e-3),
        "rms residual Y, hidden negative": (ryb, 5e-3), "1/rms residual Z, hidden negative": (1 / rzb, 100.0)})

# G19 ------------------------------------------------------------------------------------------
P19 = {"V": 0.55, "dV": 1e-4, "R_s": 20.0}


def calm_full(p, R_s, Vfun, T, y0, npts=None, t_eval=None):
    def rhs(t, y):
        u, x = y
        cur = (Vfun(t) - u) / R_s
        return [(cur - calm_g(x, p) * u) / p["C_m"], (calm_xinf(u, p) - x) / calm_tau(u, p)]
    return solve_ivp(rhs, (0, T), y0, method="Radau", rtol=1e-11, atol=1e-15, t_eval=t_eval, dense_output=True)


VOLC = {**VOL, "C_m": 1e-7}


def u_of_V(V):
    return brentq(lambda u: u + P19["R_s"] * calm_g(calm_xinf(u, VOLC), VOLC) * u - V, -2, 2, xtol=1e-16)


u19 = u_of_V(P19["V"])
e19 = calm_small(u19, VOLC, P19["R_s"])
clf19 = clf_tot(e19)
# transient charge by ODE: integrate (i - i_inf)
uA, uB = u19, u_of_V(P19["V"] + P19["dV"])
iB = calm_g(calm_xinf(uB, VOLC), VOLC) * uB


def rhs_q(t, y):
    u, x, q = y
    cur = (P19["V"] + P19["dV"] - u) / P19["R_s"]
    return [(cur - calm_g(x, VOLC) * u) / VOLC["C_m"], (calm_xinf(u, VOLC) - x) / calm_tau(u, VOLC), (cur - iB) * 1e6]


sq = solve_ivp(rhs_q, (0, 4.0), [uA, calm_xinf(uA, VOLC), 0.0], method="Radau", rtol=1e-11, atol=1e-16)
q19 = sq.y[2, -1] * 1e-6 / P19["dV"]
# slow triangle through V
hy = []
for v in (2e-4, 1e-4):
    Ta = 0.35 / v
    upf = calm_full(VOLC, P19["R_s"], lambda t: 0.3 + v * t, Ta, [u_of_V(0.3), calm_xinf(u_of_V(0.3), VOLC)])
    dnf = calm_full(VOLC, P19["R_s"], lambda t: 0.65 - v * t, Ta, upf.y[:, -1])
    i_f = (P19["V"] - upf.sol((P19["V"] - 0.3) / v)[0]) / P19["R_s"]
    i_b = (P19["V"] - dnf.sol((0.65 - P19["V"]) / v)[0]) / P19["R_s"]
    hy.append((i_f - i_b) / (2 * v))
hyx = 2 * hy[1] - hy[0] if abs(hy[1] - hy[0]) > 0 else hy[1]
wl = 1e-4
add("G19", "G", "Triple identity on the CALM model: low-frequency capacitance from EIS, from the transient, from the I-V loop",
    {**VOLC, **P19, "v": [2e-4, 1e-4]}, {
        "u": u19, "R_b": e19["R_b"], "R_a": e19["R_a"], "L_a": e19["L_a"], "R_dc": e19["R_s"] + r_int(e19),
        "C_lf_total": clf19}, 1e-9, {
        "EIS: Im Y/omega at 1e-4 rad/s": (rel((1 / z_ci(wl, e19)).imag / wl, clf19), 1e-6),
        "transient: excess charge / dV (dV = 0.1 mV)": (rel(q19, clf19), 1e-2),
        "I-V: (I_fwd - I_bwd)/2v, v -> 0": (rel(hyx, clf19), 1e-3)})


# G20 ------------------------------------------------------------------------------------------
def dev_label(Ahat):
    B = 1 / -math.expm1(-1 / Ahat)
    P = Ahat * math.log(B / Ahat)
    return (B * -math.expm1(-P / Ahat) - P) / (math.sqrt(2) * 0.07)


def A_of_label(NL):
    return brentq(lambda a_: dev_label(a_) - NL, 1e-3, 1e4, xtol=1e-14, rtol=1e-15)


tab = {0.01: 126.268958, 0.1: 12.625807, 0.5: 2.519877, 1.0: 1.251653, 2.4: 0.499181, 4.22: 0.249748, 6.0: 0.135619}
labs = {str(k): A_of_label(k) for k in (0.01, 0.1, 0.5, 1.0, 2.4, 4.22, 6.0, 9.0)}
Ahat_pot = -1 / math.log(a * b) / 64
add("G20", "C", "Pulse-update nonlinearity: label <-> normalised A, and the label predicted from tau(V) for G06", {
    "definition": "label = max_P [g(P)-P]/(0.07 sqrt 2), g(P) = (1-exp(-P/A))/(1-exp(-1/A)), 0<=P<=1"}, {
    "A_of_label": labs, "A_hat_G06_potentiation": Ahat_pot, "label_G06_potentiation": dev_label(Ahat_pot),
    "nu_G06_potentiation": 1 / Ahat_pot}, 1e-8, {
    f"stored table entry {k}": (abs(A_of_label(k) - v_), 6e-7 if k > 0.005 else 1) for k, v_ in tab.items()})

# G21 ------------------------------------------------------------------------------------------
S21 = {"g_L": 1e-6, "g_H": 1e-3, "V_h": 0.6, "V_x": 0.03}
i21 = lambda u: (S21["g_L"] + (S21["g_H"] - S21["g_L"]) / (1 + math.exp(-(u - S21["V_h"]) / S21["V_x"]))) * u


def dlni(u, h=1e-6):
    x = 1 / (1 + math.exp(-(u - S21["V_h"]) / S21["V_x"]))
    G = S21["g_L"] + (S21["g_H"] - S21["g_L"]) * x
    return (S21["g_H"] - S21["g_L"]) * x * (1 - x) / S21["V_x"] / G + 1 / u


def di(u):
    x = 1 / (1 + math.exp(-(u - S21["V_h"]) / S21["V_x"]))
    return (S21["g_H"] - S21["g_L"]) * (x * (1 - x) / S21["V_x"] * u + x) + S21["g_L"]


mx = lambda fun, lo, hi: minimize_scalar(lambda u: -fun(u), bounds=(lo, hi), method="bounded", options={"xatol": 1e-13}).x
v_log, v_lin = mx(dlni, 0.3, 0.7), mx(di, 0.4, 0.8)
chord = lambda u: (u / 0.8 - i21(u) / i21(0.8)) / math.sqrt(2)
v_knee = mx(chord, 0.2, 0.75)
v_thr = brentq(lambda u: i21(u) - 1e-5, 0.2, 0.8, xtol=1e-14)
g21 = np.linspace(0.05, 0.8, 751)
num_log = np.gradient(np.log([i21(u) for u in g21]), g21)
add("G21", "D", "V_set by four definitions on one smooth curve, range 0.05..0.8 V (chord method: 0..0.8 V)", S21, {
    "max_dlnI_dV": v_log, "max_dI_dV": v_lin, "max_distance_below_chord": v_knee, "current_threshold_10uA": v_thr,
    "spread_V": max(v_log, v_lin, v_knee, v_thr) - min(v_log, v_lin, v_knee, v_thr)}, 1e-6, {
    "numeric gradient on a 1 mV grid": (abs(g21[251:][np.argmax(num_log[251:])] - v_log), 2e-3)}, digits=9)

# G22 ------------------------------------------------------------------------------------------
RA, sA, RB, sB, ssys = 383.333333, 6.0, 402.0, 9.0, 0.03
lr = math.log(RA / RB)
sl = math.sqrt((sA / RA) ** 2 + (sB / RB) ** 2 + ssys ** 2)
bound = math.log(1.25)
p_tost = max(1 - norm.cdf((bound - lr) / sl), 1 - norm.cdf((bound + lr) / sl))
add("G22", "G", "Consistency arithmetic of a link (log ratio, z, equivalence test with factor 1.25)",
    {"A": RA, "sd_A": sA, "B": RB, "sd_B": sB, "sys_ln": ssys, "factor": 1.25},
    {"ln_ratio": lr, "sd_ln": sl, "z": lr / sl, "p_difference": 2 * (1 - norm.cdf(abs(lr / sl))),
     "p_equivalence": p_tost, "verdict": "consistent"}, 1e-8)

# G23 ------------------------------------------------------------------------------------------
amp23, wq = 0.01, 2 * math.pi * 0.3
Y23 = 1 / z_ci(wq, P1)
area_closed = math.pi * amp23 ** 2 * Y23.imag


def rhs23(t, y):
    u, w, A = y
    V = amp23 * math.sin(wq * t)
    cur = (V - u) / P1["R_s"]
    return [(cur - u / P1["R_b"] - w) / P1["C_m"], (u - P1["R_a"] * w) / P1["L_a"], cur * amp23 * wq * math.cos(wq * t) * 1e6]


T23 = 2 * math.pi / wq
s23 = solve_ivp(rhs23, (0, 6 * T23), [0, 0, 0], method="Radau", rtol=1e-10, atol=1e-15, dense_output=True)
area_ode = (s23.sol(6 * T23)[2] - s23.sol(5 * T23)[2]) * 1e-6
add("G23", "D,G", "Small-signal Lissajous area equals pi dU^2 Im Y (0.3 Hz, 10 mV, circuit of G01)",
    {**P1, "amplitude": amp23, "f": 0.3}, {"Y_S": Y23, "area_W": area_closed, "sense": "counter-clockwise (inductive)"},
    1e-9, {"ODE area of the 6th cycle": (rel(area_ode, area_closed), 1e-5)})

# G24 ------------------------------------------------------------------------------------------
def classify(T, D):
    """Fixed point type of the current-driven device from trace and determinant of the 2x2 Jacobian."""
    if D < 0:
        return "saddle"
    kind = "focus" if T * T < 4 * D else "node"
    return ("stable " if T < 0 else "unstable ") + kind


rows24 = [("1a", 1000.0, 500.0, 250.0, 1e-6), ("1b", 1000.0, 500.0, 0.5, 1e-6), ("2", -2000.0, 500.0, 0.5, 1e-6),
          ("3", -2000.0, 500.0, 3.0, 1e-6), ("3n", -2000.0, 500.0, 1000.0, 2e-6), ("4", -400.0, 500.0, 3.0, 1e-6),
          ("5", 1000.0, -3000.0, -300.0, 1e-6), ("6", 1000.0, -600.0, -300.0, 1e-6), ("7", -1000.0, -600.0, -300.0, 1e-6),
          ("8", 1000.0, -600.0, 300.0, 1e-6), ("9", 1000.0, -1200.0, 0.9, 1e-6), ("10", 2000.0, -1200.0, 0.9, 1e-6)]
exp24, chk24 = {}, {}
for tag, Rb_, Ra_, La_, C_ in rows24:
    q = {"R_s": 0.0, "R_b": Rb_, "R_a": Ra_, "L_a": La_, "C_m": C_}
    T_, D_ = trace_det(q)
    J = np.array([[-1 / (Rb_ * C_), -1 / C_], [1 / La_, -Ra_ / La_]])
    ev_ = np.linalg.eigvals(J)
    exp24[tag] = {"R_b": Rb_, "R_a": Ra_, "L_a": La_, "C_m": C_, "R_dc": r_int(q), "trace": T_, "det": D_,
                  "type": classify(T_, D_)}
    chk24[f"eigenvalues {tag}"] = (max(rel(ev_.sum().real, T_) if T_ else 0.0, rel(np.prod(ev_).real, D_)), 1e-9)
add("G24", "F", "Sign table of the four-element circuit under current drive: R_dc, trace, determinant, fixed-point type",
    {"circuit": "C_m parallel R_b parallel (R_a in series with L_a)"}, exp24, 1e-9, chk24)

# ------------------------------------------------------------------------------------------------
if __name__ == "__main__":
    out = {"schema": "golden/1", "units": "SI", "sign": "passive sign; exp(+i omega t); inductive = Im Z > 0",
           "complex": "[re, im]", "n_cases": len(CASES), "cases": CASES}
    json.dump(out, sys.stdout, indent=1)
    sys.stdout.write("\n")
