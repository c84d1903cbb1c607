// The line in which calls with a completion handler stand.
//
// Guarantees: calls begin in the order in which they were made, on the serial queue `frontdesk-calls`: what one tells
// is stored before the next begins. A handler is called exactly once, on the callback queue. Calls that only touch the
// device answer in order; one that waits for the network holds up no other (before iOS 18 and macOS 15, where a task
// cannot be told where to run, the next call begins when this one was answered or was under way for half a second,
// many times what the write of a call takes).

import Dispatch

/// What a completion handler is given: the value, or the error that the `async` function throws.
public typealias Completion<Value> = @Sendable (Result<Value, FrontdeskError>) -> Void

final class CallLine: Sendable {
    private let tasks: any TaskLine
    let callbackQueue: DispatchQueue

    init(callbackQueue: DispatchQueue?, tasks: (any TaskLine)? = nil) {
        self.callbackQueue = callbackQueue ?? CallLine.defaultCallbackQueue()
        if let tasks {
            self.tasks = tasks
        } else if #available(iOS 18, macOS 15, *) {
            self.tasks = FlowingLine()
        } else {
            self.tasks = WaitingLine()
        }
    }

    /// Puts a call at the end of the line.
    func call<Value: Sendable>(
        _ completion: Completion<Value>?,
        _ work: @escaping @Sendable () async throws(FrontdeskError) -> Value
    ) {
        let callbackQueue = callbackQueue
        tasks.append {
            let result: Result<Value, FrontdeskError>
            do throws(FrontdeskError) {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            if let completion {
                callbackQueue.async { completion(result) }
            }
        }
    }

    private static func defaultCallbackQueue() -> DispatchQueue {
        #if canImport(Darwin)
            .main
        #else
            DispatchQueue(label: "frontdesk-callbacks")
        #endif
    }
}

/// Tasks that begin one after the other.
protocol TaskLine: Sendable {
    /// Begins the task when all before it have come to their first wait.
    func append(_ task: @escaping @Sendable () async -> Void)
}

/// Runs tasks on a serial queue: a task that was begun there is at its first wait when the next block runs.
@available(iOS 18, macOS 15, *)
final class FlowingLine: TaskLine, TaskExecutor {
    private let queue = DispatchQueue(label: "frontdesk-calls")

    func append(_ task: @escaping @Sendable () async -> Void) {
        Task(executorPreference: self) { await task() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Runs tasks one by one where a task cannot be told where to run; one that waits for the network is not waited for:
/// what the app tells behind it must not be lost with the process. Blocks a thread of its queue, none of the language's.
final class WaitingLine: TaskLine {
    private let queue = DispatchQueue(label: "frontdesk-calls")
    private let patience: DispatchTimeInterval

    /// - Parameter patience: how long a task that runs may hold up the next.
    init(patience: DispatchTimeInterval = .milliseconds(500)) {
        self.patience = patience
    }

    func append(_ task: @escaping @Sendable () async -> Void) {
        let patience = patience
        queue.async {
            let begun = DispatchSemaphore(value: 0)
            let done = DispatchSemaphore(value: 0)
            Task {
                begun.signal()
                await task()
                done.signal()
            }
            begun.wait()
            _ = done.wait(timeout: .now() + patience)
        }
    }
}
