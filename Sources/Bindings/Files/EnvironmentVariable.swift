internal import Glibc

/// Variables of the environment.
public enum EnvironmentVariable {
    /// The value of a variable; `nil` where it is not set.
    public static func value(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }
}
