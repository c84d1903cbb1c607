#!/bin/sh
# Installs the shrunk example on the emulator that runs, opens it, and waits until its event has reached the server of
# the workflow. Proves what no plain JVM can: the library of the ABI loads, and R8 left alone what must be left.
set -eu
line=target/emulator/line.json
adb reverse tcp:8080 tcp:8080
adb install -r examples/android/app/build/outputs/apk/release/app-release.apk
adb shell am start -W -n com.example.frontdesk/.MainActivity
token=$(jq -r .operator_token "$line")
tries=0
until curl -fsS -H "Authorization: Bearer $token" http://127.0.0.1:8080/contacts | jq -e '.data | length > 0' > /dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ]; then
        adb logcat -d -t 200
        echo "no contact reached the server" >&2
        exit 1
    fi
    sleep 1
done
adb shell pidof com.example.frontdesk > /dev/null
echo "the visitor of the example reached the server"
