public import Findings
internal import LibXML

/// Reads the bytes of a file that a template includes, by its path inside the template's folder.
public typealias IncludeReader = (_ path: String) throws(Failure) -> [UInt8]

/// Reads a template and checks all of it: elements, attributes, values, expressions, ids, includes.
///
/// - Parameter file: path as messages shall name it.
/// - Parameter vocabulary: the elements and ids that exist.
/// - Parameter include: reads included files; without it, an include is refused.
/// - Throws: every fault of the template at once, in the order of the source; codes `template.*`.
public func parseTemplate(
    _ bytes: [UInt8], file: String, vocabulary: Vocabulary, include: IncludeReader? = nil
) throws(Failure) -> Template {
    var reader = TemplateReader(vocabulary: vocabulary, file: file, include: include)
    let root = reader.read(bytes, file: file)
    reader.checkTargets()
    if let failure = Failure(reader.faults) { throw failure }
    guard let root else { throw Failure(Finding(TemplateFindings.notXML, "the template is empty")) }
    return Template(file: file, root: root, warnings: reader.warnings)
}

/// Limits that no report needs to exceed, and that keep hostile files cheap.
enum TemplateLimits {
    static let bytes = 4 << 20
    static let depth = 64
    static let elements = 50_000
    static let includes = 8
    static let faults = 200
}
