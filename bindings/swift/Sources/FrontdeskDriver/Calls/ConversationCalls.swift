// Conversations: read, written, read again.

import Foundation
import Frontdesk

/// Entries of a page when it is not told.
private let page: UInt64 = 20

func conversationCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "list_conversations":
        let limit = try limit(&members)
        let cursor = try members.text("cursor")
        return call(Show.conversations) { $0.listConversations(limit: limit, cursor: cursor, completion: $1) }
    case "cached_conversations":
        let limit = try limit(&members)
        return call(Show.conversations) { $0.cachedConversations(limit: limit, completion: $1) }
    case "conversation":
        let id = try members.neededText("id")
        let before = try before(&members)
        return call(Show.conversation) { $0.conversation(id, before: before, completion: $1) }
    case "cached_conversation":
        let id = try members.neededText("id")
        let before = try before(&members)
        return call({ $0.map(Show.conversation) ?? .null }) {
            $0.cachedConversation(id, before: before, completion: $1)
        }
    case "start_conversation":
        let body = try members.neededText("body")
        return call(Show.sent) { $0.startConversation(body, completion: $1) }
    case "start_conversation_with":
        let first = try newReply(&members)
        return call(Show.sent) { $0.startConversation(with: first, completion: $1) }
    case "reply":
        let id = try members.neededText("conversation_id")
        let reply = try newReply(&members)
        return call(Show.sent) { $0.reply(to: id, reply, completion: $1) }
    case "quick_reply":
        let id = try members.neededText("conversation_id")
        let chosen = try members.neededText("quick_reply_id")
        return call(Show.sent) { $0.quickReply(to: id, chosen, completion: $1) }
    case "mark_conversation_read":
        let id = try members.neededText("id")
        return call(JSON.bool) { $0.markConversationRead(id, completion: $1) }
    case "send_typing":
        let id = try members.neededText("id")
        return call { $0.sendTyping(in: id, completion: $1) }
    case "draft":
        let id = try members.neededText("id")
        return call({ (text: String?) in JSON.maybe(text) }) { $0.draft(in: id, completion: $1) }
    case "set_draft":
        let id = try members.neededText("id")
        let text = try members.neededText("text")
        return call { $0.setDraft(text, in: id, completion: $1) }
    default: return nil
    }
}

func limit(_ members: inout Members) throws(Fault) -> Int {
    Int(clamping: try members.number("limit") ?? page)
}

private func before(_ members: inout Members) throws(Fault) -> Int64? {
    try members.number("before").flatMap { Int64(exactly: $0) }
}

private func newReply(_ members: inout Members) throws(Fault) -> NewReply {
    let wrong = Fault(input: "wrong_type", "attachments", "must be a list of files with text or base64")
    let body = try members.text("body") ?? ""
    var attachments: [NewAttachment] = []
    if let list = members.take("attachments") {
        guard let files = list.elements() else { throw wrong }
        for file in files { attachments.append(try attachment(file, wrong)) }
    }
    return NewReply(body, attachments: attachments)
}

private func attachment(_ file: RawJSON, _ wrong: Fault) throws(Fault) -> NewAttachment {
    guard let members = file.members() else { throw wrong }
    var texts: [String: String] = [:]
    for (key, value) in members {
        guard let key, ["name", "content_type", "text", "base64"].contains(key) else { throw wrong }
        if value.isNull { continue }
        guard let text = value.string, texts.updateValue(text, forKey: key) == nil else { throw wrong }
    }
    guard let name = texts["name"], let type = texts["content_type"] else { throw wrong }
    let bytes: Data
    switch (texts["text"], texts["base64"]) {
    case (let text?, nil): bytes = Data(text.utf8)
    case (nil, let packed?):
        guard let unpacked = Data(base64Encoded: packed) else { throw wrong }
        bytes = unpacked
    default: throw wrong
    }
    return NewAttachment(name: name, contentType: type, bytes: bytes)
}
