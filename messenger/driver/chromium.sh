#!/bin/sh
# The browser of a driver: it is killed the moment the driver is, as a person's browser may be, with nothing said.
exec setpriv --pdeathsig KILL "${FRONTDESK_CHROMIUM:-/usr/bin/chromium}" "$@"
