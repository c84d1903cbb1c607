// Row F3 of the fault matrix: calls from inside callbacks, and callbacks that do not come back.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class ReentrancyTests: DeskTestCase {
    func testF3AnObserverMayLogLogOutAndLogIn() async throws {
        let (desk, _) = try await loggedIn()
        let next = DeskTestCase.somebody()
        let done = expectation(description: "log, logout and login from inside an event")
        let begun = Locked(false)
        let observation = desk.observe { _ in
            guard
                !begun.with({ begun in
                    defer { begun = true }
                    return begun
                })
            else { return }
            desk.logEvent("from-inside") { result in
                XCTAssertNil(result.fault)
                desk.logout { result in
                    XCTAssertNil(result.fault)
                    desk.loginUser(with: UserAttributes(userID: next)) { result in
                        XCTAssertNil(result.fault)
                        done.fulfill()
                    }
                }
            }
        }
        // The login of before is announced to the first who listens: that is the event it begins with.
        await fulfillment(of: [done], timeout: DeskTestCase.deadline)
        observation.cancel()
        XCTAssertEqual(try desk.fetchLoggedInUserAttributes().userId, next)
    }

    func testF3AnObserverMayShutDown() async throws {
        let (desk, _) = try await loggedIn()
        let down = expectation(description: "shut down from inside an event")
        let begun = Locked(false)
        let observation = desk.observe { _ in
            guard
                !begun.with({ begun in
                    defer { begun = true }
                    return begun
                })
            else { return }
            desk.shutdown { result in
                XCTAssertNil(result.fault)
                down.fulfill()
            }
        }
        await fulfillment(of: [down], timeout: DeskTestCase.deadline)
        observation.cancel()
        let error = try await refusal { () async throws(FrontdeskError) in try await desk.logEvent("late") }
        XCTAssertEqual(error.code, "shut_down")
    }

    func testF3AReaderOfAStreamMayShutDown() async throws {
        let (desk, _) = try await loggedIn()
        let events = desk.events()
        try await desk.logEvent("begin")
        try await within("the stream to end") {
            for await _ in events { try await desk.shutdown() }
        }
    }

    func testF3APresenterMayAskTheClient() async throws {
        final class Asking: FrontdeskPresenter {
            let desk = Locked<Frontdesk?>(nil)
            let answers = Locked<[Bool]>([])

            func present(_ what: Presentation) throws {
                guard let desk = desk.with({ $0 }) else { return }
                let visible = try desk.messengerState().visible
                answers.with { $0.append(visible) }
                desk.logEvent("from-the-presenter")
            }
            func hide() {}
            func openLink(_ url: String) {}
        }
        let presenter = Asking()
        let (desk, person) = try await loggedIn(presenter: presenter)
        presenter.desk.with { $0 = desk }
        try await desk.present()
        presenter.desk.with { $0 = nil }
        XCTAssertEqual(presenter.answers.with { $0 }, [true])
        let left = try await answer("the flush behind it") { desk.flush(completion: $0) }
        XCTAssertEqual(try left.get().queued, 0)
        let events = try await Server.current().events(of: person)
        XCTAssertEqual(events.count, 1)
    }

    func testF3AnObserverThatDoesNotComeBackHoldsUpNobodyElse() async throws {
        let (desk, person) = try await loggedIn()
        let release = DispatchSemaphore(value: 0)
        let stuck = expectation(description: "an observer is stuck")
        stuck.assertForOverFulfill = false
        let observation = desk.observe(on: DispatchQueue(label: "stuck")) { _ in
            stuck.fulfill()
            release.wait()
        }
        let deliveries = desk.deliveries()
        let id = try await desk.logEvent("through")
        await fulfillment(of: [stuck], timeout: DeskTestCase.deadline)
        let report = try await first("the delivery", of: deliveries) { $0.id == id }
        XCTAssertEqual(report.outcome, .delivered)
        let events = try await Server.current().events(of: person)
        XCTAssertEqual(events.count, 1)
        observation.cancel()
        for _ in 0..<1000 { release.signal() }
    }
}
