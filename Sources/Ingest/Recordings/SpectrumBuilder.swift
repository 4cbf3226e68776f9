internal import Findings
internal import Measurements

/// Columns of an impedance table as a format read them, ready to become one recording a spectrum.
struct SpectrumBuilder {
    /// Frequency, Hz.
    var frequency_Hz: [Double] = []
    /// Re Z, ohm.
    var real_ohm: [Double] = []
    /// Im Z, ohm, negative for a capacitor.
    var imaginary_ohm: [Double] = []
    /// DC voltage of each row, V; empty where the file has none.
    var bias_V: [Double] = []
    /// Explicit number of the loop or cycle of each row; empty where the file has none.
    var loop: [Double] = []
    /// The line of each row; empty in binary files.
    var lines: [Int] = []
    /// The columns used.
    var columns: [ColumnSource] = []
    /// What was done to signs.
    var signConversion = ""
    /// Conditions from the header.
    var conditions = Conditions()
    /// Why the rows are taken as spectra.
    var reason = "frequency and impedance columns"

    /// The recordings in file order: rests (f ≤ 0) removed, loops and repeated runs apart.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) -> [Recording] {
        if isOneSpectrum { return [recording(Array(frequency_Hz.indices), origin, &findings)] }
        let rests = frequency_Hz.indices.filter { frequency_Hz[$0] == 0 }
        let negative = frequency_Hz.indices.filter { frequency_Hz[$0] < 0 }
        if let first = negative.first { findings.append(.negative(origin, line(first), negative.count)) }
        if !rests.isEmpty { findings.append(.rests(origin, rests.compactMap(line), count: rests.count)) }
        let broken = frequency_Hz.indices.filter { !isWhole($0) }
        if let first = broken.first { findings.append(.notFinite(origin, line(first), broken.count)) }
        var made: [Recording] = []
        for rows in spectra(origin, &findings) {
            guard rows.count >= 2 else {
                findings.append(.tooShort(origin, rows.compactMap(line), count: rows.count))
                continue
            }
            made.append(recording(rows, origin, &findings))
        }
        return made
    }

    /// Whether all rows are one spectrum as they stand, the commonest case: nothing has to be left out or parted.
    private var isOneSpectrum: Bool {
        let n = frequency_Hz.count
        guard n >= 2, real_ohm.count == n, imaginary_ohm.count == n else { return false }
        var rises = false
        var falls = false
        for i in 0..<n {
            guard frequency_Hz[i] > 0, isWhole(i) else { return false }
            guard i > 0 else { continue }
            if frequency_Hz[i] > frequency_Hz[i - 1] { rises = true }
            if frequency_Hz[i] < frequency_Hz[i - 1] { falls = true }
            if i < loop.count, loop[i] != loop[i - 1] { return false }
        }
        return !(rises && falls)
    }

    private func line(_ i: Int) -> Int? { i < lines.count ? lines[i] : nil }

    /// Whether a row has finite numbers; a rest has no impedance and is asked for none.
    private func isWhole(_ i: Int) -> Bool {
        guard frequency_Hz[i].isFinite, i < real_ohm.count, i < imaginary_ohm.count else { return false }
        if frequency_Hz[i] <= 0 { return true }
        return real_ohm[i].isFinite && imaginary_ohm[i].isFinite && !OverflowMark.stands(real_ohm[i])
            && !OverflowMark.stands(imaginary_ohm[i])
    }

    private func recording(_ rows: [Int], _ origin: Provenance, _ findings: inout [Finding]) -> Recording {
        var provenance = origin
        provenance.columns = columns
        provenance.signConversion = signConversion
        // All rows, in their order: the columns are taken as they are, not gathered anew.
        let n = rows.count
        let isAll = frequency_Hz.count == n && real_ohm.count == n && imaginary_ohm.count == n
        provenance.take(isAll && lines.count == n ? lines : rows.compactMap(line))
        var conditions = conditions
        let biases =
            bias_V.isEmpty ? [] : rows.compactMap { $0 < bias_V.count && bias_V[$0].isFinite ? bias_V[$0] : nil }
        if let first = biases.first {
            // Through the differences, so that equal values have that value as their mean, to the last bit.
            let mean = first + biases.reduce(0) { $0 + ($1 - first) } / Double(biases.count)
            // Damaged numbers may exceed any double between them.
            conditions.bias_V = mean.isFinite ? mean : nil
        }
        let imaginary = isAll ? imaginary_ohm : rows.map { imaginary_ohm[$0] }
        let inductive = imaginary.count { $0 > 0 }
        if imaginary.count >= 5, inductive * 5 > imaginary.count * 4 {
            findings.append(.mostlyInductive(provenance, rows.first.flatMap(line), inductive, imaginary.count))
        }
        let spectrum = ImpedanceSpectrum(
            frequency_Hz: isAll ? frequency_Hz : rows.map { frequency_Hz[$0] },
            real_ohm: isAll ? real_ohm : rows.map { real_ohm[$0] }, imaginary_ohm: imaginary)
        return Recording(
            kind: .impedance, kindReason: reason, data: .spectrum(spectrum), conditions: conditions,
            provenance: provenance)
    }

    /// The rows of each spectrum: by the file's own loop numbers, else by rests and turns of the frequency.
    private func spectra(_ origin: Provenance, _ findings: inout [Finding]) -> [[Int]] {
        var groups: [[Int]] = []
        var isNew = true
        for i in frequency_Hz.indices where isWhole(i) {
            if frequency_Hz[i] <= 0 {
                isNew = true
                continue
            }
            if let last = groups.last?.last, i < loop.count, last < loop.count, loop[i] != loop[last] { isNew = true }
            if isNew { groups.append([i]) } else { groups[groups.count - 1].append(i) }
            isNew = false
        }
        return groups.flatMap { group in
            let parts = turns(group)
            // Rows without order are one spectrum, not many of one point.
            guard parts.count > 1, parts.contains(where: { $0.count < 3 }) else { return parts }
            findings.append(.unordered(origin, group.first.flatMap(line)))
            return [group]
        }
    }

    /// Cuts rows where the frequency turns round or jumps back to the start.
    private func turns(_ rows: [Int]) -> [[Int]] {
        var parts: [[Int]] = []
        var direction = 0.0
        for i in rows {
            guard let last = parts.last?.last else {
                parts.append([i])
                continue
            }
            let change = frequency_Hz[i] - frequency_Hz[last]
            let sign = change > 0 ? 1.0 : change < 0 ? -1.0 : 0
            if sign != 0, direction != 0, sign != direction {
                let before = parts[parts.count - 1]
                if before.count >= 3, frequency_Hz[before[before.count - 2]] == frequency_Hz[last] {
                    // Measured there and back: the frequency of the turn stands twice, once for each way.
                    parts[parts.count - 1].removeLast()
                    parts.append([last, i])
                    direction = sign
                } else {
                    parts.append([i])
                    direction = 0
                }
            } else {
                parts[parts.count - 1].append(i)
                if direction == 0 { direction = sign }
            }
        }
        return parts
    }
}

