// Lines out.
//
// Guarantees: a line is written whole and at once, from whatever thread; when nobody reads any more this is remembered
// and nothing else fails.

import Dispatch
import Foundation

/// The one writer.
final class Output: @unchecked Sendable {
    // Sendable by hand: the sink and the flag are only touched under the lock.
    private let lock = NSLock()
    private let sink: ([UInt8]) -> Bool
    private var broken = false

    /// - Parameter sink: Takes bytes; false when nobody reads them.
    init(_ sink: @escaping ([UInt8]) -> Bool) {
        self.sink = sink
    }

    /// Nobody reads what is written.
    var isBroken: Bool {
        lock.lock()
        defer { lock.unlock() }
        return broken
    }

    /// Answers a line; without an id when it had none.
    func answer(_ id: String?, _ answer: Result<JSON, Fault>) {
        let body: (String, JSON) =
            switch answer {
            case .success(let value): ("ok", value)
            case .failure(let fault): ("error", fault.json)
            }
        write(.object([("id", id.map(JSON.raw) ?? .null), body]))
    }

    /// Writes a line.
    func write(_ line: JSON) {
        let bytes = Array((line.line + "\n").utf8)
        lock.lock()
        defer { lock.unlock() }
        if !broken { broken = !sink(bytes) }
    }
}
