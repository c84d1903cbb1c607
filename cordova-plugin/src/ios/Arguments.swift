// The arguments of a call, as Cordova parsed them.
//
// Guarantees: objects for the core go back to JSON text, so that it judges them itself; a whole number where a text
// belongs is taken as its digits, as apps pass ids of their own; what is absent is `missing` and what is of another kind
// `wrong_type`, by the names of `tests/refusals.json`, which every platform answers with; nothing here stops the app. On
// the main actor.

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

    static func rounded(_ field: String) -> Fault {
        let advice = "must be given as text: JavaScript does not keep a number of this size"
        return Fault(code: "number_out_of_range", field: field, message: "\(field): \(advice)")
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

    /// JSON for the core to judge.
    func json(_ place: Int, _ field: String) throws -> String {
        guard let value = self[place] else { throw Fault.missing(field) }
        // A text alone is JSON too, and a fragment to Foundation.
        guard let data = try? JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed]) else {
            throw Fault(code: "invalid_json", field: field, message: "\(field): must be JSON")
        }
        return String(decoding: data, as: UTF8.self)
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
        guard let value = self[place] else { throw Fault.missing(field) }
        let number = numberOf(value) ?? (value as? String).flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard let number, number.isFinite else { throw Fault.wrongType(field, "must be a number") }
        return number
    }

    /// An object that the plugin reads itself.
    func members(_ place: Int, _ field: String) throws -> [String: Any] {
        guard let value = self[place] else { throw Fault.missing(field) }
        guard let members = value as? [String: Any] else { throw Fault.wrongType(field, "must be an object") }
        return members
    }

    /// A list that the plugin reads itself.
    func texts(_ value: Any?, _ field: String) throws -> [String] {
        guard let value, !(value is NSNull) else { throw Fault.missing(field) }
        guard let list = value as? [Any] else { throw Fault.wrongType(field, "must be a list") }
        return try list.enumerated().map { try textOf($1, "\(field)[\($0)]") }
    }
}

/// A text, or the digits of a whole number; true and false are neither. A number that JavaScript may have rounded is
/// nobody's id.
func textOf(_ value: Any, _ field: String) throws -> String {
    if let text = value as? String { return text }
    if value is NSNull { throw Fault.missing(field) }
    guard let number = numberOf(value), number.rounded() == number else {
        throw Fault.wrongType(field, "must be text")
    }
    if isRounded(value) { throw Fault.rounded(field) }
    return String(Int64(number))
}

/// Whether it is a number that may have been another one before JavaScript read it.
func isRounded(_ value: Any?) -> Bool {
    value.flatMap(numberOf).map { abs($0) > 9_007_199_254_740_991 } ?? false
}

/// A number; true and false are none.
func numberOf(_ value: Any) -> Double? {
    guard let number = value as? NSNumber, String(cString: number.objCType) != "c" else { return nil }
    return number.doubleValue
}
