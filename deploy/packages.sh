# Installing what a script lacks, by Debian package name. Sourced by ./run and ./test.

# as_root COMMAND…: runs it as root, or fails when we neither are root nor may become it without a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# missing_packages NAME…: those that are not installed. "a|b" is satisfied by either and stands for the first that exists.
missing_packages() {
    local wanted name found
    for wanted in "$@"; do
        found=
        for name in ${wanted//|/ }; do
            if [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ]; then found=yes; break; fi
        done
        [ -n "$found" ] || echo "$wanted"
    done
}

# install_packages NAME…: one call of apt for what is missing; no service is started and no database cluster created by it.
install_packages() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 1
    local missing names=() wanted name policy=/usr/sbin/policy-rc.d ours= code=0 said
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    as_root true || { echo "Missing packages: ${missing[*]//|*/}. Install them, or run this as root or with sudo." >&2; return 1; }
    echo "Installing ${missing[*]//|*/}…" >&2
    as_root apt-get update -qq >/dev/null || true
    for wanted in "${missing[@]}"; do
        for name in ${wanted//|/ }; do
            if [ -n "$(apt-cache show "$name" 2>/dev/null)" ]; then names+=("$name"); break; fi
        done
    done
    # Debian would create and start a cluster of its own, which nobody here needs.
    if [[ " ${names[*]} " = *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && ours=yes
    fi
    said=$(as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Options::=--force-confold "${names[@]}" </dev/null 2>&1) || { code=$?; echo "$said" >&2; }
    [ -z "$ours" ] || as_root rm -f "$policy"
    return $code
}

# dotnet_sdk: finds the .NET 10 SDK and puts it on PATH.
dotnet_sdk() {
    local folder
    for folder in "" "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /opt/dotnet; do
        if [ -n "$folder" ]; then [ -x "$folder/dotnet" ] || continue; PATH="$folder:$PATH"; fi
        if dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
            export PATH DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
            return 0
        fi
    done
    echo "The .NET 10 SDK is needed. Install it and try again." >&2
    return 1
}
