//! The operator API. Grows below.
use axum::Router;
use super::App;
pub(super) fn routes(_app: &App) -> Router<App> {
    Router::new()
}
