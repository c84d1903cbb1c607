// Badge, words, text size and previews.

import XCTest

@testable import FrontdeskUI

final class LauncherTests: XCTestCase {
    func testTheBadgeCountsToNine() {
        XCTAssertNil(BadgeText.of(0))
        XCTAssertEqual(BadgeText.of(1), "1")
        XCTAssertEqual(BadgeText.of(9), "9")
        XCTAssertEqual(BadgeText.of(10), "9+")
        XCTAssertEqual(BadgeText.of(.max), "9+")
    }

    func testVoiceOverHearsTheWholeNumber() {
        XCTAssertNil(BadgeText.spoken(0))
        XCTAssertEqual(BadgeText.spoken(1), "1 unread conversation")
        XCTAssertEqual(BadgeText.spoken(12), "12 unread conversations")
    }

    func testTheLauncherIsNotDrawnOverTheMessenger() {
        func visible(_ launcher: Bool, _ messenger: Bool) -> Bool {
            LauncherLook(launcherVisible: launcher, messengerVisible: messenger, bottomPadding: 0, unreadCount: 0).isVisible
        }
        XCTAssertTrue(visible(true, false))
        XCTAssertFalse(visible(true, true))
        XCTAssertFalse(visible(false, false))
    }

    func testTheAppsPaddingIsAddedToTheMarginWithinReason() {
        func distance(_ padding: UInt32) -> Double {
            LauncherLook(launcherVisible: true, messengerVisible: false, bottomPadding: padding, unreadCount: 0)
                .bottomDistance
        }
        XCTAssertEqual(distance(0), 20)
        XCTAssertEqual(distance(48), 68)
        XCTAssertEqual(distance(.max), 10_020)
    }

    func testTextGrowsToTwiceItsSizeAndNoFurther() {
        XCTAssertEqual(TextScale.factor(1), 1)
        XCTAssertEqual(TextScale.factor(3.1), 2)
        XCTAssertEqual(TextScale.factor(0.1), 0.8)
        XCTAssertEqual(TextScale.factor(.nan), 1)
        XCTAssertEqual(TextScale.factor(.infinity), 1)
    }

    func testAPreviewIsPlainText() {
        let body = #"{"display":"card","body_html":"<p>Hi <b>Ada</b>,</p><p>1 &lt; 2 &amp;amp; more</p>","sender":null}"#
        let preview = InAppPreview(title: " Hello\n ", bodyJSON: body)
        XCTAssertEqual(preview.title, "Hello")
        XCTAssertEqual(preview.text, "Hi Ada , 1 < 2 &amp; more")
    }

    func testAMessageWithoutATitleHasItsSendersName() {
        let body = #"{"display":"card","body_html":"<p>Hi</p>","sender":{"type":"admin","name":"Grace","avatar":null}}"#
        XCTAssertEqual(InAppPreview(title: "", bodyJSON: body).title, "Grace")
    }

    func testAHostilePreviewStaysSmallAndReadable() {
        let long = InAppPreview(
            title: String(repeating: "x", count: 10_000),
            bodyJSON: #"{"body_html":"\#(String(repeating: "<b>", count: 5_000))"}"#)
        XCTAssertEqual(long.title.count, 80)
        XCTAssertEqual(long.text, "You have a new message.")
        XCTAssertEqual(InAppPreview(title: "a\u{202E}b", bodyJSON: "nonsense").title, "a b")
        XCTAssertEqual(InAppPreview(title: "", bodyJSON: "[]").text, "You have a new message.")
    }
}
