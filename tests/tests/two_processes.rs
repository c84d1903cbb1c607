//! K12: several processes want one folder (an app and its service, an app and its extension). One of them has
//! it, the others are told at once, and when it dies the next one takes over at once with nothing lost.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use frontdesk_tests::support::{App, DEADLINE, Database, TestServer, Watched, block_on};

struct Process {
    child: Child,
    said: Arc<Watched<Vec<String>>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Process {
    fn start(server: &TestServer, folder: &Path, name: &str, patient: bool) -> Self {
        let workspace = server.workspace();
        let mut command = Command::new(env!("CARGO_BIN_EXE_neighbour"));
        command
            .args(["--url", &server.url(), "--app-id", &workspace.app_id])
            .args(["--key", &workspace.keys.android, "--name", name, "--folder"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if patient {
            command.arg("--patient");
        }
        let mut child = command.spawn().expect("the process starts");
        let output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        let said: Arc<Watched<Vec<String>>> = Arc::default();
        let reader = std::thread::spawn({
            let said = Arc::clone(&said);
            move || {
                for line in output.split(b'\n').map_while(Result::ok) {
                    let line = String::from_utf8_lossy(&line).into_owned();
                    said.change(|said| said.push(line));
                }
            }
        });
        Self {
            child,
            said,
            reader: Some(reader),
        }
    }

    /// Waits for the first line and gives its words.
    fn first_words(&self) -> Vec<String> {
        let line = self
            .said
            .wait_for("the first line of a process", |said| said.first().cloned());
        line.split(' ').map(str::to_owned).collect()
    }

    /// How long opening took.
    fn opened_after(&self) -> Duration {
        let words = self.first_words();
        assert_eq!(words[0], "opened", "{words:?}");
        Duration::from_micros(words[1].parse().expect("microseconds"))
    }

    fn wait_for_events(&self, count: usize) {
        self.said
            .wait_for("accepted events", |said| (said.len() > count).then_some(()));
    }

    fn kill(&mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
        self.reader
            .take()
            .expect("read once")
            .join()
            .expect("all was read");
    }

    fn end(&mut self) {
        drop(self.child.stdin.take());
        let status = self.child.wait().expect("it ends");
        assert!(status.success());
        self.reader
            .take()
            .expect("read once")
            .join()
            .expect("all was read");
    }

    /// What it was promised, by thread in order. Anything else it said is a defect.
    fn accepted(&self) -> Vec<Accepted> {
        let said = self.said.read(Clone::clone);
        let mut all = Vec::new();
        for (place, line) in said.iter().enumerate().skip(1) {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                [thread, number, id] if id.len() == 36 => all.push(Accepted {
                    thread: thread.parse().expect("a thread"),
                    number: number.parse().expect("a number"),
                    id: id.to_owned(),
                }),
                ["over"] => {}
                // The kill may have torn the last line.
                _ if place + 1 == said.len() && !line.starts_with("defect") => {}
                _ => panic!("a process said: {line}"),
            }
        }
        all
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already in the good case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Accepted {
    thread: i64,
    number: i64,
    id: String,
}

/// Everything promised to the processes is stored once, and each thread's events in order.
fn assert_all_stored_once(processes: &HashMap<String, Vec<Accepted>>, database: &Database) {
    let events = database.events();
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut last: HashMap<(String, i64), i64> = HashMap::new();
    for event in &events {
        *times.entry(&event.id).or_default() += 1;
        assert_eq!(event.user_id.as_deref(), Some("ada"));
        let text = |key: &str| event.metadata[key].as_str().expect("a text").to_owned();
        let number = |key: &str| event.metadata[key].as_i64().expect("a number");
        let before = last.insert((text("process"), number("thread")), number("number"));
        assert!(
            before.is_none_or(|before| before < number("number")),
            "out of order: {event:?}"
        );
    }
    assert!(
        times.values().all(|times| *times == 1),
        "something is stored twice"
    );
    let mut promised = 0;
    for (name, accepted) in processes {
        for one in accepted {
            assert!(
                times.contains_key(one.id.as_str()),
                "{name} {} {} is lost",
                one.thread,
                one.number
            );
        }
        promised += accepted.len();
    }
    assert!(promised > 100, "the processes did something: {promised}");
    // What was committed right before a kill may be stored without having been promised, and no more than that.
    let most = promised + 8 * processes.len();
    assert!(events.len() <= most, "{} rows, {promised} promised", events.len());
}

#[test]
fn a_second_process_is_told_at_once_and_the_first_goes_on() {
    let server = TestServer::start();
    let folder = tempfile::tempdir().unwrap();
    let mut first = Process::start(&server, folder.path(), "first", false);
    first.opened_after();
    let mut fastest = Duration::MAX;
    for round in 0..5 {
        first.wait_for_events(20 * (round + 1));
        let second = Process::start(&server, folder.path(), "second", false);
        let words = second.first_words();
        assert_eq!(
            (words[0].as_str(), words[1].as_str()),
            ("refused", "already_open"),
            "{words:?}"
        );
        let time = Duration::from_micros(words[2].parse().expect("microseconds"));
        fastest = fastest.min(time);
    }
    // One of five, because the machine may be busy; a wait for the first process would be in all of them.
    assert!(fastest < Duration::from_millis(500), "told after {fastest:?}");
    first.end();
    let after = App::on(&server).in_folder(folder.path()).open();
    after.drain();
    let all = HashMap::from([("first".to_owned(), first.accepted())]);
    assert_all_stored_once(&all, &server.database());
}

#[test]
fn when_the_process_that_has_the_folder_is_killed_the_next_one_takes_over_at_once() {
    let server = TestServer::builder().unrecorded().start();
    let folder = tempfile::tempdir().unwrap();
    let mut promised = HashMap::new();
    let mut fastest = Duration::MAX;
    for generation in 0..8 {
        let name = format!("generation-{generation}");
        let mut process = Process::start(&server, folder.path(), &name, false);
        fastest = fastest.min(process.opened_after());
        process.wait_for_events(60);
        process.kill();
        promised.insert(name, process.accepted());
    }
    // A wait for the dead would be in all of them.
    assert!(fastest < Duration::from_secs(1), "opening took {fastest:?}");
    let after = App::on(&server).in_folder(folder.path()).open();
    after.drain();
    assert_all_stored_once(&promised, &server.database());
}

#[test]
fn of_two_that_wait_exactly_one_takes_over_and_nothing_is_uploaded_twice() {
    let server = TestServer::builder().unrecorded().start();
    let folder = tempfile::tempdir().unwrap();
    let mut promised = HashMap::new();
    let start = |number: usize| {
        let name = format!("waits-{number}");
        (Process::start(&server, folder.path(), &name, true), name)
    };
    let mut waiting = vec![start(0), start(1), start(2)];
    for number in 3..9 {
        let begun = Instant::now();
        let holder = loop {
            let opened: Vec<usize> = (0..waiting.len())
                .filter(|place| waiting[*place].0.said.read(|said| !said.is_empty()))
                .collect();
            assert!(opened.len() <= 1, "two processes have one folder");
            match opened.first() {
                Some(place) => break *place,
                None => std::thread::yield_now(),
            }
            assert!(begun.elapsed() < DEADLINE, "nobody took over");
        };
        waiting[holder].0.wait_for_events(60);
        let (mut process, name) = waiting.remove(holder);
        process.kill();
        promised.insert(name, process.accepted());
        waiting.push(start(number));
    }
    for (mut process, name) in waiting {
        process.kill();
        let accepted = process.accepted();
        promised.insert(name, accepted);
    }
    let after = App::on(&server).in_folder(folder.path()).open();
    after.drain();
    assert_all_stored_once(&promised, &server.database());
}

#[test]
fn several_threads_and_several_clients_of_one_process_get_in_nobodys_way() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let other = App::on(&server).open();
    other.login("bob").unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            for (desk, whose) in [(&app, "ada"), (&other, "bob")] {
                scope.spawn(move || {
                    for number in 0..50 {
                        let metadata = serde_json::json!({ "thread": thread, "number": number });
                        desk.event_with(whose, metadata);
                    }
                });
            }
            // The folder stays taken, whatever this process does with it meanwhile.
            let kit = app.kit().clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    let code = kit.try_open().err().map(|error| error.code().to_owned());
                    assert_eq!(code.as_deref(), Some("already_open"));
                }
            });
            let clone = (*app).clone();
            scope.spawn(move || block_on(clone.flush(Duration::from_millis(5))).expect("flush answers"));
        }
    });
    app.drain();
    other.drain();
    for whose in ["ada", "bob"] {
        let names = server.database().names_of(whose);
        assert_eq!(names.len(), 400);
        assert!(names.iter().all(|name| name == whose));
    }
    let ids: std::collections::HashSet<String> =
        server.database().events().into_iter().map(|e| e.id).collect();
    assert_eq!(ids.len(), 800);
}
