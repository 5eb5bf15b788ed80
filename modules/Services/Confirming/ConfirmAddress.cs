using System.Buffers.Text;
using System.Security.Cryptography;
using Virtuos.Kernel;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Confirming;

/// <summary>The key of a link by which the owner of an address confirms it: the address's digest and a code that only we can make.</summary>
internal static class AddressKey
{
    private const int DigestLength = 32, CodeLength = 16;

    public static string Of(byte[] digest, ServiceKeys keys) => Base64Url.EncodeToString([.. digest, .. Code(digest, keys)]);

    /// <returns>The digest of the address, null when the key is not ours.</returns>
    public static byte[]? Read(string? key, ServiceKeys keys)
    {
        if (key is not { Length: 64 } || !Base64Url.IsValid(key, out var length) || length != DigestLength + CodeLength) return null;
        var bytes = Base64Url.DecodeFromChars(key);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(DigestLength), Code(bytes[..DigestLength], keys)) ? bytes[..DigestLength] : null;
    }

    private static byte[] Code(byte[] digest, ServiceKeys keys) => HMACSHA256.HashData(keys.Confirming, digest)[..CodeLength];
}

/// <summary>The owner of an address says that it is theirs; from then on messages about their filings may go to it.</summary>
internal sealed class ConfirmAddress(Caller caller, ServicesDb db, MailAddresses addresses, ServiceKeys keys) : UseCase<string, Done>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Done>> Do(string input, CancellationToken cancel)
    {
        if (AddressKey.Read(input, keys) is not { } digest) return Refusal.NotFound();
        await addresses.Confirm(digest, cancel);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
