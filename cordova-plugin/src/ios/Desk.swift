// The SDK of this process as the plugin sees it: started or not, and the calls that wait for the start.
//
// Guarantees: calls begin in the order in which JavaScript made them (what happens then is `CallLine`'s to say); calls
// made before the start wait for it, at most a thousand; when the app's preferences lack something every call says so
// at once; what was told is done also when the page is gone. On the main actor, which Cordova calls on.

import Foundation
import Frontdesk
import FrontdeskUI

/// One call of JavaScript.
struct Call {
    let action: Action
    let arguments: Arguments
    let answer: Answer
    let page: Page
}

/// The one SDK of the process.
@MainActor
final class Desk {
    static let shared = Desk()

    /// More than an app says before it starts the SDK, little enough to hold.
    static let mostWaiting = 1_000

    private enum State {
        /// Waiting for `initialize`.
        case byHand
        /// As `byHand`, and until then every call says what config.xml lacks.
        case lacking(Fault)
        case opening
        case open(Frontdesk)
        case failed(any Error)
    }

    private var state = State.byHand
    /// How many openings are under way.
    private var openings = 0
    private var waiting: [Call] = []

    /// Takes a call: makes it, or lets it wait for the client.
    func add(_ call: Call) {
        do {
            switch call.action {
            case .atOnce(let run): try run(call.arguments, call.answer)
            case .ask(let run): try ask(call, run)
            case .listen:
                try ask(call) { client, _, answer in call.page.listening.begin(client, answer) }
            }
        } catch {
            call.answer.failure(error)
        }
    }

    /// Makes an action's call as soon as the client is open.
    func whenOpen(_ answer: Answer, _ run: @escaping @MainActor (Frontdesk) throws -> Void) {
        let action = Action.ask { client, _, _ in try run(client) }
        add(Call(action: action, arguments: Arguments(nil), answer: answer, page: Page()))
    }

    /// Opens the client; again with the same workspace it does nothing.
    func start(_ configuration: FrontdeskConfiguration, _ answer: Answer? = nil) {
        if case .open = state {} else { state = .opening }
        openings += 1
        Task {
            let outcome: Result<Frontdesk, any Error>
            do {
                outcome = .success(try await FrontdeskUI.start(configuration))
            } catch FrontdeskUIError.initializedOtherwise {
                let message = "settings: Frontdesk runs with another workspace already"
                outcome = .failure(Fault(code: "already_initialised", field: "settings", message: message))
            } catch {
                outcome = .failure(error)
            }
            openings -= 1
            switch outcome {
            case .success(let client):
                state = .open(client)
                answer?.success(nil)
            case .failure(let error):
                // The last one that was under way: nobody else will end the waiting.
                if case .opening = state, openings == 0 { state = .failed(error) }
                answer?.failure(error)
            }
            release()
        }
    }

    /// The preferences name a workspace and lack something.
    func lacks(_ fault: Fault) {
        if case .byHand = state { state = .lacking(fault) }
    }

    private func ask(_ call: Call, _ run: Action.Asking) throws {
        switch state {
        case .open(let client): try run(client, call.arguments, call.answer)
        case .lacking(let fault): throw fault
        case .failed(let error): throw error
        case .byHand, .opening:
            if waiting.count < Desk.mostWaiting {
                waiting.append(call)
            } else {
                call.answer.failure("queue_full", "too many calls wait for the SDK to start", temporary: true)
            }
        }
    }

    private func release() {
        if case .opening = state { return }
        let all = waiting
        waiting.removeAll()
        all.forEach(add)
    }
}
