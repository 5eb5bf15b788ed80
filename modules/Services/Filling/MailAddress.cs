using Microsoft.EntityFrameworkCore;

namespace Virtuos.Services.Filling;

/// <summary>An address of e-mail, as a keyed digest: was it confirmed by its owner, and when was it last written to without that.</summary>
internal sealed class MailAddress
{
    public required byte[] Digest { get; init; }

    public required DateTimeOffset AskedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}

/// <summary>
/// Guards people who never filed anything from our mail: until an address is confirmed, one message goes to it and no other; after 30
/// days without confirmation one more may.
/// </summary>
internal sealed class MailAddresses(ServicesDb db, ServiceKeys keys, TimeProvider clock)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    public byte[] Digest(string address) => keys.Address(address);

    /// <summary>Whether a message may go to the address now; the permission is used up by the next save.</summary>
    public async Task<bool> May(string address, CancellationToken cancel)
    {
        var digest = Digest(address);
        var now = clock.GetUtcNow();
        var known = await db.MailAddresses.SingleOrDefaultAsync(a => a.Digest == digest, cancel);
        if (known?.ConfirmedAt is not null) return true;
        if (known is not null && known.AskedAt + Forgotten > now) return false;
        if (known is not null) known.AskedAt = now;
        else db.Add(new MailAddress { Digest = digest, AskedAt = now });
        return true;
    }

    public async Task<bool> IsConfirmed(string address, CancellationToken cancel)
    {
        var digest = Digest(address);
        return await db.MailAddresses.AnyAsync(a => a.Digest == digest && a.ConfirmedAt != null, cancel);
    }

    /// <summary>The owner proved the address; stored by the next save.</summary>
    public async Task Confirm(byte[] digest, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await db.MailAddresses.SingleOrDefaultAsync(a => a.Digest == digest, cancel) is { } known) known.ConfirmedAt ??= now;
        else db.Add(new MailAddress { Digest = digest, AskedAt = now, ConfirmedAt = now });
    }
}
