//! Content that is due to show itself, and which piece of it is shown now.
//!
//! Guarantees: each piece waits once, however often it is offered; what is shown stays until it is dismissed,
//! completed or presented, also when a later ping does not name it any more; `set_in_app_message_visibility`
//! holds back messages alone and `suppress_proactive_content` surveys and carousels alone, as documented; held
//! back content waits and is not lost. Pure.

use crate::model::live_content::{InAppRef, LiveKind};

use super::{Preferences, ProactiveKind};

/// More would mean that an operator aims everything at one person; the least important are not kept.
const MOST_WAITING: usize = 50;

/// What waits, most important first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Waiting(Vec<InAppRef>);

impl Waiting {
    /// Adds what does not wait yet; kinds that cannot show themselves are left out.
    pub(super) fn offer(&mut self, due: Vec<InAppRef>) {
        for piece in due {
            let shows_itself = matches!(
                piece.kind,
                LiveKind::InAppMessage | LiveKind::Survey | LiveKind::Carousel
            );
            if shows_itself && !self.0.iter().any(|waits| is(waits, piece.kind, &piece.id)) {
                self.0.push(piece);
            }
        }
        self.0.sort_by_key(|piece| std::cmp::Reverse(piece.priority));
        self.0.truncate(MOST_WAITING);
    }

    /// It was dismissed, completed or presented.
    pub(super) fn done(&mut self, kind: LiveKind, id: &str) {
        self.0.retain(|waits| !is(waits, kind, id));
    }

    /// What is shown now: nothing while the messenger covers the app.
    pub(super) fn now(&self, preferences: &Preferences, messenger_visible: bool) -> Option<&InAppRef> {
        self.0
            .iter()
            .find(|piece| !messenger_visible && may_show_itself(piece.kind, preferences))
    }
}

fn is(piece: &InAppRef, kind: LiveKind, id: &str) -> bool {
    piece.kind == kind && piece.id == id
}

fn may_show_itself(kind: LiveKind, preferences: &Preferences) -> bool {
    match kind {
        LiveKind::InAppMessage => preferences.in_app_messages_visible,
        LiveKind::Survey => !preferences.suppressed.contains(&ProactiveKind::Survey),
        LiveKind::Carousel => !preferences.suppressed.contains(&ProactiveKind::Carousel),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::live_content::InAppDisplay;

    fn piece(kind: LiveKind, id: &str, priority: i64) -> InAppRef {
        InAppRef {
            kind,
            id: id.to_owned(),
            display: InAppDisplay::Card,
            priority,
        }
    }

    fn waiting() -> Waiting {
        let mut waiting = Waiting::default();
        waiting.offer(vec![
            piece(LiveKind::InAppMessage, "m", 3),
            piece(LiveKind::Survey, "s", 2),
            piece(LiveKind::Carousel, "c", 1),
            piece(LiveKind::Article, "a", 9),
            piece(LiveKind::Unknown, "a tour of a newer server", 10),
        ]);
        waiting
    }

    fn shown(waiting: &Waiting, preferences: &Preferences) -> Option<String> {
        waiting.now(preferences, false).map(|piece| piece.id.clone())
    }

    #[test]
    fn hidden_in_app_messages_do_not_hide_surveys_and_carousels() {
        let hidden = Preferences {
            in_app_messages_visible: false,
            ..Preferences::default()
        };
        assert_eq!(shown(&waiting(), &Preferences::default()).as_deref(), Some("m"));
        assert_eq!(shown(&waiting(), &hidden).as_deref(), Some("s"));
    }

    #[test]
    fn suppressed_kinds_wait_and_come_back() {
        let mut preferences = Preferences {
            in_app_messages_visible: false,
            suppressed: [ProactiveKind::Survey].into(),
            ..Preferences::default()
        };
        assert_eq!(shown(&waiting(), &preferences).as_deref(), Some("c"));
        preferences.suppressed.insert(ProactiveKind::Carousel);
        assert_eq!(shown(&waiting(), &preferences), None);
        preferences.suppressed.clear();
        assert_eq!(shown(&waiting(), &preferences).as_deref(), Some("s"));
    }

    #[test]
    fn nothing_covers_an_open_messenger() {
        assert_eq!(waiting().now(&Preferences::default(), true), None);
    }

    #[test]
    fn a_repeated_offer_waits_once_and_what_is_done_is_gone() {
        let mut waiting = waiting();
        waiting.offer(vec![piece(LiveKind::InAppMessage, "m", 3)]);
        waiting.offer(Vec::new());
        waiting.done(LiveKind::InAppMessage, "m");
        waiting.done(LiveKind::Survey, "c");
        assert_eq!(shown(&waiting, &Preferences::default()).as_deref(), Some("s"));
    }

    #[test]
    fn a_flood_of_content_is_bounded_and_keeps_the_important() {
        let mut waiting = Waiting::default();
        waiting.offer(
            (0..1_000)
                .map(|n| piece(LiveKind::Survey, &n.to_string(), n))
                .collect(),
        );
        assert_eq!(waiting.0.len(), MOST_WAITING);
        assert_eq!(shown(&waiting, &Preferences::default()).as_deref(), Some("999"));
    }
}