/// What can be wrong with a spectrum.
enum SpectrumFindings {
    static let rests = FindingKind(
        "impedance.zero-frequency", .note,
        "Rows with frequency 0 record the rest before a spectrum; they are no impedance and no part of one.")
    static let negative = FindingKind(
        "impedance.negative-frequency", .warning,
        "Rows with a frequency below zero, which no instrument measures; often the column is a logarithm.")
    static let mostlyInductive = FindingKind(
        "impedance.sign", .warning,
        "Most points have a positive imaginary part: a real inductor, or a file that stores -Z'' without saying so.")
    static let unordered = FindingKind(
        "impedance.frequency-order", .warning, "The frequencies neither rise nor fall; the rows are one spectrum.")
    static let noFrequency = FindingKind(
        "impedance.no-frequency", .error, "An impedance table without a frequency column cannot be used.")
    static let notFinite = FindingKind(
        "impedance.not-finite", .warning, "Rows of a spectrum without a finite impedance are left out.")
    static let all = [RestTrack.kept, rests, negative, mostlyInductive, unordered, noFrequency, notFinite]
}

extension Finding {
    fileprivate static func notFinite(_ origin: Provenance, _ line: Int?, _ count: Int) -> Finding {
        Finding(
            SpectrumFindings.notFinite,
            "\(count == 1 ? "1 row has" : "\(count) rows have") no finite impedance and \(count == 1 ? "is" : "are") left out",
            at: SourcePosition(file: origin.file, line: line))
    }

