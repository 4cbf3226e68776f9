internal import Findings

extension TemplateReader {
    /// Notes the names that an attribute gives to places, and where it leads.
    mutating func note(_ made: TemplateAttribute, _ known: AttributeDefinition) {
        switch known.kind {
        case .name, .figure:
            // A figure's own id is its name unless it is told another.
            if let literal = made.literal { names.insert(literal) } else { makesNames = true }
        case .target: if let literal = made.literal { targets.append((literal, made.position)) }
        case .address:
            if let literal = made.literal, literal.hasPrefix("#") {
                targets.append((String(literal.dropFirst()), made.position))
            }
        default: break
        }
    }

    /// Checks what the template leads to, once all of it is read.
    mutating func checkTargets() {
        guard !makesNames else { return }
        for target in targets where !names.contains(target.name) && faults.count < TemplateLimits.faults {
            let fault = Finding(
                TemplateFindings.unknownTarget, "nothing in the template has the id \"\(target.name)\"",
                at: target.position,
                fix: names.isEmpty
                    ? "give the section, heading, figure or table id=\"\(target.name)\""
                    : Suggestion.fix(for: target.name, in: names.subtracting([""]).sorted()))
            // Faults are told in the order of the source.
            let later = faults.firstIndex {
                $0.position?.file == target.position.file && ($0.position?.line ?? 0) > (target.position.line ?? 0)
            }
            faults.insert(fault, at: later ?? faults.endIndex)
        }
    }
}
