internal import Circuits
internal import Diagnostics
internal import Export
internal import Files
internal import Findings
internal import Gate
internal import Ingest
internal import Layout
internal import Models
internal import Simulate
internal import Templates

/// All kinds of finding, from every module's own list.
enum FindingCatalog {
    /// Sorted by code.
    static let all: [FindingKind] =
        (FilesFindings.all + IngestFindings.all + CircuitFindings.all + ModelFindings.all + DiagnosticsFindings.all
        + SimulateFindings.all + TemplateFindings.all + LayoutFindings.all + ExportFindings.all + RuleFindings.all
        + [
            .shippedTemplateMissing, .templateExists, .optionsDiffer, .noRecordings, .nothingRead, .noSpectrum,
            .assignment, .lackOfFit, .noCircuit, .noPage, .notFinite, .reportFormat,
        ]).sorted { $0.code < $1.code }
}
