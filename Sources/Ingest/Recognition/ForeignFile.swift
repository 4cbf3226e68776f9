/// Files that people lay beside their measurements and that are not read, known by their first bytes.
struct ForeignFile {
    /// What it is, with its article.
    var name: String
    /// The export that is read instead; `nil` where there is none.
    var fix: String?
    private var signature: [UInt8]

    private init(_ signature: [UInt8], _ name: String, _ fix: String?) {
        self.signature = signature
        self.name = name
        self.fix = fix
    }

    /// The kind of file that some bytes begin, or that a name's ending and a word in its head tell; `nil` where none is
    /// known.
    static func named(_ bytes: Span<UInt8>, suffix: String) -> ForeignFile? {
        if suffix == "zmx" || TextBytes.string(bytes, 0..<min(bytes.count, 600)).holds("zahner-measurement") {
            return ForeignFile([], "a measurement of Zahner's newer programs (.zmx)", zahnerFix)
        }
        if suffix == "isc" || suffix == "isw" {
            return ForeignFile([], "a current-voltage curve of Zahner (.\(suffix))", zahnerFix)
        }
        return all.first { file in
            guard bytes.count >= file.signature.count else { return false }
            for (i, byte) in file.signature.enumerated() where bytes[i] != byte { return false }
            return true
        }
    }

    private static let zahnerFix =
        "export it as text with names and units (Zahner Analysis, \"Export ASCII\"); spectra are read from .ism"

    private static let all = [
        // BIFF inside OLE2: the one free library for it reads from a path only and has a history of overflows.
        ForeignFile(
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook (.xls)",
            "open it in a spreadsheet program and save it as .xlsx, or export .csv from Clarius"),
        ForeignFile(
            [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file",
            "export the time series as a table with names and units"),
        ForeignFile(Array("%PDF-".utf8), "a PDF document", nil),
        ForeignFile([0x89, 0x50, 0x4E, 0x47], "a PNG picture", nil),
        ForeignFile([0xFF, 0xD8, 0xFF], "a JPEG picture", nil),
        ForeignFile(Array("CPYUA".utf8), "an Origin project", "export the sheets as text from Origin"),
        ForeignFile(Array("MATLAB 5.0".utf8), "a MATLAB file", "save the arrays as a table (writetable)"),
        ForeignFile(
            Array("CORRW ASCII".utf8), "a CorrWare or CorrTest file (.cor)",
            "export potential, current and time as a table with names and units; its currents may be densities"),
        ForeignFile(Array("EC-Lab LOG FILE".utf8), "an EC-Lab log", "export the data as text (.mpt)"),
        ForeignFile(Array("EC-LAB SETTING FILE".utf8), "EC-Lab's settings", "export the data as text (.mpt)"),
    ]
}
