using System.Buffers;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Blobs;

/// <summary>A new file that a stream was written into and hashed on the way; disposing deletes it unless it was moved away.</summary>
internal sealed class BlobSpool : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private const int NoSpace = 28, QuotaExceeded = 122;

    private BlobSpool(string path) => Path = path;

    public string Path { get; }
    public BlobHash Hash { get; private set; }
    public long Size { get; private set; }

    /// <summary>Writes the stream into a new file of the folder; with <paramref name="sync"/> its bytes are on the disk on return.</summary>
    public static async Task<BlobSpool> Write(string folder, Stream content, long limit, bool sync, CancellationToken cancel)
    {
        var spool = new BlobSpool(System.IO.Path.Combine(folder, Guid.CreateVersion7().ToString("N")));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var file = Create(spool.Path);
            using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancel)) > 0)
            {
                spool.Size += read;
                if (spool.Size > limit)
                    throw new BlobTooLargeException(limit);
                hasher.AppendData(buffer, 0, read);
                Put(file, buffer.AsSpan(0, read));
            }
            if (sync)
                Guard(() => file.Flush(flushToDisk: true));
            spool.Hash = BlobHash.FromBytes(hasher.GetHashAndReset());
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        // Owner may read, nobody may write: stored bytes never change.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead;
        return new FileStream(path, options);
    }

    public void Dispose() => File.Delete(Path);

    // Only our own writes are judged: an IOException of the incoming stream is the sender's and passes as it is.
    private static void Put(FileStream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw new BlobStoreFullException(e);
        }
    }

    internal static void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (IOException e) when (IsFull(e))
        {
            throw new BlobStoreFullException(e);
        }
    }

    private static bool IsFull(IOException e) => (e.HResult & 0xFFFF) is NoSpace or QuotaExceeded;
}
