internal import ArgumentParser
internal import Circuits
internal import Diagnostics
internal import Files
internal import Findings
internal import Ingest
internal import Measurements

/// `pinch fit`: any circuit, fitted to the impedance spectra of files.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Fit a circuit to impedance spectra.",
        discussion: """
            CIRCUIT is a name (EC0 to EC7, see 'pinch list circuits'; EC7:3 has three memories, EC1+L the inductance of \
            the leads) or a code, in either notation: 'R0-p(C1,R1,R2-L1)' as impedance.py has it, 'R(CR[RL])' as \
            Boukamp and pyimpspec have it, there () is parallel and [] series. Several circuits are compared by BIC and \
            AICc. Values bear the names of the code: R1, Q1.n; numbers are in SI units.

            Examples:
              pinch fit spectrum.mpt --circuit EC1
              pinch fit spectrum.z --circuit EC0 --circuit EC1 --circuit EC2 --report fit.pdf
              pinch fit *.z --circuit 'R0-p(R1,Q1)' --start Q1.n=0.9 --bound Q1.n=0.5:1 --json
            """)

    @Argument(help: ArgumentHelp("Files, folders or sample sheets.", valueName: "input"))
    var inputs: [String]

    @Option(name: [.short, .long], help: "A circuit; may be repeated, to compare several.")
    var circuit: [String]

    @Option(help: ArgumentHelp("Start of a value, as R1=1000; may be repeated.", valueName: "name=value"))
    var start: [String] = []

    @Option(help: ArgumentHelp("Keep a value, as R0=50; may be repeated.", valueName: "name=value"))
    var fix: [String] = []

    @Option(help: ArgumentHelp("Range of a value, as Q1.n=0.5:1; an end may be left out.", valueName: "name=low:high"))
    var bound: [String] = []

    @Option(help: ArgumentHelp("A value that equals another, as R2=R1; may be repeated.", valueName: "name=name"))
    var tie: [String] = []

    @Option(help: "Weights: \(ImpedanceWeights.allCases.map(\.rawValue).joined(separator: ", ")).")
    var weights = ImpedanceWeights.modulus.rawValue

    @Option(help: ArgumentHelp("Write a page on the fit, as PDF, SVG or PNG by the name's end.", valueName: "file"))
    var report: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        do {
            _ = try readCircuits()
            _ = try fitOptions()
            _ = try report.map { (path: String) throws(Failure) in try FitReport(path, date: common.date) }
        } catch {
            let told = error.findings.map { $0.message + ($0.fix.map { "; " + $0 } ?? "") }
            throw ValidationError(told.joined(separator: "\n"))
        }
    }

    func run() throws {
        var statuses: [ExitStatus] = []
        do throws(Failure) {
            var options = try fitOptions()
            options.seed = common.seed ?? 0
            let outcome = try fitAll(try readCircuits(), options)
            if outcome.failed { statuses.append(.partial) }
            let isWarned = outcome.findings.contains { $0.severity >= .warning }
            if common.strict, isWarned { statuses.append(.gateFailed) }
        } catch {
            common.printer.print(error.findings)
            statuses = [.refused]
        }
        let status = ExitStatus.worst(statuses)
        if status != .done { throw status.exitCode }
    }

    private func readCircuits() throws(Failure) -> [RequestedCircuit] {
        var circuits: [RequestedCircuit] = []
        for text in circuit {
            let requested = try RequestedCircuit(text)
            if !circuits.contains(where: { $0.circuit.code == requested.circuit.code }) { circuits.append(requested) }
        }
        guard !circuits.isEmpty else { throw Failure(.nothingAsked) }
        return circuits
    }

    private func fitOptions() throws(Failure) -> CircuitFitOptions {
        var options = CircuitFitOptions()
        guard let weights = ImpedanceWeights(rawValue: weights) else {
            throw Failure(.badWeights(weights))
        }
        options.weights = weights
        options.starts = try Assignment.numbers(start, of: "--start")
        options.fixed = try Assignment.numbers(fix, of: "--fix")
        options.bounds = try Assignment.ranges(bound, of: "--bound")
        options.ties = try Assignment.texts(tie, of: "--tie")
        return options
    }

    /// Fits each spectrum of the inputs and prints what came out; recordings of other kinds are passed over.
    private func fitAll(
        _ circuits: [RequestedCircuit], _ options: CircuitFitOptions
    ) throws(Failure) -> (findings: [Finding], failed: Bool) {
        let survey = try survey(inputs, options: common.ingestOptions)
        var findings = survey.findings
        var fits: [SpectrumFit] = []
        var failed = 0
        for entry in survey.entries {
            let ingested = ingest(entry, options: common.ingestOptions)
            // What was found while reading stands in both.
            for finding in ingested.findings + ingested.device.findings where !findings.contains(finding) {
                findings.append(finding)
            }
            failed += ingested.failedFiles
            for recording in ingested.device.recordings {
                guard case .spectrum = recording.data else { continue }
                do throws(Failure) {
                    let fit = try SpectrumFit(recording, circuits, options)
                    fits.append(fit)
                    if fit.isPartial { failed += 1 }
                } catch {
                    failed += 1
                    findings += error.findings.map { $0.placed(recording.provenance.position(of: 0)) }
                }
            }
        }
        guard !fits.isEmpty else {
            let told = findings.filter { $0.severity > .note }
            let isTold = told.contains { $0.severity == .error }
            throw Failure(isTold ? told : told + [.noSpectrum]) ?? Failure(.noSpectrum)
        }
        findings += fits.flatMap(\.findings)
        if json {
            try StandardStreams.writeResult(try SpectrumFit.json(fits))
        } else {
            for fit in fits { try StandardStreams.writeResult(fit.text) }
        }
        if let report {
            var settings = DiagnoseOptions()
            settings.seed = common.seed ?? settings.seed
            findings += try FitReport(report, date: common.date).write(fits, settings).findings
        }
        common.printer.print(findings)
        return (findings, failed > 0)
    }
}

extension Finding {
    /// The finding at a place, unless it has one already.
    fileprivate func placed(_ place: SourcePosition) -> Finding {
        var copy = self
        copy.position = position ?? place
        return copy
    }

    fileprivate static let noSpectrum = Finding(
        .noSpectrum, "no INPUT holds an impedance spectrum", fix: "see what is read with pinch inspect")

    fileprivate static let nothingAsked = Finding(
        .assignment, "no circuit is given", fix: "name one with --circuit, as --circuit EC1")

    fileprivate static func badWeights(_ weights: String) -> Finding {
        Finding(
            .assignment, "--weights \"\(weights)\" is not known",
            fix: Suggestion.fix(for: weights, in: ImpedanceWeights.allCases.map(\.rawValue)))
    }
}

extension FindingKind {
    static let noSpectrum = FindingKind(
        "fit.no-spectrum", .error, "The files hold no impedance spectrum, so there is nothing to fit a circuit to.")
}
