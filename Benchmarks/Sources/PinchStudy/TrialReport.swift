import Diagnostics
import Simulate

/// Sound devices and planted faults as tables.
struct TrialReport {
    let study: TrialStudy
    var independent: IndependentStudy?

    var text: String {
        """
        ## Devices drawn at random

        \(study.devices) devices, half of them conductance-activated (CALM), half perovskites with two slow branches, with
        parameters, voltages and rates drawn within ranges (`TrialDraw` in the sources), each measured by spectra, small and large
        steps, held levels, loops, retention and (CALM) pulses with 1 % of noise in every reading, diagnosed at depth `screen`.

        ### Without a fault

        Every link holds by construction: "consistent" in at least 80 % of what was tested, "inconsistent" in at most 5 %.

        \(StudyText.linkTable(study.tallies.first?.links ?? [:]))

        ### With one fault planted

        "caught": devices in which the fault's own link (THEORY G.3, I) is inconsistent, or says that what it compares was not
        steady (target 90 %). "related": links that compare the spoiled quantity too, with the share of devices in which they are inconsistent.
        "others": devices in which any further link is inconsistent (target: at most 5 %), with the links.

        \(Self.faultTable(study.tallies))
        \(files)
        """ + "\n"
    }

    private var files: String {
        guard let independent else {
            return "## Files of another generator\n\nNot run: no Python with numpy and scipy (set PYTHON to one).\n"
        }
        return """
            ## Files of another generator

            Simulator and analysis share the models' code. \(independent.devices) devices of the same ranges were therefore integrated by a
            Python script with numpy alone (`Tests/Independent/generate.py`: impedance by the formulas of [theory.md](theory.md),
            everything else by its own steps in time, held against scipy's), written as plain tables and read as any file.

            \(StudyText.linkTable(independent.tallies.first?.links ?? [:]))
            \(Self.faultTable(independent.tallies))
            """
    }

    static func faultTable(_ tallies: [TrialTally]) -> String {
        let rows = zip(PlantedFault.allCases, tallies.dropFirst()).map { fault, tally in
            func shares(_ ids: [String]) -> String {
                StudyText.sortedLinks(ids).compactMap { id in
                    (tally.raised[id] ?? 0) > 0
                        ? "\(id) \(StudyText.percent(Double(tally.raised[id] ?? 0) / Double(tally.devices), places: 0))"
                        : nil
                }.joined(separator: ", ")
            }
            let known = fault.relatives.union([fault.link])
            let caught = Double(tally.caught) / Double(max(1, tally.devices))
            let strayed = Double(tally.strayed) / Double(max(1, tally.devices))
            return "| \(fault.words) | \(fault.link) | \(StudyText.percent(caught, least: 0.9)) | "
                + "\(shares(Array(fault.relatives))) | \(StudyText.percent(strayed, most: 0.05)) "
                + "\(shares(tally.raised.keys.filter { !known.contains($0) })) |"
        }
        return """
            | fault | its link | caught | related | others |
            |---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }
}

/// Numbers and links as they stand in the tables.
enum StudyText {
    /// `L2` before `L10`.
    static func sortedLinks(_ ids: [String]) -> [String] {
        ids.sorted { (Int($0.dropFirst()) ?? 0, $0) < (Int($1.dropFirst()) ?? 0, $1) }
    }

    /// A row a link: what was tested, and what came out.
    static func linkTable(_ links: [String: VerdictTally]) -> String {
        let rows = sortedLinks(Array(links.keys)).map { id in "| \(id) | " + verdictCells(links[id] ?? VerdictTally()) }
        return """
            | link | tested | consistent | small bias | inconsistent | undecided | not tested |
            |---|---|---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    /// The cells behind the name of a link.
    static func verdictCells(_ verdicts: VerdictTally) -> String {
        let share = verdicts.share
        guard verdicts.tested > 0 else { return "0 | | | | | \(verdicts.counts[.notTested] ?? 0) |" }
        return "\(verdicts.tested) | \(percent(share(.consistent), least: 0.8)) | \(percent(share(.smallBias))) | "
            + "\(percent(share(.inconsistent), most: 0.05)) | \(percent(share(.undecided))) | "
            + "\(verdicts.counts[.notTested] ?? 0) |"
    }

    /// A share, bold where it misses its target.
    static func percent(_ share: Double, least: Double = 0, most: Double = 1e9, places: Int = 1) -> String {
        let text = fixed(share * 100, places) + " %"
        return share < least || share > most ? "**\(text)**" : text
    }

    /// A number with decimals.
    static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = [1.0, 10, 100, 1000, 10000][places]
        guard abs(value) < 1e12 else { return "\(value)" }
        let scaled = Int((abs(value) * scale).rounded())
        let fraction = String(scaled % Int(scale))
        let padded = String(repeating: "0", count: max(0, places - fraction.count)) + fraction
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / Int(scale))" + (places > 0 ? "." + padded : "")
    }
}
