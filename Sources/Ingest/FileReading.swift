internal import Files
internal import Findings
internal import Measurements

/// One file read for a device: its recordings with the sheet's word on them, or why there are none.
struct FileReading {
    /// The recordings, without ids.
    private(set) var recordings: [Recording] = []
    /// What was found.
    private(set) var findings: [Finding] = []
    /// Whether the file should have given recordings and gave none.
    private(set) var isFailed = false
    /// The format that read it, with its reason; `nil` where none did.
    private(set) var choice: FormatChoice.Choice?
    /// What the file was packed in: `gzip`, `zip`; empty where it was not.
    private(set) var container = ""
    /// SHA-256 of the file; empty where it could not be opened.
    private(set) var sha256 = ""

    /// Reads a file.
    init(_ file: FileEntry, options: IngestOptions) {
        do throws(Failure) {
            try read(file, options)
            // An open-circuit record is no measurement of a device, and a note says so.
            isFailed = recordings.isEmpty && findings.contains { $0.severity != .note }
        } catch {
            let faults = Self.located(error.findings, file)
            // A file that merely lies in a device's folder and that no format claims is passed over with a word.
            if file.isNamed || !faults.allSatisfy({ FormatFindings.foreign.contains($0.code) }) {
                findings += faults
                isFailed = true
            } else {
                findings.append(.unread(file.name, faults.first?.message ?? ""))
            }
        }
    }

    private mutating func read(_ file: FileEntry, _ options: IngestOptions) throws(Failure) {
        if file.row != nil, FilePath.isSpecial(file.path) { throw Failure(.special(file)) }
        let mapped = try MappedFile(file.path)
        let forced = file.row?["input_format"] ?? options.inputFormat
        let readOptions = Self.readOptions(file.row, options, &findings)
        // Large files stay mapped; the span is lent, so what the closure learns leaves by its result.
        let outcome = mapped.withBytes { raw in
            BytesReading(raw, FileSource(name: file.name, sha256: SHA256.hex(of: raw), options: readOptions), forced)
        }
        sha256 = outcome.sha256
        choice = outcome.choice
        container = outcome.container
        if let failure = outcome.failure { throw failure }
        findings += outcome.result.findings
        recordings = outcome.result.recordings
        if let row = file.row { SheetWord.apply(row, to: &recordings, &findings) }
        findings += QualityChecks.findings(recordings)
    }

    private static func readOptions(
        _ row: SheetRow?, _ options: IngestOptions, _ findings: inout [Finding]
    ) -> ReadOptions {
        var read = ReadOptions()
        read.decimalMark = options.decimalMark
        read.columns = row?["columns"] ?? options.columns
        read.units = row?["units"] ?? options.units
        read.skip = options.skip
        // What else the sheet says of these is checked with the other conditions, where they are applied.
        read.read_V = row?["read_V"].flatMap(ConditionFields.number)
        read.area_m2 = row?["area_cm2"].flatMap(ConditionFields.number).flatMap { $0 > 0 ? $0 * 1e-4 : nil }
        read.isPhotovoltaic = row?["sign"] == "photovoltaic"
        if let skip = row?.cells["skip"] {
            read.skip = Int(skip.text)
            if read.skip == nil { findings.append(.unknownWord("number of lines to skip", skip, valid: ["0", "1"])) }
        }
        if let decimal = row?.cells["decimal"] {
            switch decimal.text {
            case ",", "comma": read.decimalMark = ","
            case ".", "point", "dot": read.decimalMark = "."
            default: findings.append(.unknownWord("decimal mark", decimal, valid: ["comma", "point"]))
            }
        }
        return read
    }

    /// A file that a sheet names and that is not there is the sheet's fault, at its row.
    private static func located(_ faults: [Finding], _ file: FileEntry) -> [Finding] {
        guard let row = file.row, faults.count == 1, let only = faults.first, only.code == FilesFindings.missing.code
        else {
            return faults.map { fault in
                var fault = fault
                // The binding knows the path on this machine; people know the name under the INPUT.
                if fault.position?.file == file.path { fault.position?.file = file.name }
                fault.message = fault.message.replacing(file.path, with: file.name)
                return fault
            }
        }
        return [
            Finding(
                SheetFindings.fileMissing,
                "the file \"\(row["file"] ?? file.name)\" of device \"\(row["device"] ?? "")\" "
                    + "is not there", at: row.position,
                fix: "correct the path (it is relative to the sheet), or remove the row")
        ]
    }

    /// A file among measurements that is none.
    static let unread = FindingKind(
        "file.unread", .warning, "A file beside measured data is of no known format; it is left out.")
    /// Kinds of finding of this file.
    static let kinds = [unread]
}

extension Finding {
    /// A row that names a pipe or a device: reading it may wait for ever.
    fileprivate static func special(_ file: FileEntry) -> Finding {
        Finding(
            FilesFindings.unreadable, "\"\(file.name)\" is a pipe or a device, a file was expected",
            at: file.row?.position, fix: "name a file")
    }

    /// A file that lies among measurements and is none.
    static func unread(_ name: String, _ reason: String) -> Finding {
        Finding(
            FileReading.unread, "the file is not read: \(reason)", at: SourcePosition(file: name),
            fix: "move it elsewhere, or name its format in a sample sheet")
    }
}
