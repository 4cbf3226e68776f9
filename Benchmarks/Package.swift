// swift-tools-version: 6.2
import PackageDescription

// Benchmarks are a package of their own: timed runs are no tests, and their targets are not in the product.
let package = Package(
    name: "PinchBenchmarks",
    dependencies: [
        .package(name: "Pinch", path: ".."), .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    ],
    targets: [
        .executableTarget(
            name: "PinchBench", dependencies: [.product(name: "PinchKit", package: "Pinch")],
            path: "Sources/PinchBench"),
        .executableTarget(
            name: "PinchFitting",
            dependencies: [
                .product(name: "PinchKit", package: "Pinch"),
                .product(name: "ComplexModule", package: "swift-numerics"),
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            path: "Sources/PinchFitting"),
        .executableTarget(
            name: "PinchLoops", dependencies: [.product(name: "PinchKit", package: "Pinch")],
            path: "Sources/PinchLoops"),
        .executableTarget(
            name: "PinchStudy", dependencies: [.product(name: "PinchKit", package: "Pinch")],
            path: "Sources/PinchStudy"),
        .executableTarget(
            name: "PinchTransients", dependencies: [.product(name: "PinchKit", package: "Pinch")],
            path: "Sources/PinchTransients"),
        .executableTarget(
            name: "PinchValidity",
            dependencies: [
                .product(name: "PinchKit", package: "Pinch"),
                .product(name: "ComplexModule", package: "swift-numerics"),
                .product(name: "RealModule", package: "swift-numerics"),
            ],
            path: "Sources/PinchValidity"),
    ]
)
