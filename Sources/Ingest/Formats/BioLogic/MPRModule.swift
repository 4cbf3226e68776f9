internal import Findings

/// One part of a binary EC-Lab file: settings, data, log, loops.
struct MPRModule {
    /// `VMP Set`, `VMP data`, `VMP LOG`, ...
    var name: String
    /// Version of its layout.
    var version: UInt32
    /// Whether the header is that of EC-Lab 11.50 and later.
    var isNew: Bool
    /// The day on which it was written, as `MM/DD/YY` or `MM.DD.YY`.
    var date: String
    /// Where its data begin.
    var start: Int
    /// Declared length of its data, which the file may be too short for.
    var length: Int

    /// Where the first module begins.
    private static let first = 52

    /// The modules of a file; a cut one is the last.
    /// - Throws: `binary.short`, `binary.layout`, where not even one can be had.
    static func all(_ bytes: Span<UInt8>, _ source: FileSource) throws(Failure) -> [MPRModule] {
        var cursor = ByteCursor(source, .little, at: first)
        var modules: [MPRModule] = []
        while cursor.left(bytes) > 0 || modules.isEmpty {
            do throws(Failure) {
                let module = try next(bytes, &cursor)
                modules.append(module)
                guard module.length <= cursor.left(bytes) else { return modules }
                cursor.offset += module.length
            } catch {
                // What stands behind the last whole module takes nothing from those before it.
                if modules.isEmpty { throw error }
                return modules
            }
        }
        return modules
    }

    private static func next(_ bytes: Span<UInt8>, _ cursor: inout ByteCursor) throws(Failure) -> MPRModule {
        let at = cursor.offset
        guard try cursor.text(6, "a module's mark", bytes) == "MODULE" else {
            throw Failure(.layout(cursor.source, "no module begins at byte \(at + 1), where \"MODULE\" was expected"))
        }
        let name = try cursor.text(10, "a module's name", bytes).trimmingBlanks()
        try cursor.skip(25, "a module's long name", bytes)
        var length = try cursor.uint32("a module's length", bytes)
        let isNew = length == 0xFFFF_FFFF
        if isNew {
            length = try cursor.uint32("a module's length", bytes)
            try cursor.skip(4, "a module's reserve", bytes)
        }
        let version = try cursor.uint32("a module's version", bytes)
        let date = try cursor.text(8, "a module's date", bytes)
        return MPRModule(
            name: name, version: version, isNew: isNew, date: date, start: cursor.offset, length: Int(length))
    }
}
