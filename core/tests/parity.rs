//! `docs/parity.md`: no documented name is missing, and what the page names exists.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

const PAGE: &str = "docs/parity.md";

/// The documented names, by the heading under which they must stand.
const DOCUMENTED: &[(&str, &str)] = &[
    (
        "Calls of the Cordova plugin",
        "loginUserWithUserAttributes loginUnidentifiedUser logout isUserLoggedIn fetchLoggedInUserAttributes setUserHash \
         updateUser logEvent present presentSpace presentContent presentMessageComposer fetchHelpCenterCollections \
         fetchHelpCenterCollection searchHelpCenter unreadConversationCount setLauncherVisibility \
         setInAppMessageVisibility hideIntercom setBottomPadding registerForPush sendPushTokenToIntercom",
    ),
    (
        "Old names of the Cordova plugin",
        "registerIdentifiedUser registerUnidentifiedUser reset displayMessenger displayMessageComposer \
         displayMessageComposerWithInitialMessage displayHelpCenter displayHelpCenterCollections displayCarousel \
         displayArticle displaySurvey displayConversationsList setSecureMode hideMessenger",
    ),
    (
        "Helpers and the JSON they make",
        "intercom.space articleWithArticleId carouselWithCarouselId surveyWithSurveyId conversationWithConversationId \
         helpCenterCollectionsWithIds",
    ),
    (
        "Attributes of `updateUser`",
        "email user_id name phone language_override signed_up_at unsubscribed_from_emails custom_attributes companies \
         company_id created_at monthly_spend plan",
    ),
    (
        "Ionic Native",
        "registerIdentifiedUser registerUnidentifiedUser reset logout hideMessenger setSecureMode \
         displayConversationsList",
    ),
    (
        "Capacitor",
        "loadWithKeys registerIdentifiedUser registerUnidentifiedUser updateUser logout logEvent displayMessenger \
         displayMessageComposer displayHelpCenter hideMessenger displayLauncher hideLauncher displayInAppMessages \
         hideInAppMessages displayCarousel displayArticle setUserHash setUserJwt setBottomPadding \
         sendPushTokenToIntercom receivePush addListener windowDidShow windowDidHide iosApiKey iosAppId androidApiKey \
         androidAppId",
    ),
    (
        "React Native",
        "initialize loginUnidentifiedUser loginUserWithUserAttributes logout updateUser isUserLoggedIn \
         fetchLoggedInUserAttributes setUserHash setUserJwt setAuthTokens logEvent present presentSpace presentContent \
         presentMessageComposer hideIntercom setBottomPadding setLauncherVisibility setInAppMessageVisibility \
         suppressProactiveContent setThemeMode setNeedsStatusBarAppearanceUpdate fetchHelpCenterCollections \
         fetchHelpCenterCollection searchHelpCenter getUnreadConversationCount sendTokenToIntercom setLogLevel \
         bootstrapEventListeners IntercomUnreadConversationCountDidChangeNotification \
         IntercomWindowDidShowNotification IntercomWindowDidHideNotification",
    ),
    (
        "Calls of the web script",
        "boot shutdown update show hide showSpace showMessages showNewMessage startConversation showArticle showNews \
         showTicket showConversation startTour startSurvey startChecklist onShow onHide onUnreadCountChange \
         onUserEmailSupplied trackEvent getVisitorId whoami hideNotifications setAuthTokens ready reattach_activator",
    ),
    (
        "Settings of the web script",
        "app_id api_base custom_launcher_selector alignment horizontal_padding vertical_padding z_index \
         hide_default_launcher hide_notifications session_duration action_color background_color link_color theme_mode \
         messenger_style_id page_title installation_type email user_id name phone created_at last_request_at \
         unsubscribed_from_emails language_override utm_campaign utm_content utm_medium utm_source utm_term avatar \
         user_hash intercom_user_jwt auth_tokens company companies",
    ),
    (
        "Cookies, session, throttle",
        "intercom-id-<app_id> intercom-session-<app_id> intercom-device-id-<app_id>",
    ),
];