    fileprivate static func rests(_ origin: Provenance, _ lines: [Int], count: Int) -> Finding {
        let rows = count == 1 ? "1 row has" : "\(count) rows have"
        return Finding(
            SpectrumFindings.rests, "\(rows) frequency 0 (rest before or after a spectrum) and are no part of one",
            at: SourcePosition(file: origin.file, line: lines.first))
    }

    fileprivate static func negative(_ origin: Provenance, _ line: Int?, _ count: Int) -> Finding {
        let rows = count == 1 ? "1 row has" : "\(count) rows have"
        return Finding(
            SpectrumFindings.negative, "\(rows) a negative frequency and are left out",
            at: SourcePosition(file: origin.file, line: line),
            fix: "check which column is the frequency; a logarithm of it must be undone before")
    }

    fileprivate static func mostlyInductive(_ origin: Provenance, _ line: Int?, _ n: Int, _ of: Int) -> Finding {
        Finding(
            SpectrumFindings.mostlyInductive, "Im Z is positive in \(n) of \(of) points",
            at: SourcePosition(file: origin.file, line: line),
            fix: inductiveFix(origin))
    }

    /// What to do if the sign is wrong: only tables whose columns a user names can be told to turn it.
    private static func inductiveFix(_ origin: Provenance) -> String {
        let polar = origin.columns.first { $0.quantity == Quantity.phaseZ.rawValue }
        guard let column = polar ?? origin.columns.first(where: { $0.quantity == Quantity.imaginaryZ.rawValue }),
            ["plain-table", "plain-workbook"].contains(origin.format)
        else {
            // The rows of a CHI file are a plain table below its header, and some laboratories export the sign turned.
            return origin.format == "chi-text"
                ? "if it was exported turned: --input-format plain-table --columns \"f=1;ReZ=2;-ImZ=3\""
                : "an inductor is such a file; if the program that wrote it turned the sign, let it export Z'' as measured"
        }
        let names = origin.columns.filter { $0 != column && ["f", "ReZ", "|Z|"].contains($0.quantity) }
            .map { "\($0.quantity)=\($0.number)" }
        // A minus turns what the name says; where it stands already, leaving it out does.
        let sign = (column.factor < 0) == ColumnLabel(column.name).isNegated ? "-" : ""
        let all = (names + ["\(sign)\(column.quantity)=\(column.number)"]).joined(separator: ";")
        return "an inductor is such a file; if it stores -Z'' without saying so: --columns \"\(all)\""
    }

    fileprivate static func unordered(_ origin: Provenance, _ line: Int?) -> Finding {
        Finding(
            SpectrumFindings.unordered, "the frequencies neither rise nor fall; the rows are kept as one spectrum",
            at: SourcePosition(file: origin.file, line: line), fix: "sort the rows by frequency")
    }

    /// Impedances without their frequencies.
    static func noFrequency(_ source: FileSource, _ line: Int?) -> Finding {
        Finding(
            SpectrumFindings.noFrequency, "the table has impedances, but no frequency column", at: source.at(line),
            fix: "export the frequency too, or name it: --columns \"f=1;ReZ=2;ImZ=3\"")
    }
}
