// Values as JSON text.
//
// Guarantees: no recursion, so hostile nesting costs no stack; numbers keep every digit; what JSON cannot hold is
// written so that the core refuses it by its own rule and with its own field: a number that is not finite as one beyond
// every range (`not_finite`), half a surrogate pair as its escape (`invalid_text`). Pure, any thread.

/// Writes one JSON text.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    /// The text so far.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Punctuation, a word or digits, as they are.
    mutating func plain(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Digits or finished JSON, as it is.
    mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A number. What is not finite becomes a number that no reader takes for one.
    mutating func number(_ number: Double) {
        raw(number.isFinite ? "\(number)" : "1e999")
    }

    /// A text in quotes.
    mutating func text(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let native: Void? = text.utf8.withContiguousStorageIfAvailable { units in
            for unit in units { escaped(unit) }
        }
        // A text that another language owns (on Apple's systems) may hold half a surrogate pair, which its UTF-8 hides.
        if native == nil { units(text.utf16) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// UTF-16 as other languages hold it, without quotes.
    mutating func units(_ units: some Sequence<UInt16>) {
        var high: UInt16?
        for unit in units {
            if let first = high {
                high = nil
                if UTF16.isTrailSurrogate(unit) {
                    let pair = UTF16.decode(UTF16.EncodedScalar([first, unit]))
                    for unit in String(pair).utf8 { escaped(unit) }
                    continue
                }
                half(first)
            }
            if UTF16.isLeadSurrogate(unit) {
                high = unit
            } else if UTF16.isTrailSurrogate(unit) {
                half(unit)
            } else if let scalar = Unicode.Scalar(unit) {
                for unit in UTF8.encode(scalar).map(Array.init) ?? [] { escaped(unit) }
            }
        }
        if let high { half(high) }
    }

    private mutating func half(_ unit: UInt16) {
        raw("\\u" + String(unit, radix: 16))
    }

    private mutating func escaped(_ unit: UInt8) {
        switch unit {
        case UInt8(ascii: "\""): plain("\\\"")
        case UInt8(ascii: "\\"): plain("\\\\")
        case 0..<0x10: raw("\\u000" + String(unit, radix: 16))
        case 0x10..<0x20: raw("\\u00" + String(unit, radix: 16))
        default: bytes.append(unit)
        }
    }
}

/// The text, unless it holds half a surrogate pair, which would be changed on its way to the core without a word. Only
/// a text that another language owns can: one of Swift's own is whole.
func plain(_ text: String, _ field: String) throws(FrontdeskError) -> String {
    if text.utf8.withContiguousStorageIfAvailable({ _ in }) != nil || !holdsHalfAPair(text.utf16) { return text }
    throw .invalidInput(
        code: "invalid_text", field: field, limit: nil, message: "\(field): must not hold half a surrogate pair")
}

/// Whether UTF-16 holds half a surrogate pair.
func holdsHalfAPair(_ units: some Sequence<UInt16>) -> Bool {
    var afterLead = false
    for unit in units {
        let trail = UTF16.isTrailSurrogate(unit)
        if afterLead != trail { return true }
        afterLead = UTF16.isLeadSurrogate(unit)
    }
    return afterLead
}
