// What is shown, and what the app decides about it.

import Foundation
import Frontdesk

private let open = Action.ask { desk, _, answer in desk.present(completion: answer.done()) }

private let compose = Action.ask { desk, arguments, answer in
    desk.presentMessageComposer(try arguments.textIfGiven(0, "text"), completion: answer.done())
}

private let hide = Action.ask { desk, _, answer in desk.hide(completion: answer.done()) }

let messengerActions: [String: Action] = [
    "present": open,
    "displayMessenger": open,
    "displayConversationsList": .ask { desk, _, answer in desk.present(.messages, completion: answer.done()) },
    "displayHelpCenter": .ask { desk, _, answer in desk.present(.helpCenter, completion: answer.done()) },
    "presentIntercomSpace": .ask { desk, arguments, answer in
        desk.present(try Space.named(try arguments.text(0, "space")), completion: answer.done())
    },
    "presentContent": .ask { desk, arguments, answer in
        let content = try ContentRef.reading(try arguments.content())
        desk.presentContent(content, completion: answer.done())
    },
    "displayCarousel": .ask { desk, arguments, answer in
        desk.presentContent(.carousel(try arguments.text(0, "id")), completion: answer.done())
    },
    "displayArticle": .ask { desk, arguments, answer in
        desk.presentContent(.article(try arguments.text(0, "id")), completion: answer.done())
    },
    "displaySurvey": .ask { desk, arguments, answer in
        desk.presentContent(.survey(try arguments.text(0, "id")), completion: answer.done())
    },
    // Two generations, two shapes: a bare list, or an object with `collectionIds`.
    "displayHelpCenterCollections": .ask { desk, arguments, answer in
        let given = arguments[0] as? [String: Any]
        let list = given.map { $0["collectionIds"] ?? $0["ids"] } ?? arguments[0]
        let ids = try arguments.texts(list, "ids")
        desk.presentContent(.helpCenterCollections(ids), completion: answer.done())
    },
    "presentMessageComposer": compose,
    "displayMessageComposer": compose,
    "displayMessageComposerWithInitialMessage": compose,
    "hideIntercom": hide,
    "hideMessenger": hide,
    "startConversation": .ask { desk, arguments, answer in
        desk.startConversation(
            try arguments.text(0, "body"),
            completion: answer.giving { sent in
                var all = deliveryOf(sent.delivery)
                all["conversation_id"] = sent.conversationId
                all["part_id"] = sent.partId
                return all
            })
    },
    "unreadConversationCount": .ask { desk, _, answer in answer.success(try desk.unreadConversationCount()) },
    "setLauncherVisibility": .ask { desk, arguments, answer in
        desk.setLauncherVisibility(try visible(arguments), completion: answer.done())
    },
    "setInAppMessageVisibility": .ask { desk, arguments, answer in
        desk.setInAppMessageVisibility(try visible(arguments), completion: answer.done())
    },
    "setBottomPadding": .ask { desk, arguments, answer in
        let pixels = try arguments.number(0, "bottom_padding").rounded(.towardZero)
        if pixels < 0 {
            let message = "bottom_padding: must not be negative"
            throw Fault(code: "out_of_range", field: "bottom_padding", message: message)
        }
        desk.setBottomPadding(UInt32(clamping: Int(min(pixels, 1e9))), completion: answer.done())
    },
    "setThemeMode": .ask { desk, arguments, answer in
        let modes: [String: ThemeMode] = ["LIGHT": .light, "DARK": .dark, "SYSTEM": .system]
        desk.setThemeMode(try chosen(try arguments.text(0, "theme_mode"), "theme_mode", modes), completion: answer.done())
    },
    "suppressProactiveContent": .ask { desk, arguments, answer in
        let kinds: [String: ProactiveKind] = ["SURVEY": .survey, "CAROUSEL": .carousel]
        let words = try arguments.texts(arguments[0], "kinds")
        let wanted = try words.enumerated().map { try chosen($1, "kinds[\($0)]", kinds) }
        desk.suppressProactiveContent(wanted, completion: answer.done())
    },
]

private func visible(_ arguments: Arguments) throws -> Bool {
    try chosen(try arguments.text(0, "visibility"), "visibility", ["VISIBLE": true, "GONE": false])
}

private func chosen<Value>(_ word: String, _ field: String, _ words: [String: Value]) throws -> Value {
    guard let value = words[word.trimmingCharacters(in: .whitespaces).uppercased()] else {
        let known = words.keys.sorted().joined(separator: ", ")
        throw Fault(code: "unknown_value", field: field, message: "\(field): must be one of \(known)")
    }
    return value
}
