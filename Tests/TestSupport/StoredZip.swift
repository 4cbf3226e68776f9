/// A zip archive without compression, made in memory: workbooks for tests.
public enum StoredZip {
    /// The archive of named files.
    public static func bytes(_ files: [(name: String, text: String)]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let (name, content) = (Array(file.name.utf8), Array(file.text.utf8))
            let offset = archive.count
            let common =
                u16(20) + u16(0) + u16(0) + u32(0x21_0000) + u32(checksum(content)) + u32(UInt32(content.count))
                + u32(UInt32(content.count)) + u16(UInt16(name.count)) + u16(0)
            archive += [0x50, 0x4B, 3, 4] + common + name + content
            directory +=
                [0x50, 0x4B, 1, 2] + u16(20) + common + u16(0) + u16(0) + u16(0) + u32(0) + u32(UInt32(offset))
            directory += name
        }
        let end = u16(0) + u16(0) + u16(UInt16(files.count)) + u16(UInt16(files.count)) + u32(UInt32(directory.count))
        return archive + directory + [0x50, 0x4B, 5, 6] + end + u32(UInt32(archive.count)) + u16(0)
    }

    /// A workbook of sheets, each a list of rows of cells: numbers as numbers, all else as shared texts.
    public static func workbook(_ sheets: [(name: String, rows: [[String]])]) -> [UInt8] {
        var shared: [String] = []
        var files: [(name: String, text: String)] = []
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        for (number, sheet) in sheets.enumerated() {
            var text = "<worksheet xmlns=\"\(main)\"><sheetData>"
            for (row, cells) in sheet.rows.enumerated() {
                text += "<row r=\"\(row + 1)\">"
                for (column, cell) in cells.enumerated() where !cell.isEmpty {
                    let place = "\(Character(Unicode.Scalar(UInt8(65 + column))))\(row + 1)"
                    if Double(cell) != nil {
                        text += "<c r=\"\(place)\"><v>\(cell)</v></c>"
                    } else {
                        text += "<c r=\"\(place)\" t=\"s\"><v>\(shared.count)</v></c>"
                        shared.append(cell)
                    }
                }
                text += "</row>"
            }
            files.append(("xl/worksheets/sheet\(number + 1).xml", text + "</sheetData></worksheet>"))
        }
        let list = sheets.enumerated().map {
            "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
        }
        let places = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        files.append(
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\"><sheets>\(list.joined())</sheets></workbook>"
            ))
        files.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(places.joined())</Relationships>"))
        files.append(
            ("xl/sharedStrings.xml", "<sst>" + shared.map { "<si><t>\($0)</t></si>" }.joined() + "</sst>"))
        return bytes(files)
    }

    private static func u16(_ value: UInt16) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }

    private static func u32(_ value: UInt32) -> [UInt8] {
        u16(UInt16(truncatingIfNeeded: value)) + u16(UInt16(truncatingIfNeeded: value >> 16))
    }

    /// CRC-32 bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
