using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;

namespace Virtuos.Kernel.Ledger;

/// <summary>Writes ledger entries for what a context is about to save.</summary>
public sealed class LedgerPen(KeyRing keys)
{
    private readonly byte[] key = keys.Secret("ledger");

    public LedgerEntry Write(Caller caller, EntityEntry entry, DateTimeOffset at) => Enter(
        caller,
        entry.State switch { EntityState.Added => "added", EntityState.Deleted => "deleted", _ => "modified" },
        entry.Metadata.ClrType.Name,
        ((ILedgered)entry.Entity).Id,
        entry.Entity is IOfficeOwned owned ? owned.Office : caller.Office ?? Guid.Empty,
        at,
        Digest(entry));

    public LedgerEntry Read(Caller caller, string kind, Guid id, Guid office, DateTimeOffset at) => Enter(caller, "read", kind, id, office, at, []);

    private static LedgerEntry Enter(Caller caller, string deed, string kind, Guid thing, Guid office, DateTimeOffset at, byte[] digest) => new()
    {
        Office = office,
        At = new(at.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
        Deed = deed,
        Act = caller.Act,
        ActorKind = caller.Kind.ToString(),
        Actor = caller.Person,
        OnBehalfOf = caller.OnBehalfOf,
        Purpose = caller.Purpose,
        Kind = kind,
        Thing = thing,
        Digest = digest,
    };

    private byte[] Digest(EntityEntry entry)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var property in entry.Properties)
        {
            if (entry.State == EntityState.Modified && !property.IsModified) continue;
            if (property.Metadata.IsShadowProperty() || property.Metadata.IsConcurrencyToken) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(property.Metadata.Name));
            hash.AppendData([0]);
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(property.CurrentValue));
            hash.AppendData([0]);
        }
        return hash.GetHashAndReset();
    }
}
