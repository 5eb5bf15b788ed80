# Compiling the program for this machine. Sourced after packages.sh.

# Compiled methods are mapped once, not once to write and once to run.
# What pages leave behind is swept away every 32 MB (hexadecimal) instead of 16: more lists per second.
# The C library keeps two heaps, not eight for every processor, and gives back what is freed: 70 MB less under load.
export DOTNET_EnableWriteXorExecute=0 DOTNET_GCgen0size=2000000 MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=65536

# build_program: the Release build as machine code where its compiler can be had, which halves the time to the first page. Says where it lies.
build_program() {
    local said ahead place=$PWD/artifacts/program
    for ahead in true false; do
        said=$(UseSharedCompilation=true dotnet publish host/Host.csproj -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=$ahead \
            -p:ArtifactsPath="$place" -o "$place/ready" -v q -nologo --tl:off 2>&1) && { echo "$place/ready/virtuos.dll"; return 0; }
    done
    echo "$said" >&2
    return 1
}
