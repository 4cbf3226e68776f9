import Glibc

/// How often the readings of loops are right, and what they cost: the tables of docs/hysteresis.md.
///
/// Argument: number of seeds (200); turning points take fifty times as many.
@main
struct PinchLoops {
    static func main() {
        let trials = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200
        CostStudy.run()
        print("")
        TurningPointStudy.run(50 * trials)
        LawStudy.cycles(trials)
        LawStudy.conduction(trials)
    }
}
