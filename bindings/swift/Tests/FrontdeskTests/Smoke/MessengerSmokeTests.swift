// What is shown, and what the platform tells: each call once, against the real server.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

/// Remembers what it was asked to draw.
final class Canvas: FrontdeskPresenter {
    let seen = Locked<[String]>([])

    func present(_ what: Presentation) {
        seen.with { $0.append("\(what)") }
    }

    func hide() {
        seen.with { $0.append("hide") }
    }

    func openLink(_ url: String) {
        seen.with { $0.append(url) }
    }
}

final class MessengerSmokeTests: DeskTestCase {
    func testWhatIsPresentedReachesThePresenterAndTheState() async throws {
        let canvas = Canvas()
        let (desk, _) = try await loggedIn(presenter: canvas)
        let home = try await desk.present()
        XCTAssertEqual(home, .space(space: .home))
        let messages = try await desk.present(.messages)
        XCTAssertEqual(messages, .space(space: .messages))
        let article = try await desk.presentContent(.article("1001"))
        guard case .content(let content, let title) = article else { return XCTFail("\(article)") }
        XCTAssertEqual(content, .article("1001"))
        XCTAssertEqual(title, "Getting started")
        let composer = try await desk.presentMessageComposer("Hello")
        XCTAssertEqual(composer, .composer(prefilled: true))
        XCTAssertTrue(try desk.messengerState().visible)
        try await desk.hide()
        XCTAssertFalse(try desk.messengerState().visible)
        XCTAssertEqual(canvas.seen.with { $0.count }, 5)
        XCTAssertEqual(canvas.seen.with { $0.last }, "hide")
    }

    func testContentThatIsNotLiveHasASentenceForTheUser() async throws {
        let (desk, _) = try await loggedIn()
        let refusal = try await refusal { () async throws(FrontdeskError) in
            try await desk.presentContent(.survey("2002"))
        }
        guard case .contentUnavailable(let code, let status, let userMessage, _) = refusal else {
            return XCTFail("\(refusal)")
        }
        XCTAssertEqual([code, status], ["content_not_live", "draft"])
        XCTAssertEqual(refusal.localizedDescription, userMessage)
        XCTAssertFalse(userMessage.isEmpty)
    }

    func testPreferencesAreInTheState() async throws {
        let (desk, _) = try await loggedIn()
        try await desk.setLauncherVisibility(true)
        try await desk.setBottomPadding(48)
        try await desk.setInAppMessageVisibility(false)
        try await desk.suppressProactiveContent([.survey, .carousel])
        try await desk.setThemeMode(.dark)
        try await desk.setLanguageOverride("de-AT")
        let state = try desk.messengerState()
        XCTAssertTrue(state.launcherVisible)
        XCTAssertEqual(state.bottomPadding, 48)
        XCTAssertFalse(state.inAppMessagesVisible)
        XCTAssertEqual(state.suppressedKinds, [.survey, .carousel])
        XCTAssertEqual(state.themeMode, .dark)
        XCTAssertEqual(state.languageOverride, "de-AT")
        try await desk.setLanguageOverride(nil)
        XCTAssertNil(try desk.messengerState().languageOverride)
    }

    func testTheBridgeAnswersThePageAndTellsItWhatChanges() async throws {
        let (desk, _) = try await loggedIn()
        let heard = Locked<[String]>([])
        try desk.setBridgeHandler { message in heard.with { $0.append(message) } }
        let answer = try await desk.bridgeRequest(#"{"id":"a1","type":"state","data":{}}"#)
        XCTAssertTrue(answer.contains(#""id":"a1""#), answer)
        try await desk.present()
        try await eventually("a message for the page") { heard.with { !$0.isEmpty } }
        try desk.setBridgeHandler(nil)
    }

    func testThePlatformsHintsAreTaken() async throws {
        let (desk, _) = try await loggedIn()
        try await desk.setForeground(true)
        try await desk.networkChanged(true)
        try await desk.setPushToken(String(repeating: "ab", count: 32), environment: .sandbox)
        var left = try await desk.flush()
        XCTAssertEqual(left.queued, 0)
        try await desk.clearPushToken()
        left = try await desk.flush()
        XCTAssertEqual(left.queued, 0)
        try await desk.setForeground(false)
        XCTAssertEqual(try desk.unreadConversationCount(), 0)
        let asked = try await desk.fetchUnreadConversationCount()
        XCTAssertEqual(asked, 0)
    }

    func testAPushOfOursIsReadAndAnotherIsLeftAlone() async throws {
        let (desk, _) = try await loggedIn()
        let ours: [AnyHashable: Any] = [
            "aps": ["alert": ["title": "Grace"], "badge": 1], "frontdesk": 1, "conversation_id": "42", "unread": 2,
        ]
        XCTAssertTrue(Frontdesk.isFrontdeskPush(userInfo: ours))
        let message = try desk.handlePush(userInfo: ours)
        XCTAssertEqual(message?.conversationId, "42")
        XCTAssertEqual(message?.unread, 2)
        XCTAssertFalse(Frontdesk.isFrontdeskPush(["aps": ["badge": 1]]))
        XCTAssertNil(try desk.handlePush(["aps": ["badge": 1]]))
    }

    func testTheLogReachesItsHandlerWithoutAnythingPersonal() async throws {
        let lines = Locked<[String]>([])
        try Frontdesk.setLogHandler(.trace) { level, room, message in
            lines.with { $0.append("\(level) \(room) \(message)") }
        }
        let (desk, person) = try await loggedIn()
        try await desk.updateUser(UserAttributes(email: "canary@example.com", name: "Canary"))
        try await eventually("a line of the log") { lines.with { !$0.isEmpty } }
        try Frontdesk.setLogHandler(.off, nil)
        let all = lines.with { $0.joined(separator: "\n") }
        for canary in [person, "canary@example.com", "Canary"] { XCTAssertFalse(all.contains(canary), canary) }
    }
}
