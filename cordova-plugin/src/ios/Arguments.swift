// The arguments of a call, as Cordova parsed them.
//
// Guarantees: objects for the core go back to JSON text, so that it judges them itself; a number where a text belongs
// is taken as its digits, as apps pass ids of their own; nothing here stops the app. On the main actor.

import Foundation
import Frontdesk

/// An argument that breaks a rule that the core never gets to see. The words are those of `docs/errors.md`.
struct Fault: Error {
    let code: String
    let field: String
    let message: String

    static func missing(_ field: String) -> Fault {
        Fault(code: "missing", field: field, message: "\(field): must be given")
    }

    static func wrongType(_ field: String, _ advice: String) -> Fault {
        Fault(code: "wrong_type", field: field, message: "\(field): \(advice)")
    }
}

/// The elements of an exec call's list; each nil when it is absent or null.
struct Arguments {
    private let elements: [Any]

    init(_ elements: [Any]?) {
        self.elements = elements ?? []
    }

    /// The argument at a place.
    subscript(place: Int) -> Any? {
        guard elements.indices.contains(place), !(elements[place] is NSNull) else { return nil }
        return elements[place]
    }

    /// JSON for the core to judge; `absent` stands for none.
    func json(_ place: Int, absent: String) -> String {
        guard let value = self[place] else { return absent }
        // A text alone is JSON too, and a fragment to Foundation.
        let data = try? JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? absent
    }

    /// A text; a number is taken as its digits.
    func text(_ place: Int, _ field: String) throws -> String {
        guard let value = self[place] else { throw Fault.missing(field) }
        return try textOf(value, field)
    }

    /// The same for an argument that may be absent.
    func textIfGiven(_ place: Int, _ field: String) throws -> String? {
        try self[place].map { try textOf($0, field) }
    }

    /// A number, also as digits in a text.
    func number(_ place: Int, _ field: String) throws -> Double {
        let digits = try text(place, field)
        guard let number = Double(digits.trimmingCharacters(in: .whitespaces)), !number.isNaN else {
            throw Fault.wrongType(field, "must be a number")
        }
        return number
    }

    /// An object that the plugin reads itself.
    func members(_ place: Int, _ field: String) throws -> [String: Any] {
        guard let members = self[place] as? [String: Any] else { throw Fault.wrongType(field, "must be an object") }
        return members
    }

    /// A list that the plugin reads itself.
    func texts(_ value: Any?, _ field: String) throws -> [String] {
        guard let list = value as? [Any] else { throw Fault.wrongType(field, "must be a list") }
        return try list.enumerated().map { try textOf($1, "\(field)[\($0)]") }
    }
}

/// A text, or the digits of a number; true and false are neither.
func textOf(_ value: Any, _ field: String) throws -> String {
    if let text = value as? String { return text }
    if let number = value as? NSNumber, !isTruthValue(number) { return number.stringValue }
    throw Fault.wrongType(field, "must be text")
}

private func isTruthValue(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c"
}
