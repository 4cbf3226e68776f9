internal import Findings

/// A Zahner `.ism` file taken apart: columns, texts, constants.
///
/// Big endian. A marker and the last index (6 bytes each); the columns one after another, f64: frequency, |Z|, phase in
/// radians, time stamp; significance as int16; texts with capitals and small letters exchanged; 32 constants; the voltage
/// and current of each sample where a flag says so. Old files end after the columns.
struct ZahnerISMFile {
    /// Frequency, Hz.
    private(set) var frequency_Hz: [Double]
    /// |Z|, ohm.
    private(set) var modulus_ohm: [Double]
    /// Phase, rad.
    private(set) var phase_rad: [Double]
    /// Seconds since 1980-01-01, of either sign; empty where the file was cut before.
    private(set) var time_s: [Double] = []
    /// The header's texts as a person typed or reads them; empty in old files.
    private(set) var texts: [String] = []
    /// The amplitude in V or A by its constant; `nil` in old files.
    private(set) var amplitude: Double?
    /// Voltage of each sample, V; empty where the file has none.
    private(set) var voltage_V: [Double] = []
    /// Why the part after the columns could not be had, with its place.
    private(set) var fault: Finding?

    /// The first six bytes of every file seen.
    static let marker: UInt64 = 0xFFFF_FFFE
    private static let textCount = 12

    /// Takes a file apart.
    /// - Throws: `binary.short`, `binary.declared` where the impedances themselves are not all there.
    init(_ bytes: Span<UInt8>, source: FileSource) throws(Failure) {
        var cursor = ByteCursor(source, .big)
        try cursor.skip(6, "the marker", bytes)
        // The last index; a count one higher.
        let last = try cursor.unsigned(6, "the last index", bytes)
        let count = try cursor.checked(last &+ 1, of: 24, "samples", bytes)
        frequency_Hz = try cursor.float64s(count, "the frequencies", bytes)
        modulus_ohm = try cursor.float64s(count, "the moduli", bytes)
        phase_rad = try cursor.float64s(count, "the phases", bytes)
        do throws(Failure) {
            time_s = try cursor.float64s(count, "the time stamps", bytes)
            try cursor.skip(2 * count, "the significances", bytes)
            try readTrailer(&cursor, count, bytes)
        } catch { fault = error.findings.first }
    }

    private mutating func readTrailer(
        _ cursor: inout ByteCursor, _ count: Int, _ bytes: Span<UInt8>
    ) throws(Failure) {
        for i in 0..<Self.textCount {
            let length = try cursor.checked(try cursor.int16("a text's length", bytes), of: 1, "characters", bytes)
            texts.append(Self.swapped(try cursor.text(length, "text \(i + 1)", bytes)))
        }
        let flag = try cursor.int16("the flag before the constants", bytes)
        let constants = try cursor.float64s(32, "the constants", bytes)
        if constants[25].isFinite, constants[25] > 0 { amplitude = constants[25] / 1000 }
        guard flag > 256, let bits = Int(exactly: constants[27]), bits & 0x8000 != 0 else { return }
        let pairs = try cursor.float64s(2 * count, "the voltages and currents", bytes)
        voltage_V = (0..<count).map { pairs[2 * $0] }
    }

    /// A text with capitals and small letters exchanged back.
    private static func swapped(_ text: String) -> String {
        var plain = ""
        for character in text {
            plain += character.isUppercase ? character.lowercased() : character.uppercased()
        }
        return plain
    }
}
