using System.Runtime.CompilerServices;
using Virtuos.Kernel.Operating;

namespace Virtuos.Kernel.Blobs;

/// <summary>Blobs in a local folder: <c>ab/abcd…</c> by hash, unfinished ones in <c>staging</c> on the same volume.</summary>
public sealed class LocalBlobStore : IBlobStore
{
    // Bytes are synced for one group while the next is written.
    private const int Abreast = 2, Most = 64;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);
    private readonly string root;
    private readonly string staging;
    private readonly TimeProvider time;
    private readonly Lock names = new();
    private readonly Lane<Waiting> lane;

    private sealed record Waiting(BlobSpool Spool, TaskCompletionSource Kept)
    {
        public Exception? Failed { get; set; }
    }

    public LocalBlobStore(string folder, TimeProvider? time = null)
    {
        root = Path.GetFullPath(folder);
        staging = Path.Combine(root, "staging");
        this.time = time ?? TimeProvider.System;
        lane = new(Abreast, Most, TimeSpan.Zero, Keep);
        CreateFolder(root);
        CreateFolder(staging);
        // All at once, so that no write ever waits for the name of its folder.
        for (var branch = 0; branch < 256; branch++) CreateFolder(Path.Combine(root, $"{branch:x2}"));
        FolderSync.Flush(root);
        ClearAbandoned();
    }

    public async Task<IncomingBlob> Receive(Stream content, long limit, CancellationToken cancel)
    {
        var spool = await BlobSpool.Write(staging, content, limit, cancel);
        // From here on nothing is cancelled: the bytes are complete, what remains takes no longer than undoing it.
        return new(spool.Hash, spool.Size, Store(spool), _ => Task.FromResult<Stream?>(Read(spool.Path) ?? Read(PathOf(spool.Hash))));
    }

    private async Task Store(BlobSpool spool)
    {
        using (spool)
        {
            var waiting = new Waiting(spool, new(TaskCreationOptions.RunContinuationsAsynchronously));
            lane.Enter(waiting);
            await waiting.Kept.Task;
        }
    }

    public Task<Stream?> Open(BlobHash hash, CancellationToken cancel) => Task.FromResult<Stream?>(Read(PathOf(hash)));

    private static FileStream? Read(string path)
    {
        try
        {
            return new(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task<bool> Exists(BlobHash hash, CancellationToken cancel) => Task.FromResult(File.Exists(PathOf(hash)));

    public async Task<bool> Verify(BlobHash hash, CancellationToken cancel)
    {
        await using var content = await Open(hash, cancel);
        return content is not null && await BlobHash.Of(content, cancel) == hash;
    }

    public async IAsyncEnumerable<BlobHash> All([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var branch in Folders(root))
        {
            cancel.ThrowIfCancellationRequested();
            await Task.Yield();
            foreach (var file in Directory.EnumerateFiles(branch))
                if (BlobHash.TryParseHex(Path.GetFileName(file), out var hash))
                    yield return hash;
        }
    }

    public Task Delete(BlobHash hash, CancellationToken cancel) => DeleteIfStagedBefore(hash, DateTimeOffset.MaxValue, cancel);

    public Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel)
    {
        var path = PathOf(hash);
        lock (names)
        {
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) >= time.UtcDateTime)
                return Task.FromResult(false);
            File.Delete(path);
        }
        FolderSync.Flush(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    // The first sync writes the journal of the file system for all of the group; those after it find little left to do.
    private Task Keep(IReadOnlyList<Waiting> group)
    {
        Each(group, w => w.Spool.Sync(time));
        Each(group, w =>
        {
            // The same bytes again replace the file: that renews its age for the sweep and heals a damaged one.
            lock (names)
                w.Spool.MoveTo(PathOf(w.Spool.Hash));
        });
        foreach (var folder in group.Where(w => w.Failed is null).GroupBy(w => Path.GetDirectoryName(PathOf(w.Spool.Hash))!))
        {
            var failed = Try(() => FolderSync.Flush(folder.Key));
            foreach (var waiting in folder) waiting.Failed = failed;
        }
        foreach (var waiting in group)
        {
            if (waiting.Failed is { } reason) waiting.Kept.SetException(reason);
            else waiting.Kept.SetResult();
        }
        return Task.CompletedTask;
    }

    private static void Each(IEnumerable<Waiting> group, Action<Waiting> step)
    {
        foreach (var waiting in group.Where(w => w.Failed is null)) waiting.Failed = Try(() => step(waiting));
    }

    private static Exception? Try(Action step)
    {
        try
        {
            BlobSpool.Guard(step);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private string PathOf(BlobHash hash)
    {
        var hex = hash.Hex;
        return Path.Combine(root, hex[..2], hex);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(child => Path.GetFileName(child).Length == 2);

    // What a killed process left unfinished; young files may belong to another process that is writing right now.
    private void ClearAbandoned()
    {
        var limit = (time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(staging))
            if (File.GetLastWriteTimeUtc(file) < limit)
                File.Delete(file);
    }
}
