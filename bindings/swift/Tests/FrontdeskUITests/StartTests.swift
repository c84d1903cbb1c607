// The client is opened once, and whoever comes early waits.

import Foundation
import XCTest

@testable import FrontdeskUI

final class StartTests: XCTestCase {
    func testCallsBeforeItIsReadyWaitAndGetTheSameValue() async throws {
        let gate = StartGate<String, Int> { _ in 7 }
        async let early = gate.value()
        async let another = gate.value()
        let opened = try await gate.open("a")
        let values = try await [early, another]
        XCTAssertEqual(opened, 7)
        XCTAssertEqual(values, [7, 7])
    }

    func testItIsOpenedOnceHoweverOftenItIsAskedFor() async throws {
        let times = Counter()
        let gate = StartGate<String, Int> { _ in await times.next() }
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<64 { group.addTask { try await gate.open("a") } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        XCTAssertEqual(values, [1])
    }

    func testAnotherConfigurationIsRefusedByName() async throws {
        let gate = StartGate<String, Int> { _ in 7 }
        _ = try await gate.open("a")
        await assertThrows(StartFault.configuredOtherwise) { try await gate.open("b") }
        let still = try await gate.value()
        XCTAssertEqual(still, 7)
    }

    func testAFailureReachesWhoeverWaitsAndTheNextAttemptStartsAnew() async throws {
        let times = Counter()
        let gate = StartGate<String, Int> { _ in
            let time = await times.next()
            if time == 1 { throw CoreIsDown() }
            return time
        }
        do {
            _ = try await gate.open("a")
            XCTFail("the first attempt fails")
        } catch { XCTAssertTrue(error is CoreIsDown) }
        let second = try await gate.open("b")
        XCTAssertEqual(second, 2)
    }

    func testWithoutAnyConfigurationTheWaitEnds() async {
        let gate = StartGate<String, Int> { _ in 7 }
        await assertThrows(StartFault.notConfigured) { try await gate.value(patience: 1) }
    }

    func testACancelledCallDoesNotWait() async {
        let gate = StartGate<String, Int> { _ in 7 }
        let call = Task { try await gate.value() }
        call.cancel()
        let result = await call.result
        XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError) }
    }

    func testTheNewestValueArrivesAndNoTwoAtOnce() async {
        let heard = Heard()
        let box = LatestValue<Int> { value in await heard.add(value) }
        for value in 1...1_000 { box.set(value) }
        await heard.waitFor(1_000)
        let values = await heard.values
        XCTAssertEqual(values, values.sorted())
        XCTAssertEqual(values.last, 1_000)
    }

    private func assertThrows<T: Sendable>(
        _ fault: StartFault, _ call: @Sendable () async throws -> T, line: UInt = #line
    ) async {
        do {
            _ = try await call()
            XCTFail("nothing was thrown", line: line)
        } catch { XCTAssertEqual(error as? StartFault, fault, line: line) }
    }
}

private actor Counter {
    private var value = 0

    func next() -> Int {
        value += 1
        return value
    }
}

private actor Heard {
    private(set) var values: [Int] = []
    private var waiting: (value: Int, continuation: CheckedContinuation<Void, Never>)?

    func add(_ value: Int) {
        values.append(value)
        if let waiting, waiting.value == value {
            self.waiting = nil
            waiting.continuation.resume()
        }
    }

    func waitFor(_ value: Int) async {
        if values.contains(value) { return }
        await withCheckedContinuation { waiting = (value, $0) }
    }
}
