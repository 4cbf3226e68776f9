internal import Findings
internal import Measurements

/// A cycling (ratio) sheet of Clarius: results of formulas against the number of the cycle, a column a test and result.
///
/// Two rows of names: the tests with their instance (`reset#1`), then the results. Blank cells are tests that a cycle
/// did not run.
struct ClariusCycles {
    /// The tests' names, one a column.
    var tests: [String]
    /// The results' names, one a column.
    var names: [String]
    /// The numbers of each column; not a number where a cell is blank.
    var values: [[Double]]
    /// The line, or the row of the sheet, of each cycle.
    var lines: [Int]
    /// The settings.
    var settings: ClariusSettings
    /// The sheet's name; empty in text.
    var sheet = ""

    /// Whether two rows name tests and results.
    static func isHeader(_ tests: [String], _ names: [String]) -> Bool {
        let instances = tests.indices.filter { isInstance(tests[$0]) }
        return !instances.isEmpty
            && instances.allSatisfy { $0 < names.count && ConditionFields.number(names[$0]) == nil }
    }

    private static func isInstance(_ text: String) -> Bool {
        guard let mark = text.lastIndex(of: "#") else { return false }
        let number = text[text.index(after: mark)...].prefix { $0 != "@" }
        return !number.isEmpty && number.allSatisfy(\.isNumber)
    }

    /// The reads among the results, each a recording with its state.
    func recordings(_ origin: Provenance, _ source: FileSource, _ findings: inout [Finding]) -> [Recording] {
        let origin = ClariusContent.origin(origin, settings)
        var made: [Recording] = []
        var others: [String] = []
        for i in names.indices.dropFirst() where i < values.count && !names[i].isEmpty {
            guard let (answer, state) = Self.read(names[i]) else {
                others.append(names[i])
                continue
            }
            var reads = ReadsBuilder()
            reads.answer = answer
            let kept = values[i].indices.filter { values[i][$0].isFinite }
            reads.values = kept.map { values[i][$0] }
            reads.index = kept.map { values[0][$0] }
            reads.lines = kept.map { lines[$0] }
            reads.columns = [
                column(0, "n", "1"),
                column(
                    i, answer == .current ? "I" : answer == .resistance ? "R" : "G",
                    answer == .current ? "A" : answer == .resistance ? "ohm" : "S"),
            ]
            reads.stated = TraceShape.Verdict(
                kind: .endurance, reason: "results \"\(names[i])\" of test \"\(test(i))\" against the cycle")
            reads.conditions.state = state
            if answer == .current {
                reads.conditions.read_V =
                    settings.formulas[names[i]].flatMap(Self.readVoltage) ?? source.options.read_V
                guard reads.conditions.read_V != nil else {
                    findings.append(.noReadVoltage(source, lines.first, names[i]))
                    continue
                }
            }
            reads.conditions.settings = self.texts(i)
            do throws(Failure) { made.append(try reads.recording(origin, &findings)) } catch {
                findings += error.findings
            }
        }
        if !others.isEmpty { findings.append(.otherResults(source, lines.first, others)) }
        return made
    }

    private func test(_ i: Int) -> String { i < tests.count ? tests[i] : "" }

    private func texts(_ i: Int) -> [String: String] {
        var texts = ["test": test(i), "result": names[i]]
        if let rule = settings.formulas[names[i]] { texts["rule"] = rule }
        if !sheet.isEmpty { texts["sheet"] = sheet }
        for (key, name) in [
            ("Subsite Name", "subsite"), ("Site Number", "site"), ("Cycle Mode", "cycle mode"),
        ] {
            if let value = settings.fields[key], !value.isEmpty { texts[name] = value }
        }
        return texts
    }

    private func column(_ i: Int, _ quantity: String, _ unit: String) -> ColumnSource {
        ColumnSource(
            quantity: quantity, name: names[i], number: i + 1, unit: unit, unitSource: "code table", factor: 1)
    }

    /// What a result's name says: `IHRS`, `R_LRS`, `ROFF`, `GON`; `nil` where it is no read of a state.
    static func read(_ name: String) -> (answer: ReadsBuilder.Answer, state: String)? {
        let key = name.uppercased().filter(\.isLetter)
        let answer: ReadsBuilder.Answer
        switch key.first {
        case "I": answer = .current
        case "R": answer = .resistance
        case "G": answer = .conductance
        default: return nil
        }
        switch key.dropFirst() {
        case "HRS", "OFF": return (answer, "HRS")
        case "LRS", "ON": return (answer, "LRS")
        default: return nil
        }
    }

    /// The voltage at which a formula looks its current up: 0.2 in `ABS(AT(AI,FINDU(AV,0.2,1)))`.
    static func readVoltage(_ rule: String) -> Double? {
        let upper = rule.uppercased()
        guard let find = upper.firstRange(of: "FIND") else { return nil }
        let inside = upper[find.upperBound...].drop { $0 != "(" }.dropFirst()
        let arguments = inside.prefix { $0 != ")" }.split(separator: ",")
        guard arguments.count >= 2, let voltage = ConditionFields.number(String(arguments[1])), voltage != 0 else {
            return nil
        }
        // The current's modulus belongs to the voltage's.
        return upper.holds("ABS(") ? abs(voltage) : voltage
    }
}

extension Finding {
    fileprivate static func noReadVoltage(_ source: FileSource, _ line: Int?, _ name: String) -> Finding {
        Finding(
            ClariusFindings.readVoltage,
            "\"\(name)\" is a current, and no formula in the settings tells the voltage it was read at; it is left out",
            at: source.at(line), fix: "state it as read_V in the sheet, or export the settings with the formulas")
    }

    fileprivate static func otherResults(_ source: FileSource, _ line: Int?, _ names: [String]) -> Finding {
        Finding(
            ClariusFindings.otherResults,
            "results that are no reads of a state are left out: \(names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", "))\(names.count > 8 ? ", ..." : "")",
            at: source.at(line))
    }
}
