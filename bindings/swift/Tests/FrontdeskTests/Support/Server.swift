// The server that the tests speak to: the real one under a fault plan (`mock-server`), started by `cargo xtask test
// swift`.
//
// Guarantees: one server for all tests; what a test changes of it (faults) it takes back; people of different tests are
// different, so that no test sees another's rows.

import Foundation

@testable import FrontdeskDriver

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The server's one line, and what can be asked of it.
struct Server: Sendable {
    let url: String
    let appID: String
    let apiKey: String
    let operatorToken: String
    private let control: String

    /// The server of `FRONTDESK_TEST_SERVER`.
    static func current() throws -> Server {
        guard let line = ProcessInfo.processInfo.environment["FRONTDESK_TEST_SERVER"], let raw = RawJSON(line.utf8)
        else {
            throw Missing()
        }
        let keys = try raw.member("keys")
        return Server(
            url: try raw.member("url").words(), appID: try raw.member("app_id").words(),
            apiKey: try keys.member("ios").words(), operatorToken: try raw.member("operator_token").words(),
            control: try raw.member("control").words())
    }

    /// Adds fault rules, as `contract/scenarios/README.md` describes them.
    func fault(_ rules: String) async throws {
        _ = try await ask("POST", control + "/faults", body: rules)
    }

    func noMoreFaults() async throws {
        _ = try await ask("DELETE", control + "/faults")
    }

    func cutNetwork() async throws {
        _ = try await ask("POST", control + "/network/cut")
    }

    func restoreNetwork() async throws {
        _ = try await ask("POST", control + "/network/back")
    }

    /// The events of one person, in order of arrival.
    func events(of userID: String) async throws -> [RawJSON] {
        let stored = try await ask("GET", control + "/stored")
        let all = try stored.member("events").elements() ?? []
        return try all.filter { try $0.member("user_id").string == userID }
    }

    /// The stored row of one person.
    func contact(_ userID: String) async throws -> RawJSON? {
        let stored = try await ask("GET", control + "/stored")
        let all = try stored.member("contacts").elements() ?? []
        return try all.first { try $0.member("user_id").string == userID }
    }

    /// What an operator does through the operator API.
    func asOperator(_ method: String, _ path: String, body: String? = nil) async throws -> RawJSON {
        try await ask(method, url + path, body: body, bearer: operatorToken)
    }

    private func ask(_ method: String, _ address: String, body: String? = nil, bearer: String? = nil) async throws
        -> RawJSON
    {
        guard let url = URL(string: address) else { throw Unexpected("\(address) is no address") }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let bearer { request.setValue("Bearer \(bearer)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Unexpected("\(method) \(address) answered \(status): \(String(decoding: data, as: UTF8.self))")
        }
        return data.isEmpty ? RawJSON("null".utf8)! : try read(data)
    }

    private func read(_ data: Data) throws -> RawJSON {
        guard let raw = RawJSON(data) else { throw Unexpected("the server did not answer with JSON") }
        return raw
    }
}

/// No server was named.
struct Missing: Error, CustomStringConvertible {
    let description = "FRONTDESK_TEST_SERVER is not set: run `cargo xtask test swift`"
}

/// Something is not as it must be.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension RawJSON {
    /// A member that must be there.
    func member(_ key: String) throws -> RawJSON {
        guard let value = members()?.first(where: { $0.key == key })?.value else {
            throw Unexpected("no \(key) in \(text)")
        }
        return value
    }

    /// A member that may be absent.
    func maybe(_ key: String) -> RawJSON? {
        members()?.first { $0.key == key }?.value
    }

    /// A text that must be one.
    func words() throws -> String {
        guard let string else { throw Unexpected("\(text) is no text") }
        return string
    }
}
