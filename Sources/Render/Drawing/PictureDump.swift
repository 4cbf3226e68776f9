/// The list of placed items as text, one a line: what layout and plot tests compare, without fonts or Cairo.
public enum PictureDump {
    /// Dumps a page.
    public static func text(_ page: Page) -> String {
        "page \(number(page.size.width)) x \(number(page.size.height)) label \"\(page.label)\"\n"
            + page.items.map { dump($0, indent: 1) }.joined()
    }

    /// Dumps a picture.
    public static func text(_ picture: Picture) -> String {
        "picture \(number(picture.size.width)) x \(number(picture.size.height))\n"
            + picture.items.map { dump($0, indent: 1) }.joined()
    }

    private static func dump(_ item: Item, indent: Int) -> String {
        let pad = String(repeating: "  ", count: indent)
        switch item {
        case .path(let path, let fill, let stroke):
            var line = pad + "path \(path.segments.count)"
            for segment in path.segments.prefix(12) { line += " " + text(segment) }
            if path.segments.count > 12 { line += " ..." }
            if let fill { line += " fill \(text(fill))" }
            if let stroke { line += " stroke \(text(stroke.color)) \(number(stroke.width))" }
            return line + "\n"
        case .text(let run):
            let place = "\(number(run.origin.x)),\(number(run.origin.y)) w \(number(run.extent.width))"
            let turn = run.rotation_deg == 0 ? "" : " rotated \(run.rotation_deg)"
            return pad + "text \(place)\(turn) \"\(run.string)\"\n"
        case .group(let group):
            var line = pad + "group"
            if let role = group.role { line += " \(role)" }
            if let clip = group.clip {
                line += " clip \(number(clip.x)),\(number(clip.y)) \(number(clip.width))x\(number(clip.height))"
            }
            return line + "\n" + group.items.map { dump($0, indent: indent + 1) }.joined()
        case .link(let frame, let target):
            return pad + "link \(number(frame.x)),\(number(frame.y)) \(target)\n"
        case .destination(let name, let place):
            return pad + "destination \(name) \(number(place.x)),\(number(place.y))\n"
        }
    }

    private static func text(_ segment: Path.Segment) -> String {
        switch segment {
        case .move(let p): "M\(number(p.x)),\(number(p.y))"
        case .line(let p): "L\(number(p.x)),\(number(p.y))"
        case .curve(_, _, let p): "C\(number(p.x)),\(number(p.y))"
        case .close: "Z"
        }
    }

    private static func text(_ color: Color) -> String {
        func byte(_ x: Double) -> String {
            let digits = String(Int((min(max(x, 0), 1) * 255).rounded()), radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }
        return "#" + byte(color.red) + byte(color.green) + byte(color.blue)
            + (color.alpha < 1 ? "/\((color.alpha * 100).rounded() / 100)" : "")
    }

    private static func number(_ length: Points) -> String {
        let rounded = (length.value * 10).rounded() / 10
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
