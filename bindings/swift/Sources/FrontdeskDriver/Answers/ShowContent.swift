// Conversations, articles, tickets and news as the protocol shows them: in the wire's words.

import Frontdesk

extension Show {
    static func author(_ author: Author) -> JSON {
        .object([
            ("type", .text(Word.of(author.kind))), ("name", .maybe(author.name)), ("avatar", .maybe(author.avatar)),
        ])
    }

    static func part(_ part: Part) -> JSON {
        let attachments = part.attachments.map { (file: Attachment) -> JSON in
            var members: [(String, JSON)] = [
                ("id", .text(file.id)), ("name", .text(file.name)), ("content_type", .text(file.contentType)),
                ("size", .whole(file.size)), ("url", .text(file.url)), ("expires_at", .whole(file.expiresAt)),
            ]
            if let width = file.width { members.append(("width", .whole(width))) }
            if let height = file.height { members.append(("height", .whole(height))) }
            return JSON.object(members)
        }
        var members: [(String, JSON)] = [
            ("id", .text(part.id)), ("seq", .whole(part.seq)), ("author", author(part.author)),
            ("body_html", .maybe(part.bodyHtml)), ("body_text", .maybe(part.bodyText)),
            ("attachments", .list(attachments)), ("created_at", .whole(part.createdAt)),
            ("state", .text(Word.of(part.state))),
        ]
        if !part.quickReplies.isEmpty {
            let replies = part.quickReplies.map { JSON.object([("id", .text($0.id)), ("text", .text($0.text))]) }
            members.append(("quick_replies", .list(replies)))
        }
        switch part.delivery {
        case .sent: break
        case .pending: members.append(("delivery", .object([("status", .text("pending"))])))
        case .failed(let code, let field):
            let failed: [(String, JSON)] = [
                ("status", .text("failed")), ("code", .text(code)), ("field", .maybe(field)),
            ]
            members.append(("delivery", .object(failed)))
        }
        return .object(members)
    }

    static func conversation(_ conversation: Conversation) -> JSON {
        .object([
            ("id", .text(conversation.id)), ("client_id", .maybe(conversation.clientId)),
            ("title", .maybe(conversation.title)), ("state", .text(Word.of(conversation.state))),
            ("updated_at", .whole(conversation.updatedAt)), ("unread_count", .whole(conversation.unreadCount)),
            ("participants", .list(conversation.participants.map(author))),
            ("parts", .list(conversation.parts.map(part))), ("previous", .maybe(conversation.previous)),
            ("from_cache", .bool(conversation.fromCache)),
        ])
    }

    static func conversations(_ page: ConversationPage) -> JSON {
        let data = page.data.map { conversation in
            JSON.object([
                ("id", .text(conversation.id)), ("client_id", .maybe(conversation.clientId)),
                ("title", .maybe(conversation.title)), ("state", .text(Word.of(conversation.state))),
                ("updated_at", .whole(conversation.updatedAt)),
                ("last_part", conversation.lastPart.map(part) ?? .null),
                ("unread_count", .whole(conversation.unreadCount)),
                ("participants", .list(conversation.participants.map(author))),
            ])
        }
        return Show.page(data, page.next, page.fromCache)
    }

    static func sent(_ part: SentPart) -> JSON {
        .object([
            ("conversation_id", .text(part.conversationId)), ("part_id", .text(part.partId)),
            ("delivery", delivery(part.delivery)),
        ])
    }

    static func collection(_ collection: HelpCenterCollection) -> JSON {
        .object([
            ("collectionId", .text(collection.collectionId)), ("title", .text(collection.title)),
            ("summary", .maybe(collection.summary)),
        ])
    }

    static func collectionContent(_ content: HelpCenterCollectionContent) -> JSON {
        func articles(_ articles: [HelpCenterArticle]) -> JSON {
            .list(articles.map { .object([("articleId", .text($0.articleId)), ("title", .text($0.title))]) })
        }
        return .object([
            ("collectionId", .text(content.collectionId)), ("title", .text(content.title)),
            ("summary", .maybe(content.summary)), ("articles", articles(content.articles)),
            (
                "sections",
                .list(
                    content.sections.map {
                        .object([("title", .text($0.title)), ("articles", articles($0.articles))])
                    })
            ),
        ])
    }

