// What tests with a client have in common: folders, clients, people, deadlines.
//
// Guarantees: a client that a test opened is shut down when the test ends, and its folder is gone; a wait that hangs
// fails with what was waited for. A deadline only ends a hang: nothing waits for time to pass.

import Foundation
import XCTest

@testable import Frontdesk

class DeskTestCase: XCTestCase {
    /// Ends a hang.
    static let deadline: Double = 30

    /// How often: as a quick run does, or as often as the variable says, for the long one.
    static func times(_ variable: String, _ quick: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? quick
    }

    let opened = Locked<[Frontdesk]>([])
    let folders = Locked<[URL]>([])

    override func tearDown() async throws {
        for desk in opened.with({ desks in
            defer { desks = [] }
            return desks
        }) {
            try await desk.shutdown()
        }
        for folder in folders.with({ folders in
            defer { folders = [] }
            return folders
        }) {
            try FileManager.default.removeItem(at: folder)
        }
        try await super.tearDown()
    }

    /// An empty folder of this test's own.
    func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("frontdesk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        folders.with { $0.append(folder) }
        return folder
    }

    /// Removes the oldest folders but the last `left`, for a test that makes thousands.
    func removeFolders(but left: Int) throws {
        let gone = folders.with { folders in
            defer { folders = folders.suffix(left) }
            return folders.dropLast(left)
        }
        for folder in gone { try FileManager.default.removeItem(at: folder) }
    }

    /// A configuration for the server, on an empty folder.
    func configuration(_ folder: URL? = nil) throws -> FrontdeskConfiguration {
        let server = try Server.current()
        var configuration = FrontdeskConfiguration(serverURL: server.url, appID: server.appID, apiKey: server.apiKey)
        configuration.dataDirectory = try folder ?? self.folder()
        configuration.fastRetry = true
        return configuration
    }

    /// A configuration for no server at all: nothing listens there.
    func offlineConfiguration() throws -> FrontdeskConfiguration {
        var configuration = FrontdeskConfiguration(serverURL: "http://127.0.0.1:9", appID: "app", apiKey: "key")
        configuration.dataDirectory = try folder()
        configuration.fastRetry = true
        return configuration
    }

    /// An open client that is shut down with the test.
    func desk(
        _ configuration: FrontdeskConfiguration? = nil, presenter: (any FrontdeskPresenter)? = nil,
        tokenRefresh: TokenRefresh? = nil
    ) async throws -> Frontdesk {
        let configuration = try configuration ?? self.configuration()
        let desk = try await Frontdesk.open(configuration, presenter: presenter, tokenRefresh: tokenRefresh)
        opened.with { $0.append(desk) }
        return desk
    }

    /// An open client with somebody logged in, and who that is.
    func loggedIn(presenter: (any FrontdeskPresenter)? = nil) async throws -> (Frontdesk, String) {
        let desk = try await desk(presenter: presenter)
        let person = DeskTestCase.somebody()
        try await desk.loginUser(with: UserAttributes(userID: person))
        return (desk, person)
    }

    /// A user id that nobody has.
    static func somebody() -> String {
        "swift-\(UUID().uuidString)"
    }
}

/// Waits for work, at most as long as no honest run takes.
func within<Value: Sendable>(
    _ what: String, _ seconds: Double = DeskTestCase.deadline, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let over = Locked(false)
    return try await withCheckedThrowingContinuation { continuation in
        let finish: @Sendable (Result<Value, any Error>) -> Void = { result in
            let first = over.with { over in
                defer { over = true }
                return !over
            }
            if first { continuation.resume(with: result) }
        }
        Task {
            do { finish(.success(try await work())) } catch { finish(.failure(error)) }
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
            finish(.failure(Unexpected("waited \(seconds) s for \(what)")))
        }
    }
}

/// The first value of a stream that fits.
func first<Value: Sendable>(
    _ what: String, of stream: AsyncStream<Value>, where fits: @escaping @Sendable (Value) -> Bool
) async throws -> Value {
    try await within(what) {
        for await value in stream where fits(value) { return value }
        throw Unexpected("the stream ended without \(what)")
    }
}

/// Waits until something is so; looks again every few milliseconds, for what no event tells.
func eventually(_ what: String, _ isSo: @escaping @Sendable () async throws -> Bool) async throws {
    try await within(what) {
        while try await !isSo() { try await Task.sleep(nanoseconds: 2_000_000) }
    }
}

/// The answer of a call with a completion handler.
func answer<Value: Sendable>(
    _ what: String, of call: @escaping @Sendable (@escaping Completion<Value>) -> Void
) async throws -> Result<Value, FrontdeskError> {
    try await within(what) {
        await withCheckedContinuation { continuation in call { continuation.resume(returning: $0) } }
    }
}

/// The error of a call that must fail.
func refusal<Value>(
    file: StaticString = #filePath, line: UInt = #line, _ call: () async throws(FrontdeskError) -> Value
) async throws -> FrontdeskError {
    do throws(FrontdeskError) {
        _ = try await call()
    } catch {
        return error
    }
    XCTFail("the call did not fail", file: file, line: line)
    throw Unexpected("the call did not fail")
}

extension Result {
    /// The error, when it is one.
    var fault: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
