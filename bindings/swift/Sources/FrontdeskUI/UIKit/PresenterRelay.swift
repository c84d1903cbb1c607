// Brings the core's wishes to the main thread.
//
// Guarantees: returns at once, whatever thread the core calls on; wishes arrive in the order in which they were made
// (one queue, no tasks that could overtake each other). Holds neither the client nor the screens.

#if canImport(UIKit) && canImport(WebKit)
    import Dispatch
    import Frontdesk

    /// The presenter that the client knows.
    final class PresenterRelay: FrontdeskPresenter {
        /// Who draws. Set when the screens stand, before anybody has the client.
        @MainActor weak var target: MessengerPresenter?

        func present(_ what: Presentation) throws {
            // What to show is in the messenger's state, which the page reads: here it only has to be seen.
            later { $0.present() }
        }

        func hide() throws {
            later { $0.hide() }
        }

        func openLink(_ url: String) throws {
            later { $0.openLink(url) }
        }

        private func later(_ act: @escaping @MainActor @Sendable (MessengerPresenter) -> Void) {
            DispatchQueue.main.async {
                MainActor.assumeIsolated {
                    if let target = self.target { act(target) }
                }
            }
        }
    }
#endif
