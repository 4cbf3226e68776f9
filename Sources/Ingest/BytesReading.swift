internal import Findings
internal import Measurements

/// What came of a file's bytes: expanded, recognized, read.
///
/// Everything between the file system and the recordings, so that tests and fuzzing go the whole way.
struct BytesReading {
    /// SHA-256 of the file as its source states it.
    let sha256: String
    /// The format with its reason; `nil` where none claims the bytes.
    private(set) var choice: FormatChoice.Choice?
    /// What the bytes were packed in: `gzip`, `zip`; empty where they were not.
    private(set) var container = ""
    /// Recordings and findings.
    private(set) var result = ReadResult()
    /// Why there is nothing; `nil` where there is.
    private(set) var failure: Failure?

    /// Reads bytes.
    /// - Parameter forced: id of a format that the user names.
    init(_ raw: Span<UInt8>, _ source: FileSource, _ forced: String?) {
        sha256 = source.sha256
        do throws(Failure) {
            let content = try Container(raw, source)
            container = content.name
            if let bytes = content.bytes {
                try read(bytes.span, content.inside, source, forced)
            } else {
                try read(raw, content.inside, source, forced)
            }
            result.findings = content.findings + result.findings
        } catch {
            failure = error
        }
    }

    private mutating func read(
        _ bytes: Span<UInt8>, _ name: String, _ source: FileSource, _ forced: String?
    ) throws(Failure) {
        let choice = try FormatChoice.choose(bytes, name: name, source: source, forced: forced)
        self.choice = choice
        result = try choice.format.read(bytes, from: source)
        keepFinite()
        // A damaged name may leave a reader with nothing to take and nothing to say.
        if result.recordings.isEmpty, result.findings.isEmpty {
            throw Failure(.tooShort(Provenance(file: source.name), [], count: 0))
        }
    }

    /// Takes away what no double holds: a damaged area or factor may carry numbers beyond all bounds.
    private mutating func keepFinite() {
        var findings: [Finding] = []
        result.recordings.removeAll { recording in
            guard !recording.data.isFinite else { return false }
            findings.append(
                Finding(
                    RowFindings.notFinite, "numbers of a recording are not finite in SI units; it is left out",
                    at: recording.provenance.position(of: 0),
                    fix: "check the units, areas and factors that the file states"))
            return true
        }
        for i in result.recordings.indices {
            let place = result.recordings[i].provenance.position(of: 0)
            ConditionFields.keepFinite(&result.recordings[i].conditions, at: place, &findings)
        }
        result.findings += findings
    }
}

extension RecordingData {
    /// Whether all numbers are finite.
    fileprivate var isFinite: Bool {
        let columns =
            switch self {
            case .sweep(let sweep): [sweep.voltage_V, sweep.current_A, sweep.time_s]
            case .trace(let trace): [trace.time_s, trace.voltage_V, trace.current_A]
            case .spectrum(let spectrum): [spectrum.frequency_Hz, spectrum.real_ohm, spectrum.imaginary_ohm]
            case .reads(let reads):
                [reads.index, reads.time_s, reads.pulse_V, reads.width_s, reads.read_V, reads.conductance_S]
            }
        return columns.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
}
