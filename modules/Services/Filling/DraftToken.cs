using System.Buffers.Text;
using System.Security.Cryptography;

namespace Virtuos.Services.Filling;

/// <summary>
/// 256 random bits that stand in the address of a draft. The database has only their hash, and the answers are sealed by a key made of
/// them: whoever has the database and not the address cannot read the draft.
/// </summary>
internal readonly record struct DraftToken
{
    private const int Length = 32, NonceLength = 12, TagLength = 16;
    private readonly byte[] bytes;

    private DraftToken(byte[] bytes) => this.bytes = bytes;

    public byte[] Hash => SHA256.HashData(bytes);

    public static DraftToken New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <returns>Null for anything but 43 signs of base64url.</returns>
    public static DraftToken? Parse(string? text) =>
        text is { Length: 43 } && Base64Url.IsValid(text, out var length) && length == Length ? new DraftToken(Base64Url.DecodeFromChars(text)) : null;

    public static DraftToken FromBytes(byte[] bytes) => bytes.Length == Length ? new(bytes) : throw new ArgumentException("A token has 32 bytes.", nameof(bytes));

    public byte[] ToBytes() => bytes;

    public byte[] Seal(ReadOnlySpan<byte> content)
    {
        var @sealed = new byte[NonceLength + content.Length + TagLength];
        RandomNumberGenerator.Fill(@sealed.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(Key, TagLength);
        cipher.Encrypt(@sealed.AsSpan(0, NonceLength), content, @sealed.AsSpan(NonceLength, content.Length), @sealed.AsSpan(NonceLength + content.Length));
        return @sealed;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was sealed by another key, or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> @sealed)
    {
        var content = new byte[@sealed.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(Key, TagLength);
        cipher.Decrypt(@sealed[..NonceLength], @sealed[NonceLength..^TagLength], @sealed[^TagLength..], content);
        return content;
    }

    private byte[] Key => HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, Length, info: "virtuos draft"u8.ToArray());

    public override string ToString() => Base64Url.EncodeToString(bytes);
}
