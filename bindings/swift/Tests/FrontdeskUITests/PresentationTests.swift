// The messenger is shown once, hidden once, and follows the scene in front.

import XCTest

@testable import FrontdeskUI

final class PresentationTests: XCTestCase {
    func testShowingTwiceShowsOnce() {
        var queue = PresentationQueue(hasScene: true)
        XCTAssertEqual(queue.present(), .present)
        XCTAssertEqual(queue.present(), .nothing)
        XCTAssertEqual(queue.presented(), .nothing)
        XCTAssertEqual(queue.present(), .nothing)
        XCTAssertEqual(queue.screen, .shown)
    }

    func testHidingTwiceHidesOnceAndHidingNothingIsNothing() {
        var queue = PresentationQueue(hasScene: true)
        XCTAssertEqual(queue.hide(), .nothing)
        _ = queue.present()
        _ = queue.presented()
        XCTAssertEqual(queue.hide(), .dismiss)
        XCTAssertEqual(queue.hide(), .nothing)
        XCTAssertEqual(queue.dismissed(), .nothing)
        XCTAssertEqual(queue.screen, .hidden)
    }

    func testAWishThatComesWhileTheScreenMovesIsKept() {
        var queue = PresentationQueue(hasScene: true)
        _ = queue.present()
        XCTAssertEqual(queue.hide(), .nothing)
        XCTAssertEqual(queue.presented(), .dismiss)
        XCTAssertEqual(queue.present(), .nothing)
        XCTAssertEqual(queue.dismissed(), .present)
        XCTAssertEqual(queue.presented(), .nothing)
        XCTAssertEqual(queue.screen, .shown)
    }

    func testWithoutASceneItWaitsForOne() {
        var queue = PresentationQueue(hasScene: false)
        XCTAssertEqual(queue.present(), .nothing)
        XCTAssertEqual(queue.sceneCame(), .present)
        XCTAssertEqual(queue.sceneCame(), .nothing)
    }

    func testAWishTakenBackBeforeASceneCameShowsNothing() {
        var queue = PresentationQueue(hasScene: false)
        _ = queue.present()
        _ = queue.hide()
        XCTAssertEqual(queue.sceneCame(), .nothing)
    }

    func testItMovesToAnotherSceneWhenItsOwnGoes() {
        var queue = PresentationQueue(hasScene: true)
        _ = queue.present()
        _ = queue.presented()
        XCTAssertEqual(queue.sceneLeft(another: true), .discard)
        XCTAssertEqual(queue.discarded(), .present)
    }

    func testItComesBackWhenTheOnlySceneComesBack() {
        var queue = PresentationQueue(hasScene: true)
        _ = queue.present()
        XCTAssertEqual(queue.sceneLeft(another: false), .discard)
        XCTAssertEqual(queue.discarded(), .nothing)
        XCTAssertEqual(queue.presented(), .nothing, "an animation of the window that is gone")
        XCTAssertEqual(queue.sceneCame(), .present)
    }

    func testASceneThatGoesWhileHidingLeavesNothingBehind() {
        var queue = PresentationQueue(hasScene: true)
        _ = queue.present()
        _ = queue.presented()
        _ = queue.hide()
        XCTAssertEqual(queue.sceneLeft(another: true), .discard)
        XCTAssertEqual(queue.discarded(), .nothing)
        XCTAssertEqual(queue.dismissed(), .nothing)
    }

    func testASwipeThatTookItAwayIsToldToTheCoreOnce() {
        var queue = PresentationQueue(hasScene: true)
        _ = queue.present()
        _ = queue.presented()
        XCTAssertTrue(queue.dismissedByPerson())
        XCTAssertFalse(queue.dismissedByPerson())
        XCTAssertEqual(queue.hide(), .nothing, "the core answers with a wish that holds already")
        XCTAssertEqual(queue.present(), .present)
    }

    func testEveryOrderOfCallsKeepsItsPromises() {
        // All sequences of six calls: present follows dismiss and dismiss follows present, never twice.
        let calls: [(inout PresentationQueue) -> PresentationQueue.Step] = [
            { $0.present() }, { $0.hide() }, { $0.presented() }, { $0.dismissed() }, { $0.sceneCame() },
            { $0.sceneLeft(another: false) },
        ]
        for number in 0..<46_656 {
            var queue = PresentationQueue(hasScene: true)
            var visible = false
            var left = number
            for _ in 0..<6 {
                // What was being hidden is gone before the next thing can begin.
                if left % 6 == 3, queue.screen == .dismissing { visible = false }
                switch calls[left % 6](&queue) {
                case .present:
                    XCTAssertFalse(visible, "\(number)")
                    visible = true
                case .dismiss:
                    XCTAssertTrue(visible, "\(number)")
                case .discard:
                    visible = false
                case .nothing:
                    break
                }
                XCTAssertEqual(queue.screen == .hidden, !visible, "\(number)")
                left /= 6
            }
        }
    }
}
