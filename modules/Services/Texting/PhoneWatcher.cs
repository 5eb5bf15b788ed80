using System.Globalization;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Virtuos.Kernel.Database;

namespace Virtuos.Services.Texting;

/// <summary>A phone that gets short texts about a matter, once its owner has typed the code that came to it.</summary>
internal sealed class PhoneWatcher : IOfficeOwned, ILedgered
{
    public static readonly TimeSpan CodeHolds = TimeSpan.FromMinutes(10);

    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Matter { get; init; }

    /// <summary>International form, +420601234567.</summary>
    public required string Phone { get; init; }

    /// <summary>cs, en or de.</summary>
    public required string Language { get; set; }

    /// <summary>When the last code was sent.</summary>
    public required DateTimeOffset AskedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public bool IsOn => ConfirmedAt is not null && StoppedAt is null;

    public bool Awaits(DateTimeOffset now) => !IsOn && now < AskedAt + CodeHolds;

    public void Confirm(DateTimeOffset at) => (ConfirmedAt, StoppedAt) = (at, null);

    public void Stop(DateTimeOffset at) => StoppedAt ??= at;

    /// <summary>Six digits, derived from the row and the moment of asking, so that they are stored nowhere.</summary>
    public string Code(byte[] key)
    {
        Span<byte> said = stackalloc byte[24];
        Id.TryWriteBytes(said, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(said[16..], AskedAt.ToUnixTimeMilliseconds());
        return (BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(key, said)) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}
