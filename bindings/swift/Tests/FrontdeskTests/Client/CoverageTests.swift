// No function of the core is forgotten: each is called by the package, and each of the package's by a test.
//
// Read from the sources, so that a function that is new fails here until it is there and told.

import XCTest

final class CoverageTests: XCTestCase {
    func testEveryFunctionOfTheCoreHasItsPlaceInThePackage() throws {
        let generated = try String(
            contentsOf: package().appendingPathComponent("Sources/FrontdeskCore/FrontdeskCore.swift"), encoding: .utf8)
        let body = try XCTUnwrap(
            generated.components(separatedBy: "public protocol CoreClientProtocol").dropFirst().first
        )
        .components(separatedBy: "\n}\n")[0]
        let names = Set(functions(in: body, after: "    func "))
        XCTAssertGreaterThan(names.count, 50)
        let ours = try sources("Sources/Frontdesk")
        // Listeners are added when a client is opened; the rest goes through the hub.
        for name in names where name != "listen" {
            XCTAssertTrue(ours.contains("$0.\(name)("), "\(name) of the core is not called")
        }
    }

    func testEveryFunctionOfThePackageIsCalledByATest() throws {
        let calls = try sources("Sources/Frontdesk")
        let tests = try sources("Tests/FrontdeskTests")
        let names = Set(
            functions(in: calls, after: "    public func ") + functions(in: calls, after: "    public static func "))
        XCTAssertGreaterThan(names.count, 60)
        // For the driver alone, whose scenarios call it.
        for name in names where name != "inLine" {
            XCTAssertTrue(tests.contains(".\(name)("), "no test calls \(name)")
        }
    }

    func testEveryAsyncFunctionHasATwinWithAHandler() throws {
        let calls = try sources("Sources/Frontdesk/Calls") + sources("Sources/Frontdesk/Callbacks")
        let twins = try sources("Sources/Frontdesk/Completions") + sources("Sources/Frontdesk/Callbacks")
        for head in heads(calls) where head.contains(" async throws") {
            let name = head.prefix { $0.isLetter }
            let twin = heads(twins).contains { $0.hasPrefix("\(name)(") && $0.contains("completion: ") }
            XCTAssertTrue(twin, "\(name) has no twin")
        }
    }

    /// What stands between `public func` and the body, in one line.
    private func heads(_ text: String) -> [String] {
        text.components(separatedBy: "    public func ").dropFirst().map { rest in
            let head = rest.components(separatedBy: "{\n")[0]
            return head.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private func functions(in text: String, after begin: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix(begin) ? line.dropFirst(begin.count).prefix { $0.isLetter || $0.isNumber }.description : nil
        }
    }

    private func package() -> URL {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
        return folder.deletingLastPathComponent()
    }

    private func sources(_ place: String) throws -> String {
        let folder = package().appendingPathComponent(place)
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var all = ""
        while let file = files?.nextObject() as? URL {
            if file.pathExtension == "swift" { all += try String(contentsOf: file, encoding: .utf8) + "\n" }
        }
        return all
    }
}
