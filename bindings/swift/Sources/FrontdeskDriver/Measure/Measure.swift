// `frontdesk-swift measure record DIR [N]` and `measure cold DIR`: what a call costs from Swift, to be put beside
// `frontdesk measure` and `frontdesk-kotlin measure` with the same words.
//
// Guarantees: no server is needed (an identity waits, everything stays queued); the event is the one of the Rust
// program; every call after the warm-up counts; one JSON line out. `record` tells two layers apart: `core`, the
// generated call with metadata that is JSON already; and `swift`, the package's async function with a dictionary,
// awaited one by one in a task that is on no actor. Called by a person and by `cargo xtask bench bindings`; the calls
// are made on a thread of Swift's pool, the main thread waits.

import Dispatch
import Foundation
import Frontdesk
import FrontdeskCore

/// The measurements.
enum Measure {
    /// Nobody listens on the discard port of this machine.
    private static let nowhere = "http://127.0.0.1:9"

    /// Calls before the first that counts: caches and pools fill.
    private static let warmUp = 500

    private static let json =
        #"{"order_number":"3434-3434","category":"garden tools","source":"search results","currency":"usd","#
        + #""price":"19.99"}"#

    static let usage = "usage: frontdesk-swift measure record DIR [N] | measure cold DIR"

    /// Runs one measurement and ends the program: 2 when it was asked wrongly, 1 when there is no figure.
    ///
    /// - Parameter arguments: What follows the word `measure`.
    static func run(_ arguments: [String]) -> Never {
        Task.detached {
            do {
                guard let line = try await line(arguments) else {
                    FileHandle.standardError.write(Data("\(usage)\n".utf8))
                    exit(2)
                }
                print(line)
                exit(0)
            } catch {
                FileHandle.standardError.write(Data("frontdesk-swift: \(error)\n".utf8))
                exit(1)
            }
        }
        dispatchMain()
    }

    /// The measurement's line; `nil` when there is no such measurement.
    static func line(_ arguments: [String]) async throws -> String? {
        let events = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 10_000
        guard arguments.count > 1, events > 0 else { return nil }
        let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
        switch arguments[0] {
        case "record": return try await record(folder, events)
        case "cold": return try await cold(folder)
        default: return nil
        }
    }

    private static func record(_ folder: URL, _ events: Int) async throws -> String {
        let core = try open(folder.appendingPathComponent("core"))
        try await firstEvent(core)
        for _ in 0..<warmUp { _ = try core.logEvent(name: "order-item", metadataJson: json) }
        var below = Latencies(events)
        for _ in 0..<events {
            let begun = Latencies.now()
            _ = try core.logEvent(name: "order-item", metadataJson: json)
            below.add(since: begun)
        }
        below.end()
        try core.shutdown()

        var configuration = FrontdeskConfiguration(serverURL: nowhere, appID: "measure", apiKey: "measure-key")
        configuration.dataDirectory = folder.appendingPathComponent("swift")
        configuration.maxOperations = 1_000_000
        let desk = try await Frontdesk.open(configuration)
        // Handlers go in line: the second call begins when the first has stored its identity.
        desk.loginUnidentifiedUser { _ in }
        try await withCheckedThrowingContinuation { (stored: CheckedContinuation<Void, any Error>) in
            desk.logEvent("order-item") { outcome in stored.resume(with: outcome.map { _ in }.mapError { $0 }) }
        }
        for _ in 0..<warmUp { try await logOne(desk) }
        var above = Latencies(events)
        for _ in 0..<events {
            let begun = Latencies.now()
            try await logOne(desk)
            above.add(since: begun)
        }
        above.end()
        try await desk.shutdown()
        return #"{"what":"record","events":\#(events),"core":\#(below.json),"swift":\#(above.json)}"#
    }

    /// The event of every measurement, its metadata built anew as an app would for each call.
    private static func logOne(_ desk: Frontdesk) async throws(FrontdeskError) {
        try await desk.logEvent(
            "order-item",
            metadata: [
                "order_number": "3434-3434",
                "category": "garden tools",
                "source": "search results",
                "currency": "usd",
                "price": "19.99",
            ])
    }

    /// From the first use of the library to the first durable event. The system's linker loaded it before `main`, which
    /// is not in these times.
    private static func cold(_ folder: URL) async throws -> String {
        let begun = Latencies.now()
        _ = try coreVersion()
        let loaded = Latencies.now()
        let core = try open(folder)
        let opened = Latencies.now()
        try await firstEvent(core)
        let called = Latencies.now()
        try core.shutdown()
        func millis(_ from: UInt64, _ to: UInt64) -> String { String(format: "%.1f", Double(to - from) / 1e6) }
        return #"{"what":"cold","load_ms":\#(millis(begun, loaded)),"open_ms":\#(millis(loaded, opened)),"#
            + #""first_event_ms":\#(millis(opened, called)),"all_ms":\#(millis(begun, called))}"#
    }

    private static func open(_ folder: URL) throws -> CoreClient {
        try CoreClient.open(
            config: CoreConfig(
                serverUrl: nowhere, appId: "measure", apiKey: "measure-key", dataDir: folder.path, platform: "swift",
                maxOperations: 1_000_000),
            listener: nil, presenter: nil, tokenRefresh: nil)
    }

    /// Begins a login that nobody awaits, and logs an event the moment its identity is stored: from now on somebody
    /// waits for a server.
    private static func firstEvent(_ core: CoreClient) async throws {
        let login = Task { _ = try? await core.loginUnidentifiedUser() }
        while true {
            do {
                _ = try core.logEvent(name: "order-item", metadataJson: json)
                return withExtendedLifetime(login) {}
            } catch CoreError.NotLoggedIn {
                await Task.yield()
            }
        }
    }
}
