import Glibc
internal import Kernels

/// Residuals of a Maxwell circuit against a spectrum, relative to |Z|, with analytic derivatives.
///
/// Parameters: R_s, G_b, C_m, then g and ln t of each branch. Residuals: all real parts, then all imaginary parts.
struct MaxwellModel: ResidualModel {
    let omega_rad_per_s: [Double]
    let real_ohm: [Double]
    let imaginary_ohm: [Double]
    /// 1/|Z| of each point.
    let weight_per_ohm: [Double]
    let branchCount: Int
    /// Sign of the times of all branches: 1, or −1 for states that amplify themselves; "ln t" is then that of `-t`.
    var timeSign = 1.0

    var residualCount: Int { 2 * omega_rad_per_s.count }
    var parameterCount: Int { 3 + 2 * branchCount }

    /// A model of cleaned points: frequencies positive, impedances finite and not zero.
    init(omega_rad_per_s: [Double], real_ohm: [Double], imaginary_ohm: [Double], branchCount: Int) {
        self.omega_rad_per_s = omega_rad_per_s
        self.real_ohm = real_ohm
        self.imaginary_ohm = imaginary_ohm
        self.branchCount = branchCount
        weight_per_ohm = real_ohm.indices.map { i in
            1 / (real_ohm[i] * real_ohm[i] + imaginary_ohm[i] * imaginary_ohm[i]).squareRoot()
        }
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let n = omega_rad_per_s.count
        let m = 2 * n
        let times = (0..<branchCount).map { timeSign * exp(parameters[4 + 2 * $0]) }
        guard times.allSatisfy({ $0 != 0 && $0.isFinite }) else { return false }
        for i in 0..<n {
            let omega = omega_rad_per_s[i]
            var (yr, yi) = (parameters[1], omega * parameters[2])
            for k in 0..<branchCount {
                let phase = omega * times[k]
                let hr = 1 / (1 + phase * phase)
                yr += parameters[3 + 2 * k] * hr
                yi -= parameters[3 + 2 * k] * hr * phase
            }
            let square = yr * yr + yi * yi
            // A pole of Z on a measured frequency: no such circuit was measured.
            guard square > 0 else { return false }
            let zr = yr / square
            let zi = -yi / square
            let weight = weight_per_ohm[i]
            residuals[i] = (parameters[0] + zr - real_ohm[i]) * weight
            residuals[i + n] = (zi - imaginary_ohm[i]) * weight
            // dZ = -Z_int² dY.
            let qr = (zi * zi - zr * zr) * weight
            let qi = -2 * zr * zi * weight
            jacobian[i] = weight
            jacobian[i + n] = 0
            jacobian[i + m] = qr
            jacobian[i + m + n] = qi
            jacobian[i + 2 * m] = -qi * omega
            jacobian[i + 2 * m + n] = qr * omega
            for k in 0..<branchCount {
                let phase = omega * times[k]
                let hr = 1 / (1 + phase * phase)
                let hi = -hr * phase
                let column = i + (3 + 2 * k) * m
                jacobian[column] = qr * hr - qi * hi
                jacobian[column + n] = qr * hi + qi * hr
                // d/d ln t of g h: -i ωt g h².
                let slope = parameters[3 + 2 * k] * phase
                let dr = 2 * hr * hi * slope
                let di = (hi * hi - hr * hr) * slope
                jacobian[column + m] = qr * dr - qi * di
                jacobian[column + m + n] = qr * di + qi * dr
            }
        }
        return true
    }

    /// Whether the residuals resemble their neighbors no more than noise does; one of ten right fits looks otherwise.
    func leavesNoise(_ parameters: [Double]) -> Bool {
        var residuals = Array(repeating: 0.0, count: residualCount)
        var jacobian = Array(repeating: 0.0, count: residualCount * parameterCount)
        guard evaluate(parameters, residuals: &residuals, jacobian: &jacobian) else { return false }
        let n = omega_rad_per_s.count
        return SerialCorrelation.score([Array(residuals[..<n]), Array(residuals[n...])]) < 1.28
    }
}
