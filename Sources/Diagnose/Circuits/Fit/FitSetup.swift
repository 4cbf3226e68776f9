internal import Findings
internal import Measurements

/// Which values of a circuit are free, tied or fixed, in which range and from where, checked against its names.
struct FitSetup {
    /// Values that are fitted, by index; a tied value is not among them.
    private(set) var freeIndices: [Int]
    /// Which free value each value follows; itself where it is free; `nil` where it is fixed.
    private(set) var leader: [Int?]
    /// Whether each value follows another.
    let isTied: [Bool]
    /// Values given, by index: starts and fixed ones.
    private(set) var given: [Int: Double]
    /// The range of each value.
    let ranges: [ClosedRange<Double>]
    /// Whether all free values have a start.
    let isStarted: Bool
    /// Whether a free value could be of either sign.
    let maySign: Bool

    /// - Throws: `circuit.value` for a name that is none, a value out of its range, or a tie that goes in a circle.
    init(_ circuit: Circuit, _ options: CircuitFitOptions) throws(Failure) {
        let values = circuit.values
        let names = values.map { $0.name }
        func index(_ name: String) throws(Failure) -> Int {
            guard let index = names.firstIndex(of: name) else { throw Failure(.unknownValue(name, names)) }
            return index
        }
        var ranges = values.map { $0.parameter.range }
        for (name, range) in options.bounds.sorted(by: { $0.key < $1.key }) {
            let i = try index(name)
            let allowed = ranges[i]
            let (lower, upper) = (
                max(range.lowerBound, allowed.lowerBound), min(range.upperBound, allowed.upperBound)
            )
            guard lower < upper else { throw Failure(.emptyRange(name, range)) }
            ranges[i] = lower...upper
        }
        var leader: [Int?] = Array(names.indices)
        var given: [Int: Double] = [:]
        for (name, value) in options.starts.sorted(by: { $0.key < $1.key }) { given[try index(name)] = value }
        for (name, value) in options.fixed.sorted(by: { $0.key < $1.key }) {
            let i = try index(name)
            given[i] = value
            leader[i] = nil
        }
        var followed: Set<Int> = []
        for (name, other) in options.ties.sorted(by: { $0.key < $1.key }) {
            let (i, j) = (try index(name), try index(other))
            // No chains: a value follows one that follows none.
            let isPlain = i != j && leader[i] == i && !followed.contains(i) && (leader[j] == j || leader[j] == nil)
            guard isPlain, values[i].parameter.unit == values[j].parameter.unit else {
                throw Failure(.badTie(name, other))
            }
            followed.insert(j)
            leader[i] = leader[j]
            given[i] = given[j]
        }
        for (i, value) in given.sorted(by: { $0.key < $1.key }) {
            guard value.isFinite, ranges[i].contains(value), value != 0 || leader[i] == nil else {
                throw Failure(.outOfRange(names[i], value, ranges[i]))
            }
        }
        let free = names.indices.filter { leader[$0] == $0 }
        let tied = Set(options.ties.keys)
        isTied = names.map(tied.contains)
        isStarted = free.allSatisfy { given[$0] != nil }
        maySign = free.contains { given[$0] == nil && values[$0].parameter.maySign && ranges[$0].lowerBound < 0 }
        freeIndices = free
        self.ranges = ranges
        self.leader = leader
        self.given = given
    }

    /// The model whose free values start at `values`, which also says their signs.
    func model(_ evaluator: SharedEvaluator, _ points: FitPoints, at values: [Double]) -> CircuitFitModel {
        let free = freeIndices.map { free in
            CircuitFitModel.Free(
                indices: isTied.contains(true) ? leader.indices.filter { leader[$0] == free } : [free],
                coordinate: ValueCoordinate(ranges[free], start: values[free]))
        }
        return CircuitFitModel(evaluator, free, held: values, points)
    }

    /// Values drawn by chance, with those given in their place, the others within their ranges, and ties followed.
    func completed(_ drawn: [Double], keepsStarts: Bool) -> [Double] {
        var values = drawn
        for index in values.indices {
            if let value = given[index], keepsStarts || leader[index] == nil {
                values[index] = value
            } else {
                values[index] = min(max(values[index], ranges[index].lowerBound), ranges[index].upperBound)
            }
        }
        for (index, free) in leader.enumerated() { if let free { values[index] = values[free] } }
        return values
    }

    /// Keeps free values where they stand.
    func keeping(_ kept: [Int: Double]) -> FitSetup {
        var copy = self
        copy.freeIndices.removeAll { kept[$0] != nil }
        for index in leader.indices {
            if let free = leader[index], let value = kept[free] {
                copy.leader[index] = nil
                copy.given[index] = value
            }
        }
        return copy
    }
}

extension Finding {
    fileprivate static func unknownValue(_ name: String, _ names: [String]) -> Finding {
        Finding(
            CircuitFindings.value, "the circuit has no value \"\(name)\"", fix: Suggestion.fix(for: name, in: names))
    }

    fileprivate static func emptyRange(_ name: String, _ range: ClosedRange<Double>) -> Finding {
        Finding(
            CircuitFindings.value,
            "no value of \"\(name)\" lies between \(range.lowerBound) and \(range.upperBound)",
            fix: "give two different bounds within what the value can be")
    }

    fileprivate static func badTie(_ name: String, _ other: String) -> Finding {
        Finding(
            CircuitFindings.value, "\"\(name)\" cannot follow \"\(other)\"",
            fix: "tie a free value to another of the same unit that follows none itself")
    }

    fileprivate static func outOfRange(_ name: String, _ value: Double, _ range: ClosedRange<Double>) -> Finding {
        Finding(
            CircuitFindings.value,
            "\"\(name)\" cannot be \(value): it lies between \(range.lowerBound) and \(range.upperBound)",
            fix: "give a value in that range (not 0 for a value that is fitted)")
    }
}
