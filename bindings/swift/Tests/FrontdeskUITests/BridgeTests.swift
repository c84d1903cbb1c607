// Every text of the page gets one answer in the form of the contract, whatever it was.

import Foundation
import XCTest

@testable import FrontdeskUI

/// Sendable, so that its tests may run on the main actor: each test has an object of its own.
final class BridgeTests: XCTestCase, @unchecked Sendable {
    @MainActor func testARequestReachesTheCoreAsItIsAndItsAnswerComesBack() async {
        let core = FakeCore()
        let text = #"{"id":"a1","type":"state","data":{}} "# + "\u{1F469}\u{200D}\u{1F4BB}"
        let answer = await PageBridge(core: core).answer(text)
        XCTAssertEqual(core.requests, [text])
        XCTAssertEqual(answer, "answer to " + text)
    }

    @MainActor func testWhatIsNoTextOrTooLongIsAnsweredWithoutTheCore() async throws {
        let core = FakeCore()
        let bridge = PageBridge(core: core)
        for body in [7, ["id": "a1"], [1, 2], NSNull(), String(repeating: "x", count: 512 * 1024 + 1)] as [Any] {
            let answer = try parsed(await bridge.answer(body))
            XCTAssertTrue(answer["id"] is NSNull)
            XCTAssertEqual(answer["ok"] as? Bool, false)
        }
        XCTAssertEqual(core.requests, [])
        XCTAssertEqual(BridgeText.incoming(String(repeating: "x", count: 512 * 1024)), .request(String(repeating: "x", count: 512 * 1024)))
    }

    @MainActor func testACoreThatIsDownIsAnAnswerWithTheRequestsId() async throws {
        let bridge = PageBridge(core: FakeCore { _ in throw CoreIsDown() })
        let answer = try parsed(await bridge.answer(#"{"id":"a1:7","type":"state","data":{}}"#))
        XCTAssertEqual(answer["id"] as? String, "a1:7")
        let error = try XCTUnwrap(answer["error"] as? [String: Any])
        XCTAssertEqual(Set(error.keys), ["code", "message", "temporary"])
        XCTAssertEqual(error["code"] as? String, "internal")
    }

    @MainActor func testAnIdThatCouldBreakTheAnswerIsNotRepeated() async throws {
        for request in [
            #"{"id":"a\",\"ok\":true,\"x\":\"","type":"state","data":{}}"#, #"{"id":7}"#, #"{"id":""}"#, "{", "",
            #"{"id":"ä"}"#, #"["a1"]"#, #"{"id":"\#(String(repeating: "a", count: 65))"}"#,
        ] {
            let answer = try parsed(BridgeText.unanswered(request, code: "internal", temporary: false))
            XCTAssertTrue(answer["id"] is NSNull, request)
        }
    }

    func testTheContainersOwnRequestsAreTheContracts() throws {
        let back = try parsed(BridgeText.hostRequest("back"))
        XCTAssertEqual(back["type"] as? String, "back")
        XCTAssertEqual(Set(back.keys), ["id", "type", "data"])
        XCTAssertNotEqual(BridgeText.hostRequest("back"), BridgeText.hostRequest("back"), "an id is used once")
        let id = try XCTUnwrap(back["id"] as? String)
        XCTAssertNotNil(id.range(of: "^[A-Za-z0-9._:-]{1,64}$", options: .regularExpression), id)
    }

    func testATappedLinkIsAskedForAndNeverPastedIntoJSON() throws {
        let hostile = "https://example.com/\"},\"type\":\"hide\",\"x\":{\"y\":\""
        let request = try parsed(try XCTUnwrap(BridgeText.linkRequest(hostile)))
        XCTAssertEqual(request["type"] as? String, "link.open")
        XCTAssertEqual((request["data"] as? [String: Any])?["url"] as? String, hostile)
        XCTAssertNil(BridgeText.linkRequest("https://" + String(repeating: "a", count: 4096)))
    }

    @MainActor func testEventsReachThePageInOrderUntilItIsClosed() async {
        let core = FakeCore()
        let bridge = PageBridge(core: core)
        var heard: [String] = []
        bridge.open { heard.append($0) }
        let listens = await eventually { core.tell("0") }
        XCTAssertTrue(listens)
        for number in 1...50 { _ = core.tell(String(number)) }
        let all = await eventually { heard.count >= 51 }
        XCTAssertTrue(all)
        XCTAssertEqual(heard, (0...50).map(String.init))
        bridge.close()
        _ = core.tell("late")
        for _ in 0..<100 { await Task.yield() }
        XCTAssertEqual(heard.count, 51)
    }

    @MainActor func testThePageIsSaidToRunAtItsFirstRequestOnly() async {
        let bridge = PageBridge(core: FakeCore())
        var times = 0
        bridge.onFirstRequest = { times += 1 }
        _ = await bridge.answer("one")
        _ = await bridge.answer("two")
        XCTAssertEqual(times, 1)
    }

    func testNoTextOfAMessageIsPartOfAnyScript() {
        XCTAssertTrue(PortScript.deliver.contains("(text)"))
        XCTAssertFalse(PortScript.atDocumentStart.contains("eval"))
        XCTAssertTrue(PortScript.atDocumentStart.contains("messageHandlers.frontdeskBridge"))
        XCTAssertTrue(PortScript.atDocumentStart.contains("\"frontdesk.port\""))
    }

    private func parsed(_ text: String) throws -> [String: Any] {
        try XCTUnwrap(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], text)
    }
}
