using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Virtuos.Services.Following;

/// <summary>
/// Capabilities that stand in addresses: 128 bits of a keyed digest, never stored. Whoever has the address of a matter sees it; the PIN
/// is only asked on the way to it, so that no cookie is needed.
/// </summary>
internal static class FollowKey
{
    private const int Length = 16;

    /// <summary>22 signs of base64url.</summary>
    public static string Of(Guid matter, byte[] key) => Base64Url.EncodeToString(Digest("follow", matter, Guid.Empty, key));

    /// <summary>Takes the same time for every answer.</summary>
    public static bool Fits(string? given, Guid matter, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(matter, key)), Encoding.UTF8.GetBytes(given is { Length: <= 64 } ? given : ""));

    /// <summary>What stands in a link of a message: office, watcher and the proof that we wrote it.</summary>
    public static string OfNews(NewsLink link, Guid office, Guid watcher, byte[] key) => Link(link.ToString(), office, watcher, key);

    /// <returns>Null for anything that we did not write.</returns>
    public static (Guid Office, Guid Watcher)? ReadNews(NewsLink link, string? token, byte[] key) => ReadLink(link.ToString(), token, key);

    /// <summary>The address of a webhook's own page, for the one who registered it.</summary>
    public static string OfWebhook(Guid office, Guid webhook, byte[] key) => Link("webhook", office, webhook, key);

    /// <returns>Null for anything that we did not write.</returns>
    public static (Guid Office, Guid Webhook)? ReadWebhook(string? token, byte[] key) => ReadLink("webhook", token, key);

    private static string Link(string purpose, Guid office, Guid thing, byte[] key) =>
        Base64Url.EncodeToString([.. office.ToByteArray(bigEndian: true), .. thing.ToByteArray(bigEndian: true), .. Digest(purpose, office, thing, key)]);

    private static (Guid Office, Guid Thing)? ReadLink(string purpose, string? token, byte[] key)
    {
        if (token is not { Length: 64 } || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        var (office, thing) = (new Guid(bytes.AsSpan(0, 16), bigEndian: true), new Guid(bytes.AsSpan(16, 16), bigEndian: true));
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(32), Digest(purpose, office, thing, key)) ? (office, thing) : null;
    }

    private static byte[] Digest(string purpose, Guid first, Guid second, byte[] key) =>
        HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes(purpose), 0, .. first.ToByteArray(bigEndian: true), .. second.ToByteArray(bigEndian: true)])[..Length];
}

/// <summary>What a link in a message does.</summary>
internal enum NewsLink
{
    /// <summary>Confirms the address and starts the news.</summary>
    On,

    /// <summary>Stops the news.</summary>
    Off,
}
