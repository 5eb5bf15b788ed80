using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Kernel.Ledger;

/// <summary>
/// One write or read: who, when, on whose behalf, why and what. Holds ids and keyed digests only, so that nothing in it ever has
/// to be erased (transaction log, § 64 of act 499/2004 and the national standard).
/// </summary>
public sealed class LedgerEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid Office { get; init; }

    /// <summary>Whole microseconds, as PostgreSQL keeps them.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>added</c>, <c>modified</c>, <c>deleted</c> or <c>read</c>.</summary>
    public required string Deed { get; init; }

    /// <summary>The use case, handler or job.</summary>
    public required string Act { get; init; }

    public required string ActorKind { get; init; }

    public Guid? Actor { get; init; }

    public Guid? OnBehalfOf { get; init; }

    public string? Purpose { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Kind { get; init; }

    public required Guid Thing { get; init; }

    /// <summary>HMAC-SHA-256 over the changed values under the installation's ledger key; empty for a read.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The bytes that the chain covers: every field, each with its length before it.</summary>
    public byte[] Canonical()
    {
        using var stream = new MemoryStream(256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (ReadOnlySpan<byte[]>)
            [
                Id.ToByteArray(true), Office.ToByteArray(true), Text((At.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString()), Text(Deed), Text(Act), Text(ActorKind),
                Actor?.ToByteArray(true) ?? [], OnBehalfOf?.ToByteArray(true) ?? [], Text(Purpose), Text(Kind), Thing.ToByteArray(true), Digest,
            ])
        {
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            stream.Write(length);
            stream.Write(field);
        }
        return stream.ToArray();
    }

    /// <summary>The link after <paramref name="previous"/>: SHA-256 over the previous link and this entry.</summary>
    public byte[] Link(byte[] previous) => SHA256.HashData([.. previous, .. Canonical()]);

    private static byte[] Text(string? value) => value is null ? [] : Encoding.UTF8.GetBytes(value);

    internal static void Map(ModelBuilder model) => model.Entity<LedgerEntry>(e => e.ToTable("ledger", "kernel"));
}
