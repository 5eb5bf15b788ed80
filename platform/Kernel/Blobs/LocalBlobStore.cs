using System.Runtime.CompilerServices;

namespace Virtuos.Kernel.Blobs;

/// <summary>Blobs in a local folder: <c>ab/cd/abcd…</c> by hash, unfinished ones in <c>staging</c> on the same volume.</summary>
public sealed class LocalBlobStore : IBlobStore
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root;
    private readonly string _staging;
    private readonly TimeProvider _time;
    private readonly Lock _names = new();
    private readonly bool[] _branchOnDisk = new bool[256];
    private readonly bool[] _leafOnDisk = new bool[65536];

    public LocalBlobStore(string folder, TimeProvider? time = null)
    {
        _root = Path.GetFullPath(folder);
        _staging = Path.Combine(_root, "staging");
        _time = time ?? TimeProvider.System;
        CreateFolder(_root);
        CreateFolder(_staging);
        ClearAbandoned();
    }

    public async Task<StagedBlob> Stage(Stream content, long limit, CancellationToken cancel)
    {
        using var spool = await BlobSpool.Write(_staging, content, limit, sync: true, cancel);
        // From here on nothing is cancelled: the bytes are complete, what remains takes no longer than undoing it.
        BlobSpool.Guard(() => Keep(spool));
        return new StagedBlob(spool.Hash, spool.Size);
    }

    public Task<Stream?> Open(BlobHash hash, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(hash), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
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
        foreach (var branch in Folders(_root))
        foreach (var leaf in Folders(branch))
        {
            cancel.ThrowIfCancellationRequested();
            await Task.Yield();
            foreach (var file in Directory.EnumerateFiles(leaf))
                if (BlobHash.TryParseHex(Path.GetFileName(file), out var hash))
                    yield return hash;
        }
    }

    public Task Delete(BlobHash hash, CancellationToken cancel) => DeleteIfStagedBefore(hash, DateTimeOffset.MaxValue, cancel);

    public Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel)
    {
        var path = PathOf(hash);
        lock (_names)
        {
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) >= time.UtcDateTime)
                return Task.FromResult(false);
            File.Delete(path);
        }
        FolderSync.Flush(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    private void Keep(BlobSpool spool)
    {
        var target = PathOf(spool.Hash);
        var leaf = Path.GetDirectoryName(target)!;
        var branch = Path.GetDirectoryName(leaf)!;
        CreateFolder(branch);
        CreateFolder(leaf);
        // The same bytes again replace the file: that renews its age for the sweep and heals a damaged one.
        File.SetLastWriteTimeUtc(spool.Path, _time.GetUtcNow().UtcDateTime);
        lock (_names)
            File.Move(spool.Path, target, overwrite: true);
        FolderSync.Flush(leaf);
        // Another writer may have made the folders and not synced them yet, so "it exists" is not enough: once per process.
        var number = (int)(Convert.ToInt32(spool.Hash.Hex[..4], 16));
        if (!Volatile.Read(ref _leafOnDisk[number]))
        {
            FolderSync.Flush(branch);
            Volatile.Write(ref _leafOnDisk[number], true);
        }
        if (!Volatile.Read(ref _branchOnDisk[number >> 8]))
        {
            FolderSync.Flush(_root);
            Volatile.Write(ref _branchOnDisk[number >> 8], true);
        }
    }

    private string PathOf(BlobHash hash)
    {
        var hex = hash.Hex;
        return Path.Combine(_root, hex[..2], hex[2..4], hex);
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
        var limit = (_time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(_staging))
            if (File.GetLastWriteTimeUtc(file) < limit)
                File.Delete(file);
    }
}
