// Conversations, help center, content, tickets and news: each call once, against the real server.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class LibrarySmokeTests: DeskTestCase {
    func testAConversationIsStartedReadAnsweredAndListed() async throws {
        let (desk, _) = try await loggedIn()
        let sent = try await desk.startConversation("Hello")
        XCTAssertEqual(sent.delivery, .delivered(rejected: []))
        let other = try await desk.startConversation(
            with: NewReply(
                "With a file",
                attachments: [
                    NewAttachment(name: "a.txt", contentType: "text/plain", bytes: Data("words".utf8))
                ]))
        XCTAssertNotEqual(sent.conversationId, other.conversationId)
        try await desk.reply(to: sent.conversationId, NewReply("And more"))
        _ = try await desk.flush()
        let conversation = try await desk.conversation(sent.conversationId)
        XCTAssertEqual(conversation.parts.compactMap(\.bodyText), ["Hello", "And more"])
        let page = try await desk.listConversations()
        XCTAssertEqual(page.data.count, 2)
        let cached = try await desk.cachedConversations()
        XCTAssertTrue(cached.fromCache)
        XCTAssertEqual(cached.data.count, 2)
        let kept = try await desk.cachedConversation(sent.conversationId)
        XCTAssertEqual(kept?.parts.count, 2)
        let unknown = try await desk.cachedConversation("no-such")
        XCTAssertNil(unknown)
        try await desk.sendTyping(in: sent.conversationId)
        try await desk.setDraft("half a sen", in: sent.conversationId)
        let draft = try await desk.draft(in: sent.conversationId)
        XCTAssertEqual(draft, "half a sen")
    }

    func testATeammatesAnswerIsUnreadUntilItIsMarkedAndCanBeChosenFrom() async throws {
        let (desk, _) = try await loggedIn()
        let server = try Server.current()
        let sent = try await desk.startConversation("help")
        let admins = try await server.asOperator("GET", "/admins").member("admins").elements() ?? []
        let admin = try XCTUnwrap(admins.first).member("id").text
        let choice = UUID().uuidString.lowercased()
        _ = try await server.asOperator(
            "POST", "/conversations/\(sent.conversationId)/reply",
            body: """
                {"message_type": "quick_reply", "type": "admin", "admin_id": \(admin), "body": "Did it help?",
                 "reply_options": [{"text": "Yes", "uuid": "\(choice)"}]}
                """)
        let unread = try await desk.fetchUnreadConversationCount()
        XCTAssertEqual(unread, 1)
        let conversation = try await desk.conversation(sent.conversationId)
        let reply = try XCTUnwrap(conversation.parts.last?.quickReplies.first)
        XCTAssertEqual(reply.text, "Yes")
        let news = try await desk.markConversationRead(sent.conversationId)
        XCTAssertTrue(news)
        let again = try await desk.markConversationRead(sent.conversationId)
        XCTAssertFalse(again)
        try await desk.quickReply(to: sent.conversationId, reply.id)
        let left = try await desk.flush()
        XCTAssertEqual(left.queued, 0)
        XCTAssertEqual(left.rejected, [])
    }

    func testTheHelpCenterIsReadAndSearched() async throws {
        let (desk, _) = try await loggedIn()
        let collections = try await desk.fetchHelpCenterCollections()
        XCTAssertEqual(collections.first?.collectionId, "4001")
        let content = try await desk.fetchHelpCenterCollection("4001")
        XCTAssertEqual(content.articles.first?.articleId, "1001")
        let hits = try await desk.searchHelpCenter("start")
        XCTAssertEqual(hits.first?.articleId, "1001")
        let article = try await desk.article("1001")
        XCTAssertEqual(article.title, "Getting started")
        let delivery = try await desk.reactToArticle("1001", with: .happy)
        XCTAssertEqual(delivery, .delivered(rejected: []))
    }

    func testContentIsReadAndItsReceiptsAreSent() async throws {
        let (desk, _) = try await loggedIn()
        let survey = try await desk.liveContent(.survey, id: "2001")
        XCTAssertEqual(survey.status, "live")
        let carousel = try await desk.content(.carousel("3001"))
        XCTAssertTrue(carousel.bodyJson.contains("screens"))
        try await desk.sendReceipt(.survey, id: "2001", event: .shown)
        let id = try await desk.sendReceipt(
            .survey, id: "2001", event: .answered,
            answers: [
                Answer(questionId: "q1", value: .number(4)), Answer(questionId: "q2", value: .text("more of it")),
            ])
        XCTAssertFalse(id.isEmpty)
        let left = try await desk.flush()
        XCTAssertEqual([left.queued, left.rejectedCount], [0, 0])
    }

    func testATicketIsOpenedAndReadAndNewsAreListed() async throws {
        let server = try Server.current()
        let type = try await server.asOperator(
            "POST", "/x/ticket_types",
            body: """
                {"name": "Fault", "status": "live",
                 "attributes": [{"name": "title", "label": "What?", "type": "text", "required": true}]}
                """
        ).member("id").words()
        _ = try await server.asOperator(
            "POST", "/x/news", body: #"{"title": "One", "body_html": "<p>1</p>", "status": "live"}"#)
        let (desk, _) = try await loggedIn()
        let types = try await desk.ticketTypes()
        XCTAssertTrue(types.contains { $0.id == type })
        try await desk.createTicket(type: type, attributes: ["title": "It is broken"])
        _ = try await desk.flush()
        let tickets = try await desk.listTickets()
        let ticket = try XCTUnwrap(tickets.data.first)
        let read = try await desk.ticket(ticket.id)
        XCTAssertEqual(read.state, .submitted)
        XCTAssertTrue(read.attributesJson.contains("It is broken"))
        let news = try await desk.listNews()
        XCTAssertTrue(news.data.contains { $0.title == "One" })
    }
}
