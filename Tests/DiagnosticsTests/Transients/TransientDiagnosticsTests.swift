import Foundation
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TransientDiagnosticsTests {
    @Test func `every diagnostic of the folder is in the list, in alphabetical order`() throws {
        let folder = SampleFiles.path("Sources/Diagnose/Diagnostics/Transients")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
            try name.hasSuffix(".swift")
                && String(contentsOfFile: folder + "/" + name, encoding: .utf8).contains(": Diagnostic {")
        }
        #expect(TransientDiagnostics.all.map { "\(type(of: $0)).swift" } == found)
        #expect(found.count >= 3)
    }
}
