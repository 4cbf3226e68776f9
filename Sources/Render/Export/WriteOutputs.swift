internal import Files
public import Findings

/// Writes rendered files into a folder, which is made if need be; each file whole or not at all.
///
/// - Parameters:
///   - files: what `export` gave.
///   - folder: path of the folder.
///   - name: the document's name, one of `OutputNames.unique`; other characters than a file may have are replaced.
/// - Returns: the paths written, in the order of `files`.
/// - Throws: `file.unwritable` with the system's reason.
public func writeOutputs(_ files: [OutputFile], to folder: String, name: String) throws(Failure) -> [String] {
    let name = OutputNames.safe(name)
    var paths: [String] = []
    for file in files {
        let path = FilePath.join(folder, file.name(for: name))
        try AtomicWrite.write(file.bytes, to: path, creatingFolders: true)
        paths.append(path)
    }
    return paths
}

/// File names for documents that are known by ids.
public enum OutputNames {
    /// Longest name in bytes: file systems take 255, of which suffix, extension and the name aside need some.
    private static let lengthLimit = 200

    /// An id as a file's name: marks that a file system or a shell would trip over become `_`.
    public static func safe(_ id: String) -> String {
        var name = ""
        for scalar in id.unicodeScalars {
            let isAllowed =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
                || "-_.+,=@()[]#".unicodeScalars.contains(scalar)
            let next = isAllowed ? scalar : "_"
            guard name.utf8.count + String(next).utf8.count <= lengthLimit else { break }
            name.unicodeScalars.append(next)
        }
        // A dot in front hides a file, a hyphen there looks like a flag.
        if let first = name.first, first == "." || first == "-" { name = "_" + name.dropFirst() }
        return name.isEmpty ? "_" : name
    }

    /// File names for ids in order, no two alike: the second of two alike ends in `-2`.
    ///
    /// Capitals do not tell names apart, since some file systems do not tell them apart either.
    public static func unique(_ ids: [String]) -> [String] {
        let names = ids.map(safe)
        let all = Set(names.map { $0.lowercased() })
        var used: Set<String> = []
        return names.map { name in
            if used.insert(name.lowercased()).inserted { return name }
            var number = 2
            // A numbered name must not take the name of another document that has it by right.
            while all.contains("\(name)-\(number)".lowercased()) || used.contains("\(name)-\(number)".lowercased()) {
                number += 1
            }
            used.insert("\(name)-\(number)".lowercased())
            return "\(name)-\(number)"
        }
    }
}
