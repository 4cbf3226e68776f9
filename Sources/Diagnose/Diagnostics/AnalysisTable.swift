internal import Measurements

/// The metrics of an analysis as CSV, one metric a row, for spreadsheets.
public enum AnalysisTable {
    /// The table as UTF-8 with a header row; numbers at full precision.
    public static func csv(_ analysis: Analysis) -> [UInt8] {
        var text = "device,batch,class,id,value,se,low,high,level,unit,n,bound,extrapolation,at,from,rule\n"
        for device in analysis.devices {
            for metric in device.metrics { text += row(device, metric) + "\n" }
        }
        return Array(text.utf8)
    }

    private static func row(_ device: DeviceAnalysis, _ metric: Metric) -> String {
        func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let at = metric.at.entries.map { "\($0.key)=\($0.text)" }.joined(separator: ";")
        let cells = [
            device.id, device.batch, device.statedClass, metric.id, "\(metric.value)", number(metric.se),
            number(metric.low), number(metric.high), number(metric.level), metric.unit.rawValue,
            metric.n.map { "\($0)" } ?? "", metric.bound?.rawValue ?? "", number(metric.extrapolation), at,
            metric.from.joined(separator: ";"), metric.rule,
        ]
        return cells.map(quoted).joined(separator: ",")
    }

    /// A cell as RFC 4180 has it: quoted where it holds a comma, a quote or a line break.
    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
