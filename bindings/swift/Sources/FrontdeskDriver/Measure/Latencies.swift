// How long calls took, and what was allocated meanwhile.
//
// Guarantees: nothing is allocated between the first call and the last but by the calls themselves; times are of a
// clock that never goes back. Allocations are counted by `cargo xtask bench bindings`, which puts a counter in front of
// the C library's allocator; without it there is no such figure and the line has none. One task at a time.

import Dispatch
import Foundation

/// The latencies of one kind of call.
struct Latencies {
    private var nanos: [UInt64] = []
    private var before: Allocations?
    private var after: Allocations?

    /// Begins; the calls follow.
    init(_ events: Int) {
        nanos.reserveCapacity(events)
        before = Allocations.now()
    }

    /// Nanoseconds since an arbitrary moment.
    static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// A call ended.
    mutating func add(since begun: UInt64) { nanos.append(Latencies.now() - begun) }

    /// The last call ended.
    mutating func end() {
        after = Allocations.now()
        nanos.sort()
    }

    /// The figures as a JSON object.
    var json: String {
        func micros(_ quantile: Double) -> String {
            let index = Int(Double(nanos.count - 1) * quantile)
            return String(format: "%.1f", nanos.isEmpty ? 0 : Double(nanos[index]) / 1000)
        }
        var members = #""p50_us":\#(micros(0.5)),"p99_us":\#(micros(0.99)),"p999_us":\#(micros(0.999))"#
        if let before, let after, !nanos.isEmpty {
            let bytes = (after.bytes - before.bytes) / UInt64(nanos.count)
            let blocks = String(format: "%.1f", Double(after.count - before.count) / Double(nanos.count))
            members += #","bytes_per_call":\#(bytes),"allocations_per_call":\#(blocks)"#
        }
        return "{\(members)}"
    }
}

/// What this program allocated so far outside of the core's library, on all threads.
private struct Allocations {
    let count: UInt64
    let bytes: UInt64

    private typealias Ask = @convention(c) (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) -> Void

    /// `nil` when nobody counts.
    static func now() -> Allocations? {
        guard let program = dlopen(nil, RTLD_NOW), let found = dlsym(program, "frontdesk_allocations") else {
            return nil
        }
        let ask = unsafeBitCast(found, to: Ask.self)
        var (count, bytes): (UInt64, UInt64) = (0, 0)
        ask(&count, &bytes)
        return Allocations(count: count, bytes: bytes)
    }
}