/// What has no function of the core, and no test of it.
const ELSEWHERE: [&str; 3] = ["web part", "plugin part", "platform part"];

struct Row {
    heading: String,
    documented: String,
    core: String,
    shown_by: String,
}

fn house(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(house(path)).unwrap_or_default()
}

fn rows() -> Vec<Row> {
    let mut heading = String::new();
    let mut rows = Vec::new();
    for line in read(PAGE).lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, documented, core, shown_by, _] = cells[..] else {
            continue;
        };
        if documented == "documented" || documented.starts_with("---") {
            continue;
        }
        rows.push(Row {
            heading: heading.clone(),
            documented: documented.to_owned(),
            core: core.to_owned(),
            shown_by: shown_by.to_owned(),
        });
    }
    rows
}

/// The words between backticks.
fn words(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            all.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn no_documented_name_is_missing() {
    let rows = rows();
    let mut missing = Vec::new();
    let mut count = 0;
    for (heading, names) in DOCUMENTED {
        let known: Vec<String> = rows
            .iter()
            .filter(|row| row.heading == *heading)
            .flat_map(|row| words(&row.documented))
            .collect();
        for name in names.split_whitespace() {
            count += 1;
            if !known.iter().any(|word| word == name) {
                missing.push(format!("{heading}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    println!("{PAGE}: {count} documented names in {} rows", rows.len());
}

#[test]
fn what_the_page_names_is_in_the_core() {
    let mut code = String::new();
    sources(&house("core/src"), &mut code);
    let mut missing = Vec::new();
    for row in rows() {
        let mut named = 0;
        for word in words(&row.core) {
            let there = if let Some(call) = word.strip_suffix("()") {
                let name = call.rsplit("::").next().unwrap_or(call);
                ["pub fn ", "pub async fn "]
                    .iter()
                    .any(|start| code.contains(&format!("{start}{name}(")))
            } else if let Some(part) = word.strip_prefix("State.") {
                read("core/src/messenger/state.rs").contains(&format!("    pub {part}: "))
            } else if let Some(event) = word.strip_prefix("Event::") {
                let line = format!("\n    {event}");
                read("core/src/observer/event.rs")
                    .match_indices(&line)
                    .any(|(at, _)| code_ends(&read("core/src/observer/event.rs"), at + line.len()))
            } else {
                continue;
            };
            named += 1;
            if !there {
                missing.push(format!("{}: {word}", row.documented));
            }
        }
        let elsewhere = ELSEWHERE.iter().any(|part| row.core.starts_with(part));
        let by_name = row.core.contains("`code()`") || row.core.starts_with("any thread");
        if named == 0 && !elsewhere && !by_name {
            missing.push(format!("{}: names nothing", row.documented));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

fn code_ends(text: &str, at: usize) -> bool {
    text[at..].starts_with([' ', ',', '{'])
}

#[test]
fn every_row_that_is_the_cores_names_a_test_that_exists() {
    let mut faults = Vec::new();
    let mut count = 0;
    for row in rows() {
        let links: Vec<&str> = row
            .shown_by
            .split("](../")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .collect();
        count += links.len();
        if links.is_empty() && !ELSEWHERE.iter().any(|part| row.core.starts_with(part)) {
            faults.push(format!("{}: no test", row.documented));
        }
        for link in links {
            let (file, test) = link.split_once('#').unwrap_or((link, ""));
            let source = read(file);
            let head = format!("fn {test}(");
            let is_test = source
                .find(&head)
                .is_some_and(|at| source[..at].trim_end().ends_with("#[test]"));
            if !is_test {
                faults.push(format!("{}: {link}", row.documented));
            }
        }
    }
    assert!(count > 150, "only {count} references");
    assert!(faults.is_empty(), "{faults:#?}");
}
