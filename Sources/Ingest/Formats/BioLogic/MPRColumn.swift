/// A column of a binary EC-Lab file, known by its number.
///
/// - Source: 46 pairs of `.mpr` and `.mpt` files of one run each, EC-Lab 10 to 11.6 (docs/input.md).
struct MPRColumn: Hashable {
    /// How its numbers are stored.
    enum Width: Hashable {
        case float32, float64, uint16, uint32
        /// Some bits of the one byte that all flags of a row share.
        case flags(mask: UInt8)

        /// Bytes in a row; the flags' byte counts once.
        var bytes: Int {
            switch self {
            case .float32, .uint32: 4
            case .float64: 8
            case .uint16: 2
            case .flags: 1
            }
        }

        /// Whether it lies in the shared byte.
        var isFlag: Bool { if case .flags = self { true } else { false } }
    }

    /// The name that text exports give it; empty where this program has no use for it.
    var name: String
    /// How its numbers are stored.
    var width: Width

    /// The column of a number; `nil` where it is not known, and with it its width.
    static func of(id: UInt16) -> MPRColumn? {
        if let named = named[id] { return named }
        switch id {
        case 473...497: return MPRColumn(name: "", width: .float32)
        case 498...502: return MPRColumn(name: "", width: .float64)
        default: return nil
        }
    }

    private static let named: [UInt16: MPRColumn] = {
        var all: [UInt16: MPRColumn] = [:]
        func add(_ width: Width, _ columns: [(UInt16, String)]) {
            for (id, name) in columns { all[id] = MPRColumn(name: name, width: width) }
        }
        for (id, mask, name) in [
            (1, 0x03, "mode"), (2, 0x04, "ox/red"), (3, 0x08, "error"), (21, 0x10, "control changes"),
            (31, 0x20, "Ns changes"), (65, 0x80, "counter inc."),
        ] as [(UInt16, UInt8, String)] {
            add(.flags(mask: mask), [(id, name)])
        }
        add(
            .float64,
            [
                (4, "time/s"), (7, "dq/mA.h"), (11, "<I>/mA"), (13, "(Q-Qo)/mA.h"), (23, "dQ/mA.h"),
                (24, "cycle number"), (74, "Energy/W.h"), (123, "Energy charge/W.h"), (124, "Energy discharge/W.h"),
                (125, "Capacitance charge/µF"), (126, "Capacitance discharge/µF"), (438, "step time/s"),
                (467, "Q charge/discharge/mA.h"),
            ])
        add(
            .float32,
            [
                (5, "control/V/mA"), (6, "Ewe/V"), (8, "I/mA"), (9, "Ece/V"), (16, "Analog IN 1/V"),
                (17, "Analog IN 2/V"), (19, "control/V"), (20, "control/mA"), (32, "freq/Hz"), (33, "|Ewe|/V"),
                (34, "|I|/A"), (35, "Phase(Z)/deg"), (36, "|Z|/Ohm"), (37, "Re(Z)/Ohm"), (38, "-Im(Z)/Ohm"),
                (70, "P/W"), (76, "<I>/mA"), (77, "<Ewe>/V"), (96, "|Ece|/V"), (98, "Phase(Zce)/deg"),
                (99, "|Zce|/Ohm"), (100, "Re(Zce)/Ohm"), (101, "-Im(Zce)/Ohm"), (168, "Rcmp/Ohm"), (169, "Cs/µF"),
                (172, "Cp/µF"), (174, "<Ewe>/V"), (430, "Phase(Zwe-ce)/deg"), (431, "|Zwe-ce|/Ohm"),
                (432, "Re(Zwe-ce)/Ohm"), (433, "-Im(Zwe-ce)/Ohm"), (434, "(Q-Qo)/C"), (435, "dQ/C"),
                (441, "<Ece>/V"), (471, "<Ece>/V"),
            ])
        add(.uint16, [(39, "I Range"), (131, "Ns")])
        add(.uint32, [(468, "half cycle"), (469, "z cycle")])
        return all
    }()
}
