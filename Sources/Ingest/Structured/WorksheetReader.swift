internal import Findings
internal import LibXML

/// Reads the cells of one worksheet, piece by piece.
struct WorksheetReader {
    /// The workbook's shared texts.
    let shared: [String]
    /// The sheet's name, for findings.
    let sheet: String
    /// The file.
    let source: FileSource
    /// Later rows are not read.
    let most: Int

    /// What the walk has met of the cell it is in.
    private struct Cell {
        var column = 0
        var type = ""
        var text = ""
        var isInside = false
    }

    /// The rows that hold something.
    func rows(_ bytes: [UInt8]) throws(Failure) -> [WorkbookRow] {
        var rows: [WorkbookRow] = []
        var row = WorkbookRow(number: 0, cells: [])
        var cell = Cell()
        var count = 0
        do throws(XMLFaults) {
            var reader = try XMLPullReader(bytes)
            while rows.count < most, let event = try reader.next() {
                switch event {
                case .start("row"):
                    let stated = reader.attribute("r").flatMap { Int($0) }
                    row = WorkbookRow(number: stated ?? row.number &+ 1, cells: [])
                    cell.column = -1
                case .start("c"):
                    let stated = reader.attribute("r").flatMap(Self.column)
                    cell = Cell(column: stated ?? cell.column + 1, type: reader.attribute("t") ?? "")
                case .start("v"), .start("t"): cell.isInside = true
                case .end("v"), .end("t"): cell.isInside = false
                case .text(let text) where cell.isInside: cell.text += text
                case .end("c"): put(cell, into: &row)
                case .end("row"):
                    count += row.cells.count
                    if !row.cells.isEmpty { rows.append(row) }
                default: break
                }
                if count + row.cells.count > Workbook.mostCells { break }
            }
        } catch {
            let fault = error.faults.first
            throw Failure(.workbookDamaged(source, fault?.message ?? "the sheet is damaged", sheet))
        }
        guard count <= Workbook.mostCells else { throw Failure(.workbookLimit(source, sheet)) }
        return rows
    }

    private func put(_ cell: Cell, into row: inout WorkbookRow) {
        let value: WorkbookCell
        switch cell.type {
        case "s":
            guard let index = Int(cell.text), shared.indices.contains(index) else { return }
            value = .text(shared[index])
        case "", "n", "b":
            let text = cell.text.trimmingBlanks()
            guard !text.isEmpty else { return }
            value = ConditionFields.number(text).map { .number($0) } ?? .text(text)
        default:
            guard !cell.text.isEmpty else { return }
            value = .text(cell.text)
        }
        guard cell.column >= 0, cell.column < Self.mostColumns, cell.column >= row.cells.count else { return }
        while row.cells.count < cell.column { row.cells.append(.empty) }
        row.cells.append(value)
    }

    /// The format's own limit: column XFD.
    private static let mostColumns = 16384

    /// The column of a place such as `AB12`, from 0; `nil` where it is none.
    static func column(_ place: String) -> Int? {
        var column = 0
        for byte in place.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            column = column * 26 + Int(byte - 0x40)
            guard column <= mostColumns else { return nil }
        }
        return column > 0 ? column - 1 : nil
    }
}
