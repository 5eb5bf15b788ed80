using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Virtuos.Kernel.Blobs;

/// <summary>The name of bytes: their SHA-256, written "sha256:" and 64 lower-case hexadecimal digits.</summary>
public readonly record struct BlobHash : IParsable<BlobHash>
{
    private const string Prefix = "sha256:";
    public const int TextLength = 7 + 64;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private BlobHash(ReadOnlySpan<byte> digest)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(digest);
        _low = BinaryPrimitives.ReadUInt128BigEndian(digest[16..]);
    }

    /// <summary>The 64 digits alone, as used in file names.</summary>
    public string Hex => Convert.ToHexStringLower(ToBytes());

    /// <summary>The hash of bytes that are in memory.</summary>
    public static BlobHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return new BlobHash(digest);
    }

    /// <summary>Reads the stream to its end.</summary>
    public static async Task<BlobHash> Of(Stream content, CancellationToken cancel) =>
        new(await SHA256.HashDataAsync(content, cancel));

    /// <summary>From the 32 bytes of a digest; throws ArgumentException for any other length.</summary>
    public static BlobHash FromBytes(ReadOnlySpan<byte> digest) =>
        digest.Length == SHA256.HashSizeInBytes
            ? new BlobHash(digest)
            : throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(digest));

    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    public override string ToString() => Prefix + Hex;

    /// <summary>Throws FormatException for anything but the canonical form.</summary>
    public static BlobHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("Not a hash of the form sha256:<64 hexadecimal digits>.");

    public static bool TryParse([NotNullWhen(true)] string? text, out BlobHash hash)
    {
        hash = default;
        if (text is null || text.Length != TextLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        return TryParseHex(text.AsSpan(Prefix.Length), out hash);
    }

    internal static bool TryParseHex(ReadOnlySpan<char> hex, out BlobHash hash)
    {
        hash = default;
        // One spelling only: two names of the same bytes would be two rows and two files.
        if (hex.Length != 64 || hex.ContainsAnyExcept(Digits))
            return false;
        hash = new BlobHash(Convert.FromHexString(hex));
        return true;
    }

    static BlobHash IParsable<BlobHash>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<BlobHash>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BlobHash result) =>
        TryParse(s, out result);
}
