/// Splits an attribute's value into text and the expressions in its braces; `{{` and `}}` stand for braces.
enum AttributePieces {
    /// What is wrong with the braces.
    struct Fault: Error {
        let message: String
    }

    static func split(_ value: String) throws(Fault) -> [TemplateAttribute.Piece] {
        var pieces: [TemplateAttribute.Piece] = []
        var literal = ""
        var rest = Substring(value)
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                rest = rest.dropFirst()
                literal.append(character)
            case "{":
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.xpath(try expression(&rest)))
            case "}":
                throw Fault(message: "a \"}\" without a \"{\" before it; write }} for a brace")
            default: literal.append(character)
            }
        }
        if !literal.isEmpty || pieces.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    /// The text up to the closing brace; braces inside quotes belong to it.
    private static func expression(_ rest: inout Substring) throws(Fault) -> String {
        var text = ""
        var quote: Character?
        while let character = rest.popFirst() {
            if quote == nil, character == "}" { return text }
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            }
            text.append(character)
        }
        throw Fault(message: "a \"{\" is not closed; write {{ for a brace")
    }
}
