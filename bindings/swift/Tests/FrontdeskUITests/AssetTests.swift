// The page gets the files of its bundle and nothing else, however it asks.

import Foundation
import XCTest

@testable import FrontdeskUI

final class AssetTests: XCTestCase {
    private let base = "frontdesk-messenger://app/"

    func testAnAddressOfTheBundleNamesItsFile() {
        XCTAssertEqual(AssetRoute(address: base)?.components, ["index.html"])
        XCTAssertEqual(AssetRoute(address: base + "index.html?theme=dark#top")?.components, ["index.html"])
        XCTAssertEqual(AssetRoute(address: base + "assets/page-3f.js")?.components, ["assets", "page-3f.js"])
        XCTAssertEqual(AssetRoute(address: base + "fonts/a%2Bb.woff2")?.components, ["fonts", "a+b.woff2"])
        XCTAssertEqual(AssetRoute(address: "FRONTDESK-MESSENGER://APP/index.html")?.components, ["index.html"])
    }

    func testEveryWayOutOfTheFolderIsRefused() {
        for path in [
            "..", "../index.html", "a/../../b", "%2e%2e/secret", "%2E%2E%2Fsecret", "a/%2e%2e/b", ".%2e/x", "./x",
            "a//b", "/etc/passwd", "a/", "..\\..\\x", "a%5c..%5cb", "a%2fb", "%00", "a%00.html", "%2500", "a b",
            "~/x", "%7Eroot", ".htaccess", "-x", "con:stream", "a;b", "%c0%ae%c0%ae/x", "%", "%zz", "ü.html",
            "‮gpj.exe", String(repeating: "a", count: 513),
        ] {
            XCTAssertNil(AssetRoute(address: base + path), path)
        }
    }

    func testAnotherSchemeOrHostIsNotOurs() {
        for address in [
            "", "index.html", "https://app/index.html", "file:///index.html", "frontdesk-messenger:app/index.html",
            "frontdesk-messenger://application/index.html", "frontdesk-messenger://app@evil/index.html",
            "frontdesk-messenger://app:80/index.html", "frontdesk-messenger://user@app/index.html",
            "javascript:frontdesk-messenger://app/", " frontdesk-messenger://app/",
        ] {
            XCTAssertNil(AssetRoute(address: address), address)
        }
    }

    func testTheKindOfAFileFollowsTheEndOfItsName() {
        XCTAssertEqual(MediaType.of(fileName: "index.html"), "text/html; charset=utf-8")
        XCTAssertEqual(MediaType.of(fileName: "a.b.JS"), "text/javascript; charset=utf-8")
        XCTAssertEqual(MediaType.of(fileName: "icon.svg"), "image/svg+xml")
        XCTAssertEqual(MediaType.of(fileName: "font.woff2"), "font/woff2")
        for name in ["page", ".html", "page.", "page.exe", "page.html.bak"] {
            XCTAssertEqual(MediaType.of(fileName: name), "application/octet-stream", name)
        }
    }

    func testAFileComesWholeWithItsPolicy() throws {
        let library = try XCTUnwrap(AssetLibrary(folder: try folder(["index.html": "<p>hi</p>"])))
        guard case .found(let headers, let body) = library.answer(method: "GET", address: base) else {
            return XCTFail("the first page is there")
        }
        XCTAssertEqual(String(decoding: body, as: UTF8.self), "<p>hi</p>")
        XCTAssertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        XCTAssertEqual(headers["Content-Length"], "9")
        XCTAssertEqual(headers["X-Content-Type-Options"], "nosniff")
        let policy = try XCTUnwrap(headers["Content-Security-Policy"])
        XCTAssertTrue(policy.contains("default-src 'none'") && policy.contains("connect-src 'none'"), policy)
        XCTAssertFalse(policy.contains("http"), policy)
    }

    func testWhatIsNoFileIsRefusedWithAStatus() throws {
        let folder = try folder(["index.html": "x", "assets/a.js": "1"])
        let library = try XCTUnwrap(AssetLibrary(folder: folder))
        XCTAssertEqual(library.answer(method: "GET", address: base + "none.js"), .refused(status: 404))
        XCTAssertEqual(library.answer(method: "GET", address: base + "assets"), .refused(status: 404))
        XCTAssertEqual(library.answer(method: "GET", address: base + "%2e%2e/x"), .refused(status: 403))
        XCTAssertEqual(library.answer(method: "POST", address: base), .refused(status: 405))
    }

    func testALinkOutOfTheFolderIsNotFollowed() throws {
        let outside = try folder(["secret.txt": "secret"])
        let inside = try folder(["index.html": "x"])
        try FileManager.default.createSymbolicLink(
            at: inside.appendingPathComponent("out.txt"), withDestinationURL: outside.appendingPathComponent("secret.txt"))
        let library = try XCTUnwrap(AssetLibrary(folder: inside))
        XCTAssertEqual(library.answer(method: "GET", address: base + "out.txt"), .refused(status: 403))
    }

    func testABundleWithoutPagesIsNoLibrary() throws {
        XCTAssertNil(AssetLibrary(folder: try folder(["other.html": "x"])))
        XCTAssertNotNil(AssetLibrary(bundle: .frontdeskUI), "the package carries its pages")
    }

    func testTheRuleListIsJSONThatBlocksEverythingFirst() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(ContentPolicy.ruleList.utf8))
        let rules = try XCTUnwrap(parsed as? [[String: [String: String]]])
        XCTAssertEqual(rules.first?["trigger"]?["url-filter"], ".*")
        XCTAssertEqual(rules.first?["action"]?["type"], "block")
        let exceptions = rules.dropFirst().compactMap { $0["trigger"]?["url-filter"] }
        XCTAssertEqual(exceptions, ["^frontdesk-messenger://", "^(data|blob):"])
    }

    private func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }
}
