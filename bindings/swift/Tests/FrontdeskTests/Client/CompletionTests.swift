// Calls with a completion handler: once, in order, on their queue; and calls whose task is cancelled.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class CompletionTests: DeskTestCase {
    func testCallsThatNobodyWaitedForHappenInTheirOrder() async throws {
        let desk = try await desk()
        let person = DeskTestCase.somebody()
        // No handler waits for the one before: the login is under way when the first event is logged.
        desk.loginUser(with: UserAttributes(userID: person)) { _ in }
        let all = try await within("the login") { [desk] in
            for await state in desk.sessionStates() where state == .loggedIn { return true }
            return false
        }
        XCTAssertTrue(all)
        let order = Locked<[Int]>([])
        for number in 0..<200 {
            desk.logEvent("in-order", metadata: ["number": .int(number)]) { result in
                XCTAssertNil(result.fault)
                order.with { $0.append(number) }
            }
        }
        let left = try await answer("the flush behind them") { desk.flush(completion: $0) }
        XCTAssertEqual(try left.get().queued, 0)
        XCTAssertEqual(order.with { $0 }, Array(0..<200))
        let events = try await Server.current().events(of: person)
        XCTAssertEqual(try events.map { try $0.member("metadata").member("number").whole }, (0..<200).map { $0 })
    }

    func testACallMeetsWhatTheCallBeforeItBegan() async throws {
        for tasks in CompletionTests.lines {
            let (desk, person) = try await loggedIn()
            let line = CallLine(callbackQueue: nil, tasks: tasks)
            let queued = Locked<Int64?>(nil)
            let server = try Server.current()
            try await server.fault(#"[{"on": "PATCH /sdk/v1/me", "times": 1, "do": {"delay": 300}}]"#)
            line.call(nil) { () async throws(FrontdeskError) in try await desk.updateUser(UserAttributes(name: "One")) }
            let seen = try await answer("what is pending") { completion in
                line.call(completion) { () async throws(FrontdeskError) in try await desk.pending() }
            }
            queued.with { $0 = try? seen.get().queued }
            // In a line that flows the update is on the disk and not delivered; in one that waits it is delivered.
            if tasks is WaitingLine {
                XCTAssertEqual(queued.with { $0 }, 0)
            } else {
                XCTAssertEqual(queued.with { $0 }, 1)
            }
            _ = try await desk.flush()
            try await server.noMoreFaults()
            let contact = try await server.contact(person)
            XCTAssertEqual(contact?.maybe("name")?.string, "One")
        }
    }

    func testACallThatWaitsHoldsUpNoOther() async throws {
        let (desk, _) = try await loggedIn()
        let server = try Server.current()
        let held = desk.events()
        try await server.fault(#"[{"on": "GET /sdk/v1/conversations*", "times": 1, "do": {"delay": 2000}}]"#)
        let slow = Locked(false)
        let done = expectation(description: "the slow call")
        desk.listConversations { _ in
            slow.with { $0 = true }
            done.fulfill()
        }
        let quick = try await answer("the quick call") { desk.logEvent("quick", completion: $0) }
        XCTAssertNoThrow(try quick.get())
        XCTAssertFalse(slow.with { $0 })
        await fulfillment(of: [done], timeout: DeskTestCase.deadline)
        try await server.noMoreFaults()
        withExtendedLifetime(held) {}
    }

    func testAHandlerIsCalledOnceOnItsQueueAlsoForErrors() async throws {
        let queue = DispatchQueue(label: "handlers")
        var configuration = try configuration()
        configuration.callbackQueue = queue
        let desk = try await desk(configuration)
        let called = expectation(description: "handlers")
        called.expectedFulfillmentCount = 100
        called.assertForOverFulfill = true
        for number in 0..<100 {
            desk.logEvent(number % 2 == 0 ? "nobody-is-logged-in" : "") { result in
                dispatchPrecondition(condition: .onQueue(queue))
                XCTAssertNotNil(result.fault)
                called.fulfill()
            }
        }
        await fulfillment(of: [called], timeout: DeskTestCase.deadline)
    }

    func testLinesKeepTheOrderOfTheirTasks() async throws {
        for line in CompletionTests.lines {
            let order = Locked<[Int]>([])
            let done = expectation(description: "tasks")
            done.expectedFulfillmentCount = 500
            for number in 0..<500 {
                line.append {
                    order.with { $0.append(number) }
                    await Task.yield()
                    done.fulfill()
                }
            }
            await fulfillment(of: [done], timeout: DeskTestCase.deadline)
            XCTAssertEqual(order.with { $0 }, Array(0..<500))
        }
    }

    func testACancelledTaskTakesNothingBackAndEndsWithItsAnswer() async throws {
        let (desk, person) = try await loggedIn()
        let server = try Server.current()
        try await server.fault(#"[{"on": "PATCH /sdk/v1/me", "times": 1, "do": {"delay": 300}}]"#)
        let task = Task { try await desk.updateUser(UserAttributes(name: "Ada")) }
        try await eventually("the update to begin") { try await desk.pending().queued > 0 }
        task.cancel()
        let answer = try await within("the answer") { try await task.value }
        XCTAssertEqual(answer.delivery, .delivered(rejected: []))
        try await server.noMoreFaults()
        let contact = try await server.contact(person)
        XCTAssertEqual(contact?.maybe("name")?.string, "Ada")
        let before = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await desk.logEvent("cancelled before it began")
        }
        let id = try await within("the answer") { try await before.value }
        XCTAssertFalse(id.isEmpty)
    }

    func testALineThatWaitsDoesNotWaitForACallWithoutAnEnd() async throws {
        let line = WaitingLine(patience: .milliseconds(1))
        let (answers, waiting) = AsyncStream.makeStream(of: Void.self)
        let next = expectation(description: "the next call")
        line.append { for await _ in answers {} }
        line.append { next.fulfill() }
        await fulfillment(of: [next], timeout: DeskTestCase.deadline)
        waiting.finish()
    }

    private static var lines: [any TaskLine] {
        // Longer than any answer here: what is tried is the order.
        let waiting = WaitingLine(patience: .seconds(Int(DeskTestCase.deadline)))
        return if #available(iOS 18, macOS 15, *) { [FlowingLine(), waiting] } else { [waiting] }
    }
}
