//! The table of routes. Every route is registered here and nowhere else, which is why the list and the router
//! cannot differ: [`Routes::list`] names all of them, and tests ask each one for what belongs to others.
//!
//! The words are axum's ([`get`], [`post`], `route`, `nest`, `merge`), so that a registration reads as usual.
//! Used once, when the router is built.

use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;

use super::App;

/// One thing that a server answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    /// The whole path, with its placeholders in braces.
    pub path: String,
    /// In capitals. What `GET` answers, `HEAD` answers too.
    pub method: &'static str,
}

/// What one path answers, method by method.
pub(super) struct Methods {
    router: MethodRouter<App>,
    names: Vec<&'static str>,
}

/// For each method a function that starts with it and one that adds it.
macro_rules! methods {
    ($($method:ident $name:literal),* $(,)?) => {
        $(
            #[doc = concat!("Answers `", $name, "`.")]
            #[allow(dead_code)]
            pub(super) fn $method<H, T>(handler: H) -> Methods
            where
                H: Handler<T, App>,
                T: 'static,
            {
                Methods { router: axum::routing::$method(handler), names: vec![$name] }
            }
        )*
        impl Methods {
            $(
                #[doc = concat!("Answers `", $name, "`, too.")]
                #[allow(dead_code)]
                pub(super) fn $method<H, T>(mut self, handler: H) -> Self
                where
                    H: Handler<T, App>,
                    T: 'static,
                {
                    self.router = self.router.$method(handler);
                    self.names.push($name);
                    self
                }
            )*
        }
    };
}

methods!(get "GET", post "POST", put "PUT", patch "PATCH", delete "DELETE");

/// See the module.
pub(super) struct Routes {
    router: Router<App>,
    list: Vec<Route>,
}

impl Routes {
    /// None.
    pub(super) fn new() -> Self {
        Self {
            router: Router::new(),
            list: Vec::new(),
        }
    }

    /// Adds a path.
    pub(super) fn route(mut self, path: &str, methods: Methods) -> Self {
        self.router = self.router.route(path, methods.router);
        self.list.extend(methods.names.into_iter().map(|method| Route {
            path: path.to_owned(),
            method,
        }));
        self
    }

    /// Adds all of `inner` under `prefix`.
    pub(super) fn nest(mut self, prefix: &str, inner: Self) -> Self {
        self.router = self.router.nest(prefix, inner.router);
        self.list.extend(inner.list.into_iter().map(|route| Route {
            path: format!("{prefix}{}", route.path),
            ..route
        }));
        self
    }

    /// Adds all of `other`.
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// Puts something around what is registered so far: a gate, a limit. It changes no path.
    pub(super) fn wrapped(mut self, wrap: impl FnOnce(Router<App>) -> Router<App>) -> Self {
        self.router = wrap(self.router);
        self
    }

    /// All of them, in the order of their paths.
    pub(super) fn list(&self) -> Vec<Route> {
        let mut list = self.list.clone();
        list.sort();
        list
    }

    /// What serves them.
    pub(super) fn into_router(self) -> Router<App> {
        self.router
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_was_registered_with_its_whole_path() {
        let inner = Routes::new()
            .route("/things", get(async || "all").post(async || "made"))
            .route("/things/{id}", delete(async || "gone"));
        let list = Routes::new()
            .route("/up", get(async || "yes"))
            .merge(Routes::new().nest("/v1", inner))
            .list();
        let lines: Vec<String> = list.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
        assert_eq!(
            lines,
            [
                "GET /up",
                "GET /v1/things",
                "POST /v1/things",
                "DELETE /v1/things/{id}"
            ]
        );
    }
}
