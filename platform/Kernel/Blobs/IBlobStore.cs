namespace Virtuos.Kernel.Blobs;

/// <summary>Bytes that are safely stored; Size is in bytes.</summary>
public sealed record StagedBlob(BlobHash Hash, long Size);

/// <summary>Bytes that are read and hashed but perhaps not safely stored yet.</summary>
/// <param name="Stored">Ends when they survive a power failure; <see cref="BlobStoreUnwritableException"/> when they cannot be.</param>
/// <param name="Open">Reads them meanwhile.</param>
public sealed record IncomingBlob(BlobHash Hash, long Size, Task Stored, Func<CancellationToken, Task<Stream?>> Open);

/// <summary>Content-addressed bytes; stored before the transaction that cites them, never changed afterwards.</summary>
public interface IBlobStore
{
    /// <summary>
    /// Reads and hashes the stream and begins to store it; nothing may cite the bytes before they are stored. Throws
    /// <see cref="BlobTooLargeException"/> past <paramref name="limit"/> bytes and <see cref="BlobStoreUnwritableException"/> when they cannot be written; a failure
    /// leaves nothing behind.
    /// </summary>
    Task<IncomingBlob> Receive(Stream content, long limit, CancellationToken cancel);

    /// <summary>The bytes for reading, or null when they are not here.</summary>
    Task<Stream?> Open(BlobHash hash, CancellationToken cancel);

    Task<bool> Exists(BlobHash hash, CancellationToken cancel);

    /// <summary>Reads the bytes again: false when they are missing or no longer have this hash.</summary>
    Task<bool> Verify(BlobHash hash, CancellationToken cancel);

    /// <summary>Every stored hash, in no order; what is staged meanwhile may or may not be among them.</summary>
    IAsyncEnumerable<BlobHash> All(CancellationToken cancel);

    /// <summary>Removes the bytes, if they are here. Only disposal calls this.</summary>
    Task Delete(BlobHash hash, CancellationToken cancel);

    /// <summary>
    /// Removes the bytes unless somebody has staged them at <paramref name="time"/> or later and may be about to cite them;
    /// true when removed. For sweeping bytes that no transaction has ever cited.
    /// </summary>
    Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel);
}

public static class BlobStaging
{
    /// <summary>As <see cref="IBlobStore.Receive"/>, but returns only when the bytes survive a power failure.</summary>
    public static async Task<StagedBlob> Stage(this IBlobStore store, Stream content, long limit, CancellationToken cancel)
    {
        var incoming = await store.Receive(content, limit, cancel);
        await incoming.Stored;
        return new(incoming.Hash, incoming.Size);
    }
}

/// <summary>A blob that a sweep removed and that can still be brought back.</summary>
public sealed record RemovedBlob(BlobHash Hash, DateTimeOffset RemovedAt);

/// <summary>A store that cannot judge the age of bytes and remove them in one step; what it removed it keeps aside until told to forget.</summary>
public interface IRecoverableBlobs
{
    IAsyncEnumerable<RemovedBlob> Removed(CancellationToken cancel);

    /// <summary>Puts the bytes back into their place; they also stay aside.</summary>
    Task Restore(BlobHash hash, CancellationToken cancel);

    Task Forget(BlobHash hash, CancellationToken cancel);
}

/// <summary>More bytes came than the caller allows; Limit is in bytes.</summary>
public sealed class BlobTooLargeException(long limit) : Exception($"More than the {limit} bytes allowed here.")
{
    public long Limit { get; } = limit;
}

/// <summary>The store takes no bytes now: there is no room left, or what is under it fails.</summary>
public sealed class BlobStoreUnwritableException(Exception cause) : IOException("Stored files cannot be written.", cause)
{
    private const int NoSpace = 28, QuotaExceeded = 122;

    /// <summary>For whoever wanted to store something; they may try again later.</summary>
    public Refusal Refusal => Refusal.Unavailable(InnerException is { } e && (e.HResult & 0xFFFF) is NoSpace or QuotaExceeded ? "kernel.disk-full" : "kernel.disk-broken");
}
