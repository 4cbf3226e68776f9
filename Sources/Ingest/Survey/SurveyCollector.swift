internal import Files
internal import Findings

/// Collects devices from one INPUT after another.
struct SurveyCollector {
    /// The user's pattern for file names.
    private let pattern: NamePattern?
    /// The devices so far; ids may still collide.
    private(set) var entries: [DeviceEntry] = []
    /// Where the first device of an id and batch stands among them.
    private var places: [[String]: Int] = [:]
    private var findings: [Finding] = []
    private var visited: Set<String> = []
    /// Folders that were walked: one that is reached again through a link (a loop) is not entered twice.
    private var entered: Set<String> = []

    /// Starts with none.
    init(pattern: NamePattern?) { self.pattern = pattern }

    /// Adds what one INPUT holds.
    /// - Throws: `input.empty` and the file's own faults.
    mutating func add(_ input: String) throws(Failure) {
        switch FilePath.kind(input) {
        case .missing:
            throw Failure(
                Finding(
                    FilesFindings.missing, "\"\(input)\" does not exist", at: SourcePosition(file: input),
                    fix: "check the path's spelling"))
        case .file:
            if let sheet = try SampleSheet.read(input, name: FilePath.name(input)) {
                add(sheet, at: input, prefix: "")
            } else if visited.insert(FilePath.canonical(input)).inserted {
                addLoose(input, name: FilePath.name(input), isNamed: true)
            }
        case .folder:
            let before = entries.count
            let seen = visited.count
            try addFolder(input, prefix: "")
            guard entries.count > before || visited.count > seen || isKnown(input) else {
                throw Failure(
                    Finding(
                        SurveyFindings.empty, "\"\(input)\" holds nothing that can be measured data",
                        at: SourcePosition(file: input), fix: "name a folder with instrument files or a sample sheet"))
            }
        }
    }

    private func isKnown(_ folder: String) -> Bool {
        let root = FilePath.canonical(folder) + "/"
        return visited.contains { $0.hasPrefix(root) }
    }

    private mutating func addFolder(_ folder: String, prefix: String) throws(Failure) {
        guard entered.insert(FilePath.canonical(folder)).inserted else { return }
        let listing = try listing(folder, prefix: prefix)
        for name in listing.files where FilePath.suffix(name) == "csv" {
            let path = FilePath.join(folder, name)
            guard let sheet = try sheet(path, name: prefix + name) else { continue }
            add(sheet, at: path, prefix: prefix)
            return noteUnlisted(folder, prefix: prefix, sheet: prefix + name)
        }
        let files = listing.files.filter { !Self.isPassedOver($0) }
        let folders = listing.folders.filter { !Self.isPassedOver($0) }
        if folders.isEmpty {
            addLeaf(folder, prefix: prefix, files)
        } else {
            for name in files {
                let path = FilePath.join(folder, name)
                guard visited.insert(FilePath.canonical(path)).inserted else { continue }
                if Self.isExpected(name) {
                    addLoose(path, name: prefix + name, isNamed: false)
                } else {
                    findings.append(.unread(prefix + name, "its name is of no known format"))
                }
            }
            for name in folders {
                // A folder with a faulty sheet is left out, the others stand.
                do throws(Failure) {
                    try addFolder(FilePath.join(folder, name), prefix: prefix + name + "/")
                } catch { findings += error.findings }
            }
        }
    }

    /// What a folder holds, without pipes and devices: nobody named them, and reading one may wait for ever.
    private mutating func listing(_ folder: String, prefix: String) throws(Failure) -> FolderWalk.Listing {
        var listing = try FolderWalk.listing(folder)
        for name in listing.files where FilePath.isSpecial(FilePath.join(folder, name)) {
            findings.append(.unread(prefix + name, "it is a pipe or a device"))
        }
        listing.files.removeAll { FilePath.isSpecial(FilePath.join(folder, $0)) }
        return listing
    }

    /// A sheet in a folder; a file that cannot be opened is no sheet, and fails later as the measurement it may be.
    private func sheet(_ path: String, name: String) throws(Failure) -> SampleSheet? {
        do throws(Failure) {
            return try SampleSheet.read(path, name: name)
        } catch {
            if error.findings.contains(where: { $0.code == FilesFindings.unreadable.code }) { return nil }
            throw error
        }
    }

