// swift-tools-version: 6.2
import PackageDescription

/// Settings that hold for every target of ours: unsafe code must be named, imports do not leak.
///
/// Warnings are errors in continuous integration, not in a user's build.
let house: [SwiftSetting] =
    [
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["PINCH_WARNINGS"] == "error" ? [.treatAllWarnings(as: .error)] : [])

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let complexModule = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")

/// Tests may use what the product may not: Foundation, and its unmarked unsafe parts.
let testing = house.dropFirst().map { $0 }

/// Fuzzing instruments the readers and adds one program; `Tools/fuzz` sets the variable, nothing else does.
let isFuzzing = Context.environment["PINCH_FUZZ"] != nil
let fuzzing: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])] : []

/// A target of ours; folders follow the pipeline, so each states its path.
func room(_ name: String, _ path: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/" + path, swiftSettings: house)
}

/// A test suite with the shared test support beside what it tests.
func suite(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/" + name, swiftSettings: testing)
}

let package = Package(
    name: "Pinch",
    products: [
        .executable(name: "pinch", targets: ["pinch"]),
        .library(
            name: "PinchKit",
            targets: [
                "Ingest", "Measurements", "Models", "Circuits", "Diagnostics", "Simulate", "Templates", "Plots",
                "Layout", "Export", "Files",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    ],
    targets: [
        // Base: what every stage speaks.
        room("Findings", "Base/Findings"),
        room("Measurements", "Base/Measurements", ["Findings"]),
        room("Kernels", "Base/Kernels", [complexModule]),

        // C libraries, and the thin Swift modules that own what they allocate.
        .systemLibrary(
            name: "CCairo", path: "Sources/Bindings/CCairo", pkgConfig: "cairo",
            providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(
            name: "CPango", path: "Sources/Bindings/CPango", pkgConfig: "pangocairo pangoft2 fontconfig",
            providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(
            name: "CLibXML2", path: "Sources/Bindings/CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CCrypto", path: "Sources/Bindings/CCrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CZip", path: "Sources/Bindings/CZip", pkgConfig: "libzip",
            providers: [.apt(["libzip-dev"])]),
        .systemLibrary(
            name: "CZLib", path: "Sources/Bindings/CZLib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMalloc", path: "Sources/Bindings/CMalloc"),
        room("Cairo", "Bindings/Cairo", ["CCairo"]),
        room("Pango", "Bindings/Pango", ["CPango", "CCairo", "Cairo"]),
        room("LibXML", "Bindings/LibXML", ["CLibXML2"]),
        room("Files", "Bindings/Files", ["CCrypto", "Findings"]),
        room("Archives", "Bindings/Archives", ["CZip", "CZLib"]),
        room("Memory", "Bindings/Memory", ["CMalloc"]),
        room("Threads", "Bindings/Threads"),

        // Stage 1: bytes to Device.
        .target(
            name: "Ingest", dependencies: ["Measurements", "Findings", "Files", "Archives", "LibXML"],
            path: "Sources/Ingest", swiftSettings: house + fuzzing),

        // Stage 2: Device to Analysis.
        room("Circuits", "Diagnose/Circuits", ["Kernels", "Measurements", "Findings", complexModule]),
        room("Models", "Diagnose/Models", ["Kernels", "Measurements", "Findings", complexModule]),
        room("JointFit", "Diagnose/JointFit", ["Kernels", "Measurements"]),
        room(
            "Diagnostics", "Diagnose/Diagnostics",
            ["Circuits", "Models", "JointFit", "Kernels", "Measurements", "Findings", complexModule]),

        // The analysis as XML, which templates and rules ask by XPath.
        room(
            "AnalysisTree", "Diagnose/AnalysisTree", ["Diagnostics", "LibXML", "Measurements", "Findings"]),

        // Rules over analyses, and their verdicts in the shapes that CI systems read.
        room(
            "Gate", "Gate", ["Diagnostics", "AnalysisTree", "LibXML", "Files", "Measurements", "Findings"]),

        // The same models, run forward: device files with known truth.
        room("Simulate", "Simulate", ["Models", "Kernels", "Measurements", "Findings", "Files", complexModule]),

        // Stage 3: Template and Analysis to pages, pages to files.
        room("Drawing", "Render/Drawing"),
        room("Plots", "Render/Plots", ["Diagnostics", "Measurements", "Drawing", "Findings"]),
        room("Templates", "Render/Templates", ["LibXML", "Findings", "Drawing"]),
        room(
            "Layout", "Render/Layout",
            [
                "Templates", "LibXML", "Plots", "Diagnostics", "AnalysisTree", "Measurements", "Drawing", "Findings",
            ]),
        room("Export", "Render/Export", ["Drawing", "Pango", "Cairo", "Archives", "Files", "Findings"]),

        // The command: flags in, exit status out.
        .executableTarget(
            name: "pinch",
            dependencies: [
                "Ingest", "Diagnostics", "Gate", "Simulate", "Templates", "Layout", "Plots", "Export", "Drawing",
                "Measurements", "Findings", "Files", "Models", "Circuits", "Kernels", "Memory", "Threads",
                argumentParser,
                complexModule,
            ],
            path: "Sources/pinch", swiftSettings: house),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Measurements", "Findings", "Drawing", "Files"],
            path: "Tests/TestSupport", swiftSettings: testing),
        suite("FindingsTests", ["Findings"]),
        suite("MeasurementsTests", ["Measurements", "Findings"]),
        suite("KernelsTests", ["Kernels", complexModule]),
        suite("FilesTests", ["Files", "Findings"]),
        suite("ArchivesTests", ["Archives"]),
        suite("MemoryTests", ["Memory"]),
        suite("ThreadsTests", ["Threads"]),
        suite("IngestTests", ["Ingest", "Measurements", "Findings", "Files", "Archives"]),
        suite("CircuitsTests", ["Circuits", "Kernels", "Measurements", "Findings", complexModule]),
        suite("JointFitTests", ["JointFit", "Models", "Kernels", "Measurements", complexModule]),
        suite("ModelsTests", ["Models", "Circuits", "Kernels", "Measurements", "Findings", complexModule]),
        suite("SimulateTests", ["Simulate", "Kernels", "Models", "Ingest", "Measurements", "Findings", "Files"]),
        suite(
            "DiagnosticsTests",
            ["Diagnostics", "Simulate", "Models", "Circuits", "Kernels", "Measurements", "Findings", complexModule]),
        suite("DrawingTests", ["Drawing"]),
        suite(
            "PlotsTests",
            ["Plots", "Diagnostics", "Simulate", "Measurements", "Drawing", "Findings", "Ingest", "Export"]),
        suite("GateTests", ["Gate", "Diagnostics", "LibXML", "Measurements", "Findings"]),
        suite("LibXMLTests", ["LibXML"]),
        suite("TemplatesTests", ["Templates", "Findings", "Drawing"]),
        suite(
            "LayoutTests",
            ["Layout", "Templates", "Plots", "Diagnostics", "Simulate", "Measurements", "Drawing", "Findings"]),
        suite("ExportTests", ["Export", "Cairo", "Pango", "Archives", "Drawing", "Files", "Findings"]),
        suite(
            "EndToEndTests",
            [
                "Ingest", "Diagnostics", "Templates", "Plots", "Layout", "Export", "Archives", "Files", "Findings",
                "Measurements",
            ]),
    ]
        + (isFuzzing
            ? [
                .executableTarget(
                    name: "FuzzFormats", dependencies: ["Ingest", "Measurements"], path: "Fuzz",
                    swiftSettings: fuzzing, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
            ] : [])
)
