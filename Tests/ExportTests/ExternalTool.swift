import Foundation

/// A program on this machine that checks our output; tests that need one are skipped where it is missing.
struct ExternalTool {
    let path: String

    /// Finds a program; `nil` where it is not installed.
    init?(_ name: String) {
        guard
            let path = ["/usr/bin/", "/usr/local/bin/"].map({ $0 + name }).first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return nil }
        self.path = path
    }

    /// Whether a file is there.
    static func hasFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Whether a program is installed.
    static func has(_ name: String) -> Bool { ExternalTool(name) != nil }

    /// Runs the program over bytes in a file of its own; `{}` stands for the file.
    func run(_ arguments: [String], on bytes: [UInt8]) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments.map { $0 == "{}" ? file.path : $0 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
