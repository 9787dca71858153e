#!/usr/bin/env bash
# Install the system packages that a purpose needs and that are missing. Debian and its kin; elsewhere it says what to install.
#   tools/system.sh demo   the voice of the calls
#   tools/system.sh node   Node.js for the front-end checks
#   tools/system.sh test   all of it, the browser and PostgreSQL
set -euo pipefail

needed=()
need() { command -v "$1" >/dev/null 2>&1 || needed+=("$2"); }

case "${1:-}" in
demo) need espeak-ng espeak-ng ;;
node)
    need node nodejs
    need npm npm
    ;;
test)
    need espeak-ng espeak-ng
    need chromium chromium
    need node nodejs
    need npm npm
    need systemd-analyze systemd
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || needed+=(postgresql)
    [ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || needed+=(fonts-noto-cjk)
    ;;
*)
    sed -n '2,5p' "$0"
    exit 2
    ;;
esac
[ ${#needed[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install: ${needed[*]} (this script installs them itself on Debian and Ubuntu)" >&2
    exit 1
fi
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
        echo "Please install as root: apt-get install ${needed[*]}" >&2
        exit 1
    }
    sudo=(sudo)
fi
echo "Installing system packages: ${needed[*]} …"
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null
