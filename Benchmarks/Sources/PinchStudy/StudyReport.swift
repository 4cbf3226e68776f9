import Diagnostics

/// The study as a Markdown document.
struct StudyReport {
    let seeds: UInt64
    let devices: [StudyDevice]
    let tallies: [DeviceTally]
    /// Whether each place has its row, or each device.
    let isDetailed: Bool
    var files: [FilesCheck] = []
    var trials: TrialStudy?
    var independent: IndependentStudy?
    var joint: JointStudy?

    var text: String {
        ([head]
            + [
                trials.map { TrialReport(study: $0, independent: independent).text } ?? "", joint?.text ?? "", words,
                links, quantities,
                spectra, filesTable,
            ].filter {
                !$0.isEmpty
            }).joined(separator: "\n")
    }

    private var head: String {
        """
        # Study of the sample devices

        `make study` measures every device of SampleData \(seeds) times, with the noise of the seeds 1 to \(seeds), and
        counts how often the analysis is right. The noise is that of the samples: 1 % of |Z| in spectra, 1 % of the final
        change in small steps, 0.2 % to 0.5 % of the current elsewhere. A share that misses its target is **bold**.

        """
    }

    // MARK: Spectra that stop too early

    private var spectra: String {
        var rows: [String] = []
        for (study, tally) in zip(devices, tallies) {
            for (name, spectrum) in tally.spectra.sorted(by: { $0.key < $1.key }) where !spectrum.reaches {
                let silent = Double(spectrum.silent) / Double(tally.seeds)
                rows.append(
                    "| \(study.bench.id) | \(name) | \(percent(silent, least: 1)) | "
                        + "\(percent(Double(spectrum.explained) / Double(tally.seeds))) |")
            }
        }
        guard !rows.isEmpty else { return "" }
        return """
            ## Spectra that stop too early

            Where `f_min 2π tau_k` exceeds 0.3 the memory time must be absent. A memory that the spectrum cannot see at
            all (the nonvolatile devices) leaves nothing to explain.

            | device | spectrum | tau_k absent | said to be too slow |
            |---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    // MARK: Numbers against the truth

    private var quantities: String {
        var rows: [String] = []
        for (study, tally) in zip(devices, tallies) {
            var grouped: [String: (places: Int, sum: QuantityTally)] = [:]
            for (key, quantity) in tally.quantities {
                let name = isDetailed ? key : String(key.split(separator: " ")[0])
                var entry = grouped[name] ?? (0, QuantityTally())
                entry.places += 1
                entry.sum.merge(quantity)
                grouped[name] = entry
            }
            for (name, entry) in grouped.sorted(by: { natural($0.key, $1.key) }) {
                rows.append(
                    "| \(study.bench.id) | \(name) | " + cells(entry.sum, places: entry.places, tally.seeds) + " |")
            }
        }
        return """
            ## Values against the truth

            "given": share of the seeds and biases that have a value. "within 3 se": share of the values whose error covers
            the truth (target 99 %). "se ≤ 5 %": share of the values with an error of at most 5 % of the truth. "z": mean and
            standard deviation of (value − truth)/se, 0 and 1 for honest errors.

            | device | quantity | biases | given | within 3 se | largest z | z | median se | se ≤ 5 % |
            |---|---|---|---|---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    private func cells(_ tally: QuantityTally, places: Int, _ seeds: Int) -> String {
        let n = max(1, tally.z.count)
        let mean = tally.z.reduce(0, +) / Double(n)
        let sd = (tally.z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)).squareRoot()
        let errors = tally.relativeErrors.sorted()
        let small = Double(errors.filter { $0 <= 0.05 }.count) / Double(n)
        return [
            "\(places)", percent(Double(tally.present) / Double(places * seeds)),
            percent(Double(tally.within3) / Double(max(1, tally.present)), least: 0.99),
            fixed(tally.z.map { abs($0) }.max() ?? 0, 1), "\(fixed(mean, 2)) ± \(fixed(sd, 2))",
            percent(errors.isEmpty ? 0 : errors[errors.count / 2]), percent(small),
        ].joined(separator: " | ")
    }

    // MARK: Links

    private var links: String {
        var rows: [String] = []
        for (study, tally) in zip(devices, tallies) {
            var grouped: [String: VerdictTally] = [:]
            for (key, verdicts) in tally.links {
                grouped[isDetailed ? key : String(key.split(separator: " ")[0]), default: VerdictTally()].merge(
                    verdicts)
            }
            for (name, verdicts) in grouped.sorted(by: { natural($0.key, $1.key) }) {
                rows.append("| \(study.bench.id) | \(name) | " + StudyText.verdictCells(verdicts))
            }
        }
        return """
            ## Links

            Every link holds by construction. Shares are of the tested ones: "consistent" (target 80 %), "small bias"
            (different, but inside the equivalence bound), "inconsistent" (at most 5 %), "undecided".

            | device | link | tested | consistent | small bias | inconsistent | undecided | not tested |
            |---|---|---|---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    // MARK: Words

    private var words: String {
        var rows: [String] = []
        for (study, tally) in zip(devices, tallies) {
            let bench = study.bench
            func right(_ id: String, _ word: String) -> Double {
                Double(tally.words[id]?[word] ?? 0) / Double(max(1, tally.seeds))
            }
            let stated = bench.believedClass.isEmpty ? "not decided" : bench.believedClass
            let others =
                (tally.words["memory.present device"] ?? [:]).filter { $0.key != study.memory }
                .sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                + (tally.words["volatility.class"] ?? [:]).filter { $0.key != stated }.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value)" }
            rows.append(
                "| \(bench.id) | \(stated) | \(percent(right("volatility.class", stated), least: 0.99)) | \(study.memory) | "
                    + "\(percent(right("memory.present device", study.memory), least: 0.99)) | "
                    + others.joined(separator: ", ") + " |")
        }
        return """
            ## Class and memory

            | device | class | right | memory | right | wrong words |
            |---|---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    // MARK: The way through files

    private var filesTable: String {
        guard !files.isEmpty else { return "" }
        let rows = files.map {
            "| \($0.device) | \($0.metrics) | \($0.unmatched) | \(fixed($0.largest, 4)) | \($0.worst) |"
        }
        return """
            ## Through files

            The study analyzes the numbers in memory. Written as files and read again (seed 1), they give the same metrics:

            | device | metrics | in one way only | largest difference / se | of |
            |---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    // MARK: Numbers as text

    private func percent(_ share: Double, least: Double = 0, most: Double = 1e9) -> String {
        StudyText.percent(share, least: least, most: most)
    }

    private func fixed(_ value: Double, _ places: Int) -> String { StudyText.fixed(value, places) }

    /// Names in the order of their words, numbers by size.
    private func natural(_ a: String, _ b: String) -> Bool {
        for (x, y) in zip(a.split(separator: " "), b.split(separator: " ")) where x != y {
            if let p = number(x), let q = number(y) { return p < q }
            return x < y
        }
        return a.count < b.count
    }

    /// A number, also that of a link.
    private func number(_ word: Substring) -> Double? { Double(word.first == "L" ? word.dropFirst() : word) }
}
