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

    /// Reads a file.
    init(_ file: FileEntry, options: IngestOptions) {
        do throws(Failure) {
            try read(file, options)
            isFailed = recordings.isEmpty
        } catch {
            let faults = Self.located(error.findings, file)
            if file.isNamed {
                findings += faults
                isFailed = true
            } else {
                findings.append(.unread(file, faults))
            }
        }
    }

    private mutating func read(_ file: FileEntry, _ options: IngestOptions) throws(Failure) {
        let mapped = try MappedFile(file.path)
        let row = file.row
        var source = FileSource(name: file.name)
        source.options = Self.readOptions(row, options, &findings)
        let forced = row?["input_format"] ?? options.inputFormat
        let (result, choice) = try mapped.withBytes {
            (raw) throws(Failure) -> (ReadResult, FormatChoice.Choice) in
            source.sha256 = SHA256.hex(of: raw)
            if let converted = TextBytes.fromUTF16(raw) { return try Self.read(converted.span, source, forced) }
            return try Self.read(raw, source, forced)
        }
        self.choice = choice
        findings += result.findings
        recordings = result.recordings
        if let row { SheetWord.apply(row, to: &recordings, &findings) }
    }

    private static func read(
        _ bytes: Span<UInt8>, _ source: FileSource, _ forced: String?
    ) throws(Failure) -> (ReadResult, FormatChoice.Choice) {
        let head = bytes.extracting(0..<min(bytes.count, FormatChoice.headLength))
        let choice = try FormatChoice.choose(head, source: source, forced: forced)
        return (try choice.format.read(bytes, from: source), choice)
    }

    private static func readOptions(
        _ row: SheetRow?, _ options: IngestOptions, _ findings: inout [Finding]
    ) -> ReadOptions {
        var read = ReadOptions()
        read.decimalMark = options.decimalMark
        read.columns = row?["columns"] ?? options.columns
        read.units = row?["units"] ?? options.units
        read.skip = options.skip
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

    /// Kinds of finding of this file.
    static let kinds = [
        FindingKind("file.unread", .warning, "A file in a device's folder is of no known format; it is left out.")
    ]
}

extension Finding {
    fileprivate static func unread(_ file: FileEntry, _ faults: [Finding]) -> Finding {
        let reason = faults.first?.message ?? ""
        let kind = FileReading.kinds[0]
        return Finding(
            kind, "the file is not read: \(reason)", at: SourcePosition(file: file.name),
            fix: "move it elsewhere, or name its format in a sample sheet")
    }
}
