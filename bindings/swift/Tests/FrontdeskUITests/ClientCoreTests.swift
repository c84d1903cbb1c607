// The seam to the real client: what the screens ask is answered by the core in the library, without a server.

import Foundation
import Frontdesk
import XCTest

@testable import FrontdeskUI

final class ClientCoreTests: XCTestCase {
    func testThePagesRequestIsAnsweredByTheCore() async throws {
        let core = try await open()
        let answer = try parsed(try await core.bridgeRequest(#"{"id":"a1","type":"state","data":{}}"#))
        XCTAssertEqual(answer["id"] as? String, "a1")
        XCTAssertEqual(answer["ok"] as? Bool, true)
        let state = try XCTUnwrap(answer["result"] as? [String: Any])
        XCTAssertEqual(state["visible"] as? Bool, false)
    }

    func testTheContainersOwnRequestsAreUnderstood() async throws {
        let core = try await open()
        for type in ["back", "hide"] {
            let answer = try parsed(try await core.bridgeRequest(BridgeText.hostRequest(type)))
            XCTAssertEqual(answer["ok"] as? Bool, true, "\(type): \(answer)")
        }
        let link = try XCTUnwrap(BridgeText.linkRequest("javascript:alert(1)"))
        let refused = try parsed(try await core.bridgeRequest(link))
        XCTAssertEqual(refused["ok"] as? Bool, false, "only the core's four schemes are opened")
    }

    func testTheScreenFollowsTheState() async throws {
        let client = try await client()
        let states = await ClientCore(client: client).screenStates()
        let first = await soon(states) { _ in true }
        XCTAssertEqual(first?.launcher.isVisible, false)
        XCTAssertEqual(first?.theme, .system)
        try await client.setLauncherVisibility(true)
        try await client.setBottomPadding(30)
        try await client.setThemeMode(.dark)
        let dark = await soon(states) { $0.theme == .dark }
        XCTAssertEqual(dark?.launcher.isVisible, true)
        XCTAssertEqual(dark?.launcher.bottomDistance, 50)
    }

    func testThePageHearsWhatTheCoreTells() async throws {
        let client = try await client()
        let events = await ClientCore(client: client).pageEvents()
        try await client.setThemeMode(.dark)
        let told = await soon(events) { $0.contains(#""event":"state.changed""#) }
        XCTAssertNotNil(told)
    }

    func testAPageThatWasClosedDoesNotTakeTheNextOnesPlace() async throws {
        let client = try await client()
        let core = ClientCore(client: client)
        let events = await core.pageEvents()
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var count = 0
            for await _ in await core.pageEvents() { count += 1 }
            return count
        }
        let heardByTheLateOne = await late.value
        XCTAssertEqual(heardByTheLateOne, 0)
        try await client.setThemeMode(.light)
        let told = await soon(events) { $0.contains(#""event":"state.changed""#) }
        XCTAssertNotNil(told, "the page that is open hears nothing any more")
    }

    func testThatNobodyIsLoggedInIsToldAtOnce() async throws {
        let logouts = try await open().logouts()
        let told: Void? = await soon(logouts) { _ in true }
        XCTAssertNotNil(told)
    }

    func testWithoutAUserNothingIsShownAndNothingFails() async throws {
        let core = try await open()
        await core.present()
        await core.setForeground(true)
        await core.networkChanged(false)
        await core.receipt(.dismissed, id: "2001")
        await core.flush(milliseconds: 1)
        await core.setForeground(false)
        let preview = await core.inAppPreview(id: "2001")
        XCTAssertNil(preview)
    }

    func testTheClientIsOpenedOnceAndAnotherOneIsRefused() async throws {
        let configuration = try configuration()
        let first = try await FrontdeskUI.start(configuration)
        let second = try await FrontdeskUI.start(configuration)
        let third = try await FrontdeskUI.client
        XCTAssertTrue(first === second && second === third)
        do {
            _ = try await FrontdeskUI.start(try self.configuration())
            XCTFail("another folder is another client")
        } catch { XCTAssertEqual(error as? FrontdeskUIError, .initializedOtherwise) }
        try await first.shutdown()
    }

    /// The first element that is meant; nil when the stream ends, or after a deadline that only ends a hang.
    private func soon<Element: Sendable>(
        _ stream: AsyncStream<Element>, _ meant: @escaping @Sendable (Element) -> Bool
    ) async -> Element? {
        let search = Task { await stream.first(where: meant) }
        let deadline = Task {
            try await Task.sleep(nanoseconds: 20_000_000_000)
            search.cancel()
        }
        defer { deadline.cancel() }
        return await search.value
    }

    private func open() async throws -> ClientCore {
        ClientCore(client: try await client())
    }

    private func client() async throws -> Frontdesk {
        let client = try await Frontdesk.open(try configuration())
        addTeardownBlock { try? await client.shutdown() }
        return client
    }

    /// A server that nobody is: port 9 of this machine.
    private func configuration() throws -> FrontdeskConfiguration {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        var configuration = FrontdeskConfiguration(serverURL: "http://127.0.0.1:9", appID: "my_app", apiKey: "ios_sdk-key")
        configuration.dataDirectory = folder
        return configuration
    }

    private func parsed(_ text: String) throws -> [String: Any] {
        try XCTUnwrap(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], text)
    }
}
