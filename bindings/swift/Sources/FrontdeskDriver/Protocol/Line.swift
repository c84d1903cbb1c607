// Lines in.
//
// Guarantees: memory is bounded whatever is sent: a line of more than a megabyte is passed over to its end and
// reported, and the next one is read as usual; whatever the bytes are, the result is a call or a fault that keeps the
// id when one could be read. Used on the main thread.

import Foundation

/// What comes next.
enum Input {
    /// A line, without its end.
    case line([UInt8])
    /// A line that was too long and is gone.
    case tooLong
}

/// Splits standard input, or anything else that gives bytes, into lines.
struct Lines {
    /// Longest line taken, without its end.
    static let longest = 1024 * 1024

    private let read: () -> [UInt8]
    private var buffer: ArraySlice<UInt8> = []

    /// - Parameter read: Gives the next bytes; none at the end.
    init(_ read: @escaping () -> [UInt8]) {
        self.read = read
    }

    mutating func next() -> Input? {
        var line: [UInt8] = []
        var tooLong = false
        while true {
            if buffer.isEmpty { buffer = ArraySlice(read()) }
            let ended = buffer.isEmpty
            let end = buffer.firstIndex(of: UInt8(ascii: "\n"))
            let piece = buffer[..<(end ?? buffer.endIndex)]
            tooLong = tooLong || line.count + piece.count > Lines.longest
            if tooLong { line = [] } else { line.append(contentsOf: piece) }
            buffer = buffer[(end.map { $0 + 1 } ?? buffer.endIndex)...]
            guard ended || end != nil else { continue }
            if tooLong { return .tooLong }
            return ended && line.isEmpty ? nil : .line(line)
        }
    }
}

/// A call to make.
struct Line {
    /// The id as it was written: a number or a string.
    let id: String
    let call: String
    let arguments: RawJSON?
    let wait: Bool

    /// Reads a line; `nil` for a blank one.
    init?(_ bytes: [UInt8]) throws(Fault) {
        if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }) { return nil }
        let malformed = Fault(
            input: "malformed_line", "", "must be one JSON object of \"id\", \"call\", \"args\" and \"wait\"")
        guard let members = RawJSON(bytes)?.members() else { throw malformed }
        var found: [String: RawJSON] = [:]
        for (key, value) in members {
            guard let key, ["id", "call", "args", "wait"].contains(key), found.updateValue(value, forKey: key) == nil
            else {
                throw malformed
            }
        }
        var wait = false
        if let value = found["wait"], !value.isNull {
            guard let flag = value.flag else { throw malformed }
            wait = flag
        }
        guard let id = found["id"], id.kind == .number || id.string != nil else {
            throw Fault(input: "missing_id", "id", "must be given, as a number or a string")
        }
        self.id = id.text
        call = found["call"]?.string ?? ""
        arguments = found["args"]
        self.wait = wait
    }
}
