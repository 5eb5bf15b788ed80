using System.Buffers;
using System.Security.Cryptography;
using Virtuos.Kernel.Formats;

namespace Virtuos.Records.Packages;

/// <summary>What was found in a component file: size in bytes, the asked fingerprints in lower-case hexadecimal, and the format its content has.</summary>
internal sealed record ComponentFile(long Size, IReadOnlyDictionary<string, string> Digests, DetectedFormat Format)
{
    private const int Window = 256 * 1024;

    /// <summary>So much of a file that cannot be read twice is kept in memory; longer ones are laid aside only when their format asks for more than the beginning.</summary>
    private const int Kept = 1024 * 1024;

    /// <summary>Reads a file once, in constant memory.</summary>
    /// <param name="algorithms">SHA-256, SHA-512; others are left out.</param>
    /// <exception cref="InvalidDataException">The content cannot be unpacked.</exception>
    public static async Task<ComponentFile> Measure(PackageItem item, IReadOnlySet<string> algorithms, CancellationToken cancel)
    {
        await using var content = await item.Open(cancel);
        using var sha256 = algorithms.Contains("SHA-256") ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        using var sha512 = algorithms.Contains("SHA-512") ? IncrementalHash.CreateHash(HashAlgorithmName.SHA512) : null;
        var head = content.CanSeek ? [] : new byte[(int)Math.Min(item.Size, Kept)];
        var size = head.Length == 0 ? 0L : await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        Append(head.AsSpan(0, (int)size));
        await using var aside = size == Kept && NeedsAll(head) ? Aside() : null;
        if (aside is not null) await aside.WriteAsync(head, cancel);

        // A package has thousands of small files; a fresh window for each would be most of the work.
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; size += read)
            {
                Append(buffer.AsSpan(0, read));
                if (aside is not null) await aside.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        var format = await FormatDetector.Detect(content.CanSeek ? content : aside ?? (Stream)new MemoryStream(head, 0, (int)Math.Min(size, head.Length)), cancel);
        Dictionary<string, string> digests = [];
        if (sha256 is not null) digests["SHA-256"] = Convert.ToHexStringLower(sha256.GetHashAndReset());
        if (sha512 is not null) digests["SHA-512"] = Convert.ToHexStringLower(sha512.GetHashAndReset());
        return new(size, digests, format);

        void Append(ReadOnlySpan<byte> bytes)
        {
            sha256?.AppendData(bytes);
            sha512?.AppendData(bytes);
        }
    }

    private static bool NeedsAll(ReadOnlySpan<byte> head) => head.StartsWith("PK"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) || head[..1024].IndexOf("%PDF-"u8) >= 0;

    private static FileStream Aside() => new(Path.Combine(Path.GetTempPath(), $"virtuos-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Window, FileOptions.DeleteOnClose);
}
