// The texts that travel between the page and the core, as far as the container looks at them.
//
// Guarantees: the container forwards and never interprets; it looks at a text only to refuse what is no text or is
// longer than any allowed message, and to find the id when the core itself cannot answer. Whatever comes in, one
// answer in the form of `contract/bridge.schema.json` goes out. Pure.

import Foundation

/// What the container knows about the messages of `contract/bridge.schema.json`.
enum BridgeText {
    /// No message is longer, in bytes of UTF-8. The core has finer limits; this one keeps a text of a gigabyte from
    /// being copied on its way there.
    static let longest = 512 * 1024

    /// A text the core may be asked with, or the answer that says why not.
    enum Incoming: Equatable, Sendable {
        /// To be handed to the core as it is.
        case request(String)
        /// To be handed back as it is.
        case answer(String)
    }

    /// Judges what the web view handed over: its own bridge delivers texts, numbers, lists and objects alike.
    static func incoming(_ body: Any) -> Incoming {
        guard let text = body as? String else {
            return .answer(answer(id: nil, code: "invalid_request", message: "a message is a text", temporary: false))
        }
        guard text.utf8.count <= longest else {
            return .answer(
                answer(id: nil, code: "message_too_large", message: "the message is too large", temporary: false))
        }
        return .request(text)
    }

    /// The answer when the core did not give one: it was shut down, or failed inside.
    static func unanswered(_ request: String, code: String, temporary: Bool) -> String {
        answer(
            id: id(of: request), code: code, message: "the core could not answer", temporary: temporary)
    }

    /// A request of the container's own without data, such as `back`. The core takes each id once, so the id is
    /// random, and none of a page's.
    static func hostRequest(_ type: String, id: UUID = UUID()) -> String {
        #"{"id":"host-\#(id.uuidString)","type":"\#(type)","data":{}}"#
    }

    /// The id of a request if it can be read: the core's rule is 1 to 64 plain characters.
    static func id(of request: String) -> String? {
        guard let parsed = try? JSONSerialization.jsonObject(with: Data(request.utf8)),
            let id = (parsed as? [String: Any])?["id"] as? String,
            (1...64).contains(id.utf8.count), id.utf8.allSatisfy(isPlain)
        else { return nil }
        return id
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: ":"):
            return true
        default:
            return false
        }
    }

    /// `id` was checked by the caller and the other words are ours: nothing in here needs escaping.
    private static func answer(id: String?, code: String, message: String, temporary: Bool) -> String {
        let id = id.map { "\"\($0)\"" } ?? "null"
        return #"{"id":\#(id),"ok":false,"error":{"code":"\#(code)","message":"\#(message)","temporary":\#(temporary)}}"#
    }
}
