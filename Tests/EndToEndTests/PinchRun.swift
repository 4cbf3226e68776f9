import Foundation
import TestSupport

/// One run of the built command.
struct PinchRun {
    let status: Int32
    let output: Data
    let errors: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// The command as the test run built it: it stands beside the test bundle.
    static let program: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        let beside = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("pinch").path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : SampleFiles.path(".build/debug/pinch")
    }()

    /// Runs the command with arguments in a working folder.
    static func run(_ arguments: [String], in folder: String = SampleFiles.root) throws -> PinchRun {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // Files, not pipes: a pipe's buffer would fill while we wait.
        let scratch = try Scratch()
        let out = scratch.path("out")
        let err = scratch.path("err")
        for path in [out, err] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        try process.run()
        process.waitUntilExit()
        return PinchRun(
            status: process.terminationReason == .uncaughtSignal
                ? -process.terminationStatus : process.terminationStatus,
            output: try Data(contentsOf: URL(fileURLWithPath: out)),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: err)), as: UTF8.self))
    }
}

/// A folder that goes away with its owner.
final class Scratch {
    let folder: String

    /// A new empty folder.
    init() throws {
        folder = NSTemporaryDirectory() + "/pinch-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A path inside the folder.
    func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a file inside the folder, with its parents; the path of it.
    @discardableResult
    func write(_ name: String, _ data: Data) throws -> String {
        let target = path(name)
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: target).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: target))
        return target
    }

    /// Writes a text file inside the folder.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    /// Names of the files below a folder inside, sorted.
    func listing(_ name: String = "") -> [String] {
        (FileManager.default.subpaths(atPath: path(name)) ?? []).sorted()
    }
}
