internal import ArgumentParser

/// The command `pinch`.
@main
struct Pinch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pinch", abstract: "Linked diagnostics of memristors: transients, hysteresis, impedance.",
        version: "pinch 0.1.0")
}
