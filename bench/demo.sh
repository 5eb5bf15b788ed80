# Sourced by scripts of this folder: a demo town of its own in Release on a free port, and the npm packages that look at it.
#   start_demo DAYS   sets $address; everything it started ends with the script

. deploy/program.sh
bench_folder=$PWD/var/bench
export CHROME_PATH=${CHROME_PATH:-/usr/bin/chromium}

install_watchers() {
    [ -d "$bench_folder/node_modules/lighthouse" ] && return
    mkdir -p "$bench_folder"
    npm install --silent --no-save --no-audit --no-fund --prefix "$bench_folder" lighthouse@12.8.2 || { echo "lighthouse could not be fetched by npm." >&2; exit 69; }
}

stop_demo() {
    trap - EXIT INT TERM
    if [ -n "${demo:-}" ]; then kill "$demo" 2>/dev/null; wait "$demo" 2>/dev/null; fi
}

start_demo() {
    local port program
    program=$(build_program) || exit 1
    port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
    address=http://localhost:$port
    mkdir -p "$bench_folder"
    VIRTUOS__DEMODAYS=${1:-30} VIRTUOS__ADDRESS=$address dotnet "$program" serve --demo --var "$bench_folder/town" --listen "$address" >"$bench_folder/town.log" 2>&1 &
    demo=$!
    trap stop_demo EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for _ in $(seq 1200); do
        curl -fs "$address/health/ready" >/dev/null 2>&1 && return
        kill -0 "$demo" 2>/dev/null || break
        sleep 0.5
    done
    cat "$bench_folder/town.log" >&2
    exit 1
}
