// The shared cases of `contract/vectors`, read strictly.
//
// Guarantees: what a builder stands for is built without recursion over its depth; a file that cannot be read fails the
// test that needs it.

import Foundation

@testable import Frontdesk
@testable import FrontdeskDriver

enum Vectors {
    /// A file of cases.
    static func load(_ name: String, file: StaticString = #filePath) throws -> RawJSON {
        var folder = URL(fileURLWithPath: "\(file)")
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("contract/vectors").path) {
            guard folder.path != "/" else { throw Unexpected("contract/vectors is not above the tests") }
            folder.deleteLastPathComponent()
        }
        let data = try Data(contentsOf: folder.appendingPathComponent("contract/vectors/\(name)"))
        guard let raw = RawJSON(data) else { throw Unexpected("\(name) is no JSON") }
        return raw
    }

    /// The value that a place of a file stands for, as an app would build it; `nil` when no value of ours can be it (a
    /// number that is neither whole nor a float).
    static func value(_ raw: RawJSON) throws -> MetadataValue? {
        switch raw.kind {
        case .text: return .string(try raw.words())
        case .number:
            if let whole = Int64(raw.text) { return .int(whole) }
            if let whole = UInt64(raw.text) { return .uint(whole) }
            guard let number = raw.number, number.isFinite, "\(number)" == raw.text else { return nil }
            return .double(number)
        case .word: return raw.flag.map(MetadataValue.bool) ?? .null
        case .list:
            let values = try (raw.elements() ?? []).map(value)
            return values.contains(nil) ? nil : .array(values.compactMap(\.self))
        case .object:
            let members = raw.members() ?? []
            if let built = try builtValue(members) { return built }
            var object: [(String, MetadataValue)] = []
            for (key, member) in members {
                guard let key, let value = try value(member) else { return nil }
                object.append((key, value))
            }
            return .object(Metadata(object))
        }
    }

    private static func builtValue(_ members: [(key: String?, value: RawJSON)]) throws -> MetadataValue? {
        guard members.count == 1, let (key, argument) = members.first else { return nil }
        let parts = argument.elements() ?? []
        switch key {
        case "$text": return .string(try repeated(parts))
        case "$keys": return .object(Metadata((0..<Int(argument.whole ?? 0)).map { ("k\($0)", MetadataValue.null) }))
        case "$nest":
            let object = try parts[0].words() == "object"
            var value: MetadataValue = object ? [:] : []
            for _ in 1..<Int(parts[1].whole ?? 1) { value = object ? ["k": value] : [value] }
            return value
        case "$list": return try value(parts[0]).map { .array(Array(repeating: $0, count: Int(parts[1].whole ?? 0))) }
        case "$key":
            guard case .text(let name)? = try value(parts[0])?.storage, let value = try value(parts[1]) else {
                return nil
            }
            return .object(Metadata([(name, value)]))
        default: return nil
        }
    }

    private static func repeated(_ parts: [RawJSON]) throws -> String {
        String(repeating: try parts[0].words(), count: Int(parts[1].whole ?? 0))
    }

    /// The same value as JSON text.
    static func json(_ raw: RawJSON) throws -> String {
        guard let members = raw.members() else {
            guard let elements = raw.elements() else { return raw.text }
            return "[" + (try elements.map(json).joined(separator: ",")) + "]"
        }
        if members.count == 1, let (key, argument) = members.first {
            let parts = argument.elements() ?? []
            let times = parts.count == 2 ? Int(parts[1].whole ?? 0) : 0
            switch key {
            case "$text": return JSON.text(try repeated(parts)).line
            case "$nest":
                let object = try parts[0].words() == "object"
                let (open, close) = object ? ("{\"k\":", "}") : ("[", "]")
                let core = object ? "{}" : "[]"
                return String(repeating: open, count: times - 1) + core + String(repeating: close, count: times - 1)
            case "$keys", "$list", "$key":
                if key == "$list" {
                    return "[" + Array(repeating: try json(parts[0]), count: times).joined(separator: ",") + "]"
                }
                if key == "$key" { return "{" + (try json(parts[0])) + ":" + (try json(parts[1])) + "}" }
                return "{" + (0..<Int(argument.whole ?? 0)).map { "\"k\($0)\":null" }.joined(separator: ",") + "}"
            default: break
            }
        }
        return "{"
            + (try members.map { "\(JSON.text($0.key ?? "").line):\(try json($0.value))" }.joined(separator: ",")) + "}"
    }

    /// The text that a place stands for.
    static func text(_ raw: RawJSON) throws -> String {
        guard case .text(let text)? = try value(raw)?.storage else { throw Unexpected("\(raw.text) is no text") }
        return text
    }
}

/// What a case must end in.
struct Expectation {
    let code: String
    let field: String?
    let limit: Int?

    /// From `error`: a code, or an object of code, field and limit.
    init?(_ raw: RawJSON?) throws {
        guard let raw, !raw.isNull else { return nil }
        if raw.kind == .text {
            (code, field, limit) = (try raw.words(), nil, nil)
        } else {
            code = try raw.member("code").words()
            field = raw.maybe("field")?.string
            limit = raw.maybe("limit")?.whole.map { Int($0) }
        }
    }

    /// How an error differs; `nil` when it fits.
    func difference(_ error: FrontdeskError, bare: Bool = false) -> String? {
        let same =
            error.code == code && (bare || field == nil || (error.field ?? "") == field)
            && (bare || error.limit == limit)
        return same ? nil : "\(error), expected \(code) \(field ?? "") \(limit.map(String.init) ?? "")"
    }
}
