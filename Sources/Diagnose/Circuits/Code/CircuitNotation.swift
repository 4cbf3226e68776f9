/// The two ways in which people write circuits.
enum CircuitNotation: String, Sendable {
    /// `R0-p(C1,R1,R2-L1)`, as impedance.py has it.
    case dashes = "R0-p(C1,R1,R2-L1)"
    /// `R(CR[RL])`, as Boukamp and pyimpspec have it: `()` parallel, `[]` series.
    case brackets = "R(CR[RL])"

    /// What tells the notations apart, with the first place where a text shows it.
    struct Mark {
        let notation: CircuitNotation
        let at: Int
        let text: String
    }

    /// The first mark of each notation in a text; `nil` where it has none.
    static func marks(_ text: [UInt8]) -> (dashes: Mark?, brackets: Mark?) {
        var (dashes, brackets): (Mark?, Mark?)
        for (at, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "0")...UInt8(ascii: "9"):
                dashes = dashes ?? mark(.dashes, at, text, 1)
            case UInt8(ascii: "(") where at > 0 && text[at - 1] == UInt8(ascii: "p"):
                dashes = dashes ?? mark(.dashes, at - 1, text, 2)
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "]"):
                brackets = brackets ?? mark(.brackets, at, text, 1)
            default: break
            }
        }
        return (dashes, brackets)
    }

    private static func mark(_ notation: CircuitNotation, _ at: Int, _ text: [UInt8], _ length: Int) -> Mark {
        Mark(notation: notation, at: at, text: String(decoding: text[at..<at + length], as: UTF8.self))
    }
}
