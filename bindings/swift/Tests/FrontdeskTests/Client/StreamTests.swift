// Streams and observers: what they replay, what falls out, and that nothing is left of them.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class StreamTests: DeskTestCase {
    func testEachStreamOfTheUnreadCountBeginsWithThePresentNumber() async throws {
        let (desk, _) = try await loggedIn()
        for _ in 0..<3 {
            let count = try await first("the present number", of: desk.unreadConversationCounts()) { _ in true }
            XCTAssertEqual(count, 0)
        }
    }

    func testASessionStreamTellsWhereTheSessionStandsAndEachChange() async throws {
        let desk = try await desk()
        let states = desk.sessionStates()
        let now = try await first("the present state", of: desk.sessionStates()) { _ in true }
        XCTAssertEqual(now, .loggedOut)
        try await desk.loginUnidentifiedUser()
        _ = try await first("the login", of: states) { $0 == .loggedIn }
    }

    func testAMessengerStreamTellsThePresentStateAndEachChange() async throws {
        let (desk, _) = try await loggedIn()
        let states = desk.messengerStates()
        try await desk.setBottomPadding(77)
        let state = try await first("the padding", of: states) { $0.bottomPadding == 77 }
        XCTAssertFalse(state.visible)
    }

    func testTwoStreamsOfEventsHearTheSame() async throws {
        let (desk, _) = try await loggedIn()
        let (one, two) = (desk.events(), desk.events())
        try await desk.present()
        for stream in [one, two] {
            _ = try await first("that the messenger is shown", of: stream) { $0 == .shown }
        }
    }

    func testTheFirstListenerHearsWhatWasAnnouncedBeforeIt() async throws {
        let (desk, _) = try await loggedIn()
        try await desk.logEvent("before")
        _ = try await desk.flush()
        let event = try await first("the login of before", of: desk.events()) {
            if case .sessionChanged(.loggedIn) = $0 { true } else { false }
        }
        XCTAssertNotNil(event)
    }

    func testADeliveryNamesTheOperationThatTheCallReturned() async throws {
        let (desk, _) = try await loggedIn()
        let deliveries = desk.deliveries()
        let id = try await desk.logEvent("told")
        let report = try await first("the delivery", of: deliveries) { $0.id == id }
        XCTAssertEqual(report, DeliveryReport(id: id, kind: .event, outcome: .delivered))
    }

    func testACancelledStreamIsForgotten() async throws {
        let (desk, _) = try await loggedIn()
        let before = desk.hub.count
        let reading = expectation(description: "ten readers")
        reading.expectedFulfillmentCount = 10
        let tasks = (0..<10).map { _ in
            let counts = desk.unreadConversationCounts()
            return Task {
                for await _ in counts { reading.fulfill() }
            }
        }
        await fulfillment(of: [reading], timeout: DeskTestCase.deadline)
        XCTAssertEqual(desk.hub.count, before + 10)
        for task in tasks { task.cancel() }
        for task in tasks { try await within("a reader to end") { await task.value } }
        XCTAssertEqual(desk.hub.count, before)
    }

    func testAStreamThatNobodyHoldsIsForgotten() async throws {
        let (desk, _) = try await loggedIn()
        let before = desk.hub.count
        for _ in 0..<1000 { _ = desk.messengerStates() }
        XCTAssertEqual(desk.hub.count, before)
    }

    func testAnObserverIsCalledUntilItsTokenIsLetGoOf() async throws {
        let (desk, _) = try await loggedIn()
        let queue = DispatchQueue(label: "observer")
        let heard = Locked(0)
        var observation: FrontdeskObservation? = desk.observe(on: queue) { event in
            dispatchPrecondition(condition: .onQueue(queue))
            if event == .shown { heard.with { $0 += 1 } }
        }
        let events = desk.events()
        try await desk.present()
        _ = try await first("that the messenger is shown", of: events) { $0 == .shown }
        queue.sync {}
        XCTAssertEqual(heard.with { $0 }, 1)
        withExtendedLifetime(observation) {}
        observation = nil
        try await desk.hide()
        let again = desk.events()
        try await desk.present()
        _ = try await first("that the messenger is shown again", of: again) { $0 == .shown }
        queue.sync {}
        XCTAssertEqual(heard.with { $0 }, 1)
    }

    func testAllStreamsEndWithTheClient() async throws {
        var desk: Frontdesk? = try Frontdesk(opening: try configuration())
        let streams = try [XCTUnwrap(desk).events(), XCTUnwrap(desk).events()]
        let states = try XCTUnwrap(desk).messengerStates()
        desk = nil
        for stream in streams { try await within("a stream to end") { for await _ in stream {} } }
        try await within("a stream to end") { for await _ in states {} }
    }

    func testAReaderThatIsSlowFindsTheNewestAndNoMoreThanTheBound() async throws {
        let hub = EventHub()
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(256))
        _ = hub.add { heard in
            if case .event(.unreadChanged(let count)) = heard { continuation.yield(Int(count)) }
            if case .over = heard { continuation.finish() }
        }
        for count in 0..<1000 { hub.onEvent(event: .unreadChanged(count: Int64(count))) }
        hub.finish()
        var seen: [Int] = []
        for await count in stream { seen.append(count) }
        XCTAssertEqual(seen, Array(744..<1000))
    }

    func testWhatAnEarBeginsWithComesBeforeWhatIsAnnouncedMeanwhile() throws {
        for _ in 0..<100 {
            let hub = EventHub()
            let heard = Locked<[String]>([])
            let (announced, told) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let begin = {
                DispatchQueue.global().async {
                    hub.onEvent(event: .shown)
                    announced.signal()
                }
                // The other thread has its chance to be first.
                _ = announced.wait(timeout: .now() + .milliseconds(1))
                heard.with { $0.append("before") }
            }
            _ = hub.add(begin: begin) { _ in
                heard.with { $0.append("after") }
                told.signal()
            }
            XCTAssertEqual(told.wait(timeout: .now() + DeskTestCase.deadline), .success)
            XCTAssertEqual(heard.with { $0 }, ["before", "after"])
        }
    }

    func testNothingOfAPersonIsInADescription() throws {
        let attributes = UserAttributes(userID: "42", email: "ada@example.com")
        XCTAssertEqual("\(attributes)", "UserAttributes")
        XCTAssertFalse(String(reflecting: attributes).contains("ada"))
        let configuration = FrontdeskConfiguration(serverURL: "https://a.example", appID: "w", apiKey: "secret-key")
        XCTAssertFalse(String(reflecting: configuration).contains("secret-key"))
    }
}
