//! The server's rows of the fault matrix, S1 to S7: what each promises and the tests that hold it. The tests
//! stand where what they need stands; this table names them, and fails when one of them is gone.
//!
//! Not here, because there is nothing to test: HTTP/2 floods (the server speaks HTTP/1.1 only, TLS and HTTP/2
//! end at the proxy in front) and zstd bodies (415, like every coding but gzip).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A row: its name, its promise, and file and name of each test.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const ROWS: [Row; 7] = [
    (
        "S1",
        "the same id a thousand times at once, or 31 days later, is one row; with other content it is named",
        &[
            (
                "server/tests/api/sdk_events.rs",
                "a_thousand_concurrent_copies_of_an_event_leave_one_row",
            ),
            (
                "server/tests/api/sdk_events.rs",
                "a_replay_31_days_later_is_still_a_duplicate",
            ),
            (
                "server/tests/api/sdk_events.rs",
                "the_same_id_is_stored_once_and_other_content_is_refused",
            ),
            (
                "server/tests/api/sdk_events.rs",
                "the_same_id_of_another_contact_is_another_event",
            ),
            (
                "server/tests/api/sdk_me.rs",
                "a_replay_is_not_applied_again_and_answers_what_it_answered",
            ),
            (
                "server/tests/api/sdk_me.rs",
                "an_id_is_remembered_for_45_days_and_then_forgotten",
            ),
            (
                "server/tests/api/at_once.rs",
                "copies_of_what_a_device_creates_that_arrive_at_once_are_one",
            ),
            (
                "server/tests/api/sdk_conversations.rs",
                "a_conversation_is_started_once_however_often_it_is_sent",
            ),
            (
                "server/tests/api/sdk_conversations.rs",
                "a_reply_is_kept_once_and_its_id_means_one_thing",
            ),
            (
                "server/tests/api/receipts.rs",
                "a_receipt_sent_again_changes_nothing_and_an_id_means_one_receipt",
            ),
            (
                "server/tests/api/sdk_uploads.rs",
                "a_file_is_stored_once_attached_and_fetched_by_its_link",
            ),
            (
                "server/tests/api/sdk_tickets.rs",
                "a_ticket_is_opened_once_per_id",
            ),
        ],
    ),
    (
        "S2",
        "2xx only after the commit: killed, disk full, writes failing, read-only, a migration that stops",
        &[
            (
                "server/tests/program.rs",
                "what_was_answered_is_there_after_kill_9_and_a_restart",
            ),
            (
                "server/tests/faults/disk.rs",
                "killed_again_and_again_under_load_it_keeps_what_it_answered",
            ),
            (
                "server/tests/faults/disk.rs",
                "a_full_disk_is_507_loses_nothing_and_is_over_when_there_is_space",
            ),
            (
                "server/tests/faults/disk.rs",
                "a_write_that_fails_and_a_kill_after_it_lose_nothing_that_was_answered",
            ),
            (
                "server/tests/faults/disk.rs",
                "a_database_that_cannot_be_written_is_said_at_the_start_and_left_as_it_is",
            ),
            (
                "server/tests/faults/disk.rs",
                "a_migration_that_cannot_finish_leaves_the_old_database_and_works_when_it_can",
            ),
            (
                "server/tests/faults/disk.rs",
                "killed_in_the_middle_of_replies_each_that_was_answered_is_there_once_and_in_order",
            ),
        ],
    ),
    (
        "S3",
        "slow heads and bodies, silent sockets and endless chunks are ended, and honest clients feel nothing",
        &[
            (
                "server/tests/api/sockets.rs",
                "a_connection_that_never_finishes_its_headers_is_closed",
            ),
            (
                "server/tests/api/sockets.rs",
                "a_body_that_does_not_arrive_is_answered_408",
            ),
            (
                "server/tests/api/sockets.rs",
                "one_connection_too_many_is_told_to_come_back",
            ),
            (
                "server/tests/api/sockets.rs",
                "a_client_that_never_reads_is_closed",
            ),
            (
                "server/tests/api/framing.rs",
                "chunks_that_never_end_are_refused_at_the_limit_of_bytes",
            ),
            (
                "server/tests/api/framing.rs",
                "chunks_that_drip_are_refused_at_the_deadline",
            ),
            (
                "server/tests/faults/sockets.rs",
                "ten_thousand_silent_sockets_slow_nobody_down_and_are_closed",
            ),
        ],
    ),
    (
        "S4",
        "bombs, codings inside codings, lengths that lie and endless heads cost less than 32 MB",
        &[
            (
                "server/tests/api/hostile_bodies.rs",
                "a_gzip_bomb_is_refused_at_the_limit",
            ),
            (
                "server/tests/api/hostile_bodies.rs",
                "unknown_and_nested_encodings_are_refused",
            ),
            (
                "server/tests/api/hostile_bodies.rs",
                "a_body_far_past_the_limit_is_answered_and_not_cut_off",
            ),
            ("server/tests/api/framing.rs", "a_length_that_lies_stores_nothing"),
            (
                "server/tests/api/framing.rs",
                "a_hundred_thousand_headers_and_a_megabyte_of_token_are_refused",
            ),
            (
                "server/tests/faults/memory.rs",
                "bombs_and_endless_bodies_are_refused_without_growing_by_32_mb",
            ),
            (
                "server/tests/api/limits.rs",
                "bodies_past_the_memory_for_all_of_them_are_told_to_come_back",
            ),
            (
                "server/tests/api/sdk_uploads.rs",
                "a_file_over_the_limit_is_told_the_limit_and_leaves_nothing_on_disk",
            ),
        ],
    ),
    (
        "S5",
        "JSON that no honest client sends is 400 with the field, or costs its own item of a batch alone",
        &[
            (
                "server/tests/api/hostile_bodies.rs",
                "bytes_that_are_no_clean_json_are_400",
            ),
            (
                "server/tests/api/hostile_bodies.rs",
                "a_hostile_event_is_refused_alone_and_named",
            ),
            (
                "server/tests/api/sdk_events.rs",
                "a_time_as_far_away_as_a_number_goes_costs_only_its_own_event",
            ),
            (
                "server/tests/api/framing.rs",
                "an_event_with_more_keys_than_anybody_reads_is_its_own_trouble",
            ),
        ],
    ),
    (
        "S6",
        "a wrong proof or token is refused with one body and in one time, whatever is wrong with it",
        &[
            (
                "server/tests/api/identity.rs",
                "with_the_switch_on_only_right_proofs_open_a_session",
            ),
            (
                "server/tests/api/tokens.rs",
                "every_wrong_session_token_is_answered_alike",
            ),
            (
                "server/tests/api/tokens.rs",
                "only_an_expired_session_is_told_so_and_only_with_its_whole_token",
            ),
            (
                "server/tests/api/tokens.rs",
                "a_wrong_hash_takes_as_long_wherever_it_is_wrong_and_whether_or_not_there_is_such_a_user",
            ),
            (
                "server/tests/api/hostile_bodies.rs",
                "tokens_of_any_shape_are_refused_alike",
            ),
            (
                "server/tests/api/limits.rs",
                "a_token_signed_for_another_workspace_proves_nothing_here",
            ),
        ],
    ),
    (
        "S7",
        "a foreign id is answered on every route as one that does not exist",
        &[
            (
                "server/tests/api/sweep/mod.rs",
                "a_foreign_id_is_answered_on_every_route_as_one_that_does_not_exist",
            ),
            (
                "server/tests/api/sweep/mod.rs",
                "without_a_session_every_route_says_the_same_whatever_it_is_asked_for",
            ),
            (
                "server/tests/api/sweep/mod.rs",
                "no_list_shows_a_stranger_anything_of_somebody_else",
            ),
            (
                "server/tests/api/sweep/inside.rs",
                "a_foreign_id_inside_an_operators_request_is_unknown",
            ),
            (
                "server/tests/api/sweep/inside.rs",
                "a_foreign_id_inside_a_devices_request_is_unknown",
            ),
            (
                "server/tests/api/sweep/inside.rs",
                "after_logout_a_token_opens_no_stream_and_the_open_one_is_over",
            ),
            (
                "server/tests/api/sdk_uploads.rs",
                "a_link_that_is_wrong_or_old_leads_nowhere",
            ),
            (
                "server/tests/api/sdk_feed.rs",
                "a_stream_tells_other_devices_of_the_same_user_and_nobody_else",
            ),
            (
                "server/tests/canaries/main.rs",
                "no_secret_and_nothing_that_people_write_reaches_the_log_or_a_refusal",
            ),
            (
                "server/tests/canaries/main.rs",
                "nor_does_it_while_every_write_fails",
            ),
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether `file` has a test of that name that runs: marked as one and not ignored.
fn has_test(file: &str, name: &str) -> bool {
    let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(at, line)| {
        let named = line
            .split_once("fn ")
            .is_some_and(|(_, rest)| rest.starts_with(&format!("{name}(")));
        let marks = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
        let marks: Vec<_> = marks.collect();
        named
            && marks.iter().any(|mark| mark.contains("test"))
            && !marks.iter().any(|mark| mark.contains("ignore"))
    })
}

#[test]
fn every_row_of_the_server_has_its_tests() {
    let mut missing = Vec::new();
    let mut names = BTreeSet::new();
    for (row, promise, tests) in ROWS {
        assert!(!tests.is_empty() && !promise.is_empty(), "{row} has no test");
        for (file, name) in tests {
            assert!(names.insert(name), "{name} is named twice");
            if !has_test(file, name) {
                missing.push(format!("{row}: {file}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "named and not there: {missing:#?}");
}
