// Rows F1, F2, F5, F6 and F7 of the fault matrix: what happens at the boundary between Swift and the core.
//
// F3 is `ReentrancyTests`, F4 is `LoadTests`. F8 (the system ends the app in the background) needs a device.

import XCTest

@testable import Frontdesk
@testable import FrontdeskCore
@testable import FrontdeskDriver

/// A presenter that always fails.
final class Torn: FrontdeskPresenter {
    struct Failure: Error {}

    func present(_ what: Presentation) throws { throw Failure() }
    func hide() throws { throw Failure() }
    func openLink(_ url: String) throws { throw Failure() }
}

final class FaultMatrixTests: DeskTestCase {
    // MARK: F1: text that is no text

    /// Only a text of another language can hold half a pair, which Linux has none of: here the two places that meet it
    /// are shown with UTF-16 itself.
    func testF1HalfASurrogatePairIsInvalidTextThatNamesItsField() throws {
        let vectors = try Vectors.load("text.json").member("utf16").elements() ?? []
        XCTAssertEqual(vectors.count, 6)
        for vector in vectors {
            let name = try vector.member("name").words()
            let units = (try vector.member("units").elements() ?? []).compactMap { $0.whole.map { UInt16($0) } }
            let bad = vector.maybe("error") != nil
            XCTAssertEqual(holdsHalfAPair(units), bad, name)
            var text = JSONText()
            text.plain("{\"a\":\"")
            text.units(units)
            text.plain("\"}")
            do throws(FrontdeskError) {
                let wire = try FrontdeskCheck.metadata(Metadata(json: text.string))
                XCTAssertFalse(bad, name)
                XCTAssertTrue(wire.contains(vector.maybe("text")?.string ?? "-"), name)
            } catch {
                XCTAssertTrue(bad, name)
                XCTAssertEqual([error.code, error.field], ["invalid_text", "metadata.a"], name)
            }
        }
    }

    // MARK: F2: handlers that are absent or fail

    func testF2ACallWithoutAHandlerIsMadeAllTheSame() async throws {
        let (desk, person) = try await loggedIn()
        let inSync: @Sendable () -> Void = { desk.logEvent("no-handler") }
        inSync()
        let left = try await answer("the flush behind it") { desk.flush(completion: $0) }
        XCTAssertEqual(try left.get().queued, 0)
        let events = try await Server.current().events(of: person)
        XCTAssertEqual(events.count, 1)
    }

    func testF2APresenterThatThrowsIsContainedAndLaterCallsWork() async throws {
        let (desk, _) = try await loggedIn(presenter: Torn())
        for _ in 0..<3 { _ = try? await desk.present() }
        try await desk.logEvent("after")
        let left = try await desk.flush()
        XCTAssertEqual(left.queued, 0)
    }

    func testF2ATokenRefreshThatThrowsLosesNothing() async throws {
        let server = try Server.current()
        let asked = expectation(description: "a fresh token was asked for")
        asked.assertForOverFulfill = false
        let desk = try await desk(tokenRefresh: {
            asked.fulfill()
            throw Torn.Failure()
        })
        let person = DeskTestCase.somebody()
        try await desk.loginUser(with: UserAttributes(userID: person))
        try await server.fault(
            """
            [{"on": "POST /sdk/v1/events", "times": 1, "do": {"error": [401, "session_expired"]}},
             {"on": "POST /sdk/v1/sessions", "times": 1, "do": {"error": [401, "jwt_expired"]}}]
            """)
        try await desk.logEvent("kept")
        await fulfillment(of: [asked], timeout: DeskTestCase.deadline)
        try await server.noMoreFaults()
        let pending = try await desk.pending()
        XCTAssertEqual(pending.queued, 1)
        try await desk.setUserJWT("another.one.now")
        _ = try await desk.flush()
        let events = try await server.events(of: person)
        XCTAssertEqual(events.count, 1)
    }

    // MARK: F5: a panic of the core

    func testF5APanicIsAnErrorAndLaterCallsWork() async throws {
        let (desk, person) = try await loggedIn()
        for _ in 0..<20 {
            let sync = try await refusal { () async throws(FrontdeskError) in
                try await desk.logEvent("frontdesk.debug.panic")
            }
            let waiting = try await refusal { () async throws(FrontdeskError) in
                try await desk.presentMessageComposer("frontdesk.debug.panic")
            }
            for error in [sync, waiting] {
                guard case .internal = error else { return XCTFail("\(error)") }
                XCTAssertEqual(error.code, "internal")
                XCTAssertFalse(error.isTemporary)
            }
        }
        let handled = try await answer("a call that panics") { desk.logEvent("frontdesk.debug.panic", completion: $0) }
        XCTAssertThrowsError(try handled.get())
        try await desk.logEvent("alive")
        _ = try await desk.flush()
        let events = try await Server.current().events(of: person)
        XCTAssertEqual(events.count, 1)
    }

