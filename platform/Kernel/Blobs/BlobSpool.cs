using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Virtuos.Kernel.Blobs;

/// <summary>A new file that a stream was written into and hashed on the way; disposing deletes it unless it was moved away.</summary>
internal sealed class BlobSpool : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private const uint BeginWriting = 2;
    private const int WorthBeginning = 64 * 1024;
    private readonly FileStream file;
    private bool moved;

    private BlobSpool(string path)
    {
        Path = path;
        file = Create(path);
    }

    public string Path { get; }

    public BlobHash Hash { get; private set; }

    public long Size { get; private set; }

    /// <summary>Writes the stream into a new file of the folder; its bytes are on their way to the disk, but not surely there.</summary>
    public static async Task<BlobSpool> Write(string folder, Stream content, long limit, CancellationToken cancel)
    {
        var spool = new BlobSpool(System.IO.Path.Combine(folder, Guid.CreateVersion7().ToString("N")));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancel)) > 0)
            {
                spool.Size += read;
                if (spool.Size > limit)
                    throw new BlobTooLargeException(limit);
                hasher.AppendData(buffer, 0, read);
                spool.Put(buffer.AsSpan(0, read));
            }
            spool.Hash = BlobHash.FromBytes(hasher.GetHashAndReset());
            // The disk works while others still write; a hint only, so what it answers does not matter.
            if (OperatingSystem.IsLinux() && spool.Size >= WorthBeginning)
                _ = SyncRange(spool.file.SafeFileHandle, 0, 0, BeginWriting);
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

    /// <summary>Returns when the bytes survive a power failure.</summary>
    /// <param name="clock">Gives the file its age, for sweeps.</param>
    public void Sync(TimeProvider clock)
    {
        if (clock != TimeProvider.System) File.SetLastWriteTimeUtc(file.SafeFileHandle, clock.GetUtcNow().UtcDateTime);
        file.Flush(flushToDisk: true);
        Close();
    }

    /// <summary>Lets others read the file.</summary>
    public void Close() => file.Dispose();

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        // Owner may read, nobody may write: stored bytes never change.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead;
        FileStream? created = null;
        Guard(() => created = new FileStream(path, options));
        return created!;
    }

    /// <summary>Gives the file its lasting name.</summary>
    public void MoveTo(string target)
    {
        File.Move(Path, target, overwrite: true);
        moved = true;
    }

    public void Dispose()
    {
        file.Dispose();
        if (!moved) File.Delete(Path);
    }

    // Only our own writes are judged: an IOException of the incoming stream is the sender's and passes as it is.
    private void Put(ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new BlobStoreUnwritableException(e);
        }
    }

    internal static void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (IOException e)
        {
            throw new BlobStoreUnwritableException(e);
        }
    }

    [DllImport("libc", EntryPoint = "sync_file_range")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncRange(SafeFileHandle file, long offset, long bytes, uint flags);
}
