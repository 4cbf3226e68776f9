/// The columns of a sample sheet that this program knows; all others are metadata.
enum SheetColumns {
    /// Known names.
    static let known: Set<String> = [
        "amplitude_V", "area_cm2", "area_m2", "batch", "bias_V", "class", "columns", "compliance_A", "control",
        "decimal",
        "device", "exclude", "exclude_reason", "file", "illumination_W_per_m2", "input_format", "kind", "measured_at",
        "rate_V_per_s", "read_V", "series_ohm", "sign", "skip", "state", "temperature_C",
        "temperature_K", "thickness_m", "thickness_nm", "units",
    ]

    /// Known names that reports show as metadata besides.
    static let shown: Set<String> = ["measured_at"]
}