    func testF5WhateverTheBindingThrowsIsOneOfOurErrors() {
        let error = FrontdeskError(Torn.Failure())
        guard case .internal = error else { return XCTFail("\(error)") }
    }

    // MARK: F6: life and death

    func testF6AfterShutdownEveryCallSaysSo() async throws {
        let (desk, _) = try await loggedIn()
        try await desk.shutdown()
        try await desk.shutdown()
        let calls: [@Sendable () async throws(FrontdeskError) -> Void] = [
            { () async throws(FrontdeskError) in try await desk.logEvent("late") },
            { () async throws(FrontdeskError) in try await desk.updateUser(UserAttributes(name: "Late")) },
            { () async throws(FrontdeskError) in try await desk.loginUnidentifiedUser() },
            { () async throws(FrontdeskError) in try await desk.logout() },
            { () async throws(FrontdeskError) in _ = try await desk.pending() },
            { () async throws(FrontdeskError) in try await desk.present() },
            { () async throws(FrontdeskError) in _ = try await desk.listConversations() },
            { () async throws(FrontdeskError) in try await desk.startConversation("late") },
            { () async throws(FrontdeskError) in try await desk.setThemeMode(.dark) },
            { () async throws(FrontdeskError) in _ = try await desk.searchHelpCenter("late") },
        ]
        for call in calls {
            let error = try await refusal(call)
            XCTAssertEqual(error.code, "shut_down")
        }
        for await _ in desk.events() { XCTFail("an event after the end") }
        let handled = try await answer("a call after the end") { desk.logEvent("late", completion: $0) }
        XCTAssertThrowsError(try handled.get())
    }

    func testF6AClientThatIsLetGoOfInsideItsOwnCallbackEndsInOrder() async throws {
        let heard = expectation(description: "an event")
        heard.assertForOverFulfill = false
        let holder = Locked<(Frontdesk, FrontdeskObservation)?>(nil)
        let desk = try Frontdesk(opening: try configuration())
        weak var core = desk.core
        let observation = desk.observe { _ in
            let last = holder.with { held in
                defer { held = nil }
                return held
            }
            // The last references go here, on the thread that hears.
            withExtendedLifetime(last) {}
            heard.fulfill()
        }
        holder.with { $0 = (desk, observation) }
        let inSync: @Sendable () -> Void = { desk.setForeground(true) }
        inSync()
        await fulfillment(of: [heard], timeout: DeskTestCase.deadline)
        _ = core
    }

    func testF6NothingIsLeftOfClientsThatCameAndWent() async throws {
        weak var hub: EventHub?
        weak var core: CoreClient?
        weak var presenter: Canvas?
        func comeAndGo() throws {
            let canvas = Canvas()
            var configuration = try offlineConfiguration()
            configuration.cacheBytes = 1_000_000
            let desk = try Frontdesk(opening: configuration, presenter: canvas) { "a.b.c" }
            let observation = desk.observe { _ in }
            _ = desk.events()
            (hub, core, presenter) = (desk.hub, desk.core, canvas)
            observation.cancel()
        }
        try comeAndGo()
        try await eventually("the last of a client to go") { try await FaultMatrixTests.settled() }
        let threads = try FaultMatrixTests.count("task")
        let files = try FaultMatrixTests.count("fd")
        for life in 1...DeskTestCase.times("FRONTDESK_LIVES", 100) {
            try comeAndGo()
            // A client ends after its last reference: the newest folders may still be in use.
            if life % 1000 == 0 { try removeFolders(but: 500) }
        }
        try await eventually("threads and files as before") {
            try FaultMatrixTests.count("task") <= threads + 8 && FaultMatrixTests.count("fd") <= files + 4
        }
        XCTAssertNil(core)
        XCTAssertNil(hub)
        XCTAssertNil(presenter)
    }

    func testF6ThousandsOfHandlersComeAndGo() async throws {
        final class Ear: Sendable {}
        let desk = try await desk(offlineConfiguration())
        weak var last: Ear?
        for _ in 0..<5000 {
            let ear = Ear()
            last = ear
            try desk.setBridgeHandler { _ in withExtendedLifetime(ear) {} }
        }
        try desk.setBridgeHandler(nil)
        try await eventually("the last handler to go") { [weak last] in last == nil }
    }

    /// Entries below `/proc/self`: threads or open files of this process; 0 where there is no such place.
    private static func count(_ what: String) throws -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(what)").count) ?? 0
    }

    private static func settled() async throws -> Bool {
        let before = try count("task")
        try await Task.sleep(nanoseconds: 20_000_000)
        return try count("task") == before
    }

    // MARK: F7: another library

    func testF7ALibraryOfAnotherVersionIsAnErrorBeforeAnythingElse() throws {
        XCTAssertTrue(libraryMatches())
        XCTAssertFalse(libraryMatches(off: 1))
        XCTAssertThrowsError(try Library.check(matches: libraryMatches(off: 1))) { error in
            XCTAssertEqual((error as? FrontdeskError)?.code, "internal")
        }
        XCTAssertEqual(try coreVersion(), Frontdesk.version)
    }
}
