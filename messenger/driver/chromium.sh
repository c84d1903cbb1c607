#!/bin/sh
# The browser of a driver: it is killed the moment the driver is, as a person's browser may be, with nothing said. Its
# number stays in the profile, so that the next driver on it knows when it is gone.
echo $$ > "$FRONTDESK_PROFILE/driver.pid"
exec setpriv --pdeathsig KILL "${FRONTDESK_CHROMIUM:-/usr/bin/chromium}" "$@"
