// JSON, written.
//
// Guarantees: members in the order they were given; whole numbers exact; text that is JSON already passes as it is.
// Pure. The trees written here are made by this program and a few levels deep.

/// A value to write.
indirect enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])
    /// JSON from elsewhere.
    case raw(String)

    static func == (a: JSON, b: JSON) -> Bool { a.line == b.line }

    /// A text, or null.
    static func maybe(_ text: String?) -> JSON { text.map(JSON.text) ?? .null }
    /// A number, or null.
    static func maybe(_ number: Int64?) -> JSON { number.map(JSON.whole) ?? .null }
    /// Texts.
    static func texts(_ texts: [String]) -> JSON { .list(texts.map(JSON.text)) }

    /// One line of text.
    var line: String {
        var out = ""
        write(into: &out)
        return out
    }

    private func write(into out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let flag): out += flag ? "true" : "false"
        case .whole(let whole): out += "\(whole)"
        case .number(let number): out += number.isFinite ? "\(number)" : "null"
        case .raw(let json): out += json
        case .text(let text): JSON.quote(text, into: &out)
        case .list(let values):
            out += "["
            for (place, value) in values.enumerated() {
                if place > 0 { out += "," }
                value.write(into: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (place, member) in members.enumerated() {
                if place > 0 { out += "," }
                JSON.quote(member.0, into: &out)
                out += ":"
                member.1.write(into: &out)
            }
            out += "}"
        }
    }

    private static func quote(_ text: String, into out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{8}": out += "\\b"
            case "\u{c}": out += "\\f"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
