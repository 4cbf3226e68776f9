import Models
import TestSupport

/// Devices of the golden cases.
enum GoldenDevice {
    /// The parameter set of a name, without series resistance, as the closed forms have it.
    static func calm(of goldenCase: String, _ name: String) throws -> ConductanceActivated {
        let p = try TheoryGolden.named(goldenCase).params[name]
        var model = ConductanceActivated()
        model.g_L = p["g_L"].number
        model.g_H = p["g_H"].number
        model.V_h = p["V_h"].number
        model.V_x = p["V_x"].number
        model.tau_0 = p["tau_0"].number
        model.gamma = p["gam"].number
        model.C_m = p["C_m"].number
        model.R_s = 0
        return model
    }
}
