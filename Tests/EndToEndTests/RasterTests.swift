import Foundation
import TestSupport
import Testing

/// The formats show the same: PDF drawn by poppler, SVG by librsvg, PNG by ourselves.
@Suite(.enabled(if: rasterToolsAreThere, "needs pdftoppm and rsvg-convert, which make setup-test installs"))
struct RasterTests {
    /// Largest difference of a reduced pixel and mean one, of 255.
    ///
    /// Measured over the ten pages of the templates device and links for C01 at 96 pixels an inch: at most 76 and 4.5.
    /// Poppler hints letters and widens hair lines, librsvg does neither; that is all of it. Another page gives 200 and 20.
    private static let bound = (most: 96, mean: 5.5)

    @Test(arguments: [("SampleData/reference/R01", "device"), ("SampleData/volatile/C03", "paper-figures")])
    func `every page looks alike in PDF, SVG and PNG`(device: String, template: String) throws {
        let scratch = try Scratch()
        let run = try PinchRun.run([
            "report", device, "--template", template, "--format", "pdf,svg,png", "--dpi", "96", "-o", scratch.path("o"),
            "--depth", "screen", "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let name = device.split(separator: "/").last.map(String.init) ?? ""
        let pages = scratch.listing("o").count { $0.hasSuffix(".svg") }
        #expect(pages >= 2)
        var first: RasterImage?
        for page in 1...max(1, pages) {
            let file = scratch.path("o/\(name)-\(page)")
            let stem = scratch.path("page-\(page)")
            _ = try ProgramRun.run(
                "/usr/bin/pdftoppm",
                ["-r", "96", "-f", "\(page)", "-l", "\(page)", "-singlefile", scratch.path("o/\(name).pdf"), stem])
            _ = try ProgramRun.run(
                "/usr/bin/rsvg-convert",
                ["-b", "white", "-d", "96", "-p", "96", "-o", stem + ".png", file + ".svg"])
            let pdf = try #require(RasterImage(ppm: Data(contentsOf: URL(fileURLWithPath: stem + ".ppm"))))
            let svg = try #require(RasterImage(png: Data(contentsOf: URL(fileURLWithPath: stem + ".png"))))
            let png = try #require(RasterImage(png: Data(contentsOf: URL(fileURLWithPath: file + ".png"))))
            for (pair, other) in [("SVG", svg), ("PNG", png)] {
                let difference = try #require(RasterImage.difference(pdf, other))
                #expect(
                    difference.most <= Self.bound.most && difference.mean <= Self.bound.mean,
                    "page \(page), PDF and \(pair): \(difference)")
            }
            if let first {
                // The bound tells pages apart, so it can fail.
                let difference = try #require(RasterImage.difference(first, svg))
                #expect(difference.most > Self.bound.most && difference.mean > Self.bound.mean, "\(difference)")
            }
            first = first ?? pdf
        }
    }
}

/// Whether the programs that draw our pages can be asked.
let rasterToolsAreThere = ["pdftoppm", "rsvg-convert"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
}
