// `frontdesk-swift drive`: the package's functions as JSON lines, for the scenarios of `contract/scenarios`.
//
// Guarantees: each call line ends in exactly one answer line; output lines are written whole; a line that is no call
// gets a coded error and the driver lives on. Calls begin in the order of their lines and are waited for side by side;
// with "wait":true nothing is read until that call is answered. At the end of input every answer is written, the client
// is shut down, and the last events are out before the program ends.
//
// `frontdesk-swift measure` is in `Measure/`.
//
// The main thread reads and begins; answers and events are written on the client's queue for handlers.

import Dispatch
import Foundation
@_spi(Driver) import Frontdesk

@main
struct Driver {
    static func main() {
        // A reader that is gone is noticed where it is written to.
        signal(SIGPIPE, SIG_IGN)
        if CommandLine.arguments.dropFirst().first == "measure" {
            Measure.run(Array(CommandLine.arguments.dropFirst(2)))
        }
        do throws(Usage) {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let options = try Options(arguments, environment: ProcessInfo.processInfo.environment)
            exit(Driver.run(options.configuration))
        } catch {
            switch error {
            case .asked:
                print(Options.help)
                exit(0)
            case .wrong(let why):
                FileHandle.standardError.write(Data("\(why)\n\n\(Options.help)\n".utf8))
                exit(2)
            }
        }
    }

    /// Runs until the end of input. 1 when the client cannot be opened or nobody reads the answers.
    static func run(_ configuration: FrontdeskConfiguration) -> Int32 {
        let output = Output { bytes in Driver.write(bytes) }
        let handlers = DispatchQueue(label: "driver")
        var configuration = configuration
        configuration.callbackQueue = handlers
        let desk: Frontdesk
        do throws(FrontdeskError) {
            desk = try Frontdesk(opening: configuration)
        } catch {
            output.answer(nil, .failure(Fault(error)))
            return 1
        }
        let events = desk.observe { event in
            if let line = Show.event(event) { output.write(line) }
        }
        serve(desk, Lines { Driver.read() }, output)
        let down = DispatchSemaphore(value: 0)
        desk.shutdown { _ in down.signal() }
        down.wait()
        // What was announced up to now is out.
        handlers.sync {}
        events.cancel()
        return output.isBroken ? 1 : 0
    }

    /// Reads, begins and answers until the input ends or the output is gone.
    static func serve(_ desk: Frontdesk, _ lines: Lines, _ output: Output) {
        var lines = lines
        let outstanding = DispatchGroup()
        while !output.isBroken, let input = lines.next() {
            guard case .line(let bytes) = input else {
                output.answer(nil, .failure(.tooLong(Lines.longest)))
                continue
            }
            var id: String?
            do throws(Fault) {
                guard let line = try Line(bytes) else { continue }
                id = line.id
                let answered = DispatchSemaphore(value: 0)
                let call = try callNamed(line.call, line.arguments)
                outstanding.enter()
                call(desk) { outcome in
                    output.answer(line.id, outcome)
                    answered.signal()
                    outstanding.leave()
                }
                if line.wait { answered.wait() }
            } catch {
                output.answer(id, .failure(error))
            }
        }
        outstanding.wait()
    }

    private static func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // Whoever sent the lines is gone, which is an end like any other.
            return Array(buffer.prefix(max(0, count)))
        }
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            left = left.dropFirst(count)
        }
        return true
    }
}
