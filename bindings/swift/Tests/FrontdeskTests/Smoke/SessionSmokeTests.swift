// Login, logout, proofs and what the app tells: each call once, against the real server.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class SessionSmokeTests: DeskTestCase {
    func testALeadLogsInAndBecomesAUser() async throws {
        let desk = try await desk()
        XCTAssertFalse(try desk.isUserLoggedIn())
        XCTAssertEqual(try desk.sessionState(), .loggedOut)
        let lead = try await desk.loginUnidentifiedUser()
        XCTAssertFalse(lead.fromStoredSession)
        XCTAssertEqual(try desk.fetchLoggedInUserAttributes().role, .lead)
        let person = DeskTestCase.somebody()
        let user = try await desk.loginUser(with: UserAttributes(userID: person, email: "\(person)@example.com"))
        XCTAssertTrue(user.rejected.isEmpty)
        XCTAssertEqual(try desk.fetchLoggedInUserAttributes().userId, person)
        XCTAssertEqual(try desk.sessionState(), .loggedIn)
        let again = try await desk.loginUser(with: UserAttributes(userID: person))
        XCTAssertTrue(again.fromStoredSession)
    }

    func testALeadIsLoggedOutByForceAlone() async throws {
        let desk = try await desk()
        try await desk.loginUnidentifiedUser()
        let refusal = try await refusal { () async throws(FrontdeskError) in try await desk.logout() }
        XCTAssertEqual(refusal.code, "unidentified_logout")
        try await desk.logout(force: true, unsent: .purge)
        XCTAssertFalse(try desk.isUserLoggedIn())
    }

    func testProofsAndTokensAreTaken() async throws {
        let desk = try await desk()
        try await desk.setUserHash(String(repeating: "a", count: 64))
        try await desk.setUserJWT("a.b.c")
        let (user, _) = try await loggedIn()
        try await user.setAuthTokens(["shop": "token"])
        XCTAssertEqual(try user.authToken("shop"), "token")
        XCTAssertNil(try user.authToken("other"))
        try await user.logout()
        XCTAssertNil(try user.authToken("shop"))
    }

    func testEventsAndUpdatesArriveOnce() async throws {
        let (desk, person) = try await loggedIn()
        let id = try await desk.logEvent(
            "order-item", metadata: ["price": 19.99, "count": 2, "gift": true, "note": nil])
        let changed = try await desk.updateUser(UserAttributes(name: "Ada"))
        XCTAssertEqual(changed.delivery, .delivered(rejected: []))
        let left = try await desk.flush()
        XCTAssertEqual(left.queued, 0)
        let server = try Server.current()
        let events = try await server.events(of: person)
        XCTAssertEqual(try events.map { try $0.member("id").words() }, [id])
        XCTAssertEqual(try events.first?.member("metadata").member("price").number, 19.99)
        let contact = try await server.contact(person)
        XCTAssertEqual(contact?.maybe("name")?.string, "Ada")
    }

    func testWhatTheServerRefusesIsKeptUntilItIsDismissed() async throws {
        let (desk, person) = try await loggedIn()
        let server = try Server.current()
        try await server.fault(#"[{"on":"PATCH /sdk/v1/me","times":1,"do":{"error":[422,"attribute_invalid"]}}]"#)
        let deliveries = desk.deliveries()
        _ = try? await desk.updateUser(UserAttributes(name: "Ada"))
        let report = try await first("the rejection", of: deliveries) { report in
            if case .rejected = report.outcome { true } else { false }
        }
        try await server.noMoreFaults()
        let pending = try await desk.pending()
        XCTAssertEqual(pending.rejected.map(\.id), [report.id])
        XCTAssertEqual(report.kind, .userUpdate)
        let again = try await desk.retryOperation(report.id)
        XCTAssertTrue(again)
        _ = try await desk.flush()
        let contact = try await server.contact(person)
        XCTAssertEqual(contact?.maybe("name")?.string, "Ada")
        let dismissed = try await desk.dismiss(report.id)
        XCTAssertFalse(dismissed)
        let quota = try await desk.updateQuota()
        XCTAssertGreaterThan(quota.limit, 0)
        let diagnosis = try await desk.diagnosticsJSON()
        XCTAssertTrue(diagnosis.hasPrefix("{"))
        XCTAssertFalse(diagnosis.contains(person))
    }
}
