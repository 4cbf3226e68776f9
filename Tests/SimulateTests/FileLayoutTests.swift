import Foundation
import TestSupport
import Testing

@testable import Measurements
@testable import Models
@testable import Simulate

@Suite struct FileLayoutTests {
    static func recordings(_ protocols: [any MeasurementProtocol]) throws -> [SimulatedRecording] {
        let device = DeviceUnderTest(ConductanceActivated(), id: "D", seed: 5)
        return try protocols.flatMap { try $0.measure(device) }
    }

    static func latin1(_ file: OutputFileText) throws -> String {
        try #require(String(data: Data(file.bytes), encoding: .isoLatin1))
    }

    @Test func `every layout's file is in the list`() {
        #expect(FileLayouts.all.map(\.id) == ["eclab", "plain"])
    }

    @Test func `the head of an EC-Lab file counts to the line of names`() throws {
        let files = ECLabText().files(
            try Self.recordings([ImpedanceSeries(), LargeSteps(heights_V: [0.6], samples: 20)]),
            of: FileHeader(device: "D"))
        #expect(files.map(\.file.path) == ["impedance.mpt", "pulse-0.6V.mpt"])
        for file in files {
            let lines = try Self.latin1(file.file).components(separatedBy: "\r\n")
            #expect(lines[0] == "EC-Lab ASCII FILE")
            let count = try #require(
                Int(
                    lines[1].replacingOccurrences(of: "Nb header lines : ", with: "").trimmingCharacters(
                        in: .whitespaces)))
            #expect(lines[count - 1].hasSuffix("\t"))
            #expect(lines[count - 1].contains("/"))
            #expect(Double(lines[count].components(separatedBy: "\t")[0]) != nil)
            #expect(lines.last == "")
        }
    }

    @Test func `an EC-Lab staircase holds each spectrum as a loop, its imaginary part negated`() throws {
        let recordings = try Self.recordings([ImpedanceSeries(biases: [.init(0.4, low_Hz: 1), .init(0.5, low_Hz: 10)])])
        let file = try #require(ECLabText().files(recordings, of: FileHeader(device: "D")).first)
        let lines = try Self.latin1(file.file).components(separatedBy: "\r\n")
        let rows = lines.filter { $0.first?.isNumber == true }.map {
            $0.components(separatedBy: "\t").compactMap(Double.init)
        }
        guard case .spectrum(let first) = recordings[0].data, case .spectrum(let second) = recordings[1].data else {
            Issue.record("no spectra")
            return
        }
        #expect(rows.count == first.frequency_Hz.count + second.frequency_Hz.count)
        #expect(lines.contains("Loop 0 from point number 0 to \(first.frequency_Hz.count - 1)"))
        for (row, i) in zip(rows, first.frequency_Hz.indices) {
            #expect(abs(row[0] / first.frequency_Hz[i] - 1) < 1e-7)
            #expect(abs(row[2] + first.imaginary_ohm[i]) <= 1e-7 * abs(first.imaginary_ohm[i]))
            #expect(row[6] == 0.4 && row[7] == 1)
        }
    }

    @Test func `EC-Lab's time starts at 0 and its current is in milliamperes`() throws {
        let recordings = try Self.recordings([SmallSteps(biases_V: [0.5], samples: 50)])
        guard case .trace(let trace) = recordings[0].data else {
            Issue.record("no trace")
            return
        }
        let file = try #require(ECLabText().files(recordings, of: FileHeader(device: "D")).first)
        let rows = try Self.latin1(file.file).components(separatedBy: "\r\n").filter { $0.first?.isNumber == true }
            .map { $0.components(separatedBy: "\t").compactMap(Double.init) }
        #expect(rows.count == trace.time_s.count)
        #expect(rows[0][0] == 0)
        let after = 30
        #expect(abs(rows[after][0] - (trace.time_s[after] - trace.time_s[0])) < 1e-12)
        #expect(abs(rows[after][2] / (1e3 * trace.current_A[after]) - 1) < 1e-6)
    }

    @Test func `a plain table states its conditions and has a unit in every name`() throws {
        let recordings = try Self.recordings([
            TriangleSweeps(high_V: 1, low_V: -1, rates: [.init(0.5)], samplesPerLeg: 10)
        ])
        let file = try #require(PlainText().files(recordings, of: FileHeader(device: "D")).first)
        let lines = String(decoding: file.file.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.contains("# rate_V_per_s: 0.5"))
        #expect(lines.contains("# kind: iv"))
        let names = try #require(lines.firstIndex { !$0.hasPrefix("#") })
        #expect(lines[names] == "Time (s),Voltage (V),Current (A)")
        #expect(lines.count - names - 1 == 81)
    }

    @Test func `the truth is JSON and says what the model says`() throws {
        let files = try simulate(SimulationRequest(model: "calm", protocols: ["impedance"], seed: 9))
        let truth = try #require(files.last)
        #expect(truth.path == "truth.json")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(truth.bytes)) as? [String: Any])
        let biases = try #require(root["at_bias"] as? [[String: Any]])
        #expect(biases.count == 4)
        for bias in biases {
            let V = try #require(bias["bias_V"] as? Double)
            let linear = ConductanceActivated().linearized(at: V)
            // Foundation's reader of JSON may be off by a last bit.
            let tau_s = try #require(bias["tau_k_s"] as? Double)
            let C_F = try #require(bias["C_lf_F"] as? Double)
            #expect(abs(tau_s / (linear.tau_k_s() ?? .nan) - 1) < 1e-14)
            #expect(abs(C_F / linear.C_lf_F - 1) < 1e-14)
        }
    }
}