    static func hit(_ hit: HelpCenterSearchResult) -> JSON {
        .object([
            ("articleId", .text(hit.articleId)), ("title", .text(hit.title)), ("summary", .maybe(hit.summary)),
            ("matchingSnippet", .text(hit.matchingSnippet)),
        ])
    }

    static func article(_ article: Article) -> JSON {
        let related = article.related.map { JSON.object([("id", .text($0.id)), ("title", .text($0.title))]) }
        return .object([
            ("id", .text(article.id)), ("title", .text(article.title)), ("summary", .maybe(article.summary)),
            ("body_html", .text(article.bodyHtml)), ("body_text", .text(article.bodyText)),
            ("locale", .text(article.locale)), ("available_locales", .texts(article.availableLocales)),
            ("updated_at", .whole(article.updatedAt)), ("author", article.author.map(author) ?? .null),
            ("collection_id", .maybe(article.collectionId)), ("related", .list(related)),
            ("from_cache", .bool(article.fromCache)),
        ])
    }

    static func liveContent(_ content: LiveContent) -> JSON {
        .object([
            ("kind", .text(Word.of(content.kind))), ("id", .text(content.id)), ("status", .text(content.status)),
            ("title", .text(content.title)), ("body", .raw(content.bodyJson)), ("from_cache", .bool(content.fromCache)),
        ])
    }

    static func ticket(_ ticket: Ticket) -> JSON {
        .object([
            ("id", .text(ticket.id)), ("title", .maybe(ticket.title)), ("description", .maybe(ticket.description)),
            ("state", .text(Word.of(ticket.state))),
            ("ticket_type", .object([("id", .text(ticket.ticketType.id)), ("name", .text(ticket.ticketType.name))])),
            ("attributes", .raw(ticket.attributesJson)), ("conversation_id", .maybe(ticket.conversationId)),
            ("created_at", .whole(ticket.createdAt)), ("updated_at", .whole(ticket.updatedAt)),
            ("from_cache", .bool(ticket.fromCache)),
        ])
    }

    static func tickets(_ page: TicketPage) -> JSON {
        Show.page(page.data.map(ticket), page.next, page.fromCache)
    }

    static func ticketType(_ type: TicketType) -> JSON {
        let attributes = type.attributes.map { attribute in
            var members: [(String, JSON)] = [
                ("name", .text(attribute.name)), ("label", .text(attribute.label)),
                ("description", .maybe(attribute.description)), ("type", .text(Word.of(attribute.kind))),
                ("required", .bool(attribute.required)),
            ]
            if !attribute.options.isEmpty { members.append(("options", .texts(attribute.options))) }
            return JSON.object(members)
        }
        return .object([
            ("id", .text(type.id)), ("name", .text(type.name)), ("description", .maybe(type.description)),
            ("icon", .maybe(type.icon)), ("attributes", .list(attributes)),
        ])
    }

    static func sentTicket(_ ticket: SentTicket) -> JSON {
        .object([("ticket_id", .text(ticket.ticketId)), ("delivery", delivery(ticket.delivery))])
    }

    static func news(_ page: NewsPage) -> JSON {
        let data = page.data.map { item in
            JSON.object([
                ("id", .text(item.id)), ("title", .text(item.title)), ("body_html", .text(item.bodyHtml)),
                ("cover_image_url", .maybe(item.coverImageUrl)), ("published_at", .whole(item.publishedAt)),
            ])
        }
        return Show.page(data, page.next, page.fromCache)
    }

    private static func page(_ data: [JSON], _ next: String?, _ fromCache: Bool) -> JSON {
        .object([("data", .list(data)), ("next", .maybe(next)), ("from_cache", .bool(fromCache))])
    }
}
