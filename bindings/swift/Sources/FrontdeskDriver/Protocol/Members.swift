// The arguments of a call, member by member and still as JSON text.
//
// Guarantees: nothing is read before the rule of its own field applies; a member given twice, unknown or of another
// type is an error with its name. Used on the main thread.

/// The members of one object.
struct Members {
    private var members: [(key: String, value: RawJSON)]

    /// Looks at the outermost level only. No arguments and `null` are an object without members.
    init(_ arguments: RawJSON?) throws(Fault) {
        members = []
        guard let arguments, !arguments.isNull else { return }
        guard let found = arguments.members() else {
            throw Fault(input: "wrong_type", "args", "must be an object")
        }
        var seen: Set<String> = []
        for (key, value) in found {
            guard let key else { throw Fault(input: "invalid_text", "args", "must have readable keys") }
            guard seen.insert(key).inserted else { throw Fault(input: "duplicate_key", key, "must be given once") }
            members.append((key, value))
        }
    }

    /// Takes a member out as it was written; `null` is as good as absent.
    mutating func take(_ key: String) -> RawJSON? {
        guard let place = members.firstIndex(where: { $0.key == key }) else { return nil }
        let value = members.remove(at: place).value
        return value.isNull ? nil : value
    }

    /// Takes a text that may be absent.
    mutating func text(_ key: String) throws(Fault) -> String? {
        guard let value = try plain(key) else { return nil }
        guard value.kind == .text else { throw Fault(input: "wrong_type", key, "must be text") }
        guard let text = value.string else {
            throw Fault(input: "invalid_text", key, "must not hold half a surrogate pair")
        }
        return text
    }

    /// Takes a text that must be there.
    mutating func neededText(_ key: String) throws(Fault) -> String {
        guard let text = try text(key) else { throw Fault(input: "missing", key, "must be given") }
        return text
    }

    /// Takes a truth value; `nil` when absent.
    mutating func flag(_ key: String) throws(Fault) -> Bool? {
        guard let value = try plain(key) else { return nil }
        guard let flag = value.flag else { throw Fault(input: "wrong_type", key, "must be true or false") }
        return flag
    }

    /// Takes a truth value that must be there.
    mutating func neededFlag(_ key: String) throws(Fault) -> Bool {
        guard let flag = try flag(key) else { throw Fault(input: "missing", key, "must be given") }
        return flag
    }

    /// Takes a whole number from 0.
    mutating func number(_ key: String) throws(Fault) -> UInt64? {
        guard let value = try plain(key) else { return nil }
        if let number = value.number, !number.isFinite { throw Fault(input: "not_finite", key, "must be a number") }
        guard let whole = value.whole else {
            throw Fault(input: "wrong_type", key, "must be a whole number that is not negative")
        }
        return whole
    }

    /// Takes a whole number that must be there.
    mutating func neededNumber(_ key: String) throws(Fault) -> UInt64 {
        guard let number = try number(key) else { throw Fault(input: "missing", key, "must be given") }
        return number
    }

    /// Takes a list of texts that must be there.
    mutating func neededList(_ key: String) throws(Fault) -> [String] {
        guard let value = take(key) else { throw Fault(input: "missing", key, "must be given") }
        let texts = value.elements()?.map(\.string)
        guard let texts, !texts.contains(nil) else { throw Fault(input: "wrong_type", key, "must be a list of texts") }
        return texts.compactMap(\.self)
    }

    /// Takes an object of texts; empty when absent.
    mutating func texts(_ key: String) throws(Fault) -> [String: String] {
        guard let value = take(key) else { return [:] }
        var texts: [String: String] = [:]
        guard let members = value.members() else { throw Fault(input: "wrong_type", key, "must be an object of texts") }
        for (name, value) in members {
            guard let name, let text = value.string else {
                throw Fault(input: "wrong_type", key, "must be an object of texts")
            }
            texts[name] = text
        }
        return texts
    }

    /// Takes one of a few words.
    mutating func word<Value>(_ key: String, _ words: KeyValuePairs<String, Value>) throws(Fault) -> Value {
        let text = try neededText(key)
        if let value = words.first(where: { $0.key == text })?.value { return value }
        throw Fault(input: "unknown_value", key, "must be one of: " + words.map(\.key).joined(separator: ", "))
    }

    /// Whatever is left is unknown, and most likely misspelled.
    func finish() throws(Fault) {
        guard let left = members.first else { return }
        throw Fault(input: "unknown_argument", left.key, "is no argument of this call; see frontdesk drive --help")
    }

    /// Plain values only: a list in a list is too deep, whatever is in it.
    private mutating func plain(_ key: String) throws(Fault) -> RawJSON? {
        guard let value = take(key) else { return nil }
        let inner = value.elements() ?? value.members()?.map(\.value) ?? []
        if inner.contains(where: { $0.kind == .list || $0.kind == .object }) {
            throw Fault(input: "too_deep", key, "must be a plain value")
        }
        return value
    }
}
