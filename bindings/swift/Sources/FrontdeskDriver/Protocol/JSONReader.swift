// JSON, read strictly and without recursion.
//
// Guarantees: a text is accepted only when it is one JSON value by RFC 8259 in valid UTF-8; numbers stay the digits
// they were written as, and so does every value that nobody asked about; nesting costs no stack. Half a surrogate pair
// is an error only where the text that holds it is wanted, as in the driver of the Rust core. Used on the main thread.

/// A value as it was written.
struct RawJSON: Sendable, Equatable {
    /// Exactly one value, without white space around it.
    let bytes: [UInt8]

    /// The value as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var isNull: Bool { bytes == Array("null".utf8) }

    /// Reads a text that must be one value.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        // Text that is no UTF-8 is no JSON.
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var scan = JSONScan(bytes: bytes)
        scan.space()
        guard let range = scan.value() else { return nil }
        scan.space()
        guard scan.place == bytes.count else { return nil }
        self.bytes = Array(bytes[range])
    }

    fileprivate init(whole bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// What kind of value it is, by its first byte.
    enum Kind { case object, list, text, number, word }

    var kind: Kind {
        switch bytes.first ?? 0 {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .list
        case UInt8(ascii: "\""): .text
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: .word
        }
    }

    /// The members of an object in their order, duplicates included. A key that is no text is `nil`.
    func members() -> [(key: String?, value: RawJSON)]? {
        guard kind == .object else { return nil }
        var scan = JSONScan(bytes: bytes, place: 1)
        var members: [(key: String?, value: RawJSON)] = []
        scan.space()
        while scan.byte != UInt8(ascii: "}") {
            guard let key = scan.value() else { return nil }
            scan.space()
            scan.place += 1
            scan.space()
            guard let value = scan.value() else { return nil }
            members.append((RawJSON(whole: bytes[key]).string, RawJSON(whole: bytes[value])))
            scan.space()
            if scan.byte == UInt8(ascii: ",") { scan.place += 1 }
            scan.space()
        }
        return members
    }

    /// The elements of a list.
    func elements() -> [RawJSON]? {
        guard kind == .list else { return nil }
        var scan = JSONScan(bytes: bytes, place: 1)
        var elements: [RawJSON] = []
        scan.space()
        while scan.byte != UInt8(ascii: "]") {
            guard let value = scan.value() else { return nil }
            elements.append(RawJSON(whole: bytes[value]))
            scan.space()
            if scan.byte == UInt8(ascii: ",") { scan.place += 1 }
            scan.space()
        }
        return elements
    }

    /// A text with its escapes resolved; `nil` when it is none, or holds half a surrogate pair.
    var string: String? {
        guard kind == .text else { return nil }
        var units: [UInt8] = []
        var place = 1
        while place < bytes.count - 1 {
            let byte = bytes[place]
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                place += 1
                continue
            }
            switch bytes[place + 1] {
            case UInt8(ascii: "b"): units.append(8)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "n"): units.append(10)
            case UInt8(ascii: "r"): units.append(13)
            case UInt8(ascii: "t"): units.append(9)
            case UInt8(ascii: "u"):
                let first = hex(place + 2)
                if let scalar = Unicode.Scalar(first) {
                    units.append(contentsOf: Array(String(Character(scalar)).utf8))
                } else {
                    guard UTF16.isLeadSurrogate(first), place + 11 < bytes.count,
                        bytes[place + 6] == UInt8(ascii: "\\"),
                        bytes[place + 7] == UInt8(ascii: "u"), UTF16.isTrailSurrogate(hex(place + 8))
                    else { return nil }
                    let pair = UTF16.decode(UTF16.EncodedScalar([first, hex(place + 8)]))
                    units.append(contentsOf: Array(String(Character(pair)).utf8))
                    place += 6
                }
                place += 4
            case let escaped: units.append(escaped)
            }
            place += 2
        }
        return String(decoding: units, as: UTF8.self)
    }

    private func hex(_ place: Int) -> UInt16 {
        UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16) ?? 0
    }

    /// A truth value.
    var flag: Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A number as a float; not finite when it is beyond every float.
    var number: Double? {
        kind == .number ? Double(text) : nil
    }

    /// A whole number from 0.
    var whole: UInt64? {
        kind == .number ? UInt64(text) : nil
    }
}

/// A place in a JSON text.
struct JSONScan {
    let bytes: [UInt8]
    var place = 0

    /// The byte here; 0 at the end.
    var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

    mutating func space() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    /// Passes over one value and says where it was.
    mutating func value() -> Range<Int>? {
        let begin = place
        // What each open level ends with; a level that is open wants a value next, or its end when it has none yet.
        var open: [UInt8] = []
        while true {
            guard let opened = scalarOrOpening(&open) else { return nil }
            if opened {
                space()
                if byte == open.last {
                    place += 1
                    open.removeLast()
                } else {
                    if open.last == UInt8(ascii: "}"), !key() { return nil }
                    continue
                }
            }
            // A value is complete: what comes behind it closes levels or begins the next value.
            while let end = open.last {
                space()
                if byte == end {
                    place += 1
                    open.removeLast()
                } else if byte == UInt8(ascii: ",") {
                    place += 1
                    space()
                    if end == UInt8(ascii: "}"), !key() { return nil }
                    break
                } else {
                    return nil
                }
            }
            if open.isEmpty { return begin..<place }
        }
    }

    /// Passes over a plain value, or over the opening of a level: true.
    private mutating func scalarOrOpening(_ open: inout [UInt8]) -> Bool? {
        switch byte {
        case UInt8(ascii: "{"):
            open.append(UInt8(ascii: "}"))
            place += 1
            return true
        case UInt8(ascii: "["):
            open.append(UInt8(ascii: "]"))
            place += 1
            return true
        case UInt8(ascii: "\""): return text() ? false : nil
        case UInt8(ascii: "t"): return word("true") ? false : nil
        case UInt8(ascii: "f"): return word("false") ? false : nil
        case UInt8(ascii: "n"): return word("null") ? false : nil
        default: return number() ? false : nil
        }
    }

    private mutating func key() -> Bool {
        guard byte == UInt8(ascii: "\""), text() else { return false }
        space()
        guard byte == UInt8(ascii: ":") else { return false }
        place += 1
        space()
        return true
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        let fits = word.withUTF8Buffer { bytes.dropFirst(place).prefix(length).elementsEqual($0) }
        place += length
        return fits
    }

    private mutating func text() -> Bool {
        place += 1
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return true
            case UInt8(ascii: "\\"):
                guard place + 1 < bytes.count else { return false }
                if bytes[place + 1] == UInt8(ascii: "u") {
                    let digits = bytes.dropFirst(place + 2).prefix(4)
                    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
                        return false
                    }
                    place += 6
                } else {
                    guard Array("\"\\/bfnrt".utf8).contains(bytes[place + 1]) else { return false }
                    place += 2
                }
            case 0..<0x20: return false
            default: place += 1
            }
        }
        return false
    }

    private mutating func number() -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        if byte == UInt8(ascii: "-") { place += 1 }
        guard isDigit(byte) else { return false }
        if byte == UInt8(ascii: "0") { place += 1 } else { while isDigit(byte) { place += 1 } }
        if byte == UInt8(ascii: ".") {
            place += 1
            guard isDigit(byte) else { return false }
            while isDigit(byte) { place += 1 }
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            place += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
            guard isDigit(byte) else { return false }
            while isDigit(byte) { place += 1 }
        }
        return true
    }
}
