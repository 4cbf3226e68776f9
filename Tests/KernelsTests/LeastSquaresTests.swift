import Foundation
import Kernels
import TestSupport
import Testing

/// `a exp(-t/tau)` with parameters a, ln tau.
private struct Decay: ResidualModel {
    let time: [Double]
    let data: [Double]
    let parameterCount = 2
    var residualCount: Int { time.count }

    func evaluate(_ p: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let tau = exp(p[1])
        guard tau > 0, tau.isFinite else { return false }
        for (i, t) in time.enumerated() {
            let decay = exp(-t / tau)
            residuals[i] = p[0] * decay - data[i]
            jacobian[i] = decay
            jacobian[i + time.count] = p[0] * decay * t / tau
        }
        return true
    }
}

/// Rosenbrock's valley as residuals: the minimum is at (1, 1).
private struct Valley: ResidualModel {
    let parameterCount = 2
    let residualCount = 2
    func evaluate(_ p: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        residuals = [10 * (p[1] - p[0] * p[0]), 1 - p[0]]
        jacobian = [-20 * p[0], -1, 10, 0]
        return true
    }
}

/// Three readings of one number, and a parameter that none of them depends on.
private struct Blind: ResidualModel {
    let parameterCount = 2
    let residualCount = 3
    func evaluate(_ p: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        residuals = [p[0] - 1, p[0] - 2, p[0] - 3]
        jacobian = [1, 1, 1, 0, 0, 0]
        return true
    }
}

/// A straight model: columns times parameters.
private struct Straight: ResidualModel {
    let columns: [[Double]]
    let data: [Double]
    var parameterCount: Int { columns.count }
    var residualCount: Int { data.count }

    func evaluate(_ p: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        for i in data.indices { residuals[i] = columns.indices.reduce(-data[i]) { $0 + columns[$1][i] * p[$1] } }
        jacobian = columns.flatMap { $0 }
        return true
    }
}

@Suite struct LeastSquaresTests {
    private let time = (0..<40).map { 0.05 * Double($0) }

    @Test(arguments: [-3.0, -1, 1, 3])
    func `a decay is found from starts far off`(logTau: Double) {
        let data = time.map { 3e-6 * exp(-$0 / 0.4) }
        let fit = fitLeastSquares(Decay(time: time, data: data), start: [1e-6, logTau])
        #expect(fit.stop.isConverged)
        #expect(abs(fit.parameters[0] / 3e-6 - 1) < 1e-9)
        #expect(abs(exp(fit.parameters[1]) / 0.4 - 1) < 1e-9)
    }

    @Test func `the valley of Rosenbrock is followed to its end`() {
        let fit = fitLeastSquares(Valley(), start: [-1.2, 1])
        #expect(fit.stop.isConverged)
        #expect(abs(fit.parameters[0] - 1) < 1e-8 && abs(fit.parameters[1] - 1) < 1e-8)
        #expect(fit.residualSumOfSquares < 1e-16)
    }

    @Test func `standard errors cover the truth as often as they say`() throws {
        var inside = 0
        for seed in 0..<400 {
            var random = SeededRandom(seed: UInt64(seed))
            let data = time.map { t in
                let uniform = Double.random(in: 1e-12..<1, using: &random)
                let angle = Double.random(in: 0..<(2 * .pi), using: &random)
                return exp(-t / 0.4) + 0.01 * (-2 * log(uniform)).squareRoot() * cos(angle)
            }
            let fit = fitLeastSquares(Decay(time: time, data: data), start: [0.5, 0])
            let errors = try #require(fit.standardErrors)
            if abs(fit.parameters[1] - log(0.4)) < 1.959964 * errors[1] { inside += 1 }
        }
        // Binomial with n = 400 and p = 0.943 (t with 38 degrees of freedom): 3.5 sd is 16.
        #expect((361...393).contains(inside))
    }

    // Columns alike up to this part of them, from plain to where the normal equations keep too few digits.
    @Test(arguments: [1, 0.1, 0.02, 0.01, 1e-3, 1e-5])
    func `the inverse of the normal matrix is that of an orthogonal factorization`(new: Double) throws {
        var random = SeededStream(seed: 4)
        let shared = (0..<60).map { _ in random.normal() }
        let columns = [1, 1e-9, 1e6, 1e3].map { scale in
            shared.map { scale * ($0 + new * random.normal()) }
        }
        let data = (0..<60).map { _ in random.normal() }
        let fit = fitLeastSquares(Straight(columns: columns, data: data), start: [0, 0, 0, 0])
        let inverse = try #require(fit.inverseNormal)
        let exact = try #require(QRFactorization(Matrix(columns: columns)).inverseNormal)
        for j in 0..<4 {
            for i in 0..<4 {
                let size = (exact[i, i] * exact[j, j]).squareRoot()
                #expect(abs(inverse[i, j] - exact[i, j]) < 1e-10 * size, "\(i), \(j)")
            }
        }
    }

    @Test func `residuals and sum of squares belong together, and the covariance is left out on request`() {
        let data = time.map { exp(-$0 / 0.4) + 0.01 * sin(9 * $0) }
        var options = LeastSquaresOptions()
        options.wantsCovariance = false
        let fit = fitLeastSquares(Decay(time: time, data: data), start: [0.5, 0], options: options)
        let sum = fit.residuals.reduce(0) { $0 + $1 * $1 }
        // The last step is taken unseen: it promised a part of 1e-12.
        #expect(abs(sum - fit.residualSumOfSquares) < 1e-11 * sum)
        #expect(fit.inverseNormal == nil)
    }

    @Test func `steps keep to their caps`() {
        let data = time.map { exp(-$0 / 0.4) }
        var options = LeastSquaresOptions()
        options.stepCaps = [.infinity, 0.1]
        options.maximumIterations = 3
        let fit = fitLeastSquares(Decay(time: time, data: data), start: [1, 2], options: options)
        #expect(fit.stop == .iterations)
        #expect(abs(fit.parameters[1] - 2) <= 0.3 + 1e-12)
    }

    @Test func `a parameter without influence leaves no covariance, and no trap`() {
        let fit = fitLeastSquares(Blind(), start: [0, 5])
        #expect(abs(fit.parameters[0] - 2) < 1e-9)
        #expect(fit.parameters[1] == 5)
        #expect(fit.inverseNormal == nil)
    }

    @Test func `an inadmissible start is said to be one`() {
        let fit = fitLeastSquares(Decay(time: time, data: time), start: [1, 1e6])
        #expect(fit.stop == .start)
        #expect(fit.inverseNormal == nil)
    }
}
