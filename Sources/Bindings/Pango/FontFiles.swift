internal import Glibc

/// The files of the house's type family, by explicit path: no user configuration changes a report.
///
/// DejaVu has every scientific character we print. Its condensed cut sets a table in a seventh less width than
/// the plain one; it and the oblique faces are in Debian's `fonts-dejavu-extra`, the rest in `fonts-dejavu-core`.
public enum FontFiles {
    /// Where distributions keep DejaVu: Debian and Ubuntu, Arch, Fedora (two folders), others.
    public static let usualFolders = [
        "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/TTF", "/usr/share/fonts/dejavu-sans-fonts",
        "/usr/share/fonts/dejavu-sans-mono-fonts", "/usr/share/fonts/dejavu", "/usr/local/share/fonts",
    ]

    /// The files needed, in a fixed order.
    ///
    /// Text of fixed width is never slanted: each file costs 0.4 ms to load.
    public static let names = [
        "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf", "DejaVuSansCondensed-Oblique.ttf",
        "DejaVuSansCondensed-BoldOblique.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf",
    ]

    /// The family's name in the files of proportional width.
    static let family = "DejaVu Sans"
    /// The family's name in the files of fixed width.
    static let monospacedFamily = "DejaVu Sans Mono"

    /// Files for letters that the family lacks, as Chinese, Japanese and Korean; the first that is there is asked
    /// before the machine's other fonts, so that a name looks the same on every machine that has it.
    ///
    /// WenQuanYi Micro Hei has all of them in 5 MB (Debian's `fonts-wqy-microhei`), Droid Sans Fallback lacks Korean.
    public static let seconds = [
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
        "/usr/share/fonts/wqy-microhei-fonts/wqy-microhei.ttc", "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ]

    /// The second family's file, if it is there.
    static var second: String? { seconds.first { unsafe access($0, R_OK) == 0 } }

    /// What a search found.
    public struct Search: Sendable, Hashable {
        /// Full paths of the files that are there.
        public var paths: [String] = []
        /// Names of those that are not.
        public var missing: [String] = []
    }

    /// Looks for the files in folders; the first folder that has a file wins.
    public static func find(in folders: [String]) -> Search {
        var search = Search()
        for name in names {
            let candidates = folders.map { $0 + "/" + name }
            if let path = candidates.first(where: { unsafe access($0, R_OK) == 0 }) {
                search.paths.append(path)
            } else {
                search.missing.append(name)
            }
        }
        return search
    }
}
