/// Text in UTF-16, with a byte order mark or without, as UTF-8.
enum UTF16Text {
    /// The bytes as UTF-8 without byte order marks; `nil` where they are not UTF-16.
    ///
    /// Some programs write a mark at the end again; it goes too. A half unit at the end of a cut file is dropped.
    static func utf8(_ bytes: Span<UInt8>) -> [UInt8]? {
        guard let isLittle = isLittleEndian(bytes) else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var i = 0
        while i + 1 < bytes.count {
            let (a, b) = (UInt16(bytes[i]), UInt16(bytes[i + 1]))
            units.append(isLittle ? b << 8 | a : a << 8 | b)
            i += 2
        }
        if units.first == mark { units.removeFirst() }
        while let last = units.last, last == mark || last == 0 { units.removeLast() }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// The byte order; `nil` where the bytes are something else.
    static func isLittleEndian(_ bytes: Span<UInt8>) -> Bool? {
        guard bytes.count >= 2 else { return nil }
        if bytes[0] == 0xFF, bytes[1] == 0xFE { return true }
        if bytes[0] == 0xFE, bytes[1] == 0xFF { return false }
        return guessed(bytes)
    }

    private static let mark: UInt16 = 0xFEFF
    /// So many bytes are looked at where there is no mark.
    private static let looked = 512

    /// Without a mark: half of the bytes are characters of a Western text, nine tenths of the other half are zero.
    private static func guessed(_ bytes: Span<UInt8>) -> Bool? {
        let count = min(bytes.count, looked) & ~1
        guard count >= 16 else { return nil }
        var zeros = (even: 0, odd: 0)
        var texts = (even: 0, odd: 0)
        for i in 0..<count {
            let byte = bytes[i]
            let isText = byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D
            if i & 1 == 0 {
                if byte == 0 { zeros.even += 1 }
                if isText { texts.even += 1 }
            } else {
                if byte == 0 { zeros.odd += 1 }
                if isText { texts.odd += 1 }
            }
        }
        let half = count / 2
        if zeros.odd * 10 >= half * 9, texts.even == half { return true }
        if zeros.even * 10 >= half * 9, texts.odd == half { return false }
        return nil
    }
}
