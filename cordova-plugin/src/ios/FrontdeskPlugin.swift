// The exec service `Intercom` on iOS: what JavaScript asks goes to the Swift package, what comes back goes to
// JavaScript. It decides nothing.
//
// Guarantees: every call is answered exactly once, with a value or with `{"code", "message", …}`, also hostile
// arguments, and a call that is under way when its page goes (then with `bridge_reset`); the order of the calls is the
// order of their effects. Nothing is swizzled and the app's delegate stays the app's. An action that is not below is
// refused by Cordova itself, with a line in the log.
//
// Cordova makes one instance per web view and calls on the main thread.

import Foundation
import Frontdesk

#if canImport(Cordova)
    import Cordova
#endif

/// One page of the app, from its load to the next one.
final class Page: @unchecked Sendable {
    // Sendable by hand: `open` is read and written under the lock.
    private let lock = NSLock()
    private var open: [ObjectIdentifier: Answer] = [:]

    /// What is told to the page without being asked.
    let listening = Listening()

    /// The answer to a call of this page.
    func answer(send: @escaping @Sendable (CDVPluginResult) -> Void) -> Answer {
        let answer = Answer(send: send) { [weak self] answer in self?.forget(answer) }
        lock.lock()
        open[ObjectIdentifier(answer)] = answer
        lock.unlock()
        return answer
    }

    /// The page is gone, or about to go. Cordova says so before it knows that the next one can be loaded: a page that
    /// stays hears that its stream of events ended too, and asks for another.
    @MainActor
    func leave() {
        lock.lock()
        let all = Array(open.values)
        lock.unlock()
        for answer in all {
            answer.failure("bridge_reset", "the page that made this call is gone", temporary: true)
        }
        listening.end()
    }

    private func forget(_ answer: Answer) {
        lock.lock()
        open[ObjectIdentifier(answer)] = nil
        lock.unlock()
    }
}

/// Named in config.xml as the feature `Intercom`. Since 0.1.
@objc(FrontdeskPlugin)
public class FrontdeskPlugin: CDVPlugin {
    private let page = Page()

    /// Starts the SDK as config.xml says.
    override public func pluginInitialize() {
        // A dictionary of Cordova's own there, a plain one in Capacitor; names are in lower case in both.
        let settings = commandDelegate.settings as NSDictionary?
        DispatchQueue.main.async {
            Preferences.carryOut { settings?.object(forKey: $0) as? String }
        }
    }

    /// The page goes, or is loaded again: nobody hears what is still under way.
    override public func onReset() {
        let page = self.page
        DispatchQueue.main.async { page.leave() }
    }

    /// The web view goes. What was told is still done.
    override public func dispose() {
        onReset()
        super.dispose()
    }

    private func make(_ command: CDVInvokedUrlCommand) {
        let id = command.callbackId ?? ""
        let answer = page.answer { [weak self] result in self?.commandDelegate?.send(result, callbackId: id) }
        guard let action = Actions.all[command.methodName] else {
            return answer.failure("unknown_action", "no such action: see the plugin's documentation", field: "action")
        }
        let call = Call(action: action, arguments: Arguments(command.arguments), answer: answer, page: page)
        DispatchQueue.main.async { Desk.shared.add(call) }
    }

    // One method for each name in the table: Cordova looks for methods.
    @objc(initialize:) func initialize(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(listen:) func listen(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(loginUserWithUserAttributes:) func loginUserWithUserAttributes(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(registerIdentifiedUser:) func registerIdentifiedUser(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(loginUnidentifiedUser:) func loginUnidentifiedUser(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(registerUnidentifiedUser:) func registerUnidentifiedUser(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(logout:) func logout(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(updateUser:) func updateUser(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setUserHash:) func setUserHash(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setSecureMode:) func setSecureMode(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setUserJwt:) func setUserJwt(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setAuthTokens:) func setAuthTokens(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(isUserLoggedIn:) func isUserLoggedIn(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(fetchLoggedInUserAttributes:) func fetchLoggedInUserAttributes(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(logEvent:) func logEvent(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(pending:) func pending(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(flush:) func flush(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(diagnostics:) func diagnostics(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(dismiss:) func dismiss(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(retryOperation:) func retryOperation(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(present:) func present(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayMessenger:) func displayMessenger(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayConversationsList:) func displayConversationsList(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayHelpCenter:) func displayHelpCenter(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(presentIntercomSpace:) func presentIntercomSpace(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(presentContent:) func presentContent(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayCarousel:) func displayCarousel(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayArticle:) func displayArticle(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displaySurvey:) func displaySurvey(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayHelpCenterCollections:) func displayHelpCenterCollections(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(presentMessageComposer:) func presentMessageComposer(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayMessageComposer:) func displayMessageComposer(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(displayMessageComposerWithInitialMessage:) func displayMessageComposerWithInitialMessage(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(hideIntercom:) func hideIntercom(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(hideMessenger:) func hideMessenger(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(startConversation:) func startConversation(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(unreadConversationCount:) func unreadConversationCount(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setLauncherVisibility:) func setLauncherVisibility(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setInAppMessageVisibility:) func setInAppMessageVisibility(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setBottomPadding:) func setBottomPadding(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(setThemeMode:) func setThemeMode(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(suppressProactiveContent:) func suppressProactiveContent(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(fetchHelpCenterCollections:) func fetchHelpCenterCollections(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(fetchHelpCenterCollection:) func fetchHelpCenterCollection(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(searchHelpCenter:) func searchHelpCenter(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(registerForPush:) func registerForPush(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(sendPushTokenToIntercom:) func sendPushTokenToIntercom(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(clearPushToken:) func clearPushToken(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(isFrontdeskPush:) func isFrontdeskPush(_ command: CDVInvokedUrlCommand) { make(command) }
    @objc(handlePush:) func handlePush(_ command: CDVInvokedUrlCommand) { make(command) }
}
