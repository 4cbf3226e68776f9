internal import Files
public import Findings

/// The files of a folder and of the folders in it that may be measurements, as paths sorted by their bytes.
///
/// Without sample sheets, notes, options, reports, pipes and devices. Of many files nothing but their paths is kept.
/// - Throws: `file.missing`, `file.unreadable` with the system's reason; `input.empty`.
public func measurementFiles(inFolder folder: String) throws(Failure) -> [String] {
    let names = try FolderWalk.files(under: folder).filter { name in
        let parts = name.split(separator: "/").map(String.init)
        return parts.last != "samples.csv" && !parts.contains { SurveyCollector.isPassedOver($0) }
    }
    let paths = names.map { FilePath.join(folder, $0) }.filter { !FilePath.isSpecial($0) }
    guard !paths.isEmpty else {
        throw Failure(
            Finding(
                SurveyFindings.empty, "the folder \"\(folder)\" holds no file to inspect",
                at: SourcePosition(file: folder), fix: "name a folder with files of an instrument"))
    }
    return paths
}
