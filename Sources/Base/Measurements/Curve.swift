/// A named column of a curve, in SI.
public struct CurveColumn: Sendable, Codable, Hashable {
    /// Short name: `V`, `I`, `t`, `f`, `ReZ`, `ImZ`, `fit_I`, ...
    public var name: String
    /// Unit of the values.
    public var unit: SIUnit
    /// The values.
    public var values: [Double]

    /// Makes a column.
    public init(_ name: String, _ unit: SIUnit, _ values: [Double]) {
        self.name = name
        self.unit = unit
        self.values = values
    }
}

/// A curve that a figure may draw: measured data as used, a fit, residuals.
///
/// Columns have equal length.
///
/// Diagnostics hand their curves to figures through these, so that a figure needs nothing but the analysis.
public struct Curve: Sendable, Codable, Hashable {
    /// What it is: `impedance.data`, `impedance.fit`, `iv.branch`, `transient.step`, ...
    public var id: String
    /// Where it holds.
    public var at: Place
    /// Ids of the recordings it comes from.
    public var from: [String]
    /// The columns.
    public var columns: [CurveColumn]

    /// Makes a curve; all columns have equal length.
    public init(_ id: String, at: Place = Place(), from: [String], columns: [CurveColumn]) {
        precondition(Set(columns.map(\.values.count)).count <= 1, "columns of a curve have equal length")
        self.id = id
        self.at = at
        self.from = from
        self.columns = columns
    }

    /// The values of a column; empty if there is none of that name.
    public subscript(name: String) -> [Double] { columns.first { $0.name == name }?.values ?? [] }

    /// Number of rows.
    public var count: Int { columns.first?.values.count ?? 0 }
}
