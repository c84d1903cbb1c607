// Metadata and attributes as an app writes them.
//
// Guarantees: order is kept and a key given twice is told to the core, which refuses it (no literal traps); whole
// numbers are exact; a value nested more deeply than the core could ever take is cut off where it is made, so that
// building, writing and letting go of it cost no stack. Whether a value is allowed is the core's word. Pure, any
// thread.

/// One value of metadata, of an attribute or of a ticket's form: write it as a literal.
///
/// ```swift
/// ["price": 19.99, "items": [1, 2], "gift": true, "note": nil]
/// ```
///
/// Numbers that are not finite are refused by the call with `not_finite`. Since 0.1.
public struct MetadataValue: Sendable, Equatable {
    enum Storage: Sendable, Equatable {
        case null
        case bool(Bool)
        case whole(Int64)
        case positive(UInt64)
        case number(Double)
        case text(String)
        case list([MetadataValue])
        case object([Metadata.Member])
        case json(String)
        case tooDeep
    }

    /// Deeper than the core takes anything, and far from any stack's end.
    static let mostLevels = 70

    let storage: Storage
    /// Levels of lists and objects, this one included.
    let levels: Int

    init(_ storage: Storage, levels: Int = 0) {
        self.storage = levels > MetadataValue.mostLevels ? .tooDeep : storage
        self.levels = min(levels, MetadataValue.mostLevels + 1)
    }

    /// No value.
    public static let null = MetadataValue(.null)
    /// True or false.
    public static func bool(_ value: Bool) -> MetadataValue { MetadataValue(.bool(value)) }
    /// A whole number.
    public static func int(_ value: some SignedInteger) -> MetadataValue {
        Int64(exactly: value).map { MetadataValue(.whole($0)) } ?? MetadataValue(.json(String(value)))
    }
    /// A whole number that is not negative.
    public static func uint(_ value: some UnsignedInteger) -> MetadataValue {
        UInt64(exactly: value).map { MetadataValue(.positive($0)) } ?? MetadataValue(.json(String(value)))
    }
    /// A number.
    public static func double(_ value: Double) -> MetadataValue { MetadataValue(.number(value)) }
    /// A text.
    public static func string(_ value: String) -> MetadataValue { MetadataValue(.text(value)) }
    /// A list.
    public static func array(_ values: [MetadataValue]) -> MetadataValue {
        MetadataValue(.list(values), levels: 1 + (values.lazy.map(\.levels).max() ?? 0))
    }
    /// An object.
    public static func object(_ metadata: Metadata) -> MetadataValue {
        switch metadata.content {
        case .members(let members):
            MetadataValue(.object(members), levels: 1 + (members.lazy.map(\.value.levels).max() ?? 0))
        case .json(let text):
            MetadataValue(.json(text), levels: 1)
        }
    }
}

/// Metadata of an event, or any other object of values: write it as a dictionary literal.
///
/// ```swift
/// try await desk.logEvent("order-item", metadata: ["order_number": 3434, "price": ["amount": 19.99]])
/// ```
///
/// Keeps the order of its keys. Since 0.1.
public struct Metadata: Sendable, Equatable {
    /// A key and its value.
    struct Member: Sendable, Equatable {
        let key: String
        let value: MetadataValue
    }

    enum Content: Sendable, Equatable {
        case members([Member])
        case json(String)
    }

    let content: Content

    /// The values of a dictionary, by key in the order of Unicode.
    public init(_ values: [String: MetadataValue]) {
        content = .members(values.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: $0.value) })
    }

    /// Keys and values in this order.
    public init(_ values: some Sequence<(String, MetadataValue)>) {
        content = .members(values.map { Member(key: $0.0, value: $0.1) })
    }

    /// JSON text from elsewhere, handed to the core as it is; an object.
    public init(json: String) {
        content = .json(json)
    }

    /// The JSON text that the core is given.
    var json: String {
        var text = JSONText()
        text.value(.object(self))
        return text.string
    }
}

extension MetadataValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// No value.
    public init(nilLiteral: ()) { self = .null }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list.
    public init(arrayLiteral elements: MetadataValue...) { self = .array(elements) }
    /// An object, its keys in this order.
    public init(dictionaryLiteral elements: (String, MetadataValue)...) { self = .object(Metadata(elements)) }
}

extension Metadata: ExpressibleByDictionaryLiteral {
    /// Keys and values in this order.
    public init(dictionaryLiteral elements: (String, MetadataValue)...) { self.init(elements) }
}

extension JSONText {
    /// Any value, with a list of what is left to write in place of a stack.
    mutating func value(_ value: MetadataValue) {
        enum Piece {
            case value(MetadataValue)
            case key(String)
            case mark(StaticString)
        }
        var left = [Piece.value(value)]
        while let piece = left.popLast() {
            switch piece {
            case .mark(let mark): plain(mark)
            case .key(let key):
                text(key)
                plain(":")
            case .value(let value):
                switch value.storage {
                case .null: plain("null")
                case .bool(let flag): plain(flag ? "true" : "false")
                case .whole(let whole): raw("\(whole)")
                case .positive(let whole): raw("\(whole)")
                case .number(let number): self.number(number)
                case .text(let text): self.text(text)
                case .json(let json): raw(json)
                case .tooDeep:
                    for _ in 0...MetadataValue.mostLevels { plain("[") }
                    for _ in 0...MetadataValue.mostLevels { plain("]") }
                case .list(let values):
                    plain("[")
                    left.append(.mark("]"))
                    for (place, value) in values.enumerated().reversed() {
                        left.append(.value(value))
                        if place > 0 { left.append(.mark(",")) }
                    }
                case .object(let members):
                    plain("{")
                    left.append(.mark("}"))
                    for (place, member) in members.enumerated().reversed() {
                        left.append(.value(member.value))
                        left.append(.key(member.key))
                        if place > 0 { left.append(.mark(",")) }
                    }
                }
            }
        }
    }
}
