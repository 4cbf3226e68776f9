/// Names of output files: the device's id made safe for file systems, collisions numbered.
enum OutputNames {
    /// One name an id, in the same order.
    static func safe(_ ids: [String]) -> [String] {
        var used: [String: Int] = [:]
        return ids.map { id in
            let name = safe(id)
            // File systems that ignore case must not see two names as one.
            let key = name.lowercased()
            let count = (used[key] ?? 0) + 1
            used[key] = count
            return count == 1 ? name : "\(name)-\(count)"
        }
    }

    /// Letters, digits, `.`, `_`, `-`, `+` and anything beyond ASCII stay; the rest becomes `_`.
    private static func safe(_ id: String) -> String {
        var name = ""
        for scalar in id.unicodeScalars {
            let keep =
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "+": true
                default: scalar.value > 0x9F && !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
                }
            name.unicodeScalars.append(keep ? scalar : "_")
        }
        while name.hasPrefix(".") { name.removeFirst() }
        // 255 bytes is the limit of the usual file systems; a suffix and an extension must still fit.
        while name.utf8.count > 200 { name.removeLast() }
        return name.isEmpty ? "device" : name
    }
}
