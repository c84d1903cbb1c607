// What is shown and what the app decides about it; what the platform tells, and what is heard.

import Frontdesk

func messengerCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "present":
        return call(Show.presentation) { $0.present(completion: $1) }
    case "present_space":
        let name = try members.neededText("space")
        let space: Space
        do { space = try Space.named(name) } catch { throw Fault(error) }
        return call(Show.presentation) { $0.present(space, completion: $1) }
    case "present_message_composer":
        let text = try members.text("text")
        return call(Show.presentation) { $0.presentMessageComposer(text, completion: $1) }
    case "hide":
        return call { $0.hide(completion: $1) }
    case "bridge_request":
        // The message is what the messenger's pages say; its answer is given as it is.
        let message = members.take("message")?.text ?? "null"
        return call(JSON.raw) { $0.bridgeRequest(message, completion: $1) }
    case "messenger_state":
        return atOnce { desk throws(FrontdeskError) in .raw(try desk.messengerState().json) }
    case "set_launcher_visibility":
        let visible = try members.neededFlag("visible")
        return call { $0.setLauncherVisibility(visible, completion: $1) }
    case "set_bottom_padding":
        let pixels = UInt32(clamping: try members.neededNumber("pixels"))
        return call { $0.setBottomPadding(pixels, completion: $1) }
    case "set_in_app_message_visibility":
        let visible = try members.neededFlag("visible")
        return call { $0.setInAppMessageVisibility(visible, completion: $1) }
    case "suppress_proactive_content":
        var kinds: [ProactiveKind] = []
        for word in try members.neededList("kinds") {
            switch word {
            case "survey": kinds.append(.survey)
            case "carousel": kinds.append(.carousel)
            default: throw Fault(input: "unknown_value", "kinds", "must be survey or carousel")
            }
        }
        let suppressed = kinds
        return call { $0.suppressProactiveContent(suppressed, completion: $1) }
    case "set_theme_mode":
        let mode = try members.word("mode", ["light": ThemeMode.light, "dark": .dark, "system": .system])
        return call { $0.setThemeMode(mode, completion: $1) }
    case "set_language_override":
        let tag = try members.text("tag")
        return call { $0.setLanguageOverride(tag, completion: $1) }
    default: return nil
    }
}

func deviceCall(_ name: String, _ members: inout Members) throws(Fault) -> Call? {
    switch name {
    case "set_foreground":
        let foreground = try members.neededFlag("foreground")
        return call { $0.setForeground(foreground, completion: $1) }
    case "network_changed":
        let available = try members.neededFlag("available")
        return call { $0.networkChanged(available, completion: $1) }
    case "set_push_token":
        let provider = try members.word(
            "provider", ["apns": PushProvider.apns, "fcm": .fcm, "webpush": .webpush])
        let token = try members.neededText("token")
        let sandbox = try members.flag("sandbox") ?? false
        return call {
            $0.setPushToken(
                token, provider: provider, environment: sandbox ? .sandbox : .production, completion: $1)
        }
    case "clear_push_token":
        return call { $0.clearPushToken(completion: $1) }
    case "unread_conversation_count":
        return atOnce { desk throws(FrontdeskError) in .whole(Int64(try desk.unreadConversationCount())) }
    case "fetch_unread_conversation_count":
        return call({ JSON.whole(Int64($0)) }) { $0.fetchUnreadConversationCount(completion: $1) }
    case "listen":
        // Events are written from the start anyway.
        return atOnce { _ in .null }
    case "shutdown":
        return call { $0.shutdown(completion: $1) }
    default: return nil
    }
}
