internal import Files
internal import Glibc

/// What the surroundings say, read once and nowhere else.
enum Environment {
    /// Number of cores that this process may use.
    static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The variables that we look at.
    static var all: [String: String] {
        var found: [String: String] = [:]
        for name in ["NO_COLOR", "GITHUB_STEP_SUMMARY"] {
            if let value = EnvironmentVariable.value(name) { found[name] = value }
        }
        return found
    }
}