    private mutating func addLeaf(_ folder: String, prefix: String, _ names: [String]) {
        let whole = FilePath.canonical(folder)
        var files: [FileEntry] = []
        for name in names {
            let path = FilePath.join(folder, name)
            guard visited.insert(FilePath.canonical(path)).inserted else { continue }
            files.append(FileEntry(path: path, name: prefix + name, row: nil, isNamed: false))
        }
        guard !files.isEmpty else { return }
        add(files, to: DeviceEntry(id: FilePath.name(whole), batch: FilePath.name(FilePath.parent(whole))))
    }

    private mutating func addLoose(_ path: String, name: String, isNamed: Bool) {
        let file = FileEntry(path: path, name: name, row: nil, isNamed: isNamed)
        add([file], to: DeviceEntry(id: FilePath.stem(path)))
    }

    /// Adds files to the devices that their names tell, else to the given one.
    private mutating func add(_ files: [FileEntry], to device: DeviceEntry) {
        var whole = device
        for var file in files {
            file.row = pattern?.row(FilePath.name(file.path), shownAs: file.name)
            if pattern != nil, file.row == nil { findings.append(.noMatch(file.name)) }
            guard let row = file.row, let id = row["device"] else {
                whole.files.append(file)
                continue
            }
            let batch = row["batch"] ?? device.batch
            if let i = places[[id, batch]] {
                entries[i].files.append(file)
            } else {
                append(DeviceEntry(id: id, batch: batch, statedClass: row["class"] ?? "", files: [file]))
            }
        }
        if !whole.files.isEmpty { append(whole) }
    }

    private mutating func append(_ entry: DeviceEntry) {
        if places[[entry.id, entry.batch]] == nil { places[[entry.id, entry.batch]] = entries.count }
        entries.append(entry)
    }

    private mutating func add(_ sheet: SampleSheet, at path: String, prefix: String) {
        // A sheet that is reached by two INPUTs counts once.
        guard visited.insert(FilePath.canonical(path)).inserted else { return }
        findings += sheet.findings
        for device in sheet.devices(folder: FilePath.parent(path), prefix: prefix) {
            for file in device.files { visited.insert(FilePath.canonical(file.path)) }
            append(device)
        }
    }

    /// Files under a sheet's folder that no row names.
    private mutating func noteUnlisted(_ folder: String, prefix: String, sheet: String) {
        guard let names = try? FolderWalk.files(under: folder) else { return }
        let unlisted = names.filter { name in
            !name.split(separator: "/").contains { Self.isPassedOver(String($0)) } && prefix + name != sheet
                && !visited.contains(FilePath.canonical(FilePath.join(folder, name)))
        }
        guard !unlisted.isEmpty else { return }
        let shown = unlisted.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        findings.append(
            Finding(
                SurveyFindings.unlisted,
                "\(unlisted.count == 1 ? "a file is" : "\(unlisted.count) files are") named by no row of the sheet: "
                    + shown + (unlisted.count > 5 ? ", ..." : ""), at: SourcePosition(file: sheet),
                fix: "add a row for it, or move it elsewhere"))
    }

    /// The result: sorted by id, ids unique.
    func survey() -> Survey {
        var named = UniqueIDs.applied(to: entries)
        for i in named.indices { named[i].files.sort { FolderWalk.precedes($0.name, $1.name) } }
        return Survey(entries: named, findings: findings)
    }

    /// Names that are passed over without a word: notes, options, and the folder that reports go to by default.
    static func isPassedOver(_ name: String) -> Bool {
        name.hasPrefix(".") || name.uppercased().hasPrefix("README")
            || ["truth.json", "pinch.json", "pinch-reports"].contains(name)
    }

    /// Whether the name promises measured data: a device whose files all fail is then an error.
    static func isExpected(_ name: String) -> Bool {
        let suffix = FileName.suffix(name)
        return FileFormats.all.contains { $0.extensions.contains(suffix) }
    }
}

/// What can be wrong with the INPUTs.
enum SurveyFindings {
    static let empty = FindingKind("input.empty", .error, "An INPUT holds nothing that could be measured data.")
    static let unlisted = FindingKind(
        "sheet.unlisted-file", .warning, "Files stand beside a sample sheet that none of its rows names.")
    static let renamed = FindingKind(
        "device.renamed", .warning, "Several devices bear one id, so each got an id of its own.")
    static let all = [empty, unlisted, renamed]
}
