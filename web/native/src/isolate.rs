//! The process that draws, and the watch over it.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::bundle::Bundle;
use crate::failure::Failure;

/// How often the watch looks.
const LOOK: Duration = Duration::from_millis(10);

/// Has a bundle drawn by a process of its own, and stops that when it takes too long.
pub fn draw(bundle: &Bundle, time_limit: Duration) -> Result<Vec<u8>, Failure> {
    let bytes = bundle.write()?;
    let start = |error: std::io::Error| Failure::Start(error.to_string());
    let program = std::env::current_exe().map_err(start)?;
    let mut child = Command::new(program)
        .arg("--bundle")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Drivers talk; what matters is told by the exit code.
        .stderr(Stdio::null())
        .spawn()
        .map_err(start)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let writer = thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&bytes)));
    let reader = thread::spawn(move || {
        let mut picture = Vec::new();
        let read = stdout.map(|mut pipe| pipe.read_to_end(&mut picture));
        read.and_then(Result::ok).map(|_| picture)
    });
    let done = watch(&mut child, time_limit);
    // A process that ended early has closed its input.
    let _ = writer.join();
    let picture = reader.join().ok().flatten().unwrap_or_default();
    done?;
    Ok(picture)
}

fn watch(child: &mut Child, time_limit: Duration) -> Result<(), Failure> {
    let end = Instant::now() + time_limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(Failure::from_exit(status.code())),
            Ok(None) if Instant::now() < end => thread::sleep(LOOK),
            late => {
                // It may have ended this very moment.
                let _ = child.kill();
                let _ = child.wait();
                return Err(match late {
                    Err(error) => Failure::Start(error.to_string()),
                    Ok(_) => Failure::Time(time_limit.as_secs()),
                });
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_takes_too_long_is_stopped() {
        let mut child = Command::new("sleep").arg("60").spawn().expect("sleep is everywhere");
        let begin = Instant::now();
        assert_eq!(watch(&mut child, Duration::from_secs(1)), Err(Failure::Time(1)));
        assert!(begin.elapsed() < Duration::from_secs(20));
        assert!(child.try_wait().expect("it can be asked").is_some(), "it is gone");
    }

    #[test]
    fn exit_codes_are_told_apart() {
        for (code, failure) in [
            ("3", Failure::NoAdapter),
            ("4", Failure::Empty),
            ("101", Failure::Crashed),
        ] {
            let mut child = Command::new("sh")
                .args(["-c", &format!("exit {code}")])
                .spawn()
                .expect("a shell");
            assert_eq!(watch(&mut child, Duration::from_secs(20)), Err(failure));
        }
    }
}
