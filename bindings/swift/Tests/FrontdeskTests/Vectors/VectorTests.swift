// The shared cases of `contract/vectors`, through the public functions.
//
// Each file is run in whole and all its failures are told at once; how many cases ran is printed.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class VectorTests: XCTestCase {
    /// Runs every case of a list; what a case finds wrong is told with its name.
    private func run(
        _ file: String, _ list: String, most keys: Set<String>, _ check: (RawJSON) throws -> String?
    ) throws {
        let cases = try Vectors.load(file).member(list).elements() ?? []
        XCTAssertFalse(cases.isEmpty)
        var faults: [String] = []
        for one in cases {
            let name = try one.member("name").words()
            let unknown = (one.members() ?? []).compactMap(\.key).filter { !keys.contains($0) && $0 != "about" }
            if !unknown.isEmpty { faults.append("\(name): unknown field \(unknown)") }
            do {
                if let fault = try check(one) { faults.append("\(name): \(fault)") }
            } catch {
                faults.append("\(name): \(error)")
            }
        }
        print("\(file), \(list): \(cases.count) cases")
        XCTAssertEqual(faults, [])
    }

    /// Whether a call ends as a case says.
    private func judge<Value>(
        _ one: RawJSON, bare: Bool = false, _ call: () throws(FrontdeskError) -> Value,
        _ fits: (Value) throws -> String?
    ) throws -> String? {
        let either = (one.maybe("any_of")?.elements() ?? []).compactMap(\.string)
        let expected = try Expectation(one.maybe("error"))
        let value: Value
        do throws(FrontdeskError) {
            value = try call()
        } catch {
            if !either.isEmpty { return either.contains(error.code) ? nil : "\(error)" }
            return expected == nil ? "\(error)" : expected?.difference(error, bare: bare)
        }
        return expected == nil && either.isEmpty ? try fits(value) : "it was taken"
    }

    // MARK: attributes.json

    func testAttributes() throws {
        try run("attributes.json", "cases", most: ["name", "input", "wire", "ignored", "identity", "error"]) { one in
            let attributes = UserAttributes(json: try Vectors.json(one.member("input")))
            return try judge(one) { () throws(FrontdeskError) in
                try FrontdeskCheck.attributes(attributes)
            } _: { checked in
                if let wire = one.maybe("wire"), checked.wireJson != compact(wire) { return checked.wireJson }
                let ignored = (one.maybe("ignored")?.elements() ?? []).compactMap(\.string)
                if checked.ignored != ignored { return "ignored \(checked.ignored)" }
                guard let identity = one.maybe("identity") else { return nil }
                let expected = [identity.maybe("user_id")?.string, identity.maybe("email")?.string]
                return [checked.userId, checked.email] == expected ? nil : "\(checked)"
            }
        }
    }

    // MARK: limits.json

    func testEventNames() throws {
        try run("limits.json", "event_names", most: ["name", "text", "error"]) { one in
            let text = try Vectors.text(one.member("text"))
            return try judge(one, { () throws(FrontdeskError) in try FrontdeskCheck.eventName(text) }) { nil }
        }
    }

    func testMetadataAsText() throws {
        try run("limits.json", "metadata", most: ["name", "json", "value", "wire", "error", "any_of"]) { one in
            let json = try one.maybe("json").map { try Vectors.text($0) } ?? Vectors.json(one.member("value"))
            return try judge(one, { () throws(FrontdeskError) in try FrontdeskCheck.metadata(Metadata(json: json)) }) {
                wire in
                try one.maybe("wire").map { try $0.words() == wire ? nil : wire } ?? nil
            }
        }
    }

    func testMetadataAsValues() throws {
        var ran = 0
        try run("limits.json", "metadata", most: ["name", "json", "value", "wire", "error", "any_of"]) { one in
            guard let raw = one.maybe("value"), let value = try Vectors.value(raw) else { return nil }
            ran += 1
            guard case .object(let members) = value.storage else {
                // Deeper than a value can be: the value stands for it alone.
                return try judge(
                    one,
                    { () throws(FrontdeskError) in
                        try FrontdeskCheck.metadata(Metadata([("k", value)]))
                    }
                ) { wire in wire }
            }
            let metadata = Metadata(members.map { ($0.key, $0.value) })
            return try judge(one, { () throws(FrontdeskError) in try FrontdeskCheck.metadata(metadata) }) { wire in
                try one.maybe("wire").map { try $0.words() == wire ? nil : wire } ?? nil
            }
        }
        print("of these as values: \(ran)")
        XCTAssertGreaterThan(ran, 10)
    }

    func testNumbersThatAreNotFinite() throws {
        try run("limits.json", "numbers", most: ["name", "number", "error"]) { one in
            let words = ["NaN": Double.nan, "Infinity": .infinity, "-Infinity": -.infinity]
            let number = try XCTUnwrap(words[one.member("number").words()])
            let inMetadata = try judge(
                one,
                { () throws(FrontdeskError) in
                    try FrontdeskCheck.metadata(["a": ["b": .double(number)]])
                }
            ) { $0 }
            var attributes = UserAttributes(userID: "1")
            attributes.customAttributes = ["plan": .double(number)]
            return try inMetadata
                ?? judge(one, { () throws(FrontdeskError) in try FrontdeskCheck.attributes(attributes) }) {
                    $0.wireJson
                }
        }
    }

    func testLimitsOfAttributes() throws {
        try run("limits.json", "attributes", most: ["name", "input", "error"]) { one in
            let json = try Vectors.json(one.member("input"))
            let attributes = UserAttributes(json: json)
            if json.contains(String(repeating: "[", count: 65))
                || json.contains(String(repeating: "{\"k\":", count: 65))
            {
                // As JSON text it meets the limit of the text first, see `contract/vectors/README.md`.
                XCTAssertThrowsError(try FrontdeskCheck.attributes(attributes)) { error in
                    XCTAssertEqual((error as? FrontdeskError)?.code, "too_deep")
                }
                return nil
            }
            return try judge(one, { () throws(FrontdeskError) in try FrontdeskCheck.attributes(attributes) }) { _ in nil
            }
        }
    }

    // MARK: text.json

    func testNames() throws {
        try run("text.json", "names", most: ["name", "text", "error"]) { one in
            let text = try Vectors.text(one.member("text"))
            var keyed = UserAttributes()
            keyed.customAttributes = Metadata([(text, MetadataValue.null)])
            let attributes = keyed
            return try judge(one, bare: true, { () throws(FrontdeskError) in try FrontdeskCheck.eventName(text) }) {
                nil
            }
                ?? judge(
                    one, bare: true,
                    { () throws(FrontdeskError) in
                        try FrontdeskCheck.attributes(UserAttributes(userID: text))
                    }
                ) { _ in nil }
                ?? judge(
                    one, bare: true,
                    { () throws(FrontdeskError) in
                        try FrontdeskCheck.metadata(Metadata([(text, MetadataValue.null)]))
                    }
                ) { _ in nil }
                ?? judge(one, bare: true, { () throws(FrontdeskError) in try FrontdeskCheck.attributes(attributes) }) {
                    _ in nil
                }
        }
    }

    func testValues() throws {
        try run("text.json", "values", most: ["name", "text", "error"]) { one in
            let text = try Vectors.text(one.member("text"))
            var custom = UserAttributes()
            custom.customAttributes = ["a": .string(text)]
            let attributes = custom
            return try judge(
                one, bare: true,
                { () throws(FrontdeskError) in
                    try FrontdeskCheck.attributes(UserAttributes(name: text))
                }
            ) { _ in nil }
                ?? judge(one, bare: true, { () throws(FrontdeskError) in try FrontdeskCheck.attributes(attributes) }) {
                    _ in nil
                }
                ?? judge(
                    one, bare: true,
                    { () throws(FrontdeskError) in
                        try FrontdeskCheck.metadata(["a": .string(text)])
                    }
                ) { _ in nil }
        }
    }

    /// JSON text reaches the core as it is. Texts that are no object, which metadata must be, and bytes that are no
    /// text cannot be said here.
    func testJSONText() throws {
        var ran = 0
        try run("text.json", "json", most: ["name", "json", "hex", "error", "any_of"]) { one in
            guard let raw = one.maybe("json") else { return nil }
            let json = try Vectors.text(raw)
            guard one.maybe("any_of") == nil, let expected = try Expectation(one.maybe("error")),
                expected.code != "json_too_large"
            else { return nil }
            ran += 1
            do throws(FrontdeskError) {
                _ = try ContentRef.reading(Metadata(json: json))
            } catch {
                return expected.difference(error, bare: true)
            }
            return "it was taken"
        }
        XCTAssertGreaterThan(ran, 20)
    }

    // MARK: content.json

    func testSpaces() throws {
        try run("content.json", "spaces", most: ["name", "text", "space", "error"]) { one in
            let text = try Vectors.text(one.member("text"))
            return try judge(one, { () throws(FrontdeskError) in try Space.named(text) }) { space in
                try one.member("space").words() == Word.of(space) ? nil : "\(space)"
            }
        }
    }

    func testContents() throws {
        try run("content.json", "contents", most: ["name", "input", "content", "error"]) { one in
            let json = try Vectors.json(one.member("input"))
            return try judge(one, { () throws(FrontdeskError) in try ContentRef.reading(Metadata(json: json)) }) {
                content in
                let expected = try one.member("content")
                let ids = (try expected.member("ids").elements() ?? []).compactMap(\.string)
                let same = try expected.member("type").words() == Word.of(content.kind) && content.ids == ids
                return same ? nil : "\(content)"
            }
        }
    }

    // MARK: push.json

    func testPushes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("frontdesk-\(UUID().uuidString)")
        var configuration = FrontdeskConfiguration(serverURL: "http://127.0.0.1:9", appID: "app", apiKey: "key")
        configuration.dataDirectory = folder
        let desk = try Frontdesk(opening: configuration)
        defer { try? FileManager.default.removeItem(at: folder) }
        try run("push.json", "cases", most: ["name", "payload", "ours", "message"]) { one in
            let json = try Vectors.json(one.member("payload"))
            let payload = Metadata(json: json)
            if json.contains("\\u0000") {
                // As JSON text it is no text at all, and so nobody's, see `contract/vectors/README.md`.
                return try Frontdesk.isFrontdeskPush(payload) || desk.handlePush(payload) != nil ? "it was taken" : nil
            }
            let ours = Frontdesk.isFrontdeskPush(payload)
            if ours != (try one.member("ours").flag) { return "ours: \(ours)" }
            let message = try desk.handlePush(payload)
            let expected = try one.member("message")
            if expected.isNull { return message == nil ? nil : "\(String(describing: message))" }
            guard let message else { return "nothing" }
            let shown = Show.push(message).line
            return shown == compact(expected) ? nil : shown
        }
    }

    // MARK: bridge.json

    func testMessagesThatNoPageOfOursSends() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("frontdesk-\(UUID().uuidString)")
        var configuration = FrontdeskConfiguration(serverURL: "http://127.0.0.1:9", appID: "app", apiKey: "key")
        configuration.dataDirectory = folder
        defer { try? FileManager.default.removeItem(at: folder) }
        let cases = try Vectors.load("bridge.json").member("cases").elements() ?? []
        var faults: [String] = []
        for one in cases {
            let name = try one.member("name").words()
            let message = try one.maybe("text").map { try Vectors.text($0) } ?? Vectors.json(one.member("message"))
            let desk = try await Frontdesk.open(configuration)
            let told = try await desk.bridgeRequest(message)
            try await desk.shutdown()
            let answer = try XCTUnwrap(RawJSON(told.utf8))
            let error = answer.maybe("error")
            let wanted = [one.maybe("code")?.string, one.maybe("field")?.string, one.maybe("id")?.string]
            var found = [error?.maybe("code")?.string, error?.maybe("field")?.string, answer.maybe("id")?.string]
            if wanted[1] == nil { found[1] = nil }
            if wanted != found { faults.append("\(name): \(answer.text)") }
        }
        print("bridge.json, cases: \(cases.count) cases")
        XCTAssertEqual(faults, [])
    }

    /// A value of a file without white space, its keys in their order.
    private func compact(_ raw: RawJSON) -> String {
        if let members = raw.members() {
            return "{" + members.map { "\(JSON.text($0.key ?? "").line):\(compact($0.value))" }.joined(separator: ",")
                + "}"
        }
        if let elements = raw.elements() { return "[" + elements.map(compact).joined(separator: ",") + "]" }
        return raw.string.map { JSON.text($0).line } ?? raw.text
    }
}
