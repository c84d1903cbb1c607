// Row F8: the system's time is asked for, given back exactly once, and a killed delivery loses nothing.

import Foundation
import XCTest

@testable import FrontdeskUI

/// Sendable, so that its tests may run on the main actor: each test has an object of its own.
final class BackgroundTests: XCTestCase, @unchecked Sendable {
    @MainActor func testTimeIsGivenBackWhenTheDeliveryEnds() async {
        let time = FakeTime()
        let delivery = BackgroundDelivery(time: time) { _ in }
        delivery.left()
        XCTAssertEqual(time.begun, [1])
        await delivery.delivery?.value
        XCTAssertEqual(time.ended, [1])
    }

    @MainActor func testTimeThatIsUpIsGivenBackAtOnceAndNotASecondTime() async {
        let time = FakeTime()
        let flush = Held()
        let delivery = BackgroundDelivery(time: time) { _ in await flush.wait() }
        delivery.left()
        time.expire()
        XCTAssertEqual(time.ended, [1], "before the handler returns")
        time.expire()
        await flush.release()
        await delivery.delivery?.value
        XCTAssertEqual(time.ended, [1])
    }

    @MainActor func testASecondDepartureDuringADeliveryTakesNoSecondAssertion() async {
        let time = FakeTime()
        let flush = Held()
        let delivery = BackgroundDelivery(time: time) { _ in await flush.wait() }
        delivery.left()
        delivery.left()
        XCTAssertEqual(time.begun, [1])
        await flush.release()
        await delivery.delivery?.value
        delivery.left()
        await delivery.delivery?.value
        XCTAssertEqual((time.begun, time.ended).0, [1, 2])
        XCTAssertEqual(time.ended, [1, 2])
    }

    @MainActor func testWhatTheSystemRefusesIsNeverEndedAndTheDeliveryRunsAllTheSame() async {
        let time = FakeTime(refuses: true)
        let ran = Held()
        let delivery = BackgroundDelivery(time: time) { _ in await ran.release() }
        delivery.left()
        await ran.wait()
        await delivery.delivery?.value
        XCTAssertEqual(time.ended, [])
    }

    @MainActor func testTheCoreGetsLessTimeThanTheSystemGives() async {
        let asked = Asked()
        let delivery = BackgroundDelivery(time: FakeTime()) { await asked.note($0) }
        delivery.left()
        await delivery.delivery?.value
        let milliseconds = await asked.value
        XCTAssertEqual(milliseconds, 20_000)
    }

    func testInEveryOrderEachAssertionIsEndedExactlyOnce() {
        // All sequences of seven happenings; the system may speak before it has answered.
        for number in 0..<16_384 {
            var assertion = BackgroundAssertion<Int>()
            var begun: [Int] = []
            var ended: [Int] = []
            var next = 0
            func carryOut(_ step: BackgroundAssertion<Int>.Step) {
                if case .end(let token) = step { ended.append(token) }
            }
            var left = number
            for _ in 0..<7 {
                switch left % 4 {
                case 0: carryOut(assertion.left())
                case 1:
                    next += 1
                    begun.append(next)
                    carryOut(assertion.began(next))
                case 2: carryOut(assertion.expired())
                default: carryOut(assertion.delivered())
                }
                left /= 4
            }
            carryOut(assertion.delivered())
            XCTAssertEqual(begun, ended.sorted(), "sequence \(number)")
        }
    }
}

@MainActor
private final class FakeTime: BackgroundTime {
    private let refuses: Bool
    private var expired: (@MainActor @Sendable () -> Void)?
    private(set) var begun: [Int] = []
    private(set) var ended: [Int] = []

    init(refuses: Bool = false) {
        self.refuses = refuses
    }

    func begin(expired: @escaping @MainActor @Sendable () -> Void) -> Int? {
        self.expired = expired
        if refuses { return nil }
        begun.append(begun.count + 1)
        return begun.count
    }

    func end(_ token: Int) {
        ended.append(token)
    }

    func expire() {
        expired?()
    }
}

/// Something that is waited for until it is released.
private actor Held {
    private var isReleased = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isReleased { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func release() {
        isReleased = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

private actor Asked {
    private(set) var value: UInt64 = 0

    func note(_ milliseconds: UInt64) {
        value = milliseconds
    }
}
