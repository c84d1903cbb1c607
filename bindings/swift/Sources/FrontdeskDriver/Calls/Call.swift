// The calls there are, one per function of the package, with their arguments read by the core's own rules.
//
// Guarantee: what is made of a name and arguments is complete; everything else is a fault with the code and the field
// of `contract/vectors`. Used on the main thread; one file per room of the package.

@_spi(Driver) import Frontdesk

/// What stands behind `ok` or `error`.
typealias Outcome = Result<JSON, Fault>

/// A call that was read and can be made: it begins in the order of the lines, and answers once, on any thread.
typealias Call = (_ desk: Frontdesk, _ reply: @escaping @Sendable (Outcome) -> Void) -> Void

/// What a room says to a name: nothing when it is not one of its calls.
typealias Room = (_ name: String, _ members: inout Members) throws(Fault) -> Call?

/// Finds the call and reads its arguments.
func callNamed(_ name: String, _ arguments: RawJSON?) throws(Fault) -> Call {
    // These say which keys they left out instead of refusing them, as the core does.
    if let call = try readWhole(name, arguments) { return call }
    var members = try Members(arguments)
    let rooms: [Room] = [
        sessionCall, recordCall, messengerCall, conversationCall, helpCenterCall, contentCall, deviceCall,
    ]
    for room in rooms {
        if let call = try room(name, &members) {
            try members.finish()
            return call
        }
    }
    throw Fault(input: "unknown_call", "call", "is no call; see frontdesk drive --help")
}

/// Calls whose arguments are one value to the core.
private func readWhole(_ name: String, _ arguments: RawJSON?) throws(Fault) -> Call? {
    let text = arguments?.text ?? "{}"
    switch name {
    case "login_user_with_user_attributes":
        return call(Show.login) { $0.loginUser(with: UserAttributes(json: text), completion: $1) }
    case "update_user":
        return call(Show.update) { $0.updateUser(UserAttributes(json: text), completion: $1) }
    case "present_content":
        let content = try reference(text)
        return call(Show.presentation) { $0.presentContent(content, completion: $1) }
    case "content":
        let content = try reference(text)
        return call(Show.liveContent) { $0.content(content, completion: $1) }
    case "handle_push":
        return atOnce { desk throws(FrontdeskError) in
            Show.push(try desk.handlePush(Metadata(json: text)))
        }
    default: return nil
    }
}

private func reference(_ text: String) throws(Fault) -> ContentRef {
    do { return try ContentRef.reading(Metadata(json: text)) } catch { throw Fault(error) }
}

/// A call of the completion-handler kind.
func call<Value>(
    _ show: @escaping @Sendable (Value) -> JSON,
    _ make: @escaping (Frontdesk, @escaping Completion<Value>) -> Void
) -> Call {
    { desk, reply in
        make(desk) { result in reply(result.map(show).mapError(Fault.init)) }
    }
}

/// A call that answers from memory: in its place in the line, so that it meets what was called before.
func atOnce(_ make: @escaping @Sendable (Frontdesk) throws(FrontdeskError) -> JSON) -> Call {
    { desk, reply in
        desk.inLine(make) { result in reply(result.mapError(Fault.init)) }
    }
}

/// A call without a value.
func call(_ make: @escaping (Frontdesk, @escaping Completion<Void>) -> Void) -> Call {
    call({ () in JSON.null }, make)
}
