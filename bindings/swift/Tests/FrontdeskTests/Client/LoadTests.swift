// Row F4 of the fault matrix: many tasks, many calls, and the main thread. `cargo xtask soak boundary` asks for the
// matrix's full number of calls.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class LoadTests: DeskTestCase {
    func testF4SixtyFourTasksOfMixedCallsLoseAndDoubleNothing() async throws {
        let perTask = DeskTestCase.times("FRONTDESK_CALLS", 50)
        var configuration = try configuration()
        // A full queue is not what is tried here.
        configuration.maxOperations = 10_000_000
        let desk = try await desk(configuration)
        let person = DeskTestCase.somebody()
        try await desk.loginUser(with: UserAttributes(userID: person))
        let ids = try await withThrowingTaskGroup(of: [OperationID].self) { group in
            for task in 0..<64 {
                group.addTask {
                    var ids: [OperationID] = []
                    for call in 0..<perTask {
                        switch call % 5 {
                        case 0: _ = try desk.messengerState()
                        case 1: _ = try desk.unreadConversationCount()
                        case 2: _ = try await desk.setBottomPadding(UInt32(task))
                        case 3: _ = try desk.sessionState()
                        default: break
                        }
                        ids.append(try await desk.logEvent("load", metadata: ["task": .int(task), "call": .int(call)]))
                    }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        XCTAssertEqual(Set(ids).count, 64 * perTask)
        let left = try await desk.flush(timeout: DeskTestCase.deadline * Double(max(1, perTask / 100)))
        XCTAssertEqual(left.queued, 0)
        let stored = try await Server.current().events(of: person).map { try $0.member("id").words() }
        XCTAssertEqual(stored.count, ids.count)
        XCTAssertTrue(Set(stored) == Set(ids))
    }

    func testF4NoCallWorksOnTheMainThread() async throws {
        final class Place: FrontdeskPresenter {
            let main = Locked<[Bool]>([])
            func present(_ what: Presentation) { main.with { $0.append(Thread.isMainThread) } }
            func hide() { main.with { $0.append(Thread.isMainThread) } }
            func openLink(_ url: String) {}
        }
        let place = Place()
        let (desk, _) = try await loggedIn(presenter: place)
        // The presenter is called on the thread that makes the call into the core.
        try await Task { @MainActor in
            try await desk.present()
            try await desk.hide()
        }.value
        _ = try await answer("a presentation") { desk.present(completion: $0) }
        XCTAssertEqual(place.main.with { $0 }, [false, false, false])
        let inLine = try await answer("the thread of the line") { completion in
            desk.line.call(completion) { () async throws(FrontdeskError) in Thread.isMainThread }
        }
        XCTAssertFalse(try inLine.get())
    }

    func testTwoClientsOnTwoFoldersKeepApart() async throws {
        let (one, first) = try await loggedIn()
        let (two, second) = try await loggedIn()
        async let a = one.logEvent("one")
        async let b = two.logEvent("two")
        _ = try await (a, b)
        _ = try await (one.flush(), two.flush())
        let server = try Server.current()
        let names = try await [server.events(of: first), server.events(of: second)].map {
            try $0.map { try $0.member("name").words() }
        }
        XCTAssertEqual(names, [["one"], ["two"]])
    }

    func testASecondClientOnTheSameFolderIsRefused() async throws {
        let folder = try folder()
        _ = try await desk(configuration(folder))
        let error = try await refusal { () async throws(FrontdeskError) in
            do {
                return try await Frontdesk.open(try self.configuration(folder))
            } catch { throw FrontdeskError(error) }
        }
        XCTAssertEqual(error.code, "already_open")
    }
}
