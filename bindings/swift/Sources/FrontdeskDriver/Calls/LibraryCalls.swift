// Help center, content, receipts, tickets and news.

import Frontdesk

func helpCenterCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "fetch_help_center_collections":
        return call({ .list($0.map(Show.collection)) }) { $0.fetchHelpCenterCollections(completion: $1) }
    case "fetch_help_center_collection":
        let id = try members.neededText("id")
        return call(Show.collectionContent) { $0.fetchHelpCenterCollection(id, completion: $1) }
    case "search_help_center":
        let term = try members.neededText("term")
        return call({ .list($0.map(Show.hit)) }) { $0.searchHelpCenter(term, completion: $1) }
    case "article":
        let id = try members.neededText("id")
        return call(Show.article) { $0.article(id, completion: $1) }
    case "react_to_article":
        let id = try members.neededText("id")
        let reaction = try members.word("reaction", ["happy": Reaction.happy, "neutral": .neutral, "sad": .sad])
        return call({ Show.delivery($0) }) { $0.reactToArticle(id, with: reaction, completion: $1) }
    default: return nil
    }
}

func contentCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "live_content":
        let kind = try members.word("kind", Word.liveKinds)
        let id = try members.neededText("id")
        return call(Show.liveContent) { $0.liveContent(kind, id: id, completion: $1) }
    case "send_receipt":
        let kind = try members.word("kind", receiptKinds)
        let id = try members.neededText("id")
        let event = try members.word("event", receiptEvents)
        let answers = try answers(&members)
        return call(Show.operation) { $0.sendReceipt(kind, id: id, event: event, answers: answers, completion: $1) }
    case "list_tickets":
        let limit = try limit(&members)
        let cursor = try members.text("cursor")
        return call(Show.tickets) { $0.listTickets(limit: limit, cursor: cursor, completion: $1) }
    case "ticket":
        let id = try members.neededText("id")
        return call(Show.ticket) { $0.ticket(id, completion: $1) }
    case "ticket_types":
        return call({ .list($0.map(Show.ticketType)) }) { $0.ticketTypes(completion: $1) }
    case "create_ticket":
        let id = try members.neededText("type_id")
        let attributes = Metadata(json: members.take("attributes")?.text ?? "{}")
        return call(Show.sentTicket) { $0.createTicket(type: id, attributes: attributes, completion: $1) }
    case "list_news":
        let cursor = try members.text("cursor")
        return call(Show.news) { $0.listNews(cursor: cursor, completion: $1) }
    default: return nil
    }
}

private let receiptKinds: KeyValuePairs<String, ReceiptKind> = [
    "article": .article, "survey": .survey, "carousel": .carousel, "news": .news, "in_app_message": .inAppMessage,
]

private let receiptEvents: KeyValuePairs<String, ReceiptEvent> = [
    "shown": .shown, "dismissed": .dismissed, "clicked": .clicked, "answered": .answered, "completed": .completed,
]

private func answers(_ members: inout Members) throws(Fault) -> [Answer] {
    guard let list = members.take("answers") else { return [] }
    let wrong = Fault(input: "wrong_type", "answers", "must be a list of question_id and value")
    guard let elements = list.elements() else { throw wrong }
    var answers: [Answer] = []
    for element in elements {
        var question: String?
        var value: AnswerValue?
        for (key, member) in element.members() ?? [] {
            if key == "question_id" { question = member.string }
            if key == "value" { value = answerValue(member) }
        }
        guard let question, let value else { throw wrong }
        answers.append(Answer(questionId: question, value: value))
    }
    return answers
}

private func answerValue(_ raw: RawJSON) -> AnswerValue? {
    if let flag = raw.flag { return .bool(flag) }
    if let number = raw.number { return .number(number) }
    if let text = raw.string { return .text(text) }
    guard let choices = raw.elements()?.map(\.string), !choices.contains(nil) else { return nil }
    return .choices(choices.compactMap(\.self))
}
